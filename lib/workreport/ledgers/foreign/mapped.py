"""Convert a foreign table to the text of one of our ledgers by its mapping."""

from __future__ import annotations

import dataclasses
from pathlib import PurePath

import pandas as pd

from workreport.base.errors import LedgerError
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.field_source import FILE_NAME, SHEET_NAME, fits
from workreport.ledgers.declared.findings import QUARANTINED, combine
from workreport.ledgers.declared.mapping import Mapping
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET, is_database
from workreport.ledgers.foreign.folding import folded
from workreport.ledgers.foreign.source_cells import source_cells
from workreport.ledgers.read.duplicate_columns import duplicate_column_findings, resolve_duplicates
from workreport.ledgers.read.faulty_cells import faulty_cells
from workreport.ledgers.read.files import Sheet
from workreport.ledgers.read.header_search import Header, by_name, header_key, header_of
from workreport.ledgers.read.header_units import mixed_units, with_units
from workreport.ledgers.read.ledger_table import ABOVE_HEADER, TextTable
from workreport.ledgers.read.merged_cells import first_row_only, is_category, merged_down
from workreport.ledgers.read.reading_findings import note, place
from workreport.ledgers.read.remarks import remarks_in
from workreport.ledgers.read.row_kinds import DATA, NUMERIC, REMARK, RowKinds
from workreport.ledgers.read.sheet import cell_at
from workreport.ledgers.read.stray_rows import stray_rows

Rows = list[tuple[int, list[str]]]
UNCLEAR = "（单位不明）"
"""Unit of bare numbers below several stated units: no number is read with it."""


def map_table(contract: Contract, mapping: Mapping, sheet: Sheet, shown: str) -> TextTable | None:
    """The foreign table in a sheet as text of `contract`; None if the sheet is not a mapped one.

    Raises
    ------
    LedgerError
        If a header that the mapping needs is missing, or several mappings fit the sheet.
    """
    chosen = _mapping_of(mapping, sheet, shown)
    if chosen is None:
        return None
    mapping = chosen
    header = _header(mapping.headers, sheet)
    missing = sorted(mapping.headers - set(header.columns))
    if missing:
        raise LedgerError(
            f"缺少映射所需的列：{'、'.join(missing)}",
            where=f"{shown} 工作表“{sheet.name}” 第 {header.row + 1} 行（表头）",
            expected=f"映射文件为《{contract.title}》登记的表头",
            todo="请补上该列，或修改 mappings 目录中的映射",
        )
    read, rows = _rows_below(mapping, sheet, header)
    kinds = RowKinds(contract, dataclasses.replace(header, columns=_as_fields(mapping, header)), sheet)
    width = max(kinds.width, len(sheet.rows[header.row]) if sheet.rows else 0)
    padded = [(i, row + [""] * (width - len(row))) for i, row in rows]
    kind_of = {i: kinds.of(i, row) for i, row in padded}
    remarks = [r for i, row in padded if kind_of[i] == REMARK for r in remarks_in(sheet.name, i, row)]
    rows = [(i, row) for i, row in padded if kind_of[i] == DATA]
    header, doubled = resolve_duplicates(sheet, header, [i for i, _ in rows])
    categories = {
        at: (name, name in mapping.fold or _is_category_column(contract, mapping, name))
        for name, at in header.columns.items()
    }
    filled, unfilled = merged_down(sheet, header, categories)
    raw = pd.DataFrame(
        {
            name: [row[at] or filled.get(i, {}).get(name, "") for i, row in rows]
            for name, at in header.columns.items()
        },
        dtype="str",
    )
    raw[FILE], raw[SHEET], raw[ROW] = shown, sheet.name, pd.Series([i for i, _ in rows], dtype="int64")
    notes = [
        *faulty_cells(contract, sheet, header.columns, raw),  # before the fields: it blanks such cells
        *first_row_only(contract, raw, unfilled),
        *duplicate_column_findings(contract, raw, doubled, place(shown, sheet.name, [header.row + 1])),
        *_personal_missing(contract, mapping, sheet, header, shown),
    ]
    fields = _fields(contract, mapping, sheet, header, raw)
    # a cell that the mapping takes apart has the unit that it says
    as_written = [name for name, source in mapping.columns.items() if not source.split and not source.unit]
    findings = combine([*notes, *mixed_units(contract, fields[[*as_written, FILE, SHEET, ROW]])])
    frame, findings = folded(contract, mapping, sheet, raw, fields, findings)
    above, noted = _rows_above(contract, mapping, sheet, header, shown)
    frame = pd.concat([above, frame], ignore_index=True) if len(above) else frame
    read += len(above)
    noted = combine([findings, noted])
    return TextTable(frame, header, read, read - len(frame), noted, remarks=tuple(remarks))


def _rows_above(
    contract: Contract, mapping: Mapping, sheet: Sheet, header: Header, shown: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows above the header that read as rows of the table, mapped, and the findings that quarantine them."""
    cells = {
        name: [cell_at(row, at) for row in sheet.rows[: header.top]] for name, at in header.columns.items()
    }
    raw = pd.DataFrame(cells, dtype="str")
    raw[FILE], raw[SHEET], raw[ROW] = shown, sheet.name, range(1, len(raw) + 1)
    texts = _fields(contract, mapping, sheet, header, raw) if len(raw) else raw
    own = [name for name, source in mapping.columns.items() if source.constant is None and name in texts]
    columns = Header(0, {name: at for at, name in enumerate(own)})
    reading = stray_rows(contract, columns, texts[own].values.tolist(), {}) if own else []
    # a mapping may give a blank cell a value
    filled = (raw[list(header.columns)] != "").sum(axis=1)
    above = texts.iloc[[at for at in reading if 2 * filled.iloc[at] >= len(header.columns)]]
    return above, note(contract, above, "", "表头上方", QUARANTINED, ABOVE_HEADER)


def _personal_missing(
    contract: Contract, mapping: Mapping, sheet: Sheet, header: Header, shown: str
) -> list[pd.DataFrame]:
    """A warning on personal columns that the sheet does not have: a misspelt one would stay in the copies."""
    present = set(map(header_key, sheet.rows[header.row])) if sheet.rows else set()
    lacking = [title for title in mapping.personal if header_key(title) not in present]
    if not lacking or is_database(shown):  # queries fetch no personal column
        return []
    message = f"映射的 personal 中有表里没有的列：{'、'.join(lacking)}，请核对列名，写错的不会清空"
    return [note(contract, place(shown, sheet.name, [header.row + 1]), "", "映射", "warned", message)]


def _mapping_of(mapping: Mapping, sheet: Sheet, shown: str) -> Mapping | None:
    """The one mapping for a sheet, by the names of file and sheet, else by its headers."""
    of_file = mapping.of_file(shown)
    where = f"{shown} 工作表“{sheet.name}”"
    if len({frozenset(candidate.columns) for candidate in of_file}) > 1:
        raise LedgerError(
            "同一个文件的几份映射写的字段不同",
            where=shown,
            todo='请补齐：没有的字段写 {value: ""}，或分成几个文件',
        )
    named = [candidate for candidate in of_file if candidate.reads_sheet(sheet.name)]
    fitting = [
        candidate
        for candidate in named
        if candidate.headers <= set(_header(candidate.headers, sheet).columns)
    ]
    if len(fitting) > 1:
        raise LedgerError("不止一份映射适用于这张工作表", where=where, todo="请用 files、sheet 分开")
    return (fitting or named or [None])[0]


def _rows_below(mapping: Mapping, sheet: Sheet, header: Header) -> tuple[int, Rows]:
    """The number of rows read, and those that the mapping does not exclude."""
    below = list(enumerate(sheet.rows[header.row + 1 :], header.row + 2))
    rows = [(i, row) for i, row in below if any(row)]
    # a blank row inside vertically merged cells belongs to the row above: read, but not data
    inside = {
        i for top, _, bottom, _ in sheet.merged for i in range(top + 1, min(bottom, len(sheet.rows)) + 1)
    }
    read = len(rows) + sum(i in inside and not any(row) for i, row in below)
    no_data = [(header.columns[name], wanted) for name, wanted in mapping.not_data.items()]
    data_rows = [
        (i, row)
        for i, row in rows
        if not any(fits(row[at] if at < len(row) else "", wanted) for at, wanted in no_data)
    ]
    return read, data_rows


def _fields(
    contract: Contract, mapping: Mapping, sheet: Sheet, header: Header, raw: pd.DataFrame
) -> pd.DataFrame:
    """The fields' texts of each row, with the source columns."""
    nothing = set(mapping.missing)
    cells = {name: ["" if text in nothing else text for text in raw[name]] for name in header.columns}
    cells[SHEET_NAME] = [sheet.name] * len(raw)
    cells[FILE_NAME] = [PurePath(shown).stem for shown in raw[FILE]]
    columns = {}
    for name, source in mapping.columns.items():
        field = contract.by_name[name]
        units = _header_units(contract, name, sheet, header, source.headers) if field.type in NUMERIC else {}
        columns[name] = source_cells(source, field, cells, units, len(raw))
    frame = pd.DataFrame(columns, dtype="str")
    frame[[FILE, SHEET, ROW]] = raw[[FILE, SHEET, ROW]]
    return frame


def _header_units(
    contract: Contract, name: str, sheet: Sheet, header: Header, headers: list[str]
) -> dict[str, str]:
    """The units that the table gives to bare numbers of a field, by header, if not the field's own."""
    units = {}
    for title in headers:
        if title in header.columns:
            column = dataclasses.replace(header, columns={name: header.columns[title]})
            bare = pd.DataFrame({name: "1", FILE: "", SHEET: "", ROW: 0}, index=[0])
            frame, doubtful = with_units(contract, sheet, column, bare.astype({name: "str"}))
            units[title] = UNCLEAR if any(map(len, doubtful)) else frame[name].iloc[0].removeprefix("1")
    return units


def _as_fields(mapping: Mapping, header: Header) -> dict[str, int]:
    """The mapped columns by field if a column is its only source, else by header."""
    whole = {
        name: header.columns[source.headers[0]]
        for name, source in mapping.columns.items()
        if len(source.headers) == 1 and not source.split and source.headers[0] in header.columns
    }
    return whole | {name: at for name, at in header.columns.items() if at not in whole.values()}


def _is_category_column(contract: Contract, mapping: Mapping, header: str) -> bool:
    """Whether a foreign column is a category: all its fields are, ignoring keys joined from several columns."""
    fields = [
        contract.by_name[name]
        for name, source in mapping.columns.items()
        if header in source.headers and not (source.key and len(source.key) > 1)
    ]
    return bool(fields) and all(is_category(contract, field) for field in fields)


def _header(wanted: set[str], sheet: Sheet) -> Header:
    keys = {header_key(name): name for name in wanted}
    best = Header(0, {})
    for index, row in enumerate(sheet.rows[:30]):
        columns = by_name(keys, map(header_key, row))
        if len(columns) > len(best.columns):
            best = header_of(index, columns)
    return best
