"""Personal data in a file's sheets: masked in what is read, told of wherever it stands, shown nowhere.

Columns that a contract declares as personal are not read and not told of: that is where such data belongs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd

from workreport.base.hashing import fingerprint
from workreport.base.personal_data import MASK, SUSPECTS, Hit, masked, scan_column, scan_text
from workreport.ledgers.declared.contract import Contract, Field
from workreport.ledgers.declared.findings import combine
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET
from workreport.ledgers.read.cell_scan import matching
from workreport.ledgers.read.ledger_table import TextTable, note, place
from workreport.ledgers.read.sheet import Sheet

RULE = "个人信息"
TOLD = 20
"""Cells of one column which is not read that are told of one by one."""
MARK = 10
"""Hexadecimal digits that tell masked keys apart: too few for any number of a person."""


Hits = Callable[[Sequence[str], Sequence[str], Field | None], dict[str, Hit]]
"""What finds the texts of a column that hold personal data, as ``hits_in`` does."""
Places = dict[tuple[int, str], dict[int, tuple[str, ...]]]
"""Kinds of personal data by row, in each column that is not read: its position and its title."""
Marks = dict[tuple[str, str], str]
"""What stands for a text that tells rows of one file apart, by its field and the text; never kept with the file."""


def screened(
    contract: Contract, sheets: Sequence[Sheet], tables: Sequence[TextTable], shown: str
) -> list[TextTable]:
    """The tables of a file without personal data in any cell, and with a finding for each place that had some."""
    marks: Marks = {}
    made = [masked_table(contract, table, marks=marks) for table in tables]
    by_sheet = {table.frame[SHEET].iloc[0]: table for table in tables if len(table.frame)}
    told = [
        one
        for sheet in sheets
        for one in told_of(contract, shown, sheet.name, not_read(sheet, by_sheet.get(sheet.name)))
    ]
    if told and made:
        made[0] = dataclasses.replace(made[0], noted=combine([made[0].noted, *told]))
    return made


def said_of(hit: Hit) -> str:
    """What a finding says of a cell that is read."""
    return f"{_named(hit.kinds)}，已遮盖后读入，请从台账中删去"


def with_note(contract: Contract, table: TextTable, shown: str, said: str) -> TextTable:
    """The table with a finding about its file."""
    told = note(contract, place(shown, ""), "", RULE, "warned", said, MASK)
    return dataclasses.replace(table, noted=combine([table.noted, told]))


def marked(hit: Hit, place: Sequence[object]) -> str:
    """A masked text that stays apart from others: its end is taken from the place where the text first stands, and
    tells nothing of what was masked."""
    return f"{hit.masked}-{fingerprint(map(str, place))[:MARK]}"


def holds_codes(field: Field | None) -> bool:
    """Whether a column holds identifiers, amounts or dates, in which a number of its own may look like a person's."""
    return field is not None and (field.is_code or field.type not in ("string", "list"))


def suspects(texts: pd.Series, field: Field | None) -> dict[str, Hit]:
    """The texts of one column that hold personal data, with what was found."""
    ((distinct, odd),) = matching([texts], *SUSPECTS)
    return hits_in(distinct, odd, field)


def hits_in(distinct: Sequence[str], odd: Sequence[str], field: Field | None) -> dict[str, Hit]:
    """As ``suspects``, of the distinct texts of a column and those of them that are odd at first sight."""
    # whether a number is a serial number shows only beside the others
    return scan_column(distinct if odd else (), codes=holds_codes(field), odd=odd)


def masked_table(
    contract: Contract, table: TextTable, find: Hits = hits_in, marks: Marks | None = None
) -> TextTable:
    """The table without personal data in any cell, and with findings where there was some.

    Two keys stay two, and one stays one in all tables that share `marks`: rows are compared by what stood there.
    """
    marks = {} if marks is None else marks
    frame, parts = table.frame, [table.noted]
    fields = [field for field in contract.kept if field.name in frame]
    looked_over = matching([frame[field.name] for field in fields], *SUSPECTS)
    for field, (distinct, odd) in zip(fields, looked_over, strict=True):
        hits = find(distinct, odd, field)
        if not hits:
            continue
        at = frame[field.name].isin(hits)
        rows, column = frame[at], frame[field.name].copy()
        said = column[at].map({text: said_of(hit) for text, hit in hits.items()})
        shown = {text: hit.masked for text, hit in hits.items()}
        if contract.identifies(field):
            first = rows.drop_duplicates(field.name)
            for text, *place_of in zip(
                *(first[name] for name in (field.name, FILE, SHEET, ROW)), strict=True
            ):
                marks.setdefault((field.name, text), marked(hits[text], place_of))
            shown = {text: marks[field.name, text] for text in first[field.name]}
        column[at] = column[at].map(shown)
        frame = frame.assign(**{field.name: column})
        parts.append(note(contract, rows, field.name, RULE, "warned", said, MASK))
    return dataclasses.replace(table, frame=frame, noted=combine(parts))


def not_read(sheet: Sheet, table: TextTable | None) -> Places:
    """Personal data in what is not read: titles and notes (position -1), columns that no contract knows."""
    data = set(table.frame[ROW]) if table else set()
    found: Places = {(-1, ""): {}}
    for number, row in enumerate(sheet.rows, start=1):
        if number not in data:
            kinds = {kind for text in row if text and (hit := scan_text(text)) for kind in hit.kinds}
            found[-1, ""] |= {number: tuple(sorted(kinds))} if kinds else {}
    if table is None:
        return found
    known, heads = set(table.header.columns.values()), sheet.rows[table.header.row]
    for at in range(max(map(len, sheet.rows), default=0)):
        if at not in known:
            texts = {n: row[at] for n, row in enumerate(sheet.rows, 1) if n in data and at < len(row)}
            hits = suspects(pd.Series(list(texts.values()), dtype="str"), None)
            title = masked(heads[at]) if at < len(heads) else ""
            found[at, title or f"第{at + 1}列"] = {
                number: hits[text].kinds for number, text in texts.items() if text in hits
            }
    return found


def told_of(
    contract: Contract,
    shown: str,
    sheet: str,
    found: Places,
    more: Mapping[tuple[int, str], int] | None = None,
) -> Iterator[pd.DataFrame]:
    """Findings for what ``not_read`` found, and for as many rows of each column that are `more`."""
    for place_of, rows in found.items():
        yield from _told(contract, shown, sheet, place_of[1], rows, (more or {}).get(place_of, 0))


def _told(
    contract: Contract, shown: str, sheet: str, column: str, found: dict[int, tuple[str, ...]], more: int
) -> Iterator[pd.DataFrame]:
    """One finding a row, the first of them; many rows are told of together."""
    told = {number: f"{_named(kinds)}，没有读入" for number, kinds in list(found.items())[:TOLD]}
    if (rest := len(found) - len(told) + more) > 0:
        told[0] = f"另有 {rest} 行有个人信息，没有读入"
    for number, said in told.items():
        rows = place(shown, sheet, [number])
        yield note(contract, rows, column, RULE, "normalised", f"{said}，请从台账中删去", MASK)


def _named(kinds: Sequence[str]) -> str:
    return f"有个人信息（{'、'.join(kinds)}）"
