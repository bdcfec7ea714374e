"""Cumulative checks: no month's end shows less than the month before."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from workreport.base.errors import UsageError
from workreport.base.period import Period
from workreport.checks.kinds import Monotone
from workreport.checks.row_terms import number_of
from workreport.checks.verdicts import CheckResult, failed_verdict
from workreport.figures.book import Book
from workreport.figures.csv_files import exact_text
from workreport.figures.measure import Number

Point = tuple[dt.date, Number | None]


def monotone(book: Book, check: Monotone) -> CheckResult:
    """The last two month-end values from 1 January; also compares values reported at earlier month ends."""
    first = dt.date(book.period.end.year, 1, 1)
    ends = [month.end for month in Period(first, book.period.end).months()]
    now: list[Point] = [(end, book.for_period(Period(first, end)).value(check.of).number) for end in ends]
    for series in (now, *([*reported, now[-1]] for reported in _reported(book, check.of, first))):
        points = [(day, number) for day, number in series if number is not None]
        for (day, before), (next_day, after) in pairwise(points):
            if after < before:
                where = f"截至{day}累计{exact_text(before)}，截至{next_day}累计{exact_text(after)}"
                return CheckResult(failed_verdict(check.otherwise), before, after, where)
    last = number_of(book.for_period(Period(first, book.period.end)), check.of)
    numbers = [number for _, number in now if number is not None]
    if len(numbers) < 2:
        return CheckResult("TRIVIAL", last, last, "只有一个月末，无从比较")
    return CheckResult("HOLDS" if last else "TRIVIAL", numbers[-2], last)


def _reported(book: Book, id: str, first: dt.date) -> list[list[Point]]:
    """Values of the figure reported to each recipient, from `first` to days before the period's end, in order."""
    if not book.frames.intake.files_of("reported"):
        return []
    rows = book.frames.known("reported", book.period)
    by_recipient: dict[str, list[Point]] = {}
    for row in rows[rows["figure"] == id].itertuples():
        try:
            period = Period.parse(row.period)
        except UsageError:
            continue
        if period.start == first and period.end < book.period.end:
            by_recipient.setdefault(row.recipient, []).append((period.end, row.value))
    return [sorted(points) for _, points in sorted(by_recipient.items())]
