"""Judging what adds up over a year: no month's end shows less than the one before."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from workreport.base.errors import UsageError
from workreport.base.period import Period
from workreport.checks.kinds import Monotone
from workreport.checks.row_terms import number_of
from workreport.checks.verdicts import Judged, wrong
from workreport.figures.book import Book
from workreport.figures.csv_files import exact_text
from workreport.figures.measure import Number

Point = tuple[dt.date, Number | None]


def monotone(book: Book, check: Monotone) -> Judged:
    """Month's end by month's end from 1 January; and what was reported at earlier ones."""
    first = dt.date(book.period.end.year, 1, 1)
    ends = [month.end for month in Period(first, book.period.end).months()]
    now: list[Point] = [(end, book.at(Period(first, end)).value(check.of).number) for end in ends]
    for series in (now, *([*told, now[-1]] for told in _reported(book, check.of, first))):
        points = [(day, number) for day, number in series if number is not None]
        for (day, before), (next_day, after) in pairwise(points):
            if after < before:
                where = f"截至{day}累计{exact_text(before)}，截至{next_day}累计{exact_text(after)}"
                return Judged(wrong(check.otherwise), before, after, where)
    last = number_of(book.at(Period(first, book.period.end)), check.of)
    numbers = [number for _, number in now if number is not None]
    if len(numbers) < 2:
        return Judged("TRIVIAL", last, last, "只有一个月末，无从比较")
    return Judged("HOLDS" if last else "TRIVIAL", numbers[-2], last)


def _reported(book: Book, id: str, first: dt.date) -> list[list[Point]]:
    """What each recipient was told of the figure from `first` to days before the period's end, in order."""
    if not book.frames.intake.files_of("reported"):
        return []
    rows = book.frames.known("reported", book.period)
    told: dict[str, list[Point]] = {}
    for row in rows[rows["figure"] == id].itertuples():
        try:
            period = Period.parse(row.period)
        except UsageError:
            continue
        if period.start == first and period.end < book.period.end:
            told.setdefault(row.recipient, []).append((period.end, row.value))
    return [sorted(points) for _, points in sorted(told.items())]
