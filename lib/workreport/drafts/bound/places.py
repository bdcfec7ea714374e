"""Places of a text where a bound number can stand: equal text, or other text between the words that stood around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from workreport.drafts.bound.bound_number import BoundNumber
from workreport.drafts.bound.words_around import CLAUSE, fit, stands_alone
from workreport.drafts.model import QUANTITY, DraftText, Line, Token
from workreport.drafts.quantities import tokens_of

NEAR = 6
"""Characters on each side of a number that have to stand there still if the number itself does not."""
LONGEST = 24
"""Characters of what was typed in place of a number."""
_UP_TO_DIGITS = re.compile(r"[^0-9]*")


@dataclass(frozen=True)
class Place:
    """Characters of a text where a number fits: the share of its remembered words around, whether its sentence is the same."""

    start: int
    end: int
    text: str
    share: float
    same_sentence: bool


class Places:
    """The places of one text."""

    def __init__(self, text: DraftText) -> None:
        self.lines = text.lines
        self.draft = text
        self.text = text.text
        self.length = len(self.text)
        self._fitting: dict[BoundNumber, list[Place]] = {}

    def fitting(self, number: BoundNumber) -> list[Place]:
        """Places that fit a number by the words around them."""
        if number not in self._fitting:
            self._fitting[number] = [place for line in self.lines for place in self._in_line(number, line)]
        return self._fitting[number]

    def as_written(self, number: BoundNumber, start: int, end: int) -> tuple[int, int] | None:
        """The one place with the text of a number that a range of characters touches; None if it does not stand there."""
        line = self.draft.line_at(start)
        found = [
            (at, until)
            for at, until in _occurrences(number, line)
            if at + line.start < end and start < until + line.start
        ]
        return (found[0][0] + line.start, found[0][1] + line.start) if len(found) == 1 else None

    def whole_number(self, start: int, end: int) -> tuple[int, int]:
        """A range of characters, with the rest of the numbers that it cuts through."""
        cut = [token for token in self._quantities if token.start < end and start < token.end]
        return min([start, *(one.start for one in cut)]), max([end, *(one.end for one in cut)])

    @cached_property
    def _quantities(self) -> tuple[Token, ...]:
        return tuple(token for token in tokens_of(self.draft) if token.kind == QUANTITY)

    def _in_line(self, number: BoundNumber, line: Line) -> Iterator[Place]:
        seen = set()
        for start, end in (*_occurrences(number, line), *_between(number, line.text)):
            if (start, end) in seen:
                continue
            seen.add((start, end))
            if (found := fit(number, line.text, start, end)) is not None:
                at, until = line.start + start, line.start + end
                yield Place(at, until, line.text[start:end], found.share, found.same_sentence)


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
    for match in re.finditer(f"(?={re.escape(left)})" if left else "^", line):
        start = match.start() + len(left)
        end = line.find(right, start, start + LONGEST + len(right)) if right else len(line)
        if start < end <= start + LONGEST and not CLAUSE.search(line, start, end):
            yield start, end
