"""The report as leaders see it, free of any format: what Word and PDF are written from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workreport.blocks.block import Chart

UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no format can hold."""

ParagraphKind = Literal["body", "notice", "addressee", "attachment", "signature", "date", "note"]


@dataclass(frozen=True)
class Heading:
    """A heading with its number in front, after GB/T 9704—2012: 一、 at level 1, （一）, 1., （1） below."""

    text: str
    level: int
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    ``kind`` is ``body``; ``notice`` where something is missing or waits; the others are parts of an official letter.
    """

    text: str
    kind: ParagraphKind = "body"


@dataclass(frozen=True)
class Table:
    """A table: its title stands above, notes and source below.

    Attributes
    ----------
    header, rows, total : sequences of str
        One text a column; `total` is empty where nothing is added up. The first column names the rows.
    numeric : tuple of bool
        By column: whether it holds numbers.
    weights : tuple of float
        Widths of the columns in parts of their sum; empty where they follow from the content.
    small : bool
        Set in the smallest type: an appendix that is looked up, not read.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    numeric: tuple[bool, ...] = ()
    weights: tuple[float, ...] = ()
    small: bool = False

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """All lines below the header."""
        return (*self.rows, self.total) if self.total else self.rows


@dataclass(frozen=True)
class Layout:
    """Page and type sizes of a paper: margins in millimetres, all else in points.

    ``line`` and ``body`` are of running text, ``table`` and ``small`` of tables, ``caption`` and ``note`` of what stands
    above and below them, ``picture`` is the greatest width of a picture, ``whole`` the number of lines up to
    which a table stays on one page. ``grid`` asks for the standard's 22 lines a page;
    ``chapters_apart`` for a new page before each chapter.
    """

    top: int = 37
    bottom: int = 35
    left: int = 28
    right: int = 26
    line: float = 28
    body: float = 16
    table: float = 10.5
    small: float = 9
    caption: float = 12
    note: float = 10.5
    picture: float = 410
    whole: int = 14
    grid: bool = True
    chapters_apart: bool = True

    @property
    def width(self) -> float:
        """The text's width in points."""
        return (A4_WIDTH - self.left - self.right) * POINTS_A_MILLIMETRE


A4_WIDTH = 210
POINTS_A_MILLIMETRE = 72 / 25.4
OFFICIAL = Layout()
"""The page of official documents, GB/T 9704—2012."""
WRITTEN = Layout(chapters_apart=False)
"""The same for a text whose chapters follow each other on a page."""
COMPACT = Layout(
    17, 16, 20, 18, line=16, body=10.5, table=8, small=8, caption=9, note=7.5, picture=232, whole=8, grid=False,
    chapters_apart=False,
)  # fmt: skip
"""The page of tables that are looked up."""


@dataclass(frozen=True)
class Beside:
    """Two charts in one row, or one in the first half of it."""

    charts: tuple[Chart, ...]


Block = Heading | Paragraph | Table | Chart | Beside
"""A chart has the name of its section before its own."""


def charts_of(blocks: Iterable[Block]) -> Iterator[Chart]:
    """The charts among the blocks, in order."""
    for one in blocks:
        yield from one.charts if isinstance(one, Beside) else [one] if isinstance(one, Chart) else ()


def one_line(text: str) -> str:
    """A text with its spaces and line breaks as single spaces."""
    return " ".join(text.split())


def plain(text: str, kind: ParagraphKind = "body") -> Paragraph:
    """A paragraph of one line."""
    return Paragraph(one_line(text), kind)


@dataclass(frozen=True)
class Report:
    """A whole report: what its first page says, and all that follows.

    ``marks`` are what stands under the title: state, invented data; ``draft`` asks for a watermark; ``listed`` for a table
    of contents. ``full_title`` stands on the first page in place of the bureau's name and the title.
    """

    bureau: str
    title: str
    period: str
    cut_off: date
    marks: tuple[str, ...]
    remarks: tuple[str, ...]
    draft: bool
    blocks: Sequence[Block]
    layout: Layout = OFFICIAL
    listed: bool = True
    full_title: str = ""

    @property
    def heading(self) -> tuple[str, ...]:
        """The title as it stands on the first page, line by line."""
        return tuple(self.full_title.splitlines()) or (self.bureau, self.title)

    @property
    def contents(self) -> list[Heading]:
        """The headings that a table of contents lists: chapters, sections, appendices."""
        return [one for one in self.blocks if isinstance(one, Heading) and one.level <= 2]
