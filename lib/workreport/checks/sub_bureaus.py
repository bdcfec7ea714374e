"""Sub-bureau checks: sub-bureaus, the bureau's own units and unassigned rows add up to the district."""

from __future__ import annotations

from workreport.base.errors import MissingLedger
from workreport.checks.kinds import Districts
from workreport.checks.row_terms import number_of
from workreport.checks.terms import term_label
from workreport.checks.verdicts import CheckResult, failed_verdict
from workreport.figures.attribution import SUB_BUREAU, UNASSIGNED
from workreport.figures.book import Book
from workreport.figures.csv_files import exact_text
from workreport.figures.measure import Number
from workreport.figures.registry import counts_units


def districts(book: Book, check: Districts) -> CheckResult:
    """Number of figures that agree with their parts, of those handed in; names unassigned numbers."""
    wrongs, unassigned, checked, divided = [], [], 0, False
    missing: list[str] = []
    for id in check.of:
        try:
            whole, parts = number_of(book, id), by_unit(book, id)
        except MissingLedger as error:
            missing.append(error.what)
            continue
        checked += 1
        divided |= len(parts) > 1
        added = sum(parts.values())
        if added < whole if counts_units(id) else added != whole:
            wrongs.append(f"{term_label(id)}为{exact_text(whole)}，各部分之和为{exact_text(added)}")
        if rest := parts.get(UNASSIGNED):
            unassigned.append(f"{term_label(id)}{exact_text(rest)}")
    if not checked:
        raise MissingLedger(missing[0] if missing else "没有可核对的指标")
    where = [*wrongs, *([f"{UNASSIGNED}：{'、'.join(unassigned)}"] if unassigned else [])]
    verdict = failed_verdict(check.otherwise) if wrongs else "HOLDS" if divided else "TRIVIAL"
    return CheckResult(verdict, checked - len(wrongs), checked, "；".join(where))


def by_unit(book: Book, id: str) -> dict[str, Number]:
    """A figure by sub-bureau, 区本级 and 未划归."""
    return {label: number or 0 for (label,), number in book.cut(id, (SUB_BUREAU,)).items()}
