"""Convert a foreign table to the text of one of our ledgers by its mapping."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import pandas as pd

from workreport.base.errors import LedgerError
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import combine
from workreport.ledgers.declared.mapping import EXCEL, Mapping, Source, as_list
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET
from workreport.ledgers.read.duplicate_columns import resolve_duplicates
from workreport.ledgers.read.files import Sheet
from workreport.ledgers.read.header_search import Header, by_name, header_key, header_of
from workreport.ledgers.read.ledger_table import (
    TextTable,
    duplicate_column_findings,
    faulty_cells,
    first_row_only,
    is_category,
    merged_down,
    place,
)
from workreport.ledgers.read.row_kinds import DATA, RowKinds

SERIAL = re.compile(r"(\d{1,7})(\.0+)?")
WIDTHS = dict.fromkeys("ymdHMS", 2) | {"Y": 4, "j": 3}
RUN = re.compile(rf"((?:%[{''.join(WIDTHS)}]){{2,}})")
"""Parts of a date with nothing between them: only their full width tells where one ends."""
FIRST_DAY = dt.date(1899, 12, 30)
"""Day 0 of the 1900 date system for every day from 1900-03-01 on (its 1900-02-29 does not exist)."""


def map_table(contract: Contract, mapping: Mapping, sheet: Sheet, shown: str) -> TextTable | None:
    """The foreign table in a sheet as text of `contract`; None if the sheet is not the mapped one.

    Raises
    ------
    LedgerError
        If a header that the mapping needs is missing.
    """
    if mapping.sheet is not None and sheet.name != mapping.sheet:
        return None
    header = _header(mapping.headers, sheet)
    missing = sorted(mapping.headers - set(header.columns))
    if missing:
        raise LedgerError(
            f"缺少映射所需的列：{'、'.join(missing)}",
            where=f"{shown} 工作表“{sheet.name}” 第 {header.row + 1} 行（表头）",
            expected=f"映射文件为《{contract.title}》登记的表头",
            todo="请补上该列，或修改 mappings 目录中的映射",
        )
    below = list(enumerate(sheet.rows[header.row + 1 :], header.row + 2))
    rows = [(i, row) for i, row in below if any(row)]
    # a blank row inside vertically merged cells belongs to the row above: read, but not data
    inside = {
        i for top, _, bottom, _ in sheet.merged for i in range(top + 1, min(bottom, len(sheet.rows)) + 1)
    }
    read = len(rows) + sum(i in inside and not any(row) for i, row in below)
    no_data = [(header.columns[name], re.compile(pattern)) for name, pattern in mapping.not_data.items()]
    rows = [
        (i, row)
        for i, row in rows
        if not any(pattern.fullmatch(row[at] if at < len(row) else "") for at, pattern in no_data)
    ]
    kinds = RowKinds(contract, dataclasses.replace(header, columns=_as_fields(mapping, header)), sheet)
    padded = [(i, row + [""] * (kinds.width - len(row))) for i, row in rows]
    rows = [(i, row) for i, row in padded if kinds.of(i, row) == DATA]
    header, doubled = resolve_duplicates(sheet, header, [i for i, _ in rows])
    categories = {
        at: (name, _is_category_column(contract, mapping, name)) for name, at in header.columns.items()
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
        *faulty_cells(contract, sheet, header.columns, raw),
        *first_row_only(contract, raw, unfilled),
        *duplicate_column_findings(contract, raw, doubled, place(shown, sheet.name, [header.row + 1])),
    ]
    nothing = set(mapping.missing)
    cells = {name: ["" if text in nothing else text for text in raw[name]] for name in header.columns}
    frame = pd.DataFrame(
        {name: _column(source, cells, len(rows)) for name, source in mapping.columns.items()}, dtype="str"
    )
    frame[[FILE, SHEET, ROW]] = raw[[FILE, SHEET, ROW]]
    return TextTable(frame, header, read, read - len(rows), combine(notes))


def _as_fields(mapping: Mapping, header: Header) -> dict[str, int]:
    """The mapped columns by field if a column is its only source, else by header."""
    whole = {
        name: header.columns[source.headers[0]]
        for name, source in mapping.columns.items()
        if len(source.headers) == 1 and not source.split
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


def _column(source: Source, raw: dict[str, list[str]], length: int) -> list[str]:
    if source.value is not None:
        return [source.value] * length
    if source.key is not None:
        cells = [
            "-".join(map(_part, parts)) for parts in zip(*(raw[name] for name in source.key), strict=True)
        ]
    else:
        several = zip(*(raw[name] for name in as_list(source.header)), strict=True)
        cells = [next(filter(None, texts), "") for texts in several]
    change = _change(source)
    # convert each distinct text once
    changed = {cell: change(cell) for cell in set(cells)}
    return [changed[cell] for cell in cells]


@lru_cache(maxsize=65536)
def _part(text: str) -> str:
    """A part of a key, reduced to letters and digits of any script; separators would split the identifier."""
    return re.sub(r"[^\w.-]+", "_", unicodedata.normalize("NFKC", text)).strip("_")


def _change(source: Source) -> Callable[[str], str]:
    """The transformation of a source for one cell's text."""
    split = re.compile(source.split) if source.split is not None else None
    groups, formats = as_list(source.take), as_list(source.date)
    patterns = [(re.compile(pattern), value) for pattern, value in source.patterns.items()]

    def change(cell: str) -> str:
        if source.joined:
            cell = "".join(cell.split())
        if split and (match := split.fullmatch(cell)):
            cell = "-".join(match[group] or "" for group in groups)
        if formats:
            cell = iso_date(cell, formats)
        if cell in source.values:
            return source.values[cell]
        for pattern, value in patterns:
            if pattern.fullmatch(cell):
                return value
        return cell if source.otherwise is None or cell == "" else source.otherwise

    return change


def iso_date(cell: str, formats: list[str]) -> str:
    """A date in ISO form; the text itself if no format fits or two give different days."""
    days = {day for form in formats if (day := _day(cell.strip(), form)) is not None}
    return days.pop().isoformat() if len(days) == 1 else cell


def _day(cell: str, form: str) -> dt.date | None:
    if form == EXCEL:
        serial = SERIAL.fullmatch(cell)
        days = int(serial[1]) if serial else 0
        return FIRST_DAY + dt.timedelta(days) if 60 < days < 2958466 else None
    try:
        return dt.datetime.strptime(cell, form).date() if _shape(form).fullmatch(cell) else None
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _shape(form: str) -> re.Pattern[str]:
    """Pattern of the texts of a date format: 2021112 is no ``%Y%m%d``, as it may be 12 January or 2 November."""
    parts = RUN.split(form)
    widths = [rf"\d{{{sum(WIDTHS[part] for part in run[1::2])}}}" for run in parts[1::2]]
    return re.compile(".*?".join(["", *widths, ""]), re.DOTALL)
