"""Renewed numbers written into a Word file, and where everything stands in the copy."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from workreport.base.errors import DraftError
from workreport.drafts.reading.comment_parts import LEDGERS
from workreport.drafts.reading.source import ReadFile
from workreport.drafts.reading.word_changes import TextChange, changed_copy
from workreport.drafts.reading.word_text import read_word
from workreport.drafts.refreshing.entries import UNWRITTEN, Entry
from workreport.drafts.refreshing.renewal import Renewal, Standing


@dataclass(frozen=True)
class Moved:
    """Offsets of a text after changes, in its order, were made in it."""

    changes: tuple[TextChange, ...]

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Where a range is that was changed as a whole, or not at all."""
        at = bisect_right(self._ends, start)
        begin = start + (self._shifts[at - 1] if at else 0)
        own = at < len(self.changes) and self.changes[at][:2] == (start, end)
        return begin, begin + (len(self.changes[at].text) if own else end - start)

    def text(self, text: str) -> str:
        """A text with the changes made."""
        parts, until = [], 0
        for change in self.changes:
            parts += [text[until : change.start], change.text]
            until = change.end
        return "".join([*parts, text[until:]])

    @cached_property
    def _ends(self) -> list[int]:
        return [change.end for change in self.changes]

    @cached_property
    def _shifts(self) -> list[int]:
        return list(accumulate(len(change.text) - (change.end - change.start) for change in self.changes))


@dataclass(frozen=True)
class Written:
    """A copy with new numbers: as read again, the bound numbers in it, the entries with their places in it."""

    read: ReadFile
    standing: tuple[Standing, ...]
    entries: tuple[Entry, ...]


def with_numbers(read: ReadFile, renewal: Renewal, *, tracked: bool) -> Written:
    """The file with the numbers of a renewal, as tracked changes or plainly.

    Raises
    ------
    DraftError
        If the copy would differ from the draft in anything but these numbers.
    """
    changes = [TextChange(one.start, one.end, one.new) for one in renewal.standing if one.new is not None]
    raw, left = changed_copy(read, changes, LEDGERS if tracked else None)
    moved = Moved(tuple(one for one in changes if one not in left))
    refused = {(one.start, one.end) for one in left}
    standing = [
        _placed(_kept(one, read) if (one.start, one.end) in refused else one, moved)
        for one in renewal.standing
        if not (one.slot and (one.start, one.end) in refused)
    ]
    entries = [
        _in_copy(_refused(one) if (one.start, one.end) in refused else one, moved) for one in renewal.entries
    ]
    again = read_again(read, raw, moved.text(read.text.text))
    return Written(again, tuple(standing), tuple(entries))


def read_again(read: ReadFile, raw: bytes, expected: str) -> ReadFile:
    """A copy of a file as read again.

    Raises
    ------
    DraftError
        If it has another text than it should have: no word of an office is lost.
    """
    again = read_word(raw, read.text.name, read.text.name)
    if again.text.text != expected:
        raise DraftError(
            "新稿的文字与原稿对不上，没有写",
            where=read.text.name,
            todo="请用 Word 或 WPS 打开原稿，接受或拒绝其中的修订，另存后再刷新",
        )
    return again


def _kept(number: Standing, read: ReadFile) -> Standing:
    """A number that could not be written stays what it was."""
    return replace(
        number, new=None, bound=replace(number.bound, text=read.text.text[number.start : number.end])
    )


def _placed(number: Standing, moved: Moved) -> Standing:
    start, end = moved.range(number.start, number.end)
    return replace(number, start=start, end=end)


def _refused(entry: Entry) -> Entry:
    message = f"这里应写{entry.new}，但所在的域、公式或版式写不进修订，请手工改"
    return replace(entry, kind=UNWRITTEN, new=entry.old, message=message)


def _in_copy(entry: Entry, moved: Moved) -> Entry:
    if entry.start == entry.end:
        return entry
    start, end = moved.range(entry.start, entry.end)
    return replace(entry, start=start, end=end)
