"""A text with the places of its characters in the Word file that it was read from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from workreport.drafts.model import DraftText

COMMENTABLE = ("body", "heading", "table")
"""Parts of a text where Word takes comments: not in headers, footers, notes and text boxes."""


class Piece(NamedTuple):
    """Consecutive characters of a text that one element of a Word file holds.

    ``start`` and ``end`` are offsets in ``DraftText.text``; ``part`` names the part of the file, ``node`` counts the
    element among the part's ``word_xml.PLACES``.
    """

    start: int
    end: int
    part: str
    node: int


@dataclass(frozen=True)
class WordSource:
    """A Word file: its bytes, its main part, its pieces in order, and by line the paragraph that a comment can hang on."""

    raw: bytes
    main: str
    pieces: tuple[Piece, ...]
    hosts: Mapping[int, int]

    def between(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces with characters of a range of the text."""
        first = max(bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1, 0)
        found = []
        for piece in self.pieces[first:]:
            if piece.start >= end:
                break
            if piece.end > start:
                found.append(piece)
        return tuple(found)


@dataclass(frozen=True)
class ReadFile:
    """A file as read: its text, and for a Word file the places of its characters."""

    text: DraftText
    word: WordSource | None = field(default=None, repr=False)
