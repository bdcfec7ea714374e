"""Code lists: which spellings of a category or an organisation mean the same value."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from workreport.errors import ContractError
from workreport.ledgers.contract import Contract
from workreport.ledgers.files import read_sheets
from workreport.ledgers.table import read_table
from workreport.workspace import Workspace

ORGS = "orgs"


@dataclass(frozen=True)
class CodeList:
    """Values of one list, each with its label and accepted spellings.

    For plain lists the value is the label itself; for organisations (RF01) it is the
    code, because organisations are renamed and codes are not.
    """

    name: str
    labels: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)

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
    for row in _rows(path):
        labels[row["label"]] = row["label"]
        for spelling in (row["label"], row.get("code", ""), *row.get("aliases", "").split("|")):
            _add(spellings, spelling, row["label"], path.name)
    return CodeList(path.stem, labels, spellings)


def _organisations(workspace: Workspace, contract: Contract) -> CodeList:
    """RF01 as a code list; empty where the bureau has none."""
    labels: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for path in sorted(p for pattern in contract.files for p in (workspace.data / "reference").glob(pattern)):
        shown = workspace.shown(path)
        for sheet in read_sheets(path, shown):
            table = read_table(contract, sheet, shown)
            for row in table.frame.to_dict("records") if table else []:
                code, aliases = row["code"], row.get("aliases", "")
                labels[code] = row["short_name"] or row["full_name"]
                for spelling in (code, row["full_name"], row["short_name"], *aliases.split("|")):
                    _add(spellings, spelling, code, shown)
    return CodeList(ORGS, labels, spellings)


def _add(spellings: dict[str, str], spelling: str, value: str, where: str) -> None:
    if not spelling:
        return
    if spellings.setdefault(_plain(spelling), value) != value:
        raise ContractError(f"代码表中“{spelling}”有两个含义", where=where, todo="请删去其中一个")
