"""Read large text files in chunks: same rows, findings and counts as from the whole file, in bounded memory.

Size alone decides (``STREAMED_BYTES``). Content that needs all rows in memory raises ``NeedsWhole``, and the
file is then read whole: a duplicate column, a total below the first chunk, a header in another order.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from workreport.base.file_names import readable
from workreport.base.personal_data import Hit
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import combine
from workreport.ledgers.declared.source_columns import ROW
from workreport.ledgers.read.delimited import SEPARATORS, delimiter_of, encoding_of, first_lines, rows_of
from workreport.ledgers.read.file_kind import container
from workreport.ledgers.read.files import MARKUP, SUFFIXES, WORKBOOKS, safe_names, suffix_notices
from workreport.ledgers.read.format_findings import with_format_findings
from workreport.ledgers.read.header_search import Header, find_header
from workreport.ledgers.read.header_units import needs_every_row
from workreport.ledgers.read.ledger_table import TextTable, read_table
from workreport.ledgers.read.own_sheets import is_generated
from workreport.ledgers.read.personal_screening import (
    MAX_LISTED,
    Places,
    hits_in,
    masked_table,
    not_read,
    unread_findings,
)
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.read.sheet_selection import select_tables
from workreport.ledgers.read.stray_rows import stray_rows
from workreport.ledgers.read.unread_cells import with_unread_cells
from workreport.ledgers.values.units import is_unit

STREAMED_BYTES = 16 * 2**20
"""Size from which a text file is read in chunks: about 50,000 rows, whose cells take some 150 MiB."""
CHUNK_ROWS = 25_000
"""Rows of a chunk."""
BLOCK = 2**24
OTHER_HEADER = "-表头"
"""Suffix of the rule id if the columns change their order at some row."""


class NeedsWhole(Exception):
    """A file can only be validated with all of its rows in memory."""


def is_streamed(path: Path | None) -> bool:
    """Whether a file is text and large enough to be read in chunks, without blank lines at its end."""
    if path is None or path.suffix.lower() not in SUFFIXES or path.stat().st_size < STREAMED_BYTES:
        return False
    if _content_size(path) < STREAMED_BYTES:
        return False
    with path.open("rb") as file:
        start = file.read(4096)
    suspect = path.suffix.lower() in WORKBOOKS or start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(
        MARKUP
    )
    return container(start) == "text" and not suspect


def text_chunks(contract: Contract, path: Path, shown: str) -> Iterator[TextTable]:
    """Iterate over the tables of a large text file's chunks, screened; row numbers are those of the file.

    Raises
    ------
    LedgerError
        If the file cannot be read as its ledger.
    NeedsWhole
        If it has to be read whole; also if it is not a table, which the whole reading reports best.
    """
    suffix = path.suffix.lower()
    encoding = encoding_of(partial(_blocks, path), shown)
    with path.open(encoding=encoding, newline="") as file:
        head, lines = first_lines(file)
        delimiter = delimiter_of("".join(head), "\t" if suffix == ".tsv" else ",")
        rows = rows_of(lines, delimiter, shown)
        stem = readable(path.stem)
        name = safe_names([stem])[0]
        notices = suffix_notices(suffix, "csv")
        first = Sheet(name, list(islice(rows, CHUNK_ROWS)), notices, delimited=True)
        header = find_header(contract, first)
        if name != stem or header is None or header.others or is_generated(first):
            raise NeedsWhole
        below = [text for text in next(iter(first.rows[header.row + 1 :]), []) if text]
        if (below and all(map(is_unit, below))) or stray_rows(contract, header, first.rows[: header.top], {}):
            raise NeedsWhole
        yield from _screened(contract, shown, name, _tables(contract, first, header, rows, shown))


def _content_size(path: Path) -> int:
    size = read = 0
    for block in _blocks(path):
        if content := len(block.rstrip(SEPARATORS)):
            size = read + content
        read += len(block)
    return size


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _tables(
    contract: Contract, first: Sheet, header: Header, rows: Iterator[list[str]], shown: str
) -> Iterator[tuple[TextTable, Sheet, int]]:
    """Each chunk's table, its sheet, and the offset of its row numbers in the file."""
    selected = select_tables(contract, [first], shown, partial(_table, contract, header, shown))
    # the rows below the header are counted as they are read
    heads = sum(map(any, first.rows[: header.row + 1]))
    use = dataclasses.replace(selected.sheets[0], rows=heads) if selected.sheets else None
    tables = [dataclasses.replace(table, use=use) for table in selected.tables]
    if not tables or not len(tables[0].frame) or _needs_whole(contract, first, tables[0]):
        raise NeedsWhole
    yield tables[0], first, 0
    # a blank row below the header: a row that numbers the columns can only be there
    heads, read = [*first.rows[: header.row + 1], []], len(first.rows)
    while chunk := list(islice(rows, CHUNK_ROWS)):
        sheet = Sheet(first.name, heads + chunk, delimited=True)
        table = _table(contract, header, shown, sheet)
        if table.totals or _needs_whole(contract, sheet, table):
            raise NeedsWhole
        yield with_format_findings(contract, sheet, table), sheet, read - len(heads)
        read += len(chunk)


def _needs_whole(contract: Contract, sheet: Sheet, table: TextTable) -> bool:
    """Whether rows of a chunk change the reading of those of others."""
    moved = table.noted["rule"].str.endswith(OTHER_HEADER).any()
    return moved or needs_every_row(contract, sheet, table.header, table.frame)


def _table(contract: Contract, header: Header, shown: str, sheet: Sheet) -> TextTable:
    table = read_table(contract, sheet, shown, header)
    assert table is not None, "the header is known"
    return with_unread_cells(sheet, table, header.columns.values())


def _screened(
    contract: Contract, shown: str, name: str, tables: Iterator[tuple[TextTable, Sheet, int]]
) -> Iterator[TextTable]:
    """The tables without personal data, with row numbers of the file; finally an empty one with findings on unread cells."""
    elsewhere: Places = {}
    more: dict[tuple[int, str], int] = {}
    last = None
    for table, sheet, shift in tables:
        screened = masked_table(contract, table, _hits_in)
        above = screened.header.row + 2 if shift else 0
        for place, hits in not_read(sheet, table).items():
            listed = elsewhere.setdefault(place, {})
            for number, kinds in hits.items():
                if number > above and len(listed) < MAX_LISTED:
                    listed[number + shift] = kinds
                elif number > above:
                    more[place] = more.get(place, 0) + 1
        yield _shifted(screened, above, shift)
        last = screened
    assert last is not None, "the first piece has rows"
    findings = combine(unread_findings(contract, shown, name, elsewhere, more))
    yield dataclasses.replace(
        last, frame=last.frame.iloc[:0], read=0, not_data=0, noted=findings, remarks=(), use=None
    )


def _hits_in(distinct: Sequence[str], odd: Sequence[str], codes: bool) -> dict[str, Hit]:
    """As ``hits_in``; whether a code is personal depends on all codes of its column."""
    hits = hits_in(distinct, odd, False)
    if hits and codes:
        raise NeedsWhole
    return hits


def _shifted(table: TextTable, above: int, shift: int) -> TextTable:
    if not shift:
        return table
    frame = table.frame.assign(**{ROW: table.frame[ROW] + shift})
    findings = table.noted
    if len(findings):
        rows = findings["row"]
        findings = findings.assign(row=rows.where(rows <= above, rows + shift))
    remarks = tuple(remark.below(shift) for remark in table.remarks if remark.row > above)
    return dataclasses.replace(table, frame=frame, noted=findings, remarks=remarks)
