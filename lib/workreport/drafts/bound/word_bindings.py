"""Bound numbers written into a Word file: a bookmark around each, and a list of all of them among the file's parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workreport.drafts.bound.binding_parts import parts_with_bindings, stored_bindings
from workreport.drafts.bound.bindings import Bindings, in_order
from workreport.drafts.bound.bookmarks import Bookmarks
from workreport.drafts.bound.bound_number import AROUND, BoundNumber
from workreport.drafts.model import DraftText
from workreport.drafts.reading.plain_word import as_word
from workreport.drafts.reading.source import ReadFile
from workreport.drafts.reading.word_xml import WordPackage, written

Placed = tuple[int, int, BoundNumber]
"""A bound number at the characters from an offset of the text until another."""


def bound_copy(
    read: ReadFile, placed: Sequence[Placed], *, period: str = "", lost: Sequence[BoundNumber] = ()
) -> bytes:
    """The file as .docx with these bound numbers in place of those that it had.

    The words around each number are taken from the text, its last text is left as given. Text and formatting stay; runs are
    split where a bookmark begins or ends.

    Parameters
    ----------
    placed : sequence of (int, int, BoundNumber)
        Numbers with their characters in ``DraftText.text``; no two overlap, no id occurs twice.
    period : str
        Id of the period whose numbers are written; the file's own if empty.
    lost : sequence of BoundNumber
        Numbers without a place that the file goes on remembering, for text that comes back.
    """
    _check(placed, lost)
    word = read.word or as_word(read.text)
    old = bindings_in(read)
    marks = Bookmarks(word, read.text.name)
    marks.clear(but={number.id for number in lost})
    marks.set((start, end, number.id) for start, end, number in placed)
    numbers = in_order(
        [(start, _with_words(read.text, start, end, number)) for start, end, number in placed],
        lost,
        old.numbers,
    )
    changed = {part: written(marks.roots[part]) for part in marks.roots if part in marks.changed}
    stored = Bindings(period or old.period, numbers)
    return marks.package.rewritten(changed | parts_with_bindings(marks.package, stored))


def bound_numbers(read: ReadFile) -> tuple[BoundNumber, ...]:
    """The bound numbers that a file stores, in the order of its text when they were written."""
    return bindings_in(read).numbers


def bindings_in(read: ReadFile) -> Bindings:
    """The bound numbers that a file stores and the period they were written for; empty if it stores none.

    Raises
    ------
    DraftError
        If what it stores is damaged.
    """
    if read.word is None:
        return Bindings()
    return stored_bindings(WordPackage(read.word.raw, read.text.name)) or Bindings()


def _with_words(text: DraftText, start: int, end: int, number: BoundNumber) -> BoundNumber:
    line = text.line_at(start)
    return replace(
        number,
        before=line.text[max(start - line.start - AROUND, 0) : start - line.start],
        after=line.text[end - line.start : end - line.start + AROUND],
    )


def _check(placed: Sequence[Placed], lost: Sequence[BoundNumber]) -> None:
    ids = [number.id for _, _, number in placed] + [number.id for number in lost]
    assert len(set(ids)) == len(ids), "an id is given twice"
    at = 0
    for start, end, number in sorted(placed, key=lambda place: place[0]):
        assert at <= start < end, f"{number.id} overlaps another number"
        at = end
