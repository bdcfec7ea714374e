"""Places of a text where a bound number can stand: equal text, or other text between the words that stood around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from workreport.drafts.bound.bound_number import BoundNumber
from workreport.drafts.bound.words_around import CLAUSE, NUMERALS, Fit, fit, stands_alone
from workreport.drafts.model import QUANTITY, DraftText, Line, Token
from workreport.drafts.quantities import tokens_of

NEAR = 6
"""Characters on each side of a number that have to stand there still if the number itself does not."""
LONGEST = 24
"""Characters of what was typed in place of a number."""
_UP_TO_DIGITS = re.compile(r"[^0-9]*")


@dataclass(frozen=True)
class Place:
    """Characters of a line where a number fits, and how well."""

    line: int
    start: int
    end: int
    text: str
    fit: Fit


class Places:
    """The places of one text."""

    def __init__(self, text: DraftText) -> None:
        self.lines = [line for line in text.lines if line.part != "chart"]
        self.draft = text
        self.text = text.text
        self.length = len(self.text)

    def with_text(self, number: BoundNumber) -> list[Place]:
        """Places that have the text of a number, between words that fit."""
        return [
            place
            for line in self._lines_with(number.text)
            for start, end in _occurrences(number, line)
            if (place := _place(number, line, start, end)) is not None
        ]

    def with_other_text(self, number: BoundNumber) -> list[Place]:
        """Places with other text between the very words that stood before and after a number."""
        return [
            place
            for line in self.lines
            for start, end in _between(number, line.text)
            if _is_like(number, line.text[start:end])
            and (place := _place(number, line, start, end)) is not None
        ]

    def as_written(self, number: BoundNumber, start: int, end: int) -> tuple[int, int] | None:
        """The one place with the text of a number that a range of characters touches; None if it does not stand there."""
        line = self.draft.line_at(start)
        places = [
            (at, until)
            for at, until in _occurrences(number, line)
            if at + line.start < end and start < until + line.start
        ]
        return (places[0][0] + line.start, places[0][1] + line.start) if len(places) == 1 else None

    def whole_number(self, start: int, end: int) -> tuple[int, int]:
        """A range of characters, with the rest of the numbers that it cuts through."""
        cut = [token for token in self._quantities if token.start < end and start < token.end]
        return min([start, *(token.start for token in cut)]), max([end, *(token.end for token in cut)])

    def line_of(self, position: int) -> int:
        """The number of the line with a character."""
        return self.draft.line_at(position).number

    def _lines_with(self, words: str) -> Iterator[Line]:
        """The lines with these words, each once."""
        at = self.text.find(words) if words else -1
        while at >= 0:
            line = self.draft.line_at(at)
            if line.part != "chart":
                yield line
            at = self.text.find(words, line.start + len(line.text))

    @cached_property
    def _quantities(self) -> tuple[Token, ...]:
        return tuple(token for token in tokens_of(self.draft) if token.kind == QUANTITY)


def _is_like(number: BoundNumber, text: str) -> bool:
    """Whether other text can stand for a number: it begins with digits or with words, as the number does."""
    return text != number.text and (text[0] in NUMERALS) == (number.text[0] in NUMERALS)


def _place(number: BoundNumber, line: Line, start: int, end: int) -> Place | None:
    fitting = fit(number, line.text, start, end)
    if fitting is None:
        return None
    return Place(line.number, line.start + start, line.start + end, line.text[start:end], fitting)


def _occurrences(number: BoundNumber, line: Line) -> Iterator[tuple[int, int]]:
    """Where the text of a number stands in a line, not as a part of another number."""
    at = line.text.find(number.text)
    while at >= 0:
        end = at + len(number.text)
        if stands_alone(number, line.text, at, end):
            yield at, end
        at = line.text.find(number.text, at + 1)


def _between(number: BoundNumber, line: str) -> Iterator[tuple[int, int]]:
    """Short other text between the words that stood before and after a number."""
    left = _UP_TO_DIGITS.match(number.before[::-1])[0][:NEAR][::-1]
    right = _UP_TO_DIGITS.match(number.after)[0][:NEAR]
    if len(left) + len(right) < NEAR or (not left and number.before) or (not right and number.after):
        return
    start = 0
    while (at := line.find(left, start)) >= 0 if left else not start:
        begins = at + len(left) if left else 0
        end = line.find(right, begins, begins + LONGEST + len(right)) if right else len(line)
        if begins < end <= begins + LONGEST and not CLAUSE.search(line, begins, end):
            yield begins, end
        start = begins + 1
