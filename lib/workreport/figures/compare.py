"""Comparisons: this value against another period's, by the rules that keep them honest."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

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

    A later row for the same figure and year replaces an earlier one: tasks are adjusted.
    """
    rows = (
        frames.known("targets", period) if any(f.ledger == "targets" for f in frames.intake.files) else None
    )
    if rows is None:
        return {}
    mine = rows[rows["year"] == period.end.year]
    return {
        row.figure: Target(row.figure, int(row.year), Decimal(str(row.target)), row.issued_by, row.doc_no)
        for row in mine.itertuples()
    }
