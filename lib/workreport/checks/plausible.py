"""Plausibility checks: numbers out of their usual range, or equal to an unrelated one."""

from __future__ import annotations

from decimal import Decimal

from workreport.base.numbers import rounded
from workreport.checks.kinds import Coincidence, Range
from workreport.checks.row_terms import number_of
from workreport.checks.verdicts import CheckResult, failed_verdict
from workreport.figures.book import Book
from workreport.figures.measure import Number
from workreport.figures.registry import FIGURES

DECIMALS = 2


def in_range(book: Book, check: Range) -> CheckResult:
    """The figure against the bound that it violates, or else the nearer bound."""
    number = number_of(book, check.of)
    if check.per:
        base = number_of(book, check.per)
        if not base:
            return CheckResult("TRIVIAL", number, None, f"{FIGURES[check.per].label}为0，无从比较")
        number = Decimal(number) / base
    shown = rounded(number, DECIMALS)
    if check.low is not None and number < check.low:
        return CheckResult(failed_verdict(check.otherwise), shown, check.low, "低于通常范围")
    if check.high is not None and number > check.high:
        return CheckResult(failed_verdict(check.otherwise), shown, check.high, "高于通常范围")
    bounds = [bound for bound in (check.low, check.high) if bound is not None]
    return CheckResult("HOLDS", shown, min(bounds, key=lambda bound: abs(bound - shown)))


def coincidence(book: Book, check: Coincidence) -> CheckResult:
    """Two unrelated numbers that are equal; small ones often are."""
    left, right = (number_of(book, id) for id in check.among)
    if left != right:
        return CheckResult("HOLDS", left, right)
    return CheckResult(
        failed_verdict(check.otherwise) if _large(left, check.least) else "TRIVIAL", left, right
    )


def _large(number: Number, least: int) -> bool:
    return number >= least
