"""A contract's table in a sheet: the rows below its header as text, and what reading noticed of them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

import pandas as pd
import pyarrow as pa

from workreport.base.errors import LedgerError
from workreport.base.personal_data import masked
from workreport.ledgers.declared.contract import Contract, Field
from workreport.ledgers.declared.findings import QUARANTINED, combine, findings, no_findings
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET
from workreport.ledgers.read.cell_scan import matching
from workreport.ledgers.read.delimited import DECODED_CELL, GBK_OF_UTF8, is_mojibake
from workreport.ledgers.read.duplicate_columns import Twofold, settled
from workreport.ledgers.read.header_search import Header, find_header, header_key
from workreport.ledgers.read.header_units import with_units
from workreport.ledgers.read.row_kinds import DATA, NUMERIC, TOTAL_ROW, RowKinds, unequal
from workreport.ledgers.read.sheet import Sheet

ERRORS = (
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#错误",
)
LOST = "\ufffd|锟斤拷|^[?]{2,}[? ]*$"
# plain characters in it, no escapes: the columns are searched by RE2, which is fast and knows fewer of them
ODD = f"#|{LOST}|{DECODED_CELL.pattern}|{GBK_OF_UTF8.pattern}"


@dataclass(frozen=True)
class TextTable:
    """A ledger's rows as text.

    ``frame`` has one row per data row, a column per field found, and the source columns
    ``_file``, ``_sheet``, ``_row``; ``read`` counts the non-empty rows below the header,
    ``not_data`` those of them that are totals or notes; ``totals`` says how many are totals. ``noted`` are findings about the sheet and
    its rows as they stand, before any value is read; a row quarantined there is still in ``frame``.
    """

    frame: pd.DataFrame
    header: Header
    read: int
    not_data: int
    noted: pd.DataFrame = dataclasses.field(default_factory=no_findings)
    totals: int = 0


def read_table(
    contract: Contract, sheet: Sheet, shown: str, header: Header | None = None
) -> TextTable | None:
    """The contract's table in a sheet, or None where the sheet has no such header; `header` where it is known.

    Raises
    ------
    LedgerError
        If the header is there but lacks a required column.
    """
    header = header or find_header(contract, sheet)
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
    table = _rows_below(contract, sheet, header, shown)
    return dataclasses.replace(table, frame=with_units(contract, sheet, table.header, table.frame))


def _rows_below(contract: Contract, sheet: Sheet, header: Header, shown: str) -> TextTable:
    doubled: list[Twofold] = []
    if header.others:
        header, every = settled(sheet, header, _data_rows(contract, sheet, header))
        doubled = [one for one in every if not contract.by_name[one.name].personal]
    kinds = RowKinds(contract, header, sheet)
    columns = {f.name: header.columns[f.name] for f in contract.kept if f.name in header.columns}
    speaks = {columns[f.name]: (f.name, is_category(contract, f)) for f in contract.kept if f.name in columns}
    inside, unfilled = merged_down(sheet, header, speaks)
    positions = list(columns.values())
    # of a single position itemgetter would give the bare cell
    pick = (
        itemgetter(*positions) if len(positions) > 1 else lambda cells: tuple(cells[at] for at in positions)
    )
    numbers, cells, not_data = [], [], 0
    totals: list[tuple[int, int, list[str]]] = []
    for number, row in enumerate(sheet.rows[header.row + 1 :], start=header.row + 2):
        if not any(row):
            continue
        padded = row if len(row) >= kinds.width else row + [""] * (kinds.width - len(row))
        kind = kinds.of(number, padded)
        if kind != DATA:
            not_data += 1
            # a running total may go back further than this sheet
            if kind == TOTAL_ROW and not any("累计" in text for text in row):
                totals.append((number, len(cells), padded))
            continue
        numbers.append(number)
        cells.append(pick(padded))
        if number in inside:
            said = inside[number]
            cells[-1] = tuple(
                text or said.get(name, "") for name, text in zip(columns, cells[-1], strict=True)
            )
    frame = pd.DataFrame(text_columns(cells, list(columns)))
    frame[FILE], frame[SHEET] = shown, sheet.name
    frame[ROW] = pd.Series(numbers, dtype="int64")
    noted = [
        *faulty(contract, sheet, columns, frame),
        *_wrong_totals(contract, frame, totals, header, shown, sheet.name),
        *only_first(contract, frame, unfilled),
        *(told_of(contract, frame, doubled, place(shown, sheet.name, [header.row + 1])) if doubled else ()),
        *_under_another_header(contract, frame, kinds, header),
    ]
    return TextTable(frame, header, len(numbers) + not_data, not_data, combine(noted), len(totals))


def text_columns(rows: list[tuple[str, ...]], names: list[str]) -> dict[str, pd.Series]:
    """Rows of text as columns; Arrow takes each as it is, where pandas would look at every cell again."""
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return {
        name: pd.Series(pa.array(column, pa.large_string()), dtype="str")
        for name, column in zip(names, columns, strict=True)
    }


def _data_rows(contract: Contract, sheet: Sheet, header: Header) -> list[int]:
    kinds = RowKinds(contract, header, sheet)
    below = enumerate(sheet.rows[header.row + 1 :], start=header.row + 2)
    padded = ((number, row + [""] * (kinds.width - len(row))) for number, row in below if any(row))
    return [number for number, row in padded if kinds.of(number, row) == DATA]


def _under_another_header(
    contract: Contract, frame: pd.DataFrame, kinds: RowKinds, header: Header
) -> list[pd.DataFrame]:
    """Findings for rows below a second header whose columns stand in other places: nobody knows what was read."""
    parts = []
    ends = [number for number, _ in kinds.moved[1:]] + [None]
    for (number, moved), end in zip(kinds.moved, ends, strict=False):
        if moved:
            below = frame[(frame[ROW] > number) & (True if end is None else frame[ROW] < end)]
            said = f"第 {number} 行另起了一个表头，各列的位置与第 {header.row + 1} 行的不同，请把两张表分开放，或排成同样的列序"
            parts.append(note(contract, below, "", "表头", QUARANTINED, said))
    return parts


def told_of(
    contract: Contract, frame: pd.DataFrame, doubled: list[Twofold], header: pd.DataFrame
) -> list[pd.DataFrame]:
    """Findings for columns that stand twice: rows in which they differ are set aside; else at the row of the header."""
    parts = []
    for one in doubled:
        rows = frame[frame[ROW].isin(one.rows)] if one.rows else header
        disposition = QUARANTINED if one.rows else "normalised"
        parts.append(note(contract, rows, one.name, "同名列", disposition, one.message))
    return parts


def note(
    contract: Contract,
    rows: pd.DataFrame,
    column: str,
    rule: str,
    disposition: str,
    message: pd.Series | str,
    original: str = "",
) -> pd.DataFrame:
    """A finding of reading for each of the rows, its rule named after the ledger; nothing personal is in it."""
    shown = rows[column] if column in rows and not original else original
    shown, told = (one.map(masked) if isinstance(one, pd.Series) else masked(one) for one in (shown, message))
    return findings(contract, rows, column, shown, f"{contract.code}-{rule}", disposition, told)


def place(shown: str, sheet: str, numbers: Iterable[int] = (0,)) -> pd.DataFrame:
    """Rows that are in no table, as findings need them: totals, and row 0 for the sheet as a whole."""
    rows = list(numbers)
    frame = pd.DataFrame({FILE: shown, SHEET: sheet, ROW: rows})
    return frame.astype({ROW: "int64"})


def merged_down(
    sheet: Sheet, header: Header, speaks: Mapping[int, tuple[str, bool]]
) -> tuple[dict[int, dict[str, str]], list[tuple[int, str, str]]]:
    """What a vertically merged category says for the rows below its first; and merges that say nothing for them.

    Parameters
    ----------
    speaks : mapping
        For each column its name, and whether it is a category: one cell may then speak for several rows.
    """
    inside: dict[int, dict[str, str]] = {}
    unfilled: list[tuple[int, str, str]] = []
    for top, left, bottom, _ in sheet.merged:
        if left not in speaks or bottom == top or top < header.row + 2 or top > len(sheet.rows):
            continue
        name, category = speaks[left]
        row = sheet.rows[top - 1]
        text = row[left] if left < len(row) else ""
        if not text:
            continue
        below = range(top + 1, min(bottom, len(sheet.rows)) + 1)
        if category:
            for number in below:
                inside.setdefault(number, {})[name] = text
        elif any(any(sheet.rows[number - 1]) for number in below):
            message = f"竖向合并了第 {top} 至 {bottom} 行，只作第 {top} 行的值，其余各行按空白处理"
            unfilled.append((top, name, message))
    return inside, unfilled


def only_first(
    contract: Contract, frame: pd.DataFrame, unfilled: list[tuple[int, str, str]]
) -> list[pd.DataFrame]:
    """Findings for merges that count for their first row alone."""
    return [
        note(contract, frame[frame[ROW] == number], name, "合并单元格", "warned", message)
        for number, name, message in unfilled
    ]


def is_category(contract: Contract, field: Field) -> bool:
    """Whether one cell may speak for several rows: never a number, a date or an identifier."""
    own = field.name in contract.primaryKey or field.constraints.unique
    return not own and (
        bool(field.codes)
        or field.type in ("boolean", "list")
        or (field.type == "string" and not field.is_code)
    )


def faulty(
    contract: Contract, sheet: Sheet, columns: Mapping[str, int], frame: pd.DataFrame
) -> list[pd.DataFrame]:
    """Cells that hold an error, an unworked formula or lost characters; they are blank in `frame` afterwards."""
    parts = []
    looked_over = matching([frame[name] for name in columns], ODD)
    for (name, at), (_, odd) in zip(columns.items(), looked_over, strict=True):
        own = {row: text for (row, column), text in sheet.faults.items() if column == at}
        if not odd and not own:
            continue
        unworked = frame[ROW].isin({row for row, text in own.items() if text.startswith("=")})
        error = frame[name].isin(ERRORS) | (frame[ROW].isin(own) & ~unworked)
        lost = frame[name].isin([text for text in odd if re.search(LOST, text) or is_mojibake(text)])
        for mask, rule, message in (
            (error, "错误值", "单元格是 Excel 错误值，请改正公式或填写数值"),
            (unworked, "公式无值", "公式没有保存计算结果，请用 Excel 打开保存一次，或粘贴为数值"),
            (lost, "乱码", "是乱码，或转存时文字已经丢失（“�”“??”），请照原件重填"),
        ):
            if mask.any():
                parts.append(note(contract, frame[mask], name, rule, QUARANTINED, message))
        if (error | unworked | lost).any():
            frame.loc[error | unworked | lost, name] = ""
    return parts


def _wrong_totals(
    contract: Contract,
    frame: pd.DataFrame,
    totals: list[tuple[int, int, list[str]]],
    header: Header,
    shown: str,
    sheet: str,
) -> list[pd.DataFrame]:
    """Totals that are not the sum of the rows above, by column."""
    parts = []
    numeric = [f for f in contract.kept if f.type in NUMERIC and f.name in frame] if totals else []
    for field in numeric:
        cells, starts = frame[field.name].tolist(), [0]
        ends = [above for _, above, _ in totals if above] + [len(cells)]
        for number, above, row in totals:
            stated = row[header.columns[field.name]]
            if (summed := unequal(stated, cells, above, starts, ends[0])) is not None:
                message = f"合计与明细不符：写的是 {stated}，明细加起来是 {summed}，以明细为准"
                rows = place(shown, sheet, [number])
                parts.append(note(contract, rows, field.name, "合计", "warned", message, stated))
            starts.append(above)
    return parts


__all__ = ["Header", "TextTable", "find_header", "header_key", "note", "place", "read_table"]
