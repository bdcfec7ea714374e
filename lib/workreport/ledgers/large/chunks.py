"""Large text files in pieces: the same rows, findings and counts as with the file read whole, in bounded memory.

Size alone decides (``STREAMED``). Whatever can only be judged with all rows in view raises ``NeedsWhole``, and the
file is then read whole after all: a column that stands twice, a total below the first piece, a header of another order.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path

from workreport.base.personal_data import Hit
from workreport.ledgers.declared.contract import Contract, Field
from workreport.ledgers.declared.findings import combine
from workreport.ledgers.declared.source_columns import ROW
from workreport.ledgers.read.delimited import HEAD_LINES, delimiter_of, encoding_of, rows_of
from workreport.ledgers.read.file_kind import container
from workreport.ledgers.read.files import MARKUP, SUFFIXES, WORKBOOKS, claimed_otherwise, safe_names
from workreport.ledgers.read.header_search import Header, find_header
from workreport.ledgers.read.ledger_table import TextTable, read_table
from workreport.ledgers.read.own_sheets import is_generated
from workreport.ledgers.read.personal_screening import (
    TOLD,
    Places,
    hits_in,
    holds_codes,
    masked_table,
    not_read,
    told_of,
)
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.read.sheet_selection import gather, with_marks
from workreport.ledgers.values.units import is_unit

STREAMED = 16 * 2**20
"""Bytes from which a text file is read in pieces: about 50,000 rows, whose cells fill some 150 MiB."""
PIECE = 25_000
"""Rows of a piece."""
BLOCK = 2**24
OTHER_HEADER = "-表头"
"""End of the rule's id where columns stand in another order from some row on."""


class NeedsWhole(Exception):
    """What stands in a file can only be judged with all of its rows in memory."""


def is_streamed(path: Path | None) -> bool:
    """Whether a file is text and so large that it is read in pieces."""
    if path is None or path.suffix.lower() not in SUFFIXES or path.stat().st_size < STREAMED:
        return False
    with path.open("rb") as file:
        start = file.read(4096)
    suspect = path.suffix.lower() in WORKBOOKS or start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(
        MARKUP
    )
    return container(start) == "text" and not suspect


def text_pieces(contract: Contract, path: Path, shown: str) -> Iterator[TextTable]:
    """The tables of a large text file's pieces, one after another, screened; row numbers are the file's.

    Raises
    ------
    LedgerError
        If the file cannot be read as its ledger.
    NeedsWhole
        If it has to be read whole; also for what is no table, of which that tells best.
    """
    suffix = path.suffix.lower()
    encoding = encoding_of(partial(_blocks, path), shown)
    with path.open(encoding=encoding, newline="") as file:
        head = [line.lstrip("\ufeff") if not at else line for at, line in enumerate(islice(file, HEAD_LINES))]
        delimiter = delimiter_of("".join(head), "\t" if suffix == ".tsv" else ",")
        rows = rows_of(chain(head, file), delimiter, shown)
        name = safe_names([path.stem])[0]
        notices = claimed_otherwise(suffix, "csv")
        first = Sheet(name, list(islice(rows, PIECE)), notices, delimited=True)
        header = find_header(contract, first)
        if name != path.stem or header is None or header.others or is_generated(first):
            raise NeedsWhole
        below = [text for text in next(iter(first.rows[header.row + 1 :]), []) if text]
        if below and all(map(is_unit, below)):
            raise NeedsWhole
        yield from _screened(contract, shown, name, _tables(contract, first, header, rows, shown))


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _tables(
    contract: Contract, first: Sheet, header: Header, rows: Iterator[list[str]], shown: str
) -> Iterator[tuple[TextTable, Sheet, int]]:
    """Each piece's table as its own sheet has it, the sheet, and what its row numbers lack to the file's."""
    tables = gather(contract, [first], shown, partial(_table, contract, header, shown))
    if not tables or not len(tables[0].frame) or tables[0].noted["rule"].str.endswith(OTHER_HEADER).any():
        raise NeedsWhole
    yield tables[0], first, 0
    # a blank row below the header: what numbers the columns stands there and nowhere else
    heads, read = [*first.rows[: header.row + 1], []], len(first.rows)
    while piece := list(islice(rows, PIECE)):
        sheet = Sheet(first.name, heads + piece, delimited=True)
        table = _table(contract, header, shown, sheet)
        if table.totals or table.noted["rule"].str.endswith(OTHER_HEADER).any():
            raise NeedsWhole
        yield with_marks(contract, sheet, table), sheet, read - len(heads)
        read += len(piece)


def _table(contract: Contract, header: Header, shown: str, sheet: Sheet) -> TextTable:
    table = read_table(contract, sheet, shown, header)
    assert table is not None, "the header is known"
    return table


def _screened(
    contract: Contract, shown: str, name: str, tables: Iterator[tuple[TextTable, Sheet, int]]
) -> Iterator[TextTable]:
    """The tables without personal data, at the file's row numbers; last an empty one with what is told of the rest."""
    elsewhere: Places = {}
    more: dict[tuple[int, str], int] = {}
    last = None
    for table, sheet, shift in tables:
        made = masked_table(contract, table, _hits_in)
        above = made.header.row + 2 if shift else 0
        for place, found in not_read(sheet, table).items():
            kept = elsewhere.setdefault(place, {})
            for number, kinds in found.items():
                if number > above and len(kept) < TOLD:
                    kept[number + shift] = kinds
                elif number > above:
                    more[place] = more.get(place, 0) + 1
        yield _moved(made, above, shift)
        last = made
    assert last is not None, "the first piece has rows"
    told = combine(told_of(contract, shown, name, elsewhere, more))
    yield dataclasses.replace(last, frame=last.frame.iloc[:0], read=0, not_data=0, noted=told)


def _hits_in(distinct: Sequence[str], odd: Sequence[str], field: Field | None) -> dict[str, Hit]:
    """As ``hits_in``; whether a code is a person's shows only beside all others of its column."""
    hits = hits_in(distinct, odd, None if holds_codes(field) else field)
    if hits and holds_codes(field):
        raise NeedsWhole
    return hits


def _moved(table: TextTable, above: int, shift: int) -> TextTable:
    if not shift:
        return table
    frame = table.frame.assign(**{ROW: table.frame[ROW] + shift})
    noted = table.noted
    if len(noted):
        noted = noted.assign(row=noted["row"].where(noted["row"] <= above, noted["row"] + shift))
    return dataclasses.replace(table, frame=frame, noted=noted)
