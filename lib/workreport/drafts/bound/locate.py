"""Finds the bound numbers of a file again: by their bookmarks, else by the words that stood around them.

A number whose words fit two places equally well goes to the one between its neighbours; if that does not decide, it is lost:
no place is guessed.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from workreport.drafts.bound.bindings import next_id
from workreport.drafts.bound.bookmarks import Bookmark, Bookmarks
from workreport.drafts.bound.bound_number import BoundNumber
from workreport.drafts.bound.located import AS_WRITTEN, FOUND_AGAIN, LOST, TYPED_OVER, Located
from workreport.drafts.bound.places import Place, Places
from workreport.drafts.bound.word_bindings import Placed, bound_numbers
from workreport.drafts.bound.words_around import stood_beside
from workreport.drafts.reading.source import ReadFile

CLOSE = 0.1
"""Two places whose shares of remembered words differ by less are equally good."""


def located(read: ReadFile) -> tuple[Located, ...]:
    """Where the bound numbers of a file stand, in the order of its text; those that are lost come last.

    A number stands several times if its sentence was copied: the copies are ``found_again`` too.

    Raises
    ------
    DraftError
        If the list of bound numbers in the file is damaged.
    """
    numbers = bound_numbers(read)
    if read.word is None or not numbers:
        return ()
    search = _Search(numbers, Places(read.text), Bookmarks(read.word, read.text.name))
    search.by_bookmark()
    search.by_words()
    search.copies()
    missing = tuple(Located(number, LOST) for number in numbers if number.id not in search.found)
    places = [*search.found.values(), *search.further]
    return (*sorted(places, key=lambda place: (place.start, place.end)), *missing)


def places_of(located_numbers: Iterable[Located]) -> tuple[list[Placed], list[BoundNumber]]:
    """Located numbers as ``bound_copy`` takes them, those with a place and those without; copies get ids of their own."""
    located_numbers = list(located_numbers)
    numbers = [number.bound for number in located_numbers]
    placed: list[Placed] = []
    used: set[str] = set()
    for number in sorted(located_numbers, key=lambda number: (number.is_copy, number.start)):
        if number.state == LOST:
            continue
        bound = replace(number.bound, id=next_id(numbers)) if number.bound.id in used else number.bound
        numbers.append(bound)
        used.add(bound.id)
        placed.append((number.start, number.end, bound))
    return sorted(placed, key=lambda placement: placement[0]), [
        placement.bound for placement in located_numbers if placement.state == LOST
    ]


@dataclass
class _Search:
    """The numbers of one file that are found, their copies, and the places that are taken."""

    numbers: Sequence[BoundNumber]
    places: Places
    marks: Bookmarks
    found: dict[str, Located] = field(default_factory=dict)
    further: list[Located] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)
    """Ranges of the text that hold a number or a copy, in order; none overlaps another."""

    def by_bookmark(self) -> None:
        """Find numbers whose bookmarks hold text; text as written goes before other text."""
        marks: dict[str, list[Bookmark]] = {}
        for mark in self.marks.bookmarks():
            marks.setdefault(mark.id, []).append(mark)
        marked = [
            (
                number,
                sorted(marks.get(number.id, ()), key=lambda bookmark: (bookmark.is_copy, bookmark.start)),
            )
            for number in self.numbers
        ]
        for number, own in marked:
            for mark in own:
                at = self.places.as_written(number, mark.start, mark.end)
                if at is None or not self._is_free(*at):
                    continue
                if number.id in self.found:
                    self._take_copy(number, at)
                else:
                    self._take(number, AS_WRITTEN, at)
        for number, own in marked:
            for mark in own:
                if mark.is_copy or number.id in self.found:
                    continue
                at = self.places.whole_number(mark.start, mark.end)
                if self._is_free(*at):
                    self._take(number, TYPED_OVER, at, mark.author)

    def by_words(self) -> None:
        """Find numbers without a bookmark by the words around them, the surest first."""
        missing = {number.id: number for number in self.numbers if number.id not in self.found}
        fitting = {
            id: (self.places.with_text(number), self.places.with_other_text(number))
            for id, number in missing.items()
        }
        while missing:
            sure = [
                (id, best) for id in missing if (best := self._best(missing[id], *fitting[id])) is not None
            ]
            if not sure:
                return
            id, best = max(
                sure, key=lambda pair: (pair[1].text == missing[pair[0]].text, pair[1].fit.share, pair[0])
            )
            number = missing.pop(id)
            as_written = best.text == number.text
            author = "" if as_written else self.marks.author(best.start, best.end)
            self._take(number, FOUND_AGAIN if as_written else TYPED_OVER, (best.start, best.end), author)

    def copies(self) -> None:
        """Find sentences that were copied: the same words and numbers once more."""
        for number in self.numbers:
            for place in self.places.with_text(number) if number.id in self.found else ():
                at = (place.start, place.end)
                if place.fit.same_sentence and self._is_free(*at):
                    self._take_copy(number, at)

    def _best(self, number: BoundNumber, written: Sequence[Place], other: Sequence[Place]) -> Place | None:
        """The place that fits best, those with the number's text first; None if there is none, or two fit equally well."""
        free = [place for place in written if self._is_open(number, place)] or [
            place for place in other if self._is_open(number, place)
        ]
        top = max((place.fit.share for place in free), default=0.0)
        equal = [place for place in free if place.fit.share > top - CLOSE]
        if len(equal) > 1:
            low, high = self._neighbours(number)
            equal = [place for place in equal if low <= place.start and place.end <= high]
        return equal[0] if len(equal) == 1 else None

    def _is_open(self, number: BoundNumber, place: Place) -> bool:
        """Whether a place is free, and certain by its own words or by a neighbour of the number."""
        if not self._is_free(place.start, place.end):
            return False
        return place.fit.same_sentence or place.fit.clear or self._is_at_home(number, place)

    def _neighbours(self, number: BoundNumber) -> tuple[int, int]:
        """The end of the number before that is found, and the start of the one after."""
        at = self.numbers.index(number)
        before = (self.found[other.id].end for other in self.numbers[:at][::-1] if other.id in self.found)
        after = (self.found[other.id].start for other in self.numbers[at + 1 :] if other.id in self.found)
        return next(before, 0), next(after, self.places.length)

    def _is_at_home(self, number: BoundNumber, place: Place) -> bool:
        """Whether a number that stood beside this one is found in the same line, on the same side."""
        at = self.numbers.index(number)
        for index, other in enumerate(self.numbers):
            here = self.found.get(other.id)
            if here is None or self.places.line_of(here.start) != place.line:
                continue
            first, last = (other, number) if index < at else (number, other)
            if stood_beside(first, last) and (
                here.end <= place.start if index < at else place.end <= here.start
            ):
                return True
        return False

    def _is_free(self, start: int, end: int) -> bool:
        before = bisect_left(self.taken, (end,))
        return not before or self.taken[before - 1][1] <= start

    def _take(self, number: BoundNumber, state: str, at: tuple[int, int], author: str = "") -> None:
        self.found[number.id] = self._located(number, state, at, author)
        insort(self.taken, at)

    def _take_copy(self, number: BoundNumber, at: tuple[int, int]) -> None:
        self.further.append(self._located(number, FOUND_AGAIN, at, is_copy=True))
        insort(self.taken, at)

    def _located(
        self, number: BoundNumber, state: str, at: tuple[int, int], author: str = "", *, is_copy: bool = False
    ) -> Located:
        return Located(number, state, *at, self.places.text[at[0] : at[1]], author, is_copy)
