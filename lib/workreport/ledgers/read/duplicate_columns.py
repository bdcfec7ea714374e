"""Duplicate columns under one name: the column that is read, and the rows in which they differ.

Duplicates are equivalent if all their rows agree, or if all but one are blank. Otherwise only
the division knows which one counts, and the rows in which they differ are quarantined.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import QUARANTINED
from workreport.ledgers.declared.source_columns import ROW
from workreport.ledgers.read.header_search import Header
from workreport.ledgers.read.reading_findings import note
from workreport.ledgers.read.sheet import Sheet


@dataclass(frozen=True)
class DuplicateColumn:
    """One name with several columns: the message and the rows it concerns (none: the header)."""

    name: str
    message: str
    rows: tuple[int, ...] = ()


def resolve_duplicates(
    sheet: Sheet, header: Header, numbers: Sequence[int]
) -> tuple[Header, list[DuplicateColumn]]:
    """The header with the column to read for each name, chosen by the data rows at `numbers`."""
    columns, duplicates = dict(header.columns), []
    for name, others in header.others.items():
        every = [columns[name], *others]
        filled = [at for at in every if any(_cell(sheet, number, at) for number in numbers)]
        columns[name] = read = (filled or every)[0]
        place = f"{'、'.join(map(letters, every))} 列的表头都是这一列的"
        differ = [n for n in numbers if len({_cell(sheet, n, at) for at in filled}) > 1]
        if differ:
            message = f"{place}，本行各列写的不同，不知以哪一列为准，请只留一列"
            duplicates.append(DuplicateColumn(name, message, tuple(differ)))
        else:
            same = "内容相同" if len(filled) > 1 else "其余是空的"
            message = f"{place}，{same}，读 {letters(read)} 列，请删去多余的列"
            duplicates.append(DuplicateColumn(name, message))
    return dataclasses.replace(header, columns=columns, others={}), duplicates


def duplicate_column_findings(
    contract: Contract, frame: pd.DataFrame, duplicates: list[DuplicateColumn], header: pd.DataFrame
) -> list[pd.DataFrame]:
    """Findings for duplicate columns: rows in which they differ are quarantined; else a finding at the header row."""
    parts = []
    for column in duplicates:
        rows = frame[frame[ROW].isin(column.rows)] if column.rows else header
        disposition = QUARANTINED if column.rows else "normalised"
        parts.append(note(contract, rows, column.name, "同名列", disposition, column.message))
    return parts


def letters(at: int) -> str:
    """The spreadsheet letters of a column counted from 0: A, …, Z, AA, …"""
    name, rest = "", at + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        name = chr(65 + last) + name
    return name


def _cell(sheet: Sheet, number: int, at: int) -> str:
    row = sheet.rows[number - 1]
    return row[at] if at < len(row) else ""
