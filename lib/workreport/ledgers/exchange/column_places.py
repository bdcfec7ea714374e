"""Places of a contract's columns in a sheet, for marking cells and finding personal columns."""

from __future__ import annotations

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.mapping import Mapping
from workreport.ledgers.read.files import Sheet
from workreport.ledgers.read.header_search import HEADER_ROWS, find_header, header_key

MIN_TITLES = 3
"""Least number of titles in a header row: a single cell may have 电话 as its value."""
Places = dict[str, tuple[int, int]]


def columns_of(contract: Contract, mapping: Mapping | None, sheet: Sheet) -> Places:
    """Row and column of each field's header by field name, both counted from 0.

    Personal columns are included, also in sheets that reading skips.
    """
    titles = {field.name: field.titles for field in contract.fields}
    places: Places = {}
    if mapping is not None:
        places = _scan({name: list(source.headers) for name, source in mapping.columns.items()}, sheet)
    if header := find_header(contract, sheet):
        places = {name: (header.row, column) for name, column in header.columns.items()} | places
    return _scan(titles, sheet) | places


def _scan(titles: dict[str, list[str]], sheet: Sheet) -> Places:
    """Find fields in all rows that look like a header; the first such row of a field counts."""
    names = {header_key(title): name for name, own in reversed(titles.items()) for title in own}
    places: Places = {}
    for number, row in enumerate(sheet.rows[:HEADER_ROWS]):
        in_row = {
            name: (number, column) for column, text in enumerate(row) if (name := names.get(header_key(text)))
        }
        if in_row and len(in_row) >= min(MIN_TITLES, len({*names.values()})):
            places = in_row | places
    return places


def personal_titles(contract: Contract, mapping: Mapping | None) -> dict[str, list[str]]:
    """The headers of each personal column by the title that people know it by: the one place that says what is personal."""
    titles = {}
    for field in (field for field in contract.fields if field.personal):
        source = mapping.columns.get(field.name) if mapping is not None else None
        mapped = source.headers if source is not None else []
        titles[field.title] = [*field.titles, *mapped]
    declared = mapping.personal if mapping is not None else []
    return {header: [header] for header in declared} | titles


def personal_columns(contract: Contract, mapping: Mapping | None, sheet: Sheet) -> dict[int, int]:
    """Columns with personal data: the row of the header by column, both counted from 0."""
    names = {header_key(title) for titles in personal_titles(contract, mapping).values() for title in titles}
    rows = {row for row, _ in columns_of(contract, mapping, sheet).values()}
    return {
        column: row
        for row in sorted(rows, reverse=True)
        for column, text in enumerate(sheet.rows[row])
        if header_key(text) in names
    }
