"""The page that compares two runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workreport.rendering.fonts import fonts_css
from workreport.rendering.pages.report_pages import environment, with_fonts
from workreport.rendering.report_model import Row


@dataclass(frozen=True)
class Side:
    """One of the two runs: its mark and its name."""

    mark: str
    name: str


@dataclass(frozen=True)
class Difference:
    """One figure that differs, every part as it is printed.

    ``rows`` are the first of `row_count` ledger rows, each with the page's row columns.
    """

    id: str
    label: str
    unit: str
    before: str
    after: str
    difference: str
    causes: str
    counts: str
    rows: Sequence[Row]
    row_count: int


def compared_page(
    sides: Sequence[Side],
    inputs: Sequence[str],
    figures: Sequence[Difference],
    remarks: Sequence[str],
    columns: Sequence[str],
) -> bytes:
    """The comparison as one self-contained file; `columns` are those of a figure's rows, in order."""
    titles = {
        "change": "变动", "cause": "原因", "file": "文件", "sheet": "工作表", "row": "行", "key": "主键",
        "columns": "改了什么",
    }  # fmt: skip
    page = (
        environment()
        .get_template("diff.html.j2")
        .render(
            sides=sides,
            inputs=inputs,
            figures=figures,
            remarks=remarks,
            columns=[(name, titles[name]) for name in columns if name in titles],
        )
    )
    return with_fonts(page, fonts_css(page)).encode("utf-8")
