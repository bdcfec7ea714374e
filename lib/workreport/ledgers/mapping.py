"""Mappings: a foreign table becomes one of our ledgers by data alone.

A mapping stands in ``<data>/mappings/*.yaml`` and says for each field of a contract where
its text comes from: another header, a part of a packed cell, a constant, or several cells
joined into a key. The mapped text then passes the same validation as any ledger.
"""

from __future__ import annotations

import re

import pandas as pd
from pydantic import Field as Default
from pydantic import field_validator, model_validator

from workreport.errors import ContractError, LedgerError
from workreport.ledgers.contract import Contract, checked_pattern
from workreport.ledgers.files import Sheet
from workreport.ledgers.positions import FILE, ROW, SHEET
from workreport.ledgers.table import Header, TextTable, header_key
from workreport.settings import Settings, load_settings
from workreport.workspace import Workspace


class Source(Settings):
    """Where one field's text comes from.

    Exactly one of `header` (``from``), `value` (a constant) and `key` (headers joined by
    ``-``). `split` is a pattern with named groups that the cell must match as a whole, and
    `take` names the group; a cell that does not match is handed on unsplit, so that
    validation reports it. `values` replaces texts,
    and may replace the empty text.
    """

    header: str | None = Default(None, alias="from")
    value: str | None = None
    key: list[str] | None = None
    split: str | None = None
    take: str | None = None
    values: dict[str, str] = {}

    @field_validator("split")
    @classmethod
    def _compiles(cls, split: str | None) -> str | None:
        return checked_pattern(split)

    @model_validator(mode="after")
    def _consistent(self) -> Source:
        if sum(x is not None for x in (self.header, self.value, self.key)) != 1:
            raise ValueError("from、value、key 写且只写一个")
        if (self.split is None) != (self.take is None):
            raise ValueError("split 和 take 要一起写")
        if self.split is not None and self.take not in re.compile(self.split).groupindex:
            raise ValueError(f"split 中没有名为“{self.take}”的组")
        return self


class Mapping(Settings):
    """How the files of a foreign table become a ledger.

    ``missing`` lists texts that mean “nothing entered”; ``absent`` lists required fields
    that the foreign table does not have: figures that need them give no number.
    """

    ledger: str
    files: list[str]
    sheet: str | None = None
    missing: list[str] = []
    columns: dict[str, Source]
    absent: list[str] = []


def load_mappings(workspace: Workspace, contracts: dict[str, Contract]) -> dict[str, Mapping]:
    """The bureau's mappings by ledger name.

    Raises
    ------
    ContractError
        If a mapping names an unknown ledger or field, says nothing of a required one, or two map the
        same ledger.
    """
    mappings: dict[str, Mapping] = {}
    for path in sorted((workspace.data / "mappings").glob("*.yaml")):
        mapping = load_settings(Mapping, path)
        if mapping.ledger not in contracts:
            raise ContractError(f"映射指向不存在的台账“{mapping.ledger}”", where=path.name)
        if mapping.ledger in mappings:
            raise ContractError(f"台账“{mapping.ledger}”有两份映射", where=path.name)
        known = contracts[mapping.ledger].by_name
        if unknown := sorted({*mapping.columns, *mapping.absent} - set(known)):
            raise ContractError(f"映射含有台账没有的字段：{'、'.join(unknown)}", where=path.name)
        required = {
            name for name, field in known.items() if field.constraints.required and not field.personal
        }
        if open_fields := sorted(required - {*mapping.columns, *mapping.absent}):
            raise ContractError(
                f"映射没有交代必填字段：{'、'.join(open_fields)}",
                where=path.name,
                todo="请写明来源，或列入 absent",
            )
        mappings[mapping.ledger] = mapping
    return mappings


def mapped_contract(contract: Contract, mapping: Mapping) -> Contract:
    """The contract without the fields that the foreign table does not have."""
    present = [f for f in contract.fields if f.name in mapping.columns]
    names = {f.name for f in present}
    rules = [
        rule
        for rule in contract.rules
        if not rule.required_if or {rule.required_if.field, *rule.required_if.when} <= names
    ]
    return contract.model_copy(update={"fields": present, "rules": rules})


def map_table(contract: Contract, mapping: Mapping, sheet: Sheet, shown: str) -> TextTable | None:
    """The foreign table in a sheet as text of `contract`; None where the sheet is not the mapped one.

    Raises
    ------
    LedgerError
        If a header that the mapping needs is missing.
    """
    if mapping.sheet is not None and sheet.name != mapping.sheet:
        return None
    wanted = {h for s in mapping.columns.values() for h in ([s.header] if s.header else s.key or [])}
    header = _header(wanted, sheet)
    missing = sorted(wanted - set(header.columns))
    if missing:
        raise LedgerError(
            f"缺少映射所需的列：{'、'.join(missing)}",
            where=f"{shown} 工作表“{sheet.name}” 第 {header.row + 1} 行（表头）",
            expected=f"映射文件为《{contract.title}》登记的表头",
            todo="请补上该列，或修改 mappings 目录中的映射",
        )
    rows = [(i, row) for i, row in enumerate(sheet.rows[header.row + 1 :], header.row + 2) if any(row)]
    nothing = set(mapping.missing)
    raw = {
        name: [("" if at >= len(row) or row[at] in nothing else row[at]) for _, row in rows]
        for name, at in header.columns.items()
    }
    frame = pd.DataFrame(
        {name: _column(source, raw, len(rows)) for name, source in mapping.columns.items()}, dtype="str"
    )
    frame[FILE], frame[SHEET] = shown, sheet.name
    frame[ROW] = pd.Series([i for i, _ in rows], dtype="int64")
    return TextTable(frame, header, len(rows), 0)


def _header(wanted: set[str], sheet: Sheet) -> Header:
    keys = {header_key(name): name for name in wanted}
    best = Header(0, {})
    for index, row in enumerate(sheet.rows[:30]):
        columns = {
            keys[header_key(text)]: at
            for at, text in reversed(list(enumerate(row)))
            if header_key(text) in keys
        }
        if len(columns) > len(best.columns):
            best = Header(index, columns)
    return best


def _column(source: Source, raw: dict[str, list[str]], length: int) -> list[str]:
    if source.value is not None:
        return [source.value] * length
    if source.key is not None:
        return ["-".join(parts) for parts in zip(*(raw[name] for name in source.key), strict=True)]
    cells = raw[source.header or ""]
    if source.split is not None:
        pattern, group = re.compile(source.split), source.take or ""
        cells = [m[group] if (m := pattern.fullmatch(cell)) else cell for cell in cells]
    return [source.values.get(cell, cell) for cell in cells]
