"""Working days and seeded dates with a season and a week in them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

import chinese_calendar

DAY = timedelta(days=1)

# Share of a year's office work by month: little around the Spring Festival, a rush before summaries.
OFFICE_MONTHS = (6, 5, 10, 9, 9, 10, 8, 8, 10, 8, 9, 8)
CONSUMER_MONTHS = (8, 6, 11, 8, 8, 9, 7, 8, 8, 8, 11, 8)
EVEN_MONTHS = (1,) * 12


@cache
def is_workday(day: date) -> bool:
    """Whether offices are open that day, shifted working days (调休) included."""
    return chinese_calendar.is_workday(day)


def add_workdays(start: date, days: int) -> date:
    """The day that is ``days`` working days after ``start`` (``start`` itself for 0)."""
    day = start
    while days > 0:
        day += DAY
        if is_workday(day):
            days -= 1
    return day


def next_workday(day: date) -> date:
    """``day`` itself if people work on it, else the first working day after it."""
    while not is_workday(day):
        day += DAY
    return day


def year_days(year: int) -> list[date]:
    """Every day of the year."""
    first = date(year, 1, 1)
    return [first + DAY * step for step in range((date(year + 1, 1, 1) - first).days)]


def seeded_dates(
    rng: random.Random,
    year: int,
    count: int,
    months: Sequence[float] = OFFICE_MONTHS,
    off_day: float = 0.03,
    keep: Callable[[date], bool] | None = None,
) -> list[date]:
    """``count`` days of the year in ascending order.

    Parameters
    ----------
    months : sequence of 12 weights
        Season: how much of the year falls in each month.
    off_day : float
        Weight of a weekend or holiday, a working day being 1.
    keep : callable, optional
        Days that may be chosen at all.
    """
    days = [day for day in year_days(year) if keep is None or keep(day)]
    per_month = [
        sum(1 if is_workday(day) else off_day for day in days if day.month == m) for m in range(1, 13)
    ]
    weights = [
        (1 if is_workday(day) else off_day) * months[day.month - 1] / max(per_month[day.month - 1], 1e-9)
        for day in days
    ]
    return sorted(rng.choices(days, weights, k=count))


def office_time(rng: random.Random, day: date) -> datetime:
    """A moment of that day between 08:00 and 20:59, to the minute."""
    return datetime.combine(
        day, time(rng.choices(range(8, 21), (6, 9, 9, 7, 3, 3, 8, 9, 8, 6, 3, 2, 2))[0], rng.randrange(60))
    )
