"""Rows where none belong: above the header, or on a sheet without header. They are read as quarantined rows."""

from __future__ import annotations

from collections.abc import Mapping

from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Contract, Field
from workreport.ledgers.read.header_search import Header
from workreport.ledgers.read.row_kinds import LABEL, SIGNED
from workreport.ledgers.read.sheet import Sheet, cell_at
from workreport.ledgers.values.parsing import readable

Codes = Mapping[str, CodeList]


def stray_rows(contract: Contract, header: Header, rows: list[list[str]], codes: Codes) -> list[int]:
    """Indices of the rows that read as rows of the table below `header`: see ``reads_as_row``."""
    reads = {
        field.name: readable(field, codes.get(field.codes))
        for field in contract.read_fields
        if field.name in header.columns and _is_typed(field, codes)
    }
    return [at for at, row in enumerate(rows) if any(row) and _reads_as_row(contract, header, row, reads)]


def _reads_as_row(contract: Contract, header: Header, row: list[str], reads: Mapping) -> bool:
    """Whether a row fills the key, at least half of the required columns, and columns whose values are typed with such values.

    A title, a second header or a line of signatures does not.
    """
    cells = {name: cell_at(row, at) for name, at in header.columns.items()}
    required = [f.name for f in contract.read_fields if f.constraints.required and f.name in cells]
    key = [cells[name] for name in contract.primaryKey if name in cells]
    if not all(key) or any(LABEL.match(text) or SIGNED.match(text) for text in key):
        return False
    if 2 * sum(bool(cells[name]) for name in required) < len(required):
        return False
    typed = [read(cells[name]) for name, read in reads.items() if cells[name]]
    return bool(typed) and 2 * sum(typed) > len(typed)


def _is_typed(field: Field, codes: Codes) -> bool:
    """Whether not every text is a value of the field."""
    if field.codes:
        return field.codes in codes
    return bool(field.type != "string" or field.constraints.enum or field.constraints.pattern)


def is_dictionary(contract: Contract, header: Header, sheet: Sheet, codes: Codes) -> bool:
    """Whether a sheet lists the choices of columns: it has no key, date or number, and mostly columns of choices.

    Every value must be one of its column's choices.
    """
    fields = [contract.by_name[name] for name in header.columns]
    if any(
        f.name in contract.primaryKey or f.type in ("date", "datetime", "number", "integer") for f in fields
    ):
        return False
    choices = [f for f in fields if f.codes or f.constraints.enum or f.type == "boolean"]
    below = sheet.rows[header.row + 1 :]
    for field in choices:
        read, at = readable(field, codes.get(field.codes)), header.columns[field.name]
        if not all(read(row[at]) for row in below if at < len(row) and row[at]):
            return False
    return 2 * len(choices) > len(fields)


def below_header(header_rows: list[list[str]], sheet: Sheet) -> Sheet:
    """A sheet without header with the header rows of another one above its rows; formats are left out."""
    return Sheet(sheet.name, [*header_rows, *sheet.rows], delimited=sheet.delimited)
