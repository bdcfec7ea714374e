"""Proof that a marked copy is read like its original: handed back unchanged, it gives the same accounts."""

from __future__ import annotations

from typing import Any

from workreport.ledgers.read.date_system import date_system_of
from workreport.ledgers.read.origin import as_kept, restored
from workreport.ledgers.read.own_sheets import is_generated
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.read.workbooks import read_workbook


class NotTheSame(ValueError):
    """A copy that would not be read like its original."""


def require_same_reading(content: bytes, wanted: list[Sheet], epoch: int | None, shown: str) -> None:
    """Read a copy and compare it with the sheets that it should hold.

    Raises
    ------
    NotTheSame
        If a text, or any formatting relevant to reading, is another one.
    """
    sheets = [sheet for sheet in restored(read_workbook(content, shown)[0]) if not is_generated(sheet)]
    if date_system_of(content) != epoch:
        raise NotTheSame("date system")
    if len(sheets) != len(wanted):
        raise NotTheSame("sheets")
    for sheet, other in zip(sheets, wanted, strict=True):
        actual, expected = _reading(sheet), _reading(other)
        if differing := [name for name in actual if actual[name] != expected[name]]:
            raise NotTheSame("、".join(differing))


def _reading(sheet: Sheet) -> dict[str, Any]:
    """What reading takes from a sheet, in a form that does not depend on the kind of the file."""
    rows = [[as_kept(text) for text in row] for row in sheet.rows]
    kinds = {place: text[:1] == "=" for place, text in sheet.faults.items()}
    for (row, column), uncalculated in kinds.items():
        rows[row - 1][column] = "=" if uncalculated else "#"
    filled = {(number, at) for number, row in enumerate(rows, start=1) for at, text in enumerate(row) if text}
    lengths = {number: len(row) for number, row in enumerate(rows, start=1) if sheet.delimited and any(row)}
    return {
        "hidden": sheet.hidden,
        "texts": {(number, at): rows[number - 1][at] for number, at in filled},
        "hidden rows": {number for number, _ in filled} & sheet.hidden_rows,
        "struck": {(row, at) for row, columns in sheet.struck.items() for at in columns} & filled,
        "faults": kinds,
        "merged": {area for area in sheet.merged if area[0] <= len(rows) and area[:2] != area[2:]},
        "lengths": lengths,
    }
