"""A Word file with some of its text replaced, as tracked changes or plainly; everything else stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from workreport.drafts.reading.comment_parts import DATE, UNPRINTABLE, Commenter
from workreport.drafts.reading.source import ReadFile
from workreport.drafts.reading.tracked_text import Reviser, replace_text
from workreport.drafts.reading.word_parts import Range, WordParts
from workreport.drafts.reading.word_xml import W


class TextChange(NamedTuple):
    """A text to put in place of the characters between two offsets of ``DraftText.text``."""

    start: int
    end: int
    text: str


def changed_copy(
    read: ReadFile, changes: Sequence[TextChange], by: Commenter | None
) -> tuple[bytes, tuple[TextChange, ...]]:
    """The file with changes, tracked as those of `by`, plain without; and the changes that its structure cannot take.

    Parameters
    ----------
    changes : sequence of TextChange
        In the order of the text, none within another.
    """
    assert read.word is not None, "a Word file"
    parts = WordParts(read, read.word)
    placed, left = _placed(parts, changes)
    touched = parts.place((place.part, mark) for _, place, *pair in placed for mark in place.marks(*pair))
    reviser = Reviser(by.author, DATE, parts.first_id()) if by else None
    for change, _, start, end in placed:
        if not replace_text(start, end, UNPRINTABLE.sub("", change.text), reviser):
            left.append(change)
        for mark in (start, end):
            mark.getparent().remove(mark)
    return parts.rewritten(touched, {}), tuple(sorted(left))


def _placed(
    parts: WordParts, changes: Sequence[TextChange]
) -> tuple[list[tuple[TextChange, Range, etree._Element, etree._Element]], list[TextChange]]:
    """Changes with their places and a pair of marks; and those some of whose characters the file does not hold."""
    placed, left = [], []
    for change in changes:
        place = parts.range_of(change.start, change.end)
        held = sum(
            min(one.end, change.end) - max(one.start, change.start)
            for one in parts.word.between(change.start, change.end)
        )
        if place is None or held < change.end - change.start:
            left.append(change)
            continue
        # removed again: any element that Word knows will do
        start, end = etree.Element(f"{W}proofErr"), etree.Element(f"{W}proofErr")
        placed.append((change, place, start, end))
    return placed, left
