"""A sheet as text, with formatting of rows and cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Notice:
    """A remark for the division on a sheet or its file as a whole."""

    rule: str
    disposition: str
    message: str
    original: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet as text. ``rows[i]`` is row ``i + 1`` of the file, blank cells are ``""``.

    Rows are counted from 1 and columns from 0 everywhere. ``faults`` are cells with an error
    or an uncalculated formula instead of a value; ``struck`` the columns struck out
    in a row; ``merged`` first row, first column, last row, last column of each merged range;
    ``beyond`` the number of filled rows too far from the table to be read; ``delimited``
    marks a text file, in which an extra delimiter shifts the following cells.
    """

    name: str
    rows: list[list[str]]
    notices: tuple[Notice, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    struck: Mapping[int, frozenset[int]] = field(default_factory=dict)
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    beyond: int = 0
    delimited: bool = False


def cell_at(row: Sequence[str], at: int) -> str:
    """The text at a column of a row, which may be shorter."""
    return row[at] if at < len(row) else ""


def cell_text(value: Any) -> str:
    """The text of one cell value: dates in ISO form, whole floats without a decimal point.

    Numbers keep the 15 digits that Excel shows: 3.3 computed as 3 × 1.1 is stored with a
    binary remainder. A number of 16 digits or more has lost digits in the file already; it stays in
    scientific notation, so that no code pattern matches it.
    """
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if value.is_integer():
            return str(int(value)) if abs(value) < 1e15 else f"{value:.15e}"
        return format(Decimal(f"{value:.15g}"), "f")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    return str(value)
