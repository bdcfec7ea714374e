"""Corrections of ledger cells by the office, each guarded by the expected original value and approved by name.

They are listed in ``data/<year>/corrections.yaml`` and applied to the text of the rows before
any value is read; the file handed in is never changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from pydantic import Field as Default

from workreport.base.errors import ContractError, LedgerError
from workreport.base.personal_data import masked, scan_text
from workreport.base.settings import Settings, load_entries
from workreport.base.workspace import Workspace
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.contract import Field as Column
from workreport.ledgers.declared.findings import combine, findings
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET

NAME = "corrections.yaml"
RULE = "更正"


class CorrectionEntry(Settings):
    """One correction as written in the file; ledger and fields by name or Chinese title."""

    ledger: str
    key: dict[str, str] = Default(min_length=1)
    column: str
    expect: str
    value: str
    reason: str = Default(min_length=1)
    approved_by: str = Default(min_length=1)
    date: dt.date


@dataclass(frozen=True)
class Correction:
    """One correction of one year's ledger, with field names of the contract.

    ``number`` is its place in `shown`, from 1.
    """

    year: int
    shown: str
    number: int
    ledger: str
    key: dict[str, str]
    column: str
    entry: CorrectionEntry

    @property
    def where(self) -> str:
        """Place of the correction, for messages."""
        return f"{self.shown} 第 {self.number} 条"


def load_corrections(workspace: Workspace, contracts: dict[str, Contract]) -> tuple[Correction, ...]:
    """Corrections of all years, in file order.

    Raises
    ------
    ContractError
        If an entry is malformed or names a ledger or column that does not exist, or a personal one.
    """
    corrections = []
    for year in workspace.years:
        path = workspace.year_folder(year) / NAME
        if not path.is_file():
            continue
        shown = workspace.shown(path)
        for number, entry in enumerate(load_entries(CorrectionEntry, path, shown), start=1):
            where = f"{shown} 第 {number} 条"
            contract = next(
                (c for c in contracts.values() if entry.ledger in (c.name, c.code, c.title)), None
            )
            if contract is None:
                raise ContractError(
                    f"更正指向不存在的台账“{entry.ledger}”",
                    where=where,
                    expected=f"台账代号，如 {next(iter(contracts.values())).code}",
                )
            key = {_field(contract, name, where): text for name, text in entry.key.items()}
            column = _field(contract, entry.column, where)
            if any(map(scan_text, (entry.expect, entry.value, entry.reason, entry.approved_by))):
                raise ContractError(
                    "更正单里写有个人信息",
                    where=where,
                    todo="请删去；台账里的个人信息读入时已经遮盖，不用更正",
                )
            corrections.append(Correction(year, shown, number, contract.name, key, column, entry))
    return tuple(corrections)


def _field(contract: Contract, name: str, where: str) -> str:
    field: Column | None = next((f for f in contract.fields if name in (f.name, f.title, f.header)), None)
    if field is None:
        raise ContractError(
            f"更正指向《{contract.title}》没有的列“{name}”",
            where=where,
            expected="、".join(f.title for f in contract.read_fields),
        )
    if field.personal:
        raise ContractError(f"“{field.title}”是个人信息，不读入，无从更正", where=where, todo="请删去这一条")
    return field.name


def require_files(corrections: Sequence[Correction], handed_in: set[tuple[str, int | None]]) -> None:
    """``ContractError`` for a correction of a ledger that its year's folder does not have."""
    for correction in corrections:
        if (correction.ledger, correction.year) not in handed_in:
            raise ContractError(
                f"更正找不到台账：{correction.year}年没有“{correction.entry.ledger}”的文件",
                where=correction.where,
                todo="请把更正写在台账所在年度的目录里，或删去这一条",
            )


def correct(
    contract: Contract,
    text: pd.DataFrame,
    noted: pd.DataFrame,
    corrections: Sequence[Correction],
    siblings: Sequence[pd.DataFrame] = (),
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Apply the corrections to the text rows of one file, and add a finding for each.

    Parameters
    ----------
    text : DataFrame
        Rows of one file as text.
    noted : DataFrame
        Findings of reading; those on corrected cells are removed.
    siblings : sequence of DataFrame
        Rows of the same ledger's other files of that year: a correction must match exactly one row in all.

    Raises
    ------
    LedgerError
        If a correction matches no row or several, or the cell has another value.
    """
    corrected = text.copy()
    parts = []
    for correction in corrections:
        title = contract.by_name[correction.column].title
        matches = _matching(corrected, correction)
        elsewhere = sum(len(_matching(other, correction)) for other in siblings)
        described = "、".join(
            f"{contract.by_name[name].title} {value}" for name, value in correction.key.items()
        )
        if (count := len(matches) + elsewhere) != 1:
            raise LedgerError(
                f"更正没有匹配到任何一行（{described}）"
                if not count
                else f"更正匹配到 {count} 行（{described}）",
                where=correction.where,
                expected=f"《{contract.title}》中恰好一行",
                todo="请核对 key；行已由承办股室改正的，删去这一条" if not count else "请在 key 中再加一列",
            )
        if matches.empty:
            continue
        label = matches[0]
        if correction.column not in corrected:
            raise LedgerError(f"文件中没有“{title}”列，无从更正", where=correction.where)
        original = corrected.at[label, correction.column]
        if original.strip() != correction.entry.expect.strip():
            raise LedgerError(
                f"更正预期的原值已不在：“{title}”列预期“{correction.entry.expect}”，现为“{original}”",
                where=f"{correction.where}（{corrected.at[label, FILE]} 工作表“{corrected.at[label, SHEET]}” 第 {corrected.at[label, ROW]} 行）",
                todo="请核对台账；已由承办股室改正的，删去这一条",
            )
        corrected.at[label, correction.column] = correction.entry.value
        row = text.loc[[label]]
        message = (
            f"按更正第 {correction.number} 条改为“{correction.entry.value}”：{correction.entry.reason}"
            f"（{correction.entry.approved_by}批准，{correction.entry.date}）"
        )
        parts.append(
            findings(
                contract, row, correction.column, original, f"{contract.code}-{RULE}", "normalised", message
            )
        )
        noted = noted[~_about(noted, row.iloc[0], title)]
    return corrected, combine([noted, *parts])


def _matching(text: pd.DataFrame, correction: Correction) -> pd.Index:
    """Index of the rows that match the correction's key."""
    matching = pd.Series(True, index=text.index)
    for name, value in correction.key.items():
        matching &= text[name].str.strip() == value.strip() if name in text else False
    return text.index[matching]


def _about(noted: pd.DataFrame, row: pd.Series, title: str) -> pd.Series:
    return (noted["sheet"] == row[SHEET]) & (noted["row"] == row[ROW]) & (noted["column"] == title)


def listed(corrections: Sequence[Correction], contracts: dict[str, Contract]) -> list[dict[str, str]]:
    """Corrections as rows of corrections.csv with ``COLUMNS``."""
    return [
        {
            "file": correction.shown,
            "number": str(correction.number),
            "ledger": contracts[correction.ledger].title,
            "key": "；".join(
                f"{contracts[correction.ledger].by_name[k].title}：{masked(v)}"
                for k, v in correction.key.items()
            ),
            "column": contracts[correction.ledger].by_name[correction.column].title,
            "expect": correction.entry.expect,
            "value": correction.entry.value,
            "reason": correction.entry.reason,
            "approved_by": correction.entry.approved_by,
            "date": correction.entry.date.isoformat(),
        }
        for correction in corrections
    ]


COLUMNS = ["file", "number", "ledger", "key", "column", "expect", "value", "reason", "approved_by", "date"]
