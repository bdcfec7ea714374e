"""The report as leaders see it, free of any format: what Word and PDF are written from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workreport.blocks.block import Chart

UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no format can hold."""

ParagraphKind = Literal["body", "item", "notice", "explain"]


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading with its number in front, after GB/T 9704—2012: 一、 at level 1, （一）, 1., （1） below."""

    text: str
    level: int
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    ``kind`` is ``body``; ``item`` of a list, its marker in front; ``notice`` where something is missing or
    waits; or ``explain``, what is said of a change.
    """

    runs: tuple[Run, ...]
    kind: ParagraphKind = "body"

    @property
    def text(self) -> str:
        """The paragraph without its styles."""
        return "".join(run.text for run in self.runs)


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


Block = Heading | Paragraph | Table | Chart
"""A chart has the name of its section before its own."""


def one_line(text: str) -> str:
    """A text with its spaces and line breaks as single spaces."""
    return " ".join(text.split())


def plain(text: str, kind: ParagraphKind = "body") -> Paragraph:
    """A paragraph in one style."""
    return Paragraph((Run(one_line(text)),), kind)


@dataclass(frozen=True)
class Report:
    """A whole report: what its first page says, and all that follows.

    ``marks`` are what stands under the title: state, invented data; ``draft`` asks for a watermark.
    """

    bureau: str
    title: str
    period: str
    cut_off: date
    marks: tuple[str, ...]
    remarks: tuple[str, ...]
    draft: bool
    blocks: Sequence[Block]

    @property
    def contents(self) -> list[Heading]:
        """The headings that a table of contents lists: chapters, sections, appendices."""
        return [one for one in self.blocks if isinstance(one, Heading) and one.level <= 2]
