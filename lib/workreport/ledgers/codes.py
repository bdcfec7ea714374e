"""Code lists: which spellings of a category or an organisation mean the same value."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass, field
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
    and until which a value is in force, both included, for those that are not always.
    """

    name: str
    labels: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    periods: dict[str, list[Span]] = field(default_factory=dict)

    @property
    def content(self) -> str:
        """All that reading a ledger takes from the list, as one text."""
        return repr((sorted(self.spellings.items()), sorted(self.periods.items())))

    def value(self, text: str) -> str | None:
        """The value that a cell's text means, or None. No fuzzy matching: 上浦 is not 下浦."""
        return self.spellings.get(text) or self.spellings.get(_plain(text))

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
    labels: dict[str, str] = {}
    spellings: dict[str, str] = {}
    spans: dict[str, list[Span]] = {}
    for row in _rows(path):
        labels[row["label"]] = row["label"]
        spans.setdefault(row["label"], []).append(_span(row, path.name))
        for spelling in (row["label"], row.get("code", ""), *row.get("aliases", "").split("|")):
            _add(spellings, spelling, row["label"], path.name)
    return CodeList(path.stem, labels, spellings, _bounded(spans))


def _organisations(workspace: Workspace, contract: Contract) -> CodeList:
    """RF01 as a code list; empty where the bureau has none."""
    labels: dict[str, str] = {}
    spellings: dict[str, str] = {}
    spans: dict[str, list[Span]] = {}
    for path in sorted(p for pattern in contract.files for p in (workspace.data / "reference").glob(pattern)):
        shown = workspace.shown(path)
        for sheet in read_sheets(path, shown):
            table = read_table(contract, sheet, shown)
            for row in table.frame.to_dict("records") if table else []:
                code, aliases = row["code"], row.get("aliases", "")
                labels[code] = row["short_name"] or row["full_name"]
                spans.setdefault(code, []).append(_span(row, shown))
                for spelling in (code, row["full_name"], row["short_name"], *aliases.split("|")):
                    _add(spellings, spelling, code, shown)
    return CodeList(ORGS, labels, spellings, _bounded(spans))


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


def _bounded(spans: dict[str, list[Span]]) -> dict[str, list[Span]]:
    return {value: days for value, days in spans.items() if ALWAYS not in days}


def _add(spellings: dict[str, str], spelling: str, value: str, where: str) -> None:
    if not spelling:
        return
    if spellings.setdefault(_plain(spelling), value) != value:
        raise ContractError(f"代码表中“{spelling}”有两个含义", where=where, todo="请删去其中一个")
