"""Blocks: what one output of a section shows, as data, as HTML, and as JSON inside the executed notebook.

A notebook displays a block; its output carries the block as JSON under ``MIME`` beside HTML or pictures. Pages,
documents, the public edition and the hashes of sign-offs are made from the block, which ``stored.block_of`` reads back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from markupsafe import Markup, escape
from pydantic import Field

from workreport.blocks.text import (
    MISSING,
    NOT_APPLICABLE,
    TO_VERIFY,
    Cell,
    Explanation,
    Part,
    Run,
    Runs,
    runs_html,
    runs_text,
)

if TYPE_CHECKING:
    import pandas as pd

MIME = "application/vnd.workreport.block+json"
VERSION = 1
UNIT = re.compile(r"(?:（[^（）]{1,8}）|〔[^〔〕]{1,12}〕)$")
SIDE = re.compile(r'\b(width|height)="([\d.]+)pt"')
NOTE_OF_MISSING = f"表中没有数的，{TO_VERIFY}。"
HTML, MARKDOWN, PLAIN, PNG, SVG = "text/html", "text/markdown", "text/plain", "image/png", "image/svg+xml"


class Block(Part):
    """One output of a section.

    ``leaders`` is what leaders see instead, where that is not the same; ``public`` what the public sees instead of
    that, where it is not the same either.
    """

    stored = ("kind",)
    kind: str
    figures: tuple[str, ...] = ()
    leaders: Any = None
    public: Any = None

    @property
    def text(self) -> str:
        """The block as plain text."""
        return ""

    @property
    def for_leaders(self) -> Block:
        """The block as leaders see it."""
        return (self.leaders or self).without_remarks

    @property
    def for_public(self) -> Block:
        """The block as the public sees it: as leaders do, and without the numbers that only leaders may see."""
        return (self.public or self.leaders or self).without_remarks

    @property
    def without_remarks(self) -> Block:
        """The block without what only reviewers read: remarks, open explanations, and who gave the others."""
        block: Any = self
        if getattr(block, "remarks", ()):
            block = replace(block, remarks=(), note=(*block.note, Run(NOTE_OF_MISSING)))
        below = getattr(block, "below", ())
        if not below:
            return block
        return replace(block, below=tuple(replace(one, signed=()) for one in below if not one.pending))

    def html(self, prefix: str = "") -> str:
        """The block as HTML; `prefix` keeps its ids unique on a page."""
        return ""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        shown = {HTML: html} if (html := self.html()) else {}
        return {**shown, PLAIN: self.text, MIME: {"version": VERSION, **self.to_json()}}


@dataclass(frozen=True)
class Nothing(Block):
    """Nothing to show: no rows, or a sentence that does not hold."""

    kind: Literal["nothing"] = "nothing"


@dataclass(frozen=True)
class Paragraph(Block):
    """Sentences, and below them what explains their large changes."""

    runs: Runs
    below: tuple[Explanation, ...] = ()
    leaders: Annotated[Paragraph | Nothing, Field(discriminator="kind")] | None = None
    public: Annotated[Paragraph | Nothing, Field(discriminator="kind")] | None = None
    kind: Literal["paragraph"] = "paragraph"

    @property
    def figures(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(run.link.figure for run in self.runs if run.link))

    @property
    def text(self) -> str:
        return runs_text(self.runs)

    def html(self, prefix: str = "") -> str:
        return str(Markup('<p class="wr-say">{}</p>{}').format(runs_html(self.runs), _below(self.below)))


@dataclass(frozen=True)
class Notice(Block):
    """A mark where something could not be said because a ledger, or a column of it, was not handed in."""

    reason: Runs
    kind: Literal["notice"] = "notice"

    @property
    def without_remarks(self) -> Notice:
        """That there is something to verify; what it is concerns reviewers."""
        return Notice((Run(f"{TO_VERIFY}。"),))

    @property
    def text(self) -> str:
        return runs_text(self.reason)

    def html(self, prefix: str = "") -> str:
        return str(Markup('<p class="wr-notice" role="note">{}</p>').format(runs_html(self.reason)))


@dataclass(frozen=True)
class Table(Block):
    """A table: columns with units in their headers, a label cell first in each row.

    ``frame`` gives an analyst the same numbers as a DataFrame. An ``internal`` table lists ledger rows: for
    reviewers and leaders, never for the public. One ``for_review`` is a remark of the program's: it stands in no paper.
    ``remarks`` say to reviewers why numbers are missing.
    """

    name: str
    title: str
    source: str
    header: list[str]
    rows: list[list[Cell]]
    total: list[Cell] | None = None
    note: Runs = ()
    figures: tuple[str, ...] = ()
    below: tuple[Explanation, ...] = ()
    internal: bool = False
    for_review: bool = False
    remarks: Runs = ()
    leaders: Annotated[Table | Nothing, Field(discriminator="kind")] | None = None
    public: Annotated[Table | Nothing, Field(discriminator="kind")] | None = None
    kind: Literal["table"] = "table"

    @property
    def lines(self) -> list[list[Cell]]:
        """All lines below the header."""
        return [*self.rows, self.total] if self.total else self.rows

    @property
    def frame(self) -> pd.DataFrame:
        """The table as exact numbers where cells have them, else as text."""
        import pandas as pd

        numbers = [[cell.number if cell.link else cell.text for cell in line] for line in self.lines]
        return pd.DataFrame(numbers, columns=self.header)

    @property
    def text(self) -> str:
        lines = [self.header, *([cell.text for cell in row] for row in self.rows)]
        return "\n".join([self.title, *("\t".join(line) for line in lines)])

    def numeric(self, column: int) -> bool:
        """Whether a column holds numbers, or marks for none, so that its header stands over them."""
        cells = [row[column] for row in self.rows]
        marks = (NOT_APPLICABLE, MISSING)
        return any(cell.kind == "number" for cell in cells) or (
            bool(cells) and all(cell.text in marks for cell in cells)
        )

    def html(self, prefix: str = "") -> str:
        head = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(
                Markup(' class="wr-num"') if self.numeric(at) else "", _heading(text)
            )
            for at, text in enumerate(self.header)
        )
        body = Markup("").join(map(_line, self.rows))
        foot = Markup("<tfoot>{}</tfoot>").format(_line(self.total)) if self.total else ""
        notes = (*self.note, *self.remarks)
        note = Markup('<p class="wr-note">注：{}</p>').format(runs_html(notes)) if notes else ""
        return str(
            Markup(
                '<figure class="wr-table" id="{}t-{}"><figcaption>{}</figcaption><div class="wr-scroll" tabindex="0" '
                'role="region" aria-label="{}"><table><thead><tr>{}</tr></thead><tbody>{}</tbody>{}</table></div>{}'
                '{}<p class="wr-source">{}</p></figure>'
            ).format(
                prefix,
                self.name,
                self.title,
                self.title,
                head,
                body,
                foot,
                note,
                _below(self.below),
                self.source,
            )
        )


@dataclass(frozen=True)
class Plotted(Part):
    """One series of a chart: its exact values, one a category, None for a gap."""

    label: str
    unit: str
    values: list[str]


@dataclass(frozen=True)
class Chart(Block):
    """A drawn chart.

    Attributes
    ----------
    name : str
        File name without suffix; unique within a section.
    title, alt, source : str
        Caption, text alternative and source line, in Chinese. They stand beside the picture, so that they can be
        read, searched and enlarged.
    categories, series
        The plotted numbers with their units, as a run writes them beside the picture; empty for a gap.
    links : dict of str to Run
        By the id of a printed number in the SVG: its name, its exact value, and what it is.
    svg, png : str
        The picture, PNG in base64; equal for equal data on every machine. An output has them under their own types.
    """

    name: str
    title: str
    alt: str
    source: str
    categories: list[str]
    series: list[Plotted]
    links: dict[str, Run] = field(default_factory=dict)
    svg: str = field(default="", repr=False)
    png: str = field(default="", repr=False)
    leaders: Annotated[Chart | Nothing, Field(discriminator="kind")] | None = None
    public: Annotated[Chart | Nothing, Field(discriminator="kind")] | None = None
    kind: Literal["chart"] = "chart"

    @property
    def text(self) -> str:
        return self.alt

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the picture in points, as drawn."""
        sides = dict(SIDE.findall(self.svg[: self.svg.index(">", self.svg.index("<svg"))]))
        return float(sides["width"]), float(sides["height"])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        stored = {"version": VERSION, **self.to_json()}
        return {SVG: stored.pop("svg"), PNG: stored.pop("png"), PLAIN: self.text, MIME: stored}


@dataclass(frozen=True)
class Card(Part):
    """One key figure: ``value`` and its ``unit``, and its change; ``light`` where a task was set.

    ``remark`` says to reviewers why there is no value.
    """

    figure: str
    label: str
    value: Run
    unit: str
    change: Runs
    light: Literal["", "green", "yellow", "red"] = ""
    progress: str = ""
    remark: Runs = ()

    def html(self) -> Markup:
        unit = Markup('<span class="wr-card-unit">{}</span>').format(self.unit) if self.unit else ""
        light = Markup('<p class="wr-light wr-light-{}">{}</p>').format(self.light, self.progress)
        return Markup(
            '<div class="wr-card" role="listitem"><p class="wr-card-label">{}</p><p class="wr-card-value">{}{}</p>'
            '<p class="wr-card-change">{}</p>{}</div>'
        ).format(
            self.label,
            self.value.html(),
            unit,
            runs_html(self.remark or self.change),
            light if self.light else "",
        )


@dataclass(frozen=True)
class Cards(Block):
    """Key figures set apart, in the order given."""

    cards: tuple[Card, ...]
    kind: Literal["cards"] = "cards"

    @property
    def without_remarks(self) -> Cards:
        """The cards without the reasons of missing values."""
        if not any(card.remark for card in self.cards):
            return self
        return replace(self, cards=tuple(replace(card, remark=()) for card in self.cards))

    @property
    def figures(self) -> tuple[str, ...]:
        return tuple(card.figure for card in self.cards)

    @property
    def text(self) -> str:
        return "\n".join(f"{card.label}：{card.value.text}{card.unit}" for card in self.cards)

    def html(self, prefix: str = "") -> str:
        cards = Markup("").join(card.html() for card in self.cards)
        return str(Markup('<div class="wr-cards" role="list">{}</div>').format(cards))


@dataclass(frozen=True)
class OfficeText(Block):
    """Text that the office wrote for the period, in Markdown, shown as it stands and marked as its own."""

    markdown: str
    kind: Literal["office_text"] = "office_text"

    @property
    def text(self) -> str:
        return self.markdown

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {MARKDOWN: self.markdown, **super()._repr_mimebundle_()}


def _heading(text: str) -> Markup:
    """A column's header, whose unit in brackets stays in one piece where the header takes several lines."""
    found = UNIT.search(text)
    if not found or not found.start():
        return escape(text)
    return Markup('{}<span class="wr-unit">{}</span>').format(text[: found.start()], found[0])


def _below(explanations: tuple[Explanation, ...]) -> Markup:
    return Markup("").join(one.html() for one in explanations)


def _line(cells: list[Cell]) -> Markup:
    first = Markup('<th scope="row">{}</th>').format(cells[0].text)
    return Markup("<tr>{}{}</tr>").format(first, Markup("").join(cell.html() for cell in cells[1:]))
