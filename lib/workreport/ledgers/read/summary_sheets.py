"""Summaries: sheets whose numbers are compared with the detail."""

from __future__ import annotations

import re

import pandas as pd

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.read.header_search import header_key
from workreport.ledgers.read.ledger_table import TextTable
from workreport.ledgers.read.row_kinds import NUMERIC, TOTAL, number_of
from workreport.ledgers.read.sheet import Sheet

COUNTS = re.compile(r"(总|合计)?(数|数量|件数|条数|起数|台数|批次数?|户次数?|家次数?|份数|行数|总数|合计)$")
"""Headers of columns that count rows."""


def compare(contract: Contract, sheet: Sheet, tables: dict[str, TextTable]) -> tuple[int, list[str]]:
    """Compare the numbers of a summary with the detail: row counts, sums of numeric columns.

    Returns
    -------
    The number of numbers compared, which is 0 for a sheet that is no summary, and messages for those that differ.
    """
    titles = {header_key(f.title): f.name for f in contract.read_fields if f.type in NUMERIC}
    heads: dict[int, str] = {}
    compared, messages = 0, []
    for row in sheet.rows:
        filled = [(at, text) for at, text in enumerate(row) if text]
        label = filled[0][1] if filled else ""
        for at, text in filled:
            stated = number_of(text)
            if stated is None:
                heads[at] = header_key(text)
                continue
            frames = [tables[label].frame] if label in tables else [t.frame for t in tables.values()]
            if label not in tables and not TOTAL.fullmatch("".join(label.split())):
                continue
            actual = _value_in_detail(heads.get(at, ""), titles, frames)
            compared += actual is not None
            if actual is not None and actual != stated:
                messages.append(f"汇总表“{label}”的“{heads[at]}”写的是 {text}，按明细是 {actual}，以明细为准")
    return compared, messages


def _value_in_detail(head: str, titles: dict[str, str], frames: list[pd.DataFrame]) -> object:
    """The value of a summary's column according to the detail; None if unknown."""
    if (name := titles.get(head)) and all(name in frame for frame in frames):
        values = [number_of(text) for frame in frames for text in frame[name] if text]
        return None if None in values else sum(values)
    return sum(map(len, frames)) if COUNTS.search(head) else None
