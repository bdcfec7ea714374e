"""Judging by sub-bureaus: the sub-bureaus, the bureau's own units and what is unassigned make up the district."""

from __future__ import annotations

from workreport.base.errors import MissingLedger
from workreport.checks.kinds import Districts
from workreport.checks.row_terms import number_of
from workreport.checks.terms import named
from workreport.checks.verdicts import Judged, wrong
from workreport.figures.attribution import SUB_BUREAU, UNASSIGNED
from workreport.figures.book import Book
from workreport.figures.csv_files import exact_text
from workreport.figures.measure import Number
from workreport.figures.registry import counts_units


def districts(book: Book, check: Districts) -> Judged:
    """How many figures agree with their parts, of those handed in; tells what is under no unit's charge."""
    wrongs, unassigned, judged, told = [], [], 0, False
    missing: list[str] = []
    for id in check.of:
        try:
            whole, parts = number_of(book, id), by_unit(book, id)
        except MissingLedger as error:
            missing.append(error.what)
            continue
        judged += 1
        told |= len(parts) > 1
        added = sum(parts.values())
        if added < whole if counts_units(id) else added != whole:
            wrongs.append(f"{named(id)}为{exact_text(whole)}，各部分之和为{exact_text(added)}")
        if rest := parts.get(UNASSIGNED):
            unassigned.append(f"{named(id)}{exact_text(rest)}")
    if not judged:
        raise MissingLedger(missing[0] if missing else "没有可核对的指标")
    where = [*wrongs, *([f"{UNASSIGNED}：{'、'.join(unassigned)}"] if unassigned else [])]
    verdict = wrong(check.otherwise) if wrongs else "HOLDS" if told else "TRIVIAL"
    return Judged(verdict, judged - len(wrongs), judged, "；".join(where))


def by_unit(book: Book, id: str) -> dict[str, Number]:
    """A figure by sub-bureau, 区本级 and 未划归."""
    return {label: number or 0 for (label,), number in book.cut(id, (SUB_BUREAU,)).items()}
