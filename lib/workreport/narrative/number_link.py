"""Marks: what every number shown carries, so that a reader can open what stands behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from workreport.figures.book import Book
from workreport.figures.comparison import last_year, previous, progress
from workreport.figures.csv_files import exact_text
from workreport.figures.measure import Number
from workreport.figures.registry import FIGURES
from workreport.narrative.number_format import shown

ROWS = re.compile(r"(\d+)(?=行)")


@dataclass(frozen=True)
class NumberLink:
    """What one number shown is.

    Attributes
    ----------
    figure, kind : str
        Its figure, and which of the figure's numbers: ``value``, ``number`` (without unit), ``last_year``,
        ``previous``, ``yoy`` or ``change``, ``mom``, ``target``, ``completion``, ``share`` (of the whole, in
        %), ``row`` (one ledger row's own), ``rows`` (how many rows), ``reported``, ``per_base`` (for a thousand
        of `base`), and over all sub-bureaus ``rank``, ``median``, ``spread``.
    by, cut : tuple of str
        Dimensions that it is cut by, and its labels; for ``row`` the column, and file, sheet and row.
    period : str
        The period that its rows belong to, where it is not the report's.
    note : str
        What it is compared with, in words.
    base : str
        The figure that it is divided by, where the figure is no rate itself.
    """

    figure: str
    kind: str = "value"
    by: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    period: str = ""
    note: str = ""
    base: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """The mark as HTML attributes, without those that are empty."""
        told = {"figure": self.figure, "kind": self.kind, "by": "|".join(self.by), "cut": "|".join(self.cut)}
        told |= {"period": self.period, "note": self.note, "base": self.base}
        return {f"data-{name}": text for name, text in told.items() if text}

    def html(self, text: str, number: Number | None) -> Markup:
        """The number as a link to its definition, which a page opens beside it."""
        told = Markup("").join(
            Markup(' {}="{}"').format(name, value) for name, value in self.attributes.items()
        )
        return Markup(
            '<a class="wr-ref" href="#def-{}"><data class="wr-fig" value="{}"{}>{}</data></a>'
        ).format(self.figure, exact_text(number), told, text)


def with_counts(reason: str) -> Markup:
    """A reason for a missing number; how many rows it speaks of is a count of rows, and no figure."""
    return Markup(ROWS.sub(r'<data class="wr-count" value="\1">\1</data>', str(escape(reason))))


def behind(marks: Iterable[NumberLink]) -> list[list]:
    """What the evidence must tell for these marks: figure, dimensions, period; each once."""
    return [
        [figure, list(by), period]
        for figure, by, period in sorted(
            {
                (figure, m.by, m.period)
                for m in marks
                for figure in (m.figure, m.base)
                if figure and (m.by or m.period)
            }
        )
    ]


def compared(book: Book, id: str, kind: str) -> str:
    """What a figure's change, task or completion is compared with, in words."""
    figure, now = FIGURES[id], book.value(id)
    if kind in ("yoy", "change", "last_year"):
        base, name = last_year(book, id), "上年同期"
    elif kind in ("mom", "previous"):
        base, name = previous(book, id), "上期"
    elif kind in ("target", "completion") and (made := progress(book, id)):
        task = f"{made.target.issued_by}{made.target.document}任务{shown(figure, made.target.number)}"
        return task if kind == "target" else f"本期{shown(figure, now.number)}与{task}之比"
    else:
        return ""
    if kind in ("last_year", "previous"):
        return f"{name}数"
    return (
        f"本期{shown(figure, now.number)}与{name}{shown(figure, base.number)}比较"
        if base
        else f"{name}无可比数"
    )
