"""Conditions: what the rows must say before a sentence may be said.

A condition on a figure whose ledger was not handed in is neither true nor false: it raises
``Blocked``, so that a notice stands where the sentence or its opposite would have. Only `provided`
asks for just that, for a shorter sentence about the part that was handed in.
"""

from __future__ import annotations

from collections.abc import Callable

from workreport.figures.book import Book
from workreport.figures.comparison import progress
from workreport.figures.measure import Number
from workreport.narrative.sentence_errors import Blocked

Condition = Callable[[Book], bool]


def provided(*ids: str) -> Condition:
    """Every figure's ledger was handed in, with what the figure needs; the one condition that never blocks."""
    return lambda book: all(book.value(id).status != "blocked" for id in ids)


def same(left: str, right: str) -> Condition:
    """Both figures have the same number, and it is not 0: “12 of 12”, not “0 of 0”."""
    return lambda book: _of(book, left) == _of(book, right) and bool(_of(book, left))


def zero(*ids: str) -> Condition:
    """Every figure is 0, counted from a ledger that was handed in."""
    return lambda book: all(_of(book, id) == 0 for id in ids)


def positive(*ids: str) -> Condition:
    """Every figure is above 0."""
    return lambda book: all((_of(book, id) or 0) > 0 for id in ids)


def differs(left: str, right: str) -> Condition:
    """The figures have numbers that are not the same."""
    return lambda book: (
        None not in (_of(book, left), _of(book, right)) and _of(book, left) != _of(book, right)
    )


def tasked(*ids: str) -> Condition:
    """Every figure has a task that the period is judged by."""
    return lambda book: all(progress(book, id) is not None for id in ids)


def task_done(*ids: str) -> Condition:
    """Every figure has a task that the period is judged by, and has reached it."""
    return lambda book: all((made := progress(book, id)) is not None and made.done >= 100 for id in ids)


def holds(check: str) -> Condition:
    """The declared check of a sentence (kind ``statement``) holds: its figures are equal, and so it is row by row."""
    from workreport.checks.relations import (
        is_proven,  # many kinds of check to load, and few sentences have one
    )

    return lambda book: is_proven(book, check)


def _of(book: Book, id: str) -> Number | None:
    value = book.value(id)
    if value.status == "blocked":
        raise Blocked(value.reason)
    return value.number
