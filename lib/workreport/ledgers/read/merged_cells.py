"""Vertically merged cells: a category applies to all of its rows, any other value to the first only."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workreport.ledgers.declared.contract import Contract, Field
from workreport.ledgers.declared.source_columns import ROW
from workreport.ledgers.read.header_search import Header
from workreport.ledgers.read.reading_findings import note
from workreport.ledgers.read.sheet import Sheet


def merged_down(
    sheet: Sheet, header: Header, categories: Mapping[int, tuple[str, bool]]
) -> tuple[dict[int, dict[str, str]], list[tuple[int, str, str]]]:
    """Values of vertically merged categories for the rows below their first; and merges that apply to the first row only.

    Parameters
    ----------
    categories : mapping
        For each column its name, and whether it is a category, so that a merged cell applies to all of its rows.
    """
    inside: dict[int, dict[str, str]] = {}
    unfilled: list[tuple[int, str, str]] = []
    for top, left, bottom, _ in sheet.merged:
        if left not in categories or bottom == top or top < header.row + 2 or top > len(sheet.rows):
            continue
        name, category = categories[left]
        row = sheet.rows[top - 1]
        text = row[left] if left < len(row) else ""
        if not text:
            continue
        below = range(top + 1, min(bottom, len(sheet.rows)) + 1)
        if category:
            for number in below:
                inside.setdefault(number, {})[name] = text
        elif any(any(sheet.rows[number - 1]) for number in below):
            message = f"竖向合并了第 {top} 至 {bottom} 行，只作第 {top} 行的值，其余各行按空白处理"
            unfilled.append((top, name, message))
    return inside, unfilled


def first_row_only(
    contract: Contract, frame: pd.DataFrame, unfilled: list[tuple[int, str, str]]
) -> list[pd.DataFrame]:
    """Findings for merges that apply to their first row only."""
    return [
        note(contract, frame[frame[ROW] == number], name, "合并单元格", "warned", message)
        for number, name, message in unfilled
    ]


def is_category(contract: Contract, field: Field) -> bool:
    """Whether a merged cell applies to several rows: never a number, a date or an identifier."""
    own = field.name in contract.primaryKey or field.constraints.unique
    return not own and (
        bool(field.codes)
        or field.type in ("boolean", "list")
        or (field.type == "string" and not field.is_code)
    )
