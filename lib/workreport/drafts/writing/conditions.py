"""Conditions of an outline: what the numbers of slots must be before a sentence may be written.

They are named as those of the notebooks (``narrative.conditions``). A condition on a figure whose ledger was not handed in
is neither true nor false: it raises ``Blocked``, except `provided`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from workreport.drafts.binding.aspects import COMPLETION
from workreport.drafts.bound.bound_number import Source
from workreport.drafts.writing.source_numbers import Numbers, book_of
from workreport.figures.comparison import progress
from workreport.figures.measure import Number

FULL = 100


@dataclass(frozen=True)
class Condition:
    """A test of the slots that are named with it; ``two`` if it compares two of them."""

    holds: Callable[[Numbers, Sequence[str]], bool]
    two: bool = False
    slots: bool = True


def holding(when: dict[str, list[str]], numbers: Numbers) -> bool:
    """Whether all conditions of a sentence hold."""
    return all(CONDITIONS[name].holds(numbers, words) for name, words in when.items())


def _every(test: Callable[[Number], bool]) -> Condition:
    """Every slot has a number that passes a test."""

    def holds(numbers: Numbers, words: Sequence[str]) -> bool:
        found = [_number(numbers, numbers.source(slot)) for slot in words]
        return all(number is not None and test(number) for number in found)

    return Condition(holds)


def _number(numbers: Numbers, source: Source) -> Number | None:
    printed = numbers.printed(source)
    return None if printed is None else printed.number


def _same(numbers: Numbers, words: Sequence[str]) -> bool:
    left, right = (_number(numbers, numbers.source(slot)) for slot in words)
    return left == right and bool(left)


def _differs(numbers: Numbers, words: Sequence[str]) -> bool:
    left, right = (_number(numbers, numbers.source(slot)) for slot in words)
    return None not in (left, right) and left != right


def _reached(numbers: Numbers, words: Sequence[str]) -> bool:
    tasks = [_number(numbers, replace(numbers.source(slot), aspect=COMPLETION)) for slot in words]
    return all(done is not None and done >= FULL for done in tasks)


def _behind(numbers: Numbers, words: Sequence[str]) -> bool:
    sources = [numbers.source(one) for one in words]
    states = [progress(book_of(source, numbers.book), source.figure) for source in sources]
    return all(one is not None and one.light != "green" for one in states)


def _tasked(numbers: Numbers, words: Sequence[str]) -> bool:
    sources = [numbers.source(slot) for slot in words]
    return all(progress(book_of(source, numbers.book), source.figure) is not None for source in sources)


def _provided(numbers: Numbers, words: Sequence[str]) -> bool:
    sources = [numbers.source(slot) for slot in words]
    return all(book_of(source, numbers.book).value(source.figure).status != "blocked" for source in sources)


def _holds(numbers: Numbers, checks: Sequence[str]) -> bool:
    from workreport.checks.relations import is_proven

    return all(is_proven(numbers.book, check) for check in checks)


CONDITIONS = {
    "positive": _every(lambda number: number > 0),
    "zero": _every(lambda number: number == 0),
    "full": _every(lambda number: Decimal(number) == FULL),
    "same": Condition(_same, two=True),
    "differs": Condition(_differs, two=True),
    "tasked": Condition(_tasked),
    "reached": Condition(_reached),
    "behind": Condition(_behind),
    "provided": Condition(_provided),
    "holds": Condition(_holds, slots=False),
}
"""By name: every slot is above 0, is 0, is 100 %; two are the same, are not; every slot has a task, has reached it, is behind its
schedule; its ledger was handed in; the check of that id bears the sentence out."""
