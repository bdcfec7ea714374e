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
    """这些指标的台账都交了，要用的列也都有；只有这个条件在缺台账时也能判断。

    例：``provided("FIGURE", "OTHER")``
    """
    return lambda book: all(book.value(id).status != "blocked" for id in ids)


def same(left: str, right: str) -> Condition:
    """两个指标的数相同，而且不是零：“十二件中的十二件”，不是“零件中的零件”。

    例：``same("FIGURE", "OTHER")``
    """
    return lambda book: _of(book, left) == _of(book, right) and bool(_of(book, left))


def zero(*ids: str) -> Condition:
    """这些指标都是零，而且台账交了。

    例：``zero("FIGURE")``
    """
    return lambda book: all(_of(book, id) == 0 for id in ids)


def positive(*ids: str) -> Condition:
    """这些指标都大于零。

    例：``positive("FIGURE", "OTHER")``
    """
    return lambda book: all((_of(book, id) or 0) > 0 for id in ids)


def differs(left: str, right: str) -> Condition:
    """两个指标都有数，而且不同。

    例：``differs("FIGURE", "OTHER")``
    """
    return lambda book: (
        None not in (_of(book, left), _of(book, right)) and _of(book, left) != _of(book, right)
    )


def tasked(*ids: str) -> Condition:
    """这些指标都有本期要考核的年度任务。

    例：``tasked("FIGURE")``
    """
    return lambda book: all(progress(book, id) is not None for id in ids)


def task_done(*ids: str) -> Condition:
    """这些指标都有本期要考核的年度任务，而且都完成了。

    例：``task_done("FIGURE")``
    """
    return lambda book: all((made := progress(book, id)) is not None and made.done >= 100 for id in ids)


def holds(check: str) -> Condition:
    """一项表述类勾稽（kind: statement）成立：它的指标相等，逐行也相等。`check` 是勾稽的编号。

    例：``holds("CHECK")``
    """
    from workreport.checks.relations import (
        is_proven,  # many kinds of check to load, and few sentences have one
    )

    return lambda book: is_proven(book, check)


def _of(book: Book, id: str) -> Number | None:
    value = book.value(id)
    if value.status == "blocked":
        raise Blocked(value.reason)
    return value.number
