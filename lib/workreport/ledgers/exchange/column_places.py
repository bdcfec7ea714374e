"""Where a contract's columns stand in a sheet: to mark cells, and to find what is personal."""

from __future__ import annotations

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.mapping import Mapping, as_list
from workreport.ledgers.read.files import Sheet
from workreport.ledgers.read.header_search import HEADER_ROWS, find_header, header_key

ENOUGH = 3
"""Titles that make a row a header: a lone cell may hold 电话 as its value."""
Places = dict[str, tuple[int, int]]


def columns_of(contract: Contract, mapping: Mapping | None, sheet: Sheet) -> Places:
    """Row and column of each field's header by field name, both counted from 0.

    Personal columns are among them, also in sheets that reading leaves aside.
    """
    titles = {
        field.name: [field.title, field.header, field.name, *field.aliases] for field in contract.fields
    }
    found: Places = {}
    if mapping is not None:
        found = _scan({name: as_list(source.header) for name, source in mapping.columns.items()}, sheet)
    if header := find_header(contract, sheet):
        found = {name: (header.row, column) for name, column in header.columns.items()} | found
    return _scan(titles, sheet) | found


def _scan(titles: dict[str, list[str]], sheet: Sheet) -> Places:
    """Fields by every row that looks like a header of theirs; the first such row counts."""
    names = {header_key(title): name for name, own in reversed(titles.items()) for title in own}
    found: Places = {}
    for at, row in enumerate(sheet.rows[:HEADER_ROWS]):
        here = {
            name: (at, column) for column, text in enumerate(row) if (name := names.get(header_key(text)))
        }
        if len(here) >= min(ENOUGH, len(titles)):
            found = here | found
    return found


def personal_columns(contract: Contract, sheet: Sheet) -> dict[int, int]:
    """Columns that hold personal data: the row of the header by column, both counted from 0."""
    personal = {field.name for field in contract.fields if field.personal}
    found = columns_of(contract, None, sheet)
    return {column: row for name, (row, column) in found.items() if name in personal}
