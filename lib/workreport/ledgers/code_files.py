"""Code lists read from their files: shared lists and the bureau's organisations."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from workreport.base.errors import ContractError
from workreport.base.workspace import Workspace
from workreport.ledgers.declared.codes import ALWAYS, ORGS, CodeList, Span, plain_spelling
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.read.files import read_sheets
from workreport.ledgers.read.ledger_table import read_table
from workreport.ledgers.values.cells import Unreadable
from workreport.ledgers.values.dates import read_date


def load_codes(workspace: Workspace, contracts: dict[str, Contract]) -> dict[str, CodeList]:
    """All code lists by name, with the bureau's organisations as ``orgs``."""
    lists = {
        path.stem: _plain_list(path, workspace.bureau.worded)
        for path in workspace.shared_files("codes", "*.csv")
    }
    lists[ORGS] = _organisations(workspace, contracts[ORGS])
    return lists


def require_organisations(contract: Contract, units: Contract, codes: Mapping[str, CodeList]) -> None:
    """Check that a ledger that names units has a table of them to look them up in.

    Raises
    ------
    ContractError
        If the table `units` is missing or empty: every row of the ledger would be wrong.
    """
    if codes[ORGS].labels or not any(field.codes == ORGS for field in contract.read_fields):
        return
    raise ContractError(
        f"没有{units.title}（{units.code}），各台账里的机构都无从核对",
        where=f"reference/{units.files[0]}",
        expected="、".join(field.title for field in units.fields if field.constraints.required),
        todo="请先填好这张表，每个机构一行；空表可用 workreport init 另建一个目录取得",
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _plain_list(path: Path, worded: Callable[[str], str]) -> CodeList:
    builder = _CodeListBuilder(path.stem)
    for row in _rows(path):
        spellings = (row["label"], row.get("code", ""), *row.get("aliases", "").split("|"))
        spellings = dict.fromkeys([*spellings, *map(worded, spellings)])
        builder.add(row["label"], worded(row["label"]), spellings, _span(row, path.name), path.name)
        if above := {*filter(None, (row.get("parent") or "").split("|"))}:
            builder.parents.setdefault(row["label"], set()).update(above)
    return builder.build()


def _organisations(workspace: Workspace, contract: Contract) -> CodeList:
    """The table of organisations as a code list; empty if the bureau has none."""
    builder = _CodeListBuilder(ORGS)
    for path in sorted(p for pattern in contract.files for p in (workspace.data / "reference").glob(pattern)):
        shown = workspace.shown(path)
        for sheet in read_sheets(path, shown):
            table = read_table(contract, sheet, shown)
            for row in table.frame.to_dict("records") if table else []:
                code, full, short = row["code"], row["full_name"], row["short_name"]
                spellings = (code, full, short, *row.get("aliases", "").split("|"))
                builder.add(code, short or full, spellings, _span(row, shown), shown)
    return builder.build()


@dataclass
class _CodeListBuilder:
    """A code list under construction: meanings of each spelling, and their places."""

    name: str
    labels: dict[str, str] = field(default_factory=dict)
    spans: dict[str, list[Span]] = field(default_factory=dict)
    meanings: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    parents: dict[str, set[str]] = field(default_factory=dict)

    def add(self, value: str, label: str, spellings: Iterable[str], span: Span, where: str) -> None:
        self.labels[value] = label
        self.spans.setdefault(value, []).append(span)
        for spelling in filter(None, map(plain_spelling, spellings)):
            values = self.meanings.setdefault(spelling, [])
            if value not in values:
                values.append(value)
            self.places[spelling] = where

    def build(self) -> CodeList:
        """Build the list; ``ContractError`` for a spelling that means two values on one day."""
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
        return CodeList(self.name, self.labels, plain, periods, shared, self.parents)


def _overlapping(spans: list[Span]) -> bool:
    ordered = sorted(spans)
    return any(later[0] <= earlier[1] for earlier, later in pairwise(ordered))


def _span(row: dict[str, str], where: str) -> Span:
    """The days of a row's ``valid_from`` and ``valid_to``; blank means always."""
    days = []
    for name, default in zip(("valid_from", "valid_to"), ALWAYS, strict=True):
        text = row.get(name) or ""
        try:
            days.append(read_date(text).value if text else default)
        except Unreadable as error:
            raise ContractError(f"有效期“{text}”不是日期", where=where, todo="请按 年-月-日 填写") from error
    return days[0], days[1]
