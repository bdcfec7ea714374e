"""Where the bound numbers of a draft stand now, after people have worked on the file."""

from __future__ import annotations

from dataclasses import dataclass

from workreport.drafts.bound.bound_number import BoundNumber

AS_WRITTEN, TYPED_OVER, FOUND_AGAIN, LOST = "as_written", "typed_over", "found_again", "lost"
"""States of a bound number: untouched; its bookmark holds other text; its bookmark is gone and the words around it or
an equal sentence elsewhere led to it; not found."""


@dataclass(frozen=True)
class Located:
    """A bound number and its place.

    ``start`` and ``end`` are offsets in ``DraftText.text`` (0 where it is lost), ``text`` is what stands there now.
    ``author`` wrote that in a revision; "" where no revision says so.
    """

    bound: BoundNumber
    state: str
    start: int = 0
    end: int = 0
    text: str = ""
    author: str = ""
