"""Screening of personal data in a file's sheets: masked in cells that are read, reported everywhere, never shown.

Columns that a contract declares as personal are neither read nor reported: such data belongs there.
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
from workreport.ledgers.read.cell_scan import scan_columns
from workreport.ledgers.read.ledger_table import TextTable
from workreport.ledgers.read.reading_findings import note, place
from workreport.ledgers.read.sheet import Sheet

RULE = "个人信息"
MAX_LISTED = 20
"""Most cells of an unread column that are reported one by one."""
MASK_DIGITS = 10
"""Hexadecimal digits that distinguish masked keys: too few to encode a personal number."""


Hits = Callable[[Sequence[str], Sequence[str], bool], dict[str, Hit]]
"""Function that finds the texts of a column with personal data, as ``hits_in``; the last argument: it holds codes."""
Places = dict[tuple[int, str], dict[int, tuple[str, ...]]]
"""Kinds of personal data by row, for each unread column (position, title)."""
Masks = dict[tuple[str, str], str]
"""Replacements of identifying texts within one file, by field and text; never stored."""


def screened(
    contract: Contract, sheets: Sequence[Sheet], tables: Sequence[TextTable], shown: str
) -> list[TextTable]:
    """Mask personal data in all cells of a file's tables, and add a finding for each place."""
    masks: Masks = {}
    masked_tables = [masked_table(contract, table, masks=masks) for table in tables]
    by_sheet = {table.frame[SHEET].iloc[0]: table for table in tables if len(table.frame)}
    unread = [
        finding
        for sheet in sheets
        for finding in unread_findings(contract, shown, sheet.name, not_read(sheet, by_sheet.get(sheet.name)))
    ]
    if unread and masked_tables:
        first = masked_tables[0]
        masked_tables[0] = dataclasses.replace(first, noted=combine([first.noted, *unread]))
    return masked_tables


def message_of(hit: Hit) -> str:
    """Message of a finding on a cell that is read."""
    return f"{_named(hit.kinds)}，已遮盖后读入，请从台账中删去"


def with_note(contract: Contract, table: TextTable, shown: str, message: str) -> TextTable:
    """The table with a finding about its file."""
    finding = note(contract, place(shown, ""), "", RULE, "warned", message, MASK)
    return dataclasses.replace(table, noted=combine([table.noted, finding]))


def distinct_mask(hit: Hit, place: Sequence[object]) -> str:
    """A masked text that stays distinct: its suffix is a hash of the place where the text first occurs, and
    reveals nothing of the masked text."""
    return f"{hit.masked}-{fingerprint(map(str, place))[:MASK_DIGITS]}"


def holds_codes(field: Field | None) -> bool:
    """Whether a column holds identifiers, amounts or dates, whose numbers may look like personal ones."""
    return field is not None and (field.is_code or field.type not in ("string", "list"))


def suspects(texts: pd.Series, codes: bool) -> dict[str, Hit]:
    """The texts of one column with personal data, with their hits; `codes` if it holds keys or as in ``holds_codes``."""
    ((distinct, odd),) = scan_columns([texts], *SUSPECTS)
    return hits_in(distinct, odd, codes)


def hits_in(distinct: Sequence[str], odd: Sequence[str], codes: bool) -> dict[str, Hit]:
    """The texts with personal data among the distinct ones of a column, of which `odd` match ``SUSPECTS``."""
    # a serial number can only be recognised among the others of its column
    return scan_column(distinct if odd else (), codes=codes, odd=odd)


def masked_table(
    contract: Contract, table: TextTable, find: Hits = hits_in, masks: Masks | None = None
) -> TextTable:
    """The table with personal data masked in all cells, and with findings for them.

    Distinct keys stay distinct and equal keys equal in all tables that share `masks`, so that rows can be compared.
    """
    masks = {} if masks is None else masks
    frame, parts = table.frame, [table.noted]
    fields = [field for field in contract.read_fields if field.name in frame]
    scanned = scan_columns([frame[field.name] for field in fields], *SUSPECTS)
    for field, (distinct, odd) in zip(fields, scanned, strict=True):
        identifies = contract.identifies(field)
        hits = find(distinct, odd, identifies or holds_codes(field))
        if not hits:
            continue
        at = frame[field.name].isin(hits)
        rows, column = frame[at], frame[field.name].copy()
        messages = column[at].map({text: message_of(hit) for text, hit in hits.items()})
        shown = {text: hit.masked for text, hit in hits.items()}
        if identifies:
            first = rows.drop_duplicates(field.name)
            for text, *place_of in zip(
                *(first[name] for name in (field.name, FILE, SHEET, ROW)), strict=True
            ):
                masks.setdefault((field.name, text), distinct_mask(hits[text], place_of))
            shown = {text: masks[field.name, text] for text in first[field.name]}
        column[at] = column[at].map(shown)
        frame = frame.assign(**{field.name: column})
        parts.append(note(contract, rows, field.name, RULE, "warned", messages, MASK))
    return dataclasses.replace(table, frame=frame, noted=combine(parts))


def not_read(sheet: Sheet, table: TextTable | None) -> Places:
    """Personal data in unread cells: titles and notes (position -1), columns not in the contract."""
    data = set(table.frame[ROW]) if table else set()
    places: Places = {(-1, ""): {}}
    for number, row in enumerate(sheet.rows, start=1):
        if number not in data:
            kinds = {kind for text in row if text and (hit := scan_text(text)) for kind in hit.kinds}
            places[-1, ""] |= {number: tuple(sorted(kinds))} if kinds else {}
    if table is None:
        return places
    columns, heads = set(table.header.columns.values()), sheet.rows[table.header.row]
    for at in range(max(map(len, sheet.rows), default=0)):
        if at not in columns:
            texts = {n: row[at] for n, row in enumerate(sheet.rows, 1) if n in data and at < len(row)}
            hits = suspects(pd.Series(list(texts.values()), dtype="str"), False)
            title = masked(heads[at]) if at < len(heads) else ""
            places[at, title or f"第{at + 1}列"] = {
                number: hits[text].kinds for number, text in texts.items() if text in hits
            }
    return places


def unread_findings(
    contract: Contract,
    shown: str,
    sheet: str,
    places: Places,
    more: Mapping[tuple[int, str], int] | None = None,
) -> Iterator[pd.DataFrame]:
    """Findings for the cells of ``not_read``, and for `more` unlisted rows of each column."""
    for place_of, rows in places.items():
        yield from _column_findings(contract, shown, sheet, place_of[1], rows, (more or {}).get(place_of, 0))


def _column_findings(
    contract: Contract, shown: str, sheet: str, column: str, hits: dict[int, tuple[str, ...]], more: int
) -> Iterator[pd.DataFrame]:
    """One finding per row for the first rows, and one for all others."""
    messages = {number: f"{_named(kinds)}，没有读入" for number, kinds in list(hits.items())[:MAX_LISTED]}
    if (rest := len(hits) - len(messages) + more) > 0:
        messages[0] = f"另有 {rest} 行有个人信息，没有读入"
    for number, message in messages.items():
        rows = place(shown, sheet, [number])
        yield note(contract, rows, column, RULE, "normalised", f"{message}，请从台账中删去", MASK)


def _named(kinds: Sequence[str]) -> str:
    return f"有个人信息（{'、'.join(kinds)}）"
