"""A table of the report: cells that know their figure, rows, headers, and how they are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from markupsafe import Markup

from workreport.figures.measure import Number
from workreport.narrative.explanations import shown_by
from workreport.narrative.number_format import MISSING
from workreport.narrative.number_link import NumberLink

NOT_APPLICABLE = "/"
NAME = "name"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Cell:
    """One cell: its text, and what a number in it is (see ``NumberLink``); ``name`` for codes and names with digits."""

    text: str
    number: Number | None = None
    figure: str = ""
    cut: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    kind: str = "value"
    period: str = ""
    note: str = ""
    base: str = ""

    @property
    def mark(self) -> NumberLink:
        """What the cell's number is."""
        return NumberLink(self.figure, self.kind, self.by, self.cut, self.period, self.note, self.base)

    def html(self) -> Markup:
        if self.text in (NOT_APPLICABLE, MISSING):
            return Markup('<td class="wr-num">{}</td>').format(self.text)
        if not self.figure:
            kind = "date" if DAY.fullmatch(self.text) else "name" if self.kind == NAME else ""
            place = Markup(' class="wr-{}"').format(kind) if kind else ""
            return Markup("<td{}>{}</td>").format(place, self.text)
        return Markup('<td class="wr-num">{}</td>').format(self.mark.html(self.text, self.number))


@dataclass(frozen=True)
class Table:
    """A table of the report: columns with units in their headers, a label cell first in each row.

    ``frame`` gives an analyst the same numbers as a DataFrame.
    """

    name: str
    title: str
    source: str
    header: list[str]
    rows: list[list[Cell]]
    total: list[Cell] | None = None
    note: str = ""
    figures: tuple[str, ...] = field(default=())
    explained: Markup = field(default_factory=Markup)

    @property
    def marks(self) -> list[NumberLink]:
        """What every number of the table is."""
        lines = [*self.rows, *([self.total] if self.total else [])]
        return [cell.mark for line in lines for cell in line]

    @property
    def frame(self) -> pd.DataFrame:
        """The table as exact numbers where cells have them, else as text."""
        lines = [*self.rows, *([self.total] if self.total else [])]
        return pd.DataFrame(
            [[c.number if c.figure else c.text for c in line] for line in lines], columns=self.header
        )

    def html(self) -> str:
        head = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(
                Markup(' class="wr-num"') if self._numeric(at) else "", text
            )
            for at, text in enumerate(self.header)
        )
        body = Markup("").join(self._line(line) for line in self.rows)
        foot = Markup("<tfoot>{}</tfoot>").format(self._line(self.total)) if self.total else Markup("")
        note = Markup('<p class="wr-note">注：{}</p>').format(self.note) if self.note else Markup("")
        return str(
            Markup(
                '<figure class="wr-table" id="t-{}"><figcaption>{}</figcaption><div class="wr-scroll" tabindex="0" '
                'role="region" aria-label="{}"><table><thead><tr>{}</tr></thead><tbody>{}</tbody>{}</table></div>{}'
                '{}<p class="wr-source">{}</p></figure>'
            ).format(self.name, self.title, self.title, head, body, foot, note, self.explained, self.source)
        )

    def _numeric(self, column: int) -> bool:
        """Whether a column holds numbers, or marks for none, so that its header stands over them."""
        cells = [line[column] for line in self.rows]
        marks = (NOT_APPLICABLE, MISSING)
        return any(cell.figure for cell in cells) or (
            bool(cells) and all(cell.text in marks for cell in cells)
        )

    @staticmethod
    def _line(cells: list[Cell]) -> Markup:
        first = Markup('<th scope="row">{}</th>').format(cells[0].text)
        return Markup("<tr>{}{}</tr>").format(first, Markup("").join(c.html() for c in cells[1:]))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        told = {"kind": "table", "name": self.name, "title": self.title, "figures": list(self.figures)}
        told |= shown_by(self.marks)
        text = "\n".join(
            "\t".join(c.text for c in line) for line in [[Cell(h) for h in self.header], *self.rows]
        )
        return {"text/html": self.html(), "text/plain": f"{self.title}\n{text}"}, {"workreport": told}
