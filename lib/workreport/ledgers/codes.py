"""Code lists: which spellings of a category or an organisation mean the same value."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pandas as pd

from workreport.errors import ContractError
from workreport.ledgers.contract import Contract
from workreport.ledgers.reading.files import read_sheets
from workreport.ledgers.reading.table import read_table
from workreport.ledgers.values.cells import Unreadable
from workreport.ledgers.values.dates import read_date
from workreport.workspace import Workspace

ORGS = "orgs"
Span = tuple[pd.Timestamp, pd.Timestamp]
ALWAYS: Span = (pd.Timestamp(1, 1, 1), pd.Timestamp(9998, 12, 31))


@dataclass(frozen=True)
class CodeList:
    """Values of one list, each with its label and accepted spellings.

    For plain lists the value is the label itself; for organisations (RF01) it is the
    code, because organisations are renamed and codes are not. ``periods`` holds the days from
    and until which a value is in force, both included, for those that are not always. ``shared``
    holds the spellings that meant one value first and another later, never two on one day.
    """

    name: str
    labels: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    periods: dict[str, list[Span]] = field(default_factory=dict)
    shared: dict[str, list[str]] = field(default_factory=dict)

    @property
    def content(self) -> str:
        """All that reading a ledger takes from the list, as one text."""
        return repr(
            (sorted(self.spellings.items()), sorted(self.periods.items()), sorted(self.shared.items()))
        )

    def value(self, text: str) -> str | None:
        """The value that a cell's text means, or None. No fuzzy matching: 上浦 is not 下浦."""
        return self.spellings.get(text) or self.spellings.get(_plain(text))

    def value_on(self, text: str, day: pd.Timestamp) -> str | None:
        """The value that a shared spelling means on a day; None if it meant none or is not shared."""
        for value in self.shared.get(_plain(text), ()):
            if any(start <= day < until + pd.Timedelta(days=1) for start, until in self.periods[value]):
                return value
        return None

    def label(self, value: str) -> str:
        """How a value is written in a report."""
        return self.labels.get(value, value)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def load_codes(workspace: Workspace, contracts: dict[str, Contract]) -> dict[str, CodeList]:
    """All code lists by name, with the bureau's organisations (RF01) as ``orgs``."""
    lists = {path.stem: _plain_list(path) for path in workspace.shared_files("codes", "*.csv")}
    lists[ORGS] = _organisations(workspace, contracts[ORGS])
    return lists


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _plain_list(path: Path) -> CodeList:
    made = _Making(path.stem)
    for row in _rows(path):
        spellings = (row["label"], row.get("code", ""), *row.get("aliases", "").split("|"))
        made.add(row["label"], row["label"], spellings, _span(row, path.name), path.name)
    return made.done()


def _organisations(workspace: Workspace, contract: Contract) -> CodeList:
    """RF01 as a code list; empty where the bureau has none."""
    made = _Making(ORGS)
    for path in sorted(p for pattern in contract.files for p in (workspace.data / "reference").glob(pattern)):
        shown = workspace.shown(path)
        for sheet in read_sheets(path, shown):
            table = read_table(contract, sheet, shown)
            for row in table.frame.to_dict("records") if table else []:
                code, full, short = row["code"], row["full_name"], row["short_name"]
                spellings = (code, full, short, *row.get("aliases", "").split("|"))
                made.add(code, short or full, spellings, _span(row, shown), shown)
    return made.done()


@dataclass
class _Making:
    """A code list on its way: what each spelling may mean, and where that stands."""

    name: str
    labels: dict[str, str] = field(default_factory=dict)
    spans: dict[str, list[Span]] = field(default_factory=dict)
    meanings: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def add(self, value: str, label: str, spellings: Iterable[str], span: Span, where: str) -> None:
        self.labels[value] = label
        self.spans.setdefault(value, []).append(span)
        for spelling in filter(None, map(_plain, spellings)):
            values = self.meanings.setdefault(spelling, [])
            if value not in values:
                values.append(value)
            self.places[spelling] = where

    def done(self) -> CodeList:
        """The list; ``ContractError`` for a spelling that means two values on one day."""
        shared = {spelling: values for spelling, values in self.meanings.items() if len(values) > 1}
        for spelling, values in shared.items():
            if _overlapping([span for value in values for span in self.spans[value]]):
                raise ContractError(
                    f"代码表中“{spelling}”在同一天有两个含义",
                    where=self.places[spelling],
                    todo="请删去其中一个，或改正有效期",
                )
        plain = {spelling: values[0] for spelling, values in self.meanings.items() if len(values) == 1}
        periods = {value: spans for value, spans in self.spans.items() if ALWAYS not in spans}
        return CodeList(self.name, self.labels, plain, periods, shared)


def _overlapping(spans: list[Span]) -> bool:
    ordered = sorted(spans)
    return any(later[0] <= earlier[1] for earlier, later in pairwise(ordered))


def _span(row: dict[str, str], where: str) -> Span:
    """The days of a row's ``valid_from`` and ``valid_to``; blank means always."""
    days = []
    for name, otherwise in zip(("valid_from", "valid_to"), ALWAYS, strict=True):
        text = row.get(name) or ""
        try:
            days.append(read_date(text).value if text else otherwise)
        except Unreadable as error:
            raise ContractError(f"有效期“{text}”不是日期", where=where, todo="请按 年-月-日 填写") from error
    return days[0], days[1]
