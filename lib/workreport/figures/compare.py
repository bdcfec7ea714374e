"""Comparisons: this value against another period's, by the rules that keep them honest."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pandas as pd

from workreport.figures.book import Book, Value
from workreport.figures.measure import Number
from workreport.ledgers.frames import Frames
from workreport.period import Period

SMALL_BASE = 10
"""Under this base a percentage says nothing; only the absolute change is told."""


@dataclass(frozen=True)
class Change:
    """How a value differs from a base.

    ``kind`` is ``percent`` (relative, in %), ``points`` (rates: percentage points),
    ``absolute`` (base 0 or under 10) or ``none`` (no comparable figure). ``number`` is exact.
    """

    kind: Literal["percent", "points", "absolute", "none"]
    number: Decimal = Decimal(0)
    base: Number | None = None


def change(now: Value, base: Value | None) -> Change:
    """The change from `base` to `now`; never a percentage of nothing."""
    if base is None or now.number is None or base.number is None:
        return Change("none")
    difference = Decimal(now.number) - Decimal(base.number)
    if now.figure.is_rate:
        return Change("points", difference, base.number)
    if abs(Decimal(base.number)) < SMALL_BASE:
        return Change("absolute", difference, base.number)
    return Change("percent", difference / Decimal(base.number) * 100, base.number)


def last_year(book: Book, id: str) -> Value | None:
    """The same figure in the same period a year earlier, or None where that year was not handed in."""
    return _usable(book.at(book.period.last_year()).value(id))


def previous(book: Book, id: str) -> Value | None:
    """The same figure in the period before; always None for a full year, which has no 环比."""
    period = book.period.previous()
    return _usable(book.at(period).value(id)) if period else None


def _usable(value: Value) -> Value | None:
    return value if value.status == "ok" else None


@dataclass(frozen=True)
class Target:
    """A task set for a figure in a year (RF03): its number, who set it, in which document."""

    figure: str
    year: int
    number: Decimal
    issued_by: str
    document: str


def targets(frames: Frames, period: Period) -> dict[str, Target]:
    """Targets of the period's year by figure; empty where none were handed in.

    Of several versions of a task the last one issued before the end of the cut-off day holds.
    """
    if not any(file.ledger == "targets" for file in frames.intake.files):
        return {}
    rows = frames.known("targets", period)
    issued = rows[(rows["year"] == period.end.year) & (rows["issued_date"] <= pd.Timestamp(period.end))]
    return {
        row.figure: Target(row.figure, int(row.year), Decimal(row.target), row.issued_by, row.doc_no)
        for row in issued.sort_values("issued_date", kind="stable").itertuples()
    }


@dataclass(frozen=True)
class Progress:
    """How far a task is completed, in %, and how far it should be by the cut-off day.

    `due` is the share of the year gone by for flow figures of a period that starts with its
    year, and 100 for rates and stocks, whose task is a level rather than an amount.
    """

    target: Target
    done: Decimal
    due: Decimal

    @property
    def light(self) -> Literal["green", "yellow", "red"]:
        """Green: on schedule; yellow: up to 10 points behind; red: further behind."""
        if self.done >= self.due:
            return "green"
        return "yellow" if self.done >= self.due - 10 else "red"


def progress(book: Book, id: str) -> Progress | None:
    """Progress of a figure's task, or None where there is no task, no number, or no base for a year's task.

    A task is set for a year: a period that does not begin with its year says nothing about it,
    unless the task is a level.
    """
    target, value = targets(book.frames, book.period).get(id), book.value(id)
    if target is None or value.number is None or not target.number:
        return None
    level = value.figure.is_rate or value.figure.kind == "stock"
    if not level and (book.period.start.month, book.period.start.day) != (1, 1):
        return None
    share = book.period.elapsed_share
    due = Decimal(100) if level else Decimal(share.numerator) * 100 / share.denominator
    return Progress(target, Decimal(value.number) * 100 / target.number, due)
