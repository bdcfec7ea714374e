"""The public edition: pages, charts and figures of a finished run, masked, looked through once more, then published.

It stands beside the internal edition, as ``<out>/<period>-public/``: index.html, sections, charts,
figures.csv and figures.xlsx. Not in it: the review view, findings, evidence, executed notebooks, sources and the run's log.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from workreport.base.atomic_folder import staged, write_tree
from workreport.base.errors import WorkreportError
from workreport.base.paths import PUBLIC
from workreport.base.period import Period
from workreport.base.personal_data import masked, scan_text
from workreport.base.workspace import Workspace
from workreport.figures.csv_files import csv_bytes
from workreport.ledgers.intake import Intake
from workreport.rendering.public.entities import FILE, Entities, entities, lines_of, load_rules
from workreport.rendering.public.public_pages import as_public, build_public
from workreport.rendering.public.public_workbook import public_workbook
from workreport.rendering.report_model import ReportContext, SectionResult

COLUMNS = (
    "id",
    "label",
    "value",
    "unit",
    "display",
    "kind",
    "period",
    "as_of",
    "last_year",
    "change",
    "definition",
)
EMBEDDED = re.compile(
    r"(data:[\w/+.-]+;base64,[A-Za-z0-9+/=]+|<style\b.*?</style>|<script\b.*?</script>)", re.DOTALL
)
WORKBOOK = "figures.xlsx"
TEXT_PARTS = ("xl/sharedStrings", "xl/workbook", "docProps/")
TOLD = 5


class NotPublishable(WorkreportError):
    """A public edition would name somebody who must not be named. Nothing is published then."""


def publish(
    workspace: Workspace,
    period: Period,
    context: ReportContext,
    sections: tuple[SectionResult, ...],
    internal: Path,
) -> Path:
    """Publish the public edition of a run whose internal edition stands in `internal`; its folder.

    Raises
    ------
    NotPublishable
        If a name or personal data is left after masking; says where.
    """
    names = entities(Intake.of(workspace), load_rules(workspace))
    pages, pictures = build_public(context, sections, lambda page: mask_page(names, page))
    with (internal / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [{name: masked(names.masked(row[name])) for name in COLUMNS} for row in csv.DictReader(file)]
    files = pages | {"figures.csv": csv_bytes(rows, COLUMNS)}
    titled = replace(
        context, bureau_name=names.masked(context.bureau_name), title=names.masked(context.title)
    )
    named = [
        replace(one, section=replace(one.section, title=names.masked(one.section.title)))
        for one in as_public(sections)
    ]
    workbook = public_workbook(titled, named, rows)
    texts = {name: content.decode("utf-8") for name, content in files.items()}
    refuse_names(names, texts | {WORKBOOK: _texts_of(workbook)})
    with staged(workspace.out, f"{period.id}{PUBLIC}") as folder:
        write_tree(folder, files | pictures | {WORKBOOK: workbook})
    return workspace.out / f"{period.id}{PUBLIC}"


def _texts_of(workbook: bytes) -> str:
    """All texts of a workbook: of its cells, the names of its sheets, its properties."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = [name for name in archive.namelist() if name.startswith(TEXT_PARTS)]
        return "\n".join(archive.read(name).decode("utf-8") for name in parts)


def mask_page(names: Entities, page: str) -> str:
    """A page with every name masked, in its text and in what describes pictures."""
    pieces = EMBEDDED.split(page)
    return "".join(piece if at % 2 else masked(names.masked(piece)) for at, piece in enumerate(pieces))


def refuse_names(names: Entities, files: Mapping[str, str]) -> None:
    """The second pass: ``NotPublishable`` where a name of the dictionary or personal data still stands in a file."""
    found = []
    for path, content in sorted(files.items()):
        text = EMBEDDED.sub("", content)
        left = names.left_in(text)
        found += [f"{path}：{'、'.join(left[:TOLD])}"] if left else []
        kinds = {kind for line in lines_of(text) if (hit := scan_text(line)) for kind in hit.kinds}
        found += [f"{path}：个人信息（{'、'.join(sorted(kinds))}）"] if kinds else []
    if found:
        raise NotPublishable(
            f"公开版里还有不能出现的名称，没有发布（{len(found)} 个文件）",
            where="；".join(found[:TOLD]),
            expected=f"台账里的单位名称和 {FILE} 登记的名称都不出现",
            todo=f"请改写有关文字，或在 {FILE} 的 allowed 中登记依法可以点名的名称",
        )


__all__ = ["NotPublishable", "mask_page", "publish", "refuse_names"]
