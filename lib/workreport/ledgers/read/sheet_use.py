"""Use of each sheet of a file: read, compared, or not read and why."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Iterable

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.read.header_search import Header, header_key
from workreport.ledgers.read.sheet import Sheet

READ, QUARANTINED, COPY, SUMMARY = "read", "quarantined", "copy", "summary"
DICTIONARY, GENERATED, BLANK, NOT_READ = "dictionary", "generated", "blank", "not_read"
ENDINGS = (
    (re.compile("(时间|日期|时刻|日)$"), "日期"),
    (re.compile("(编号|号码|代码|编码|号)$"), "编号"),
    (re.compile("(名称|名)$"), "名称"),
    (re.compile("(数量|个数|数)$"), "数"),
)
"""Endings of headers that mean the same."""
CLOSE = 0.75
"""Least similarity of an unknown header to the name of an absent column."""


@dataclasses.dataclass(frozen=True)
class SheetUse:
    """What became of one sheet.

    ``rows`` counts its filled rows; ``blocks`` is whether it looks like data that was not read, so that no formal
    report can be made. ``absent`` lists the contract's columns that a sheet which is read lacks, ``unknown`` its
    headers that are no column, each with the absent column that it probably is (or "").
    """

    sheet: str
    use: str
    rows: int
    reason: str = ""
    blocks: bool = False
    absent: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()


def filled_rows(sheet: Sheet) -> int:
    """Number of the sheet's rows with a filled cell, and of those too far away to be read."""
    return sum(map(any, sheet.rows)) + sheet.beyond


def use_of_table(contract: Contract, sheet: Sheet, header: Header) -> SheetUse:
    """The use of a sheet that is read, with its absent columns and unknown headers; a mapping declares what its table lacks."""
    is_foreign = not is_own(contract, header)
    absent = (
        () if is_foreign else tuple(f.title for f in contract.read_fields if f.name not in header.columns)
    )
    positions = {*header.columns.values(), *(at for places in header.others.values() for at in places)}
    texts = (text for at, text in enumerate(sheet.rows[header.row]) if text and at not in positions)
    unknown = tuple((text, likely_column(contract, text, absent)) for text in dict.fromkeys(texts))
    return SheetUse(sheet.name, READ, filled_rows(sheet), absent=absent, unknown=unknown)


def is_own(contract: Contract, header: Header) -> bool:
    """Whether a header names the contract's columns; that of a mapped table has its own names."""
    return set(header.columns) <= set(contract.by_name)


def likely_column(contract: Contract, header: str, absent: Iterable[str]) -> str:
    """The absent column that an unknown header probably names; "" if none is close."""
    titles = set(absent)
    spellings = {
        _comparable(name): field.title
        for field in contract.read_fields
        if field.title in titles
        for name in field.titles
    }
    close = difflib.get_close_matches(_comparable(header), spellings, n=1, cutoff=CLOSE)
    return spellings[close[0]] if close else ""


def _comparable(header: str) -> str:
    key = header_key(header).lower()
    for ending, common in ENDINGS:
        if ending.search(key):
            return ending.sub(common, key)
    return key
