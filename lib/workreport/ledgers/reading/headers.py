"""Finding a contract's header in a sheet: one row or two, by titles and aliases, wherever it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from workreport.ledgers.contract import Contract
from workreport.ledgers.reading.sheet import Sheet

HEADER_ROWS = 30
UNIT = re.compile(r"[（(\[【][^（）()\[\]【】]*[）)\]】]$")


@dataclass(frozen=True)
class Header:
    """Where a header stands and which column holds which field.

    ``row`` is the list index of its last row, ``depth`` the number of its rows.
    """

    row: int
    columns: dict[str, int]
    depth: int = 1

    @property
    def top(self) -> int:
        """List index of the first row."""
        return self.row - self.depth + 1


@lru_cache(maxsize=8192)
def header_key(text: str) -> str:
    """A header's text as it is compared: width, spaces, required marks and unit brackets ignored."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).strip("*★:：")
    return UNIT.sub("", plain) or plain


def find_header(contract: Contract, sheet: Sheet) -> Header | None:
    """The row, or pair of rows, that names most of the contract's columns; None where fewer than half stand."""
    names: dict[str, str] = {}
    for field in contract.fields:
        for title in (field.title, field.header, field.name, *field.aliases):
            names.setdefault(header_key(title), field.name)
    best: Header | None = None
    for index, row in enumerate(sheet.rows[:HEADER_ROWS]):
        columns: dict[str, int] = {}
        for position, text in enumerate(row):
            if (name := names.get(header_key(text))) and name not in columns:
                columns[name] = position
        if len(columns) > (len(best.columns) if best else 0):
            best = Header(index, columns)
    for index in range(min(HEADER_ROWS, len(sheet.rows) - 1)):
        columns = _two_rows(names, _groups(sheet, index), sheet.rows[index + 1])
        if len(columns) > (len(best.columns) if best else 0):
            best = Header(index + 1, columns, 2)
    required = [f.name for f in contract.fields if f.constraints.required]
    enough = max(2, (len(required) + 1) // 2) if len(contract.fields) > 2 else 1
    return best if best and len(best.columns) >= enough else None


def _groups(sheet: Sheet, index: int) -> list[str]:
    """The upper row of a header with each group's text over all of its columns."""
    upper, below = list(sheet.rows[index]), sheet.rows[index + 1]
    upper += [""] * (len(below) - len(upper))
    merged = [area for area in sheet.merged if area[0] <= index + 1 <= area[2]]
    for top, left, _, right in merged:
        first = sheet.rows[top - 1]
        for position in range(left, min(right + 1, len(upper))):
            upper[position] = first[left] if left < len(first) else ""
    if not sheet.merged:  # text files keep no merged cells: a group reaches to the next one
        for position in range(1, len(below)):
            if below[position] and not upper[position]:
                upper[position] = upper[position - 1]
    return upper


def _two_rows(names: Mapping[str, str], upper: list[str], lower: list[str]) -> dict[str, int]:
    """Columns by the text of both rows together, else by the lower one, else by the upper one alone."""
    columns: dict[str, int] = {}
    taken: set[int] = set()
    own = [*lower, *[""] * (len(upper) - len(lower))]
    together = [
        header_key(up) + header_key(low) if up and low else "" for up, low in zip(upper, own, strict=False)
    ]
    single = [header_key(low or up) for up, low in zip(upper, own, strict=False)]
    for texts in (together, single):
        for position, text in enumerate(texts):
            name = names.get(text)
            if name and name not in columns and position not in taken:
                columns[name] = position
                taken.add(position)
    return columns
