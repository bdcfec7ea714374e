"""Finding a contract's table in a sheet: its header by titles and aliases, its rows below."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from dataclasses import dataclass

import pandas as pd

from workreport.errors import LedgerError
from workreport.ledgers.contract import Contract
from workreport.ledgers.files import Sheet
from workreport.ledgers.findings import no_findings
from workreport.ledgers.positions import FILE, ROW, SHEET

HEADER_ROWS = 30
TOTALS = re.compile(r"^(本页)?(合计|总计|小计|共计)[:：]?$")
UNIT = re.compile(r"[（(\[【][^（）()\[\]【】]*[）)\]】]$")


@dataclass(frozen=True)
class Header:
    """Where a header row stands and which column holds which field."""

    row: int
    columns: dict[str, int]


@dataclass(frozen=True)
class TextTable:
    """A ledger's rows as text.

    ``frame`` has one row per data row, a column per field found, and the source columns
    ``_file``, ``_sheet``, ``_row``; ``read`` counts the non-empty rows below the header,
    ``not_data`` those of them that are totals or notes. ``noted`` are findings about the sheet and
    its rows as they stand, before any value is read; a row quarantined there is still in ``frame``.
    """

    frame: pd.DataFrame
    header: Header
    read: int
    not_data: int
    noted: pd.DataFrame = dataclasses.field(default_factory=no_findings)


def header_key(text: str) -> str:
    """A header's text as it is compared: width, spaces, required marks and unit brackets ignored."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).strip("*★:：")
    return UNIT.sub("", plain) or plain


def find_header(contract: Contract, sheet: Sheet) -> Header | None:
    """The row that names most of the contract's columns, or None where fewer than half of them stand."""
    names: dict[str, str] = {}
    for field in contract.fields:
        for title in (field.title, field.header, field.name, *field.aliases):
            names.setdefault(header_key(title), field.name)
    best: Header | None = None
    for index, row in enumerate(sheet.rows[:HEADER_ROWS]):
        columns: dict[str, int] = {}
        for position, text in enumerate(row):
            if (name := names.get(header_key(text))) and name not in columns:
                columns[name] = position
        if len(columns) > (len(best.columns) if best else 0):
            best = Header(index, columns)
    required = [f.name for f in contract.fields if f.constraints.required]
    enough = max(2, (len(required) + 1) // 2) if len(contract.fields) > 2 else 1
    return best if best and len(best.columns) >= enough else None


def read_table(contract: Contract, sheet: Sheet, shown: str) -> TextTable | None:
    """The contract's table in a sheet, or None where the sheet has no such header.

    Raises
    ------
    LedgerError
        If the header is there but lacks a required column.
    """
    header = find_header(contract, sheet)
    if header is None:
        return None
    missing = [f for f in contract.kept if f.constraints.required and f.name not in header.columns]
    if missing:
        raise LedgerError(
            f"缺少必填列：{'、'.join(f.title for f in missing)}",
            where=f"{shown} 工作表“{sheet.name}” 第 {header.row + 1} 行（表头）",
            expected=f"《{contract.title}》规定的表头",
            todo="请补上该列，或在台账规范中为该列登记别名",
        )
    return _rows_below(contract, sheet, header, shown)


def _rows_below(contract: Contract, sheet: Sheet, header: Header, shown: str) -> TextTable:
    columns = {f.name: header.columns[f.name] for f in contract.kept if f.name in header.columns}
    width = max([*header.columns.values(), 0]) + 1
    numbers, cells, not_data = [], [], 0
    for index, row in enumerate(sheet.rows[header.row + 1 :], start=header.row + 2):
        if not any(row):
            continue
        if _is_note(row):
            not_data += 1
            continue
        padded = row if len(row) >= width else row + [""] * (width - len(row))
        numbers.append(index)
        cells.append([padded[position] for position in columns.values()])
    frame = pd.DataFrame(cells, columns=list(columns), dtype="str")
    frame[FILE], frame[SHEET] = shown, sheet.name
    frame[ROW] = pd.Series(numbers, dtype="int64")
    return TextTable(frame, header, len(numbers) + not_data, not_data)


def _is_note(row: list[str]) -> bool:
    """A subtotal, total, note or signature line: its first words say so, or it has one lone long cell."""
    filled = [text for text in row if text]
    first = "".join(filled[0].split())
    return bool(TOTALS.match(first)) or (
        len(filled) == 1 and first.startswith(("注", "备注", "说明", "填表人", "审核人"))
    )
