"""The written report as data: paragraphs in their places of an official document, tables, numbers with their links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workreport.blocks.text import Part, Runs, runs_text

Place = Literal["title", "addressee", "heading", "body", "attachment", "signature", "date", "note"]


@dataclass(frozen=True)
class WrittenParagraph(Part):
    """One paragraph; ``level`` is that of a heading: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）."""

    runs: Runs
    place: Place = "body"
    level: int = 0

    @property
    def text(self) -> str:
        """The paragraph as plain text."""
        return runs_text(self.runs)


@dataclass(frozen=True)
class WrittenTable(Part):
    """A table, its first row the header."""

    rows: tuple[tuple[Runs, ...], ...]

    @property
    def text(self) -> str:
        """The table as plain text, a line per row."""
        return "\n".join("\t".join(map(runs_text, row)) for row in self.rows)


WrittenBlock = WrittenParagraph | WrittenTable
