"""Checks of values reported earlier against the values recomputed now."""

from __future__ import annotations

from decimal import Decimal

from workreport.base.errors import UsageError
from workreport.base.numbers import rounded
from workreport.base.period import Period
from workreport.checks.verdicts import Check, Verdict
from workreport.figures.book import Book
from workreport.figures.csv_files import exact_text
from workreport.figures.registry import FIGURES


def reported(book: Book) -> list[Check]:
    """One check per value reported for this period: does it equal the recomputed value?"""
    rows = book.frames.known("reported", book.period) if _handed_in(book) else None
    if rows is None:
        return []
    checks = []
    for row in rows.sort_values(["figure", "recipient", "date"]).itertuples():
        if row.figure not in FIGURES or _period_id(row.period) != book.period.id:
            continue
        figure, now = FIGURES[row.figure], book.value(row.figure).number
        value = Decimal(row.value)
        words = f"{figure.label}：{row.date:%Y-%m-%d}报{row.recipient}的数，与台账重算数比较"
        id = f"reported:{row.figure}:{row.recipient}"
        title = f"{figure.label}与报{row.recipient}的数"
        if now is None:
            lacking = f"{words}；{book.value(row.figure).reason}"
            checks.append(
                Check(id, "UNDEFINED", "", exact_text(value), "", lacking, title, words, (row.figure,))
            )
            continue
        # reported values are rounded, so the recomputed value is rounded likewise
        same = rounded(now, figure.decimals) == value
        verdict: Verdict = "HOLDS" if same else "CONFLICT"
        sides = exact_text(now), exact_text(value), exact_text(Decimal(now) - value)
        checks.append(Check(id, verdict, *sides, words, title, words, (row.figure,)))
    return checks


def _handed_in(book: Book) -> bool:
    return bool(book.frames.intake.files_of("reported"))


def _period_id(text: str) -> str:
    """The id of a period in any of its forms; empty if it is not valid, such as 30 February."""
    try:
        return Period.parse(text).id
    except UsageError:
        return ""
