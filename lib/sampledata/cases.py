"""Penalty cases asked for by other ledgers, so that case numbers agree on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sampledata.world import Subject

CASES = "case_requests"  # key of a generator's result that holds its requests


@dataclass(frozen=True)
class CaseRequest:
    """A row of another ledger that led to a penalty case.

    Attributes
    ----------
    case_no : str
        From ``case_number``; the asking row carries the same number.
    campaign, source : str
        As LG10A's 专项 and 案件来源 enumerate them.
    source_id : str
        Key of the asking row.
    filed : date
        Day the case was opened, in one of the sample years.
    org_code : str
        Unit that handles it.
    title : str
        Name of the case.
    """

    case_no: str
    campaign: str
    source: str
    source_id: str
    subject: Subject
    filed: date
    org_code: str
    title: str


def case_number(line: str, year: int, number: int) -> str:
    """Case number such as 晴市监立〔2021〕食012号; ``line`` is one character for the asking ledger."""
    return f"晴市监立〔{year}〕{line}{number:03d}号"
