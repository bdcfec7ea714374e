"""Comparisons of a figure's values between periods, and with its target."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import pandas as pd

from workreport.base.period import Period
from workreport.figures.book import Book, Value
from workreport.figures.definition_changes import change_between
from workreport.figures.measure import Number
from workreport.ledgers.frames import Frames

SMALL_BASE = 10
"""Below this base only the absolute change is given, no percentage."""


@dataclass(frozen=True)
class Change:
    """How a value differs from a base.

    ``kind`` is ``percent`` (relative, in %), ``points`` (rates: percentage points), ``absolute``
    (base under 10, 0 and negative ones included), ``redefined`` (the definition changed in between;
    `reason` says how) or ``none`` (no comparable figure). ``number`` is exact, and None for the last two.
    """

    kind: Literal["percent", "points", "absolute", "redefined", "none"]
    number: Decimal | None = None
    base: Number | None = None
    reason: str = ""


def change(now: Value, base: Value | None) -> Change:
    """The change from `base` to `now`."""
    if base is None or now.number is None or base.number is None:
        return Change("none")
    if base.redefined:
        return Change("redefined", base=base.number, reason=base.redefined)
    difference = Decimal(now.number) - Decimal(base.number)
    if now.figure.is_rate:
        return Change("points", difference, base.number)
    if base.number < SMALL_BASE:
        return Change("absolute", difference, base.number)
    return Change("percent", difference / Decimal(base.number) * 100, base.number)


def last_year(book: Book, id: str) -> Value | None:
    """The same figure in the same period a year earlier, or None if that year was not handed in."""
    return _base(book, id, book.period.last_year())


def previous(book: Book, id: str) -> Value | None:
    """The same figure in the period before; always None for a full year, which has no 环比."""
    return _base(book, id, book.period.previous())


def yoy(book: Book, id: str) -> Change:
    """The change on the same period a year earlier (同比)."""
    return change(book.value(id), last_year(book, id))


def mom(book: Book, id: str) -> Change:
    """The change on the period before (环比); none for a full year."""
    return change(book.value(id), previous(book, id))


def _base(book: Book, id: str, period: Period | None) -> Value | None:
    if period is None or (value := book.for_period(period).value(id)).status != "ok":
        return None
    return replace(value, redefined=redefined_since(book, id, period))


def redefined_since(book: Book, id: str, base: Period) -> str:
    """Why the figure of `base` is not comparable with the book's period; empty if it is."""
    new = change_between(book.frames, id, base, book.period)
    return f"{new.reason}（{new.source}，{new.since}起）" if new else ""


@dataclass(frozen=True)
class Target:
    """A task set for a figure in a year: its number, who set it, in which document, due when."""

    figure: str
    year: int
    number: Decimal
    issued_by: str
    document: str
    due: dt.date | None = None


def targets(frames: Frames, period: Period) -> dict[str, Target]:
    """Targets of the period's year by figure; empty where none were handed in.

    Of several versions of a task, the last one issued by the cut-off day applies.
    """
    return frames.memoised(("targets", period), lambda: _targets(frames, period))


def _targets(frames: Frames, period: Period) -> dict[str, Target]:
    if not frames.intake.files_of("targets"):
        return {}
    rows = frames.known("targets", period)
    issued = rows[(rows["year"] == period.end.year) & (rows["issued_date"] <= pd.Timestamp(period.end))]
    return {
        row.figure: Target(
            row.figure, int(row.year), Decimal(row.target), row.issued_by, row.doc_no, row.due_date.date()
        )
        for row in issued.sort_values("issued_date", kind="stable").itertuples()
    }


@dataclass(frozen=True)
class Progress:
    """How far a task is completed by the cut-off day, in %, and how far it should be.

    ``number`` is what counts towards the task: for an amount the year so far, for a rate or a stock, whose task is a
    ``level``, the figure itself. ``due`` is the elapsed share of the task's time for an amount; for a stock the level
    expected by then: last year's end and that share of the way to the task. For a rate, and for a stock without last
    year's end, it is 100, and before the end of the year nothing says how far it should be: then only a level that is
    reached has a light.
    """

    target: Target
    number: Number
    done: Decimal
    due: Decimal
    level: bool = False
    is_judged: bool = True

    @property
    def distance(self) -> Decimal | None:
        """Percentage points ahead of the share of the year gone by (时序进度差); None for a level."""
        return None if self.level else self.done - self.due

    @property
    def light(self) -> Literal["", "green", "yellow", "red"]:
        """Green: on schedule; yellow: up to 10 points behind; red: further behind; "" where nothing is due yet."""
        if self.done >= self.due:
            return "green"
        if not self.is_judged:
            return ""
        return "yellow" if self.done >= self.due - 10 else "red"


def progress(book: Book, id: str) -> Progress | None:
    """Progress of a figure's task by the cut-off day; None without a task or a number.

    A task is set for a year: a month, quarter or half is measured by what the year has brought so far.
    """
    target, value = targets(book.frames, book.period).get(id), book.value(id)
    if target is None or not target.number:
        return None
    share = _elapsed_share(book.period, target)
    level = value.figure.is_rate or value.figure.kind == "stock"
    if not level:
        value = book.for_period(book.period.year_to_date).value(id)
    if value.number is None:
        return None
    done = _percent(value.number, target.number)
    if not level:
        return Progress(target, value.number, done, _percent(share.numerator, share.denominator))
    start = None if value.figure.is_rate else book.for_period(book.period.year_before).value(id).number
    if start is None or share == 1:
        return Progress(target, value.number, done, Decimal(100), True, share == 1)
    way = (target.number - Decimal(start)) * share.numerator / share.denominator
    expected = min(target.number, Decimal(start) + way) if start < target.number else target.number
    return Progress(target, value.number, done, _percent(expected, target.number), True)


def _percent(part: Number, whole: Number) -> Decimal:
    return Decimal(part) * 100 / Decimal(whole)


def _elapsed_share(period: Period, target: Target) -> Fraction:
    """The elapsed share of the task's time: of the year, or of the time until its due day in the year."""
    if target.due is None or target.due.year != period.end.year:
        return period.elapsed_share
    whole = Period(dt.date(target.due.year, 1, 1), target.due).elapsed_share
    return min(Fraction(1), period.elapsed_share / whole)
