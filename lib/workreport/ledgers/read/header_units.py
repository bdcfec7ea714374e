"""Columns with another unit than the contract's: 控制数量（吨） instead of kilograms."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.read.header_search import Header
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.values.units import is_unit, measure

BRACKETS = re.compile(r"[(\[【](?:单位:?)?([^()\[\]【】]*)[)\]】]$")
LINE = re.compile(r"(?:^|[(\s;,。]|金额|计量|数量)单位:([^\s,;。)]+)")
NUMERIC = ("integer", "number")


def with_units(contract: Contract, sheet: Sheet, header: Header, frame: pd.DataFrame) -> pd.DataFrame:
    """Append their column's unit to bare numbers if it is not the contract's unit.

    Reading the value then converts it, or refuses a unit of another kind, as if the unit
    were in the cell. A unit in a column's header overrides a line above the table such as 单位：万元,
    which applies to columns of its kind without a unit.
    """
    lines = [text for row in sheet.rows[: header.top] for text in row if text]
    stated = [unit for text in lines for unit in LINE.findall(_plain(text)) if measure(unit)]
    result = frame
    for field in (f for f in contract.read_fields if f.type in NUMERIC and f.unit and f.name in frame):
        wanted = measure(field.unit)
        if wanted is None:
            continue
        own = _own_unit(sheet, header, header.columns[field.name])
        of_kind = {unit for unit in stated if measure(unit)[0] == wanted[0]}
        unit = own or (of_kind.pop() if len(of_kind) == 1 else "")
        if not unit or measure(unit) == wanted:
            continue
        bare = result[field.name].str.contains(r"\d\s*$", regex=True)
        if bare.any():
            result = result.copy() if result is frame else result
            result.loc[bare, field.name] = result.loc[bare, field.name].str.strip() + unit
    return result


def _own_unit(sheet: Sheet, header: Header, at: int) -> str:
    """The unit in a column's header or in a row of units below it, lowest row first; empty without a known unit."""
    heads = sheet.rows[header.top : header.row + 1]
    below = [_plain(text) for text in (sheet.rows[header.row + 1 :] or [[]])[0]]
    if any(below) and all(is_unit(text) for text in below if text):
        heads = [*heads, [f"({text.strip('()[]【】')})" for text in below]]
    for row in reversed(heads):
        match = BRACKETS.search(_plain(row[at])) if at < len(row) else None
        if match and measure(match[1]):
            return match[1]
    return ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
