"""A contract's table in a sheet: the rows below its header as text, and findings on them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from operator import itemgetter

import pandas as pd
import pyarrow as pa

from workreport.base.errors import LedgerError
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import QUARANTINED, combine, no_findings
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET
from workreport.ledgers.read.counted_totals import wrong_counts
from workreport.ledgers.read.duplicate_columns import (
    DuplicateColumn,
    duplicate_column_findings,
    resolve_duplicates,
)
from workreport.ledgers.read.faulty_cells import faulty_cells
from workreport.ledgers.read.header_search import Header, find_header
from workreport.ledgers.read.header_units import with_units
from workreport.ledgers.read.merged_cells import first_row_only, is_category, merged_down
from workreport.ledgers.read.reading_findings import note, place
from workreport.ledgers.read.remarks import Remark, remarks_in
from workreport.ledgers.read.row_kinds import DATA, NUMERIC, REMARK, TOTAL_ROW, RowKinds, differing_sum
from workreport.ledgers.read.sheet import Sheet, cell_at
from workreport.ledgers.read.sheet_use import SheetUse
from workreport.ledgers.read.stray_rows import stray_rows

ABOVE_HEADER = "行在表头上方，不知各列是否与表头对应，暂不计入；请移到表头下面"


@dataclass(frozen=True)
class TextTable:
    """A ledger's rows as text.

    ``frame`` has one row per data row, a column per field found, and the source columns
    ``_file``, ``_sheet``, ``_row``; ``read`` counts the non-empty rows below the header,
    ``not_data`` those of them that are totals or notes; ``totals`` counts the totals, ``remarks`` are the notes. ``noted``
    are findings on the sheet and its rows from before any value is read; a row quarantined there is still in ``frame``.
    The first part of a large file has its ``use``.
    """

    frame: pd.DataFrame
    header: Header
    read: int
    not_data: int
    noted: pd.DataFrame = dataclasses.field(default_factory=no_findings)
    totals: int = 0
    remarks: tuple[Remark, ...] = ()
    use: SheetUse | None = None


def read_table(
    contract: Contract, sheet: Sheet, shown: str, header: Header | None = None
) -> TextTable | None:
    """The contract's table in a sheet, or None if the sheet has no such header; `header` if it is known.

    Raises
    ------
    LedgerError
        If the header lacks a required column.
    """
    if header is not None:  # of a part of a sheet, which begins below it
        return _with_units(contract, sheet, _rows_below(contract, sheet, header, shown))
    header = find_header(contract, sheet)
    if header is None:
        return None
    missing = [f for f in contract.read_fields if f.constraints.required and f.name not in header.columns]
    if missing:
        raise LedgerError(
            f"缺少必填列：{'、'.join(f.title for f in missing)}",
            where=f"{shown} 工作表“{sheet.name}” 第 {header.row + 1} 行（表头）",
            expected=f"《{contract.title}》规定的表头",
            todo="请补上该列，或在台账规范中为该列登记别名",
        )
    table = _rows_below(contract, sheet, header, shown)
    above = stray_rows(contract, header, sheet.rows[: header.top], {})
    table = _with_rows_above(contract, sheet, table, above, shown) if above else table
    return _with_units(contract, sheet, table)


def _with_units(contract: Contract, sheet: Sheet, table: TextTable) -> TextTable:
    frame, doubtful = with_units(contract, sheet, table.header, table.frame)
    return dataclasses.replace(table, frame=frame, noted=combine([table.noted, *doubtful]))


def _with_rows_above(
    contract: Contract, sheet: Sheet, table: TextTable, above: list[int], shown: str
) -> TextTable:
    """The table with the rows at some indices above its header, quarantined: their columns may be others."""
    columns = {name: table.header.columns[name] for name in table.frame if name in table.header.columns}
    picked = [sheet.rows[at] for at in above]
    cells = [tuple(cell_at(row, at) for at in columns.values()) for row in picked]
    rows = pd.DataFrame(text_columns(cells, list(columns)))
    rows[FILE], rows[SHEET] = shown, sheet.name
    rows[ROW] = pd.Series([at + 1 for at in above], dtype="int64")
    noted = note(contract, rows, "", "表头上方", QUARANTINED, ABOVE_HEADER)
    return dataclasses.replace(
        table,
        frame=pd.concat([rows, table.frame], ignore_index=True),
        read=table.read + len(above),
        noted=combine([table.noted, noted]),
    )


def _rows_below(contract: Contract, sheet: Sheet, header: Header, shown: str) -> TextTable:
    doubled: list[DuplicateColumn] = []
    if header.others:
        header, every = resolve_duplicates(sheet, header, _data_rows(contract, sheet, header))
        doubled = [column for column in every if not contract.by_name[column.name].personal]
    kinds = RowKinds(contract, header, sheet)
    columns = {f.name: header.columns[f.name] for f in contract.read_fields if f.name in header.columns}
    categories = {
        columns[f.name]: (f.name, is_category(contract, f)) for f in contract.read_fields if f.name in columns
    }
    inside, unfilled = merged_down(sheet, header, categories)
    positions = list(columns.values())
    # for a single position itemgetter would return the bare cell
    pick = (
        itemgetter(*positions) if len(positions) > 1 else lambda cells: tuple(cells[at] for at in positions)
    )
    numbers, cells, not_data = [], [], 0
    totals: list[tuple[int, int, list[str]]] = []
    remarks: list[Remark] = []
    for number, row in enumerate(sheet.rows[header.row + 1 :], start=header.row + 2):
        if not any(row):
            continue
        padded = row if len(row) >= kinds.width else row + [""] * (kinds.width - len(row))
        kind = kinds.of(number, padded)
        if kind != DATA:
            not_data += 1
            remarks += remarks_in(sheet.name, number, row) if kind == REMARK else ()
            # a running total may include earlier sheets
            if kind == TOTAL_ROW and not any("累计" in text for text in row):
                totals.append((number, len(cells), padded))
            continue
        numbers.append(number)
        cells.append(pick(padded))
        if number in inside:
            merged = inside[number]
            cells[-1] = tuple(
                text or merged.get(name, "") for name, text in zip(columns, cells[-1], strict=True)
            )
    frame = pd.DataFrame(text_columns(cells, list(columns)))
    frame[FILE], frame[SHEET] = shown, sheet.name
    frame[ROW] = pd.Series(numbers, dtype="int64")
    notes = [
        *faulty_cells(contract, sheet, columns, frame),
        *_wrong_totals(contract, frame, totals, header, shown, sheet.name),
        *first_row_only(contract, frame, unfilled),
        *(
            duplicate_column_findings(contract, frame, doubled, place(shown, sheet.name, [header.row + 1]))
            if doubled
            else ()
        ),
        *_under_another_header(contract, frame, kinds, header),
    ]
    return TextTable(
        frame, header, len(numbers) + not_data, not_data, combine(notes), len(totals), tuple(remarks)
    )


def text_columns(rows: list[tuple[str, ...]], names: list[str]) -> dict[str, pd.Series]:
    """Rows of text as columns; built by Arrow, because pandas would check every cell again."""
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
    """Findings for rows below a second header with another column order: their values are doubtful."""
    parts = []
    ends = [number for number, _ in kinds.moved[1:]] + [None]
    for (number, moved), end in zip(kinds.moved, ends, strict=False):
        if moved:
            below = frame[(frame[ROW] > number) & (True if end is None else frame[ROW] < end)]
            message = f"第 {number} 行另起了一个表头，各列的位置与第 {header.row + 1} 行的不同，请把两张表分开放，或排成同样的列序"
            parts.append(note(contract, below, "", "表头", QUARANTINED, message))
    return parts


def _wrong_totals(
    contract: Contract,
    frame: pd.DataFrame,
    totals: list[tuple[int, int, list[str]]],
    header: Header,
    shown: str,
    sheet: str,
) -> list[pd.DataFrame]:
    """Findings for totals that are not the sum of the rows above, by column."""
    parts = []
    numeric = [f for f in contract.read_fields if f.type in NUMERIC and f.name in frame] if totals else []
    for field in numeric:
        cells, starts = frame[field.name].tolist(), [0]
        ends = [above for _, above, _ in totals if above] + [len(cells)]
        for number, above, row in totals:
            stated = row[header.columns[field.name]]
            if (summed := differing_sum(stated, cells, above, starts, ends[0])) is not None:
                message = f"合计与明细不符：写的是 {stated}，明细加起来是 {summed}，以明细为准"
                rows = place(shown, sheet, [number])
                parts.append(note(contract, rows, field.name, "合计", "warned", message, stated))
            starts.append(above)
    for number, message, stated in wrong_counts(contract, frame, totals, header):
        parts.append(note(contract, place(shown, sheet, [number]), "", "合计", "warned", message, stated))
    return parts
