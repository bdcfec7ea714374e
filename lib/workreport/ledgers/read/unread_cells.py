"""What a row says in cells that are not read: rows that differ there are not the same row.

Personal columns are left out: a marked copy, in which they are empty, is read like its original.
"""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from workreport.ledgers.declared.source_columns import REST, ROW
from workreport.ledgers.read.header_search import header_key
from workreport.ledgers.read.ledger_table import TextTable
from workreport.ledgers.read.sheet import Sheet, cell_at

REST_BITS = 0xFFFF
"""16 bits tell rows of one key apart and are too few to find out what stands in a cell."""
COUNTERS = ("序号", "行号", "顺序号", "序", "项次", "No", "NO", "No.", "#")


def with_unread_cells(sheet: Sheet, table: TextTable, read: Iterable[int]) -> TextTable:
    """The table with a checksum of each row's cells outside the columns `read` and personal ones, by the text of their headers.

    Columns that only count the rows are ignored: a repeated row has a number of its own.
    """
    left_out = set(read)
    numbers = table.frame[ROW].tolist()
    rows = [sheet.rows[number - 1] for number in numbers]
    heads = sheet.rows[table.header.row]
    width = max(map(len, rows), default=0)
    unread = [at for at in range(width) if at not in left_out and not _counts_rows(rows, at, heads)]
    names = {at: header_key(heads[at]) if at < len(heads) else "" for at in unread}
    sums = [
        zlib.crc32("\n".join(f"{names[at]}={row[at]}" for at in unread if at < len(row) and row[at]).encode())
        for row in rows
    ]
    rest = pd.Series(sums, index=table.frame.index, dtype="int64") & REST_BITS
    return dataclasses.replace(table, frame=table.frame.assign(**{REST: rest}))


def _counts_rows(rows: list[list[str]], at: int, heads: list[str]) -> bool:
    """Whether a column numbers the rows, by its header or by numbers that follow each other."""
    if at < len(heads) and header_key(heads[at]) in COUNTERS:
        return True
    cells = [cell_at(row, at) for row in rows]
    return (
        len(cells) > 1
        and all(cell.isdecimal() and len(cell) < 10 for cell in cells)
        and all(int(below) - int(above) == 1 for above, below in pairwise(cells))
    )
