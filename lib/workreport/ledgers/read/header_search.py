"""Find a contract's header in a sheet: one row or two, by titles and aliases, at any place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.values.cells import without_invisible

HEADER_ROWS = 30
UNIT = re.compile(r"[（(\[【][^（）()\[\]【】]*[）)\]】]$")


@dataclass(frozen=True)
class Header:
    """Place of a header and the column of each field.

    ``row`` is the list index of its last row, ``depth`` the number of its rows; ``others`` are
    duplicate columns to the right of the one with their name.
    """

    row: int
    columns: dict[str, int]
    depth: int = 1
    others: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def top(self) -> int:
        """List index of the first row."""
        return self.row - self.depth + 1


@lru_cache(maxsize=8192)
def header_key(text: str) -> str:
    """A header's text normalised for comparison, without spaces, invisible characters, required marks and unit brackets."""
    plain = "".join(unicodedata.normalize("NFKC", without_invisible(text)).split()).strip("*★:：")
    return UNIT.sub("", plain) or plain


def find_header(contract: Contract, sheet: Sheet) -> Header | None:
    """The row, or pair of rows, with most of the contract's columns; None if it has fewer than half of the required ones."""
    names: dict[str, str] = {}
    for column in contract.fields:
        for title in column.titles:
            names.setdefault(header_key(title), column.name)
    best: Header | None = None
    for index, row in enumerate(sheet.rows[:HEADER_ROWS]):
        columns = by_name(names, map(header_key, row))
        if len(columns) > (len(best.columns) if best else 0):
            best = header_of(index, columns)
    for index in range(min(HEADER_ROWS, len(sheet.rows) - 1)):
        columns = _two_rows(names, _groups(sheet, index), sheet.rows[index + 1])
        if len(columns) > (len(best.columns) if best else 0):
            best = header_of(index + 1, columns, 2)
    required = [f.name for f in contract.fields if f.constraints.required]
    enough = max(2, (len(required) + 1) // 2) if len(contract.fields) > 2 else 1
    return best if best and len(best.columns) >= enough else None


def by_name(names: Mapping[str, str], keys: Iterable[str]) -> dict[str, list[int]]:
    """The columns of each name, by their header keys."""
    columns: dict[str, list[int]] = {}
    for position, key in enumerate(keys):
        if name := names.get(key):
            columns.setdefault(name, []).append(position)
    return columns


def header_of(row: int, columns: Mapping[str, Sequence[int]], depth: int = 1) -> Header:
    """The header with the first column of each name, and its duplicates."""
    others = {name: tuple(places[1:]) for name, places in columns.items() if len(places) > 1}
    return Header(row, {name: places[0] for name, places in columns.items()}, depth, others)


def _groups(sheet: Sheet, index: int) -> list[str]:
    """The upper row of a header, with each group's text repeated for all of its columns."""
    upper, below = list(sheet.rows[index]), sheet.rows[index + 1]
    upper += [""] * (len(below) - len(upper))
    merged = [area for area in sheet.merged if area[0] <= index + 1 <= area[2]]
    for top, left, _, right in merged:
        first = sheet.rows[top - 1]
        for position in range(left, min(right + 1, len(upper))):
            # a column begins at the merged range or has a text of its own below
            own = position == left or (position < len(below) and below[position])
            upper[position] = first[left] if own and left < len(first) else ""
    if not sheet.merged:  # text files have no merged cells: a group extends to the next one
        for position in range(1, len(below)):
            if below[position] and not upper[position]:
                upper[position] = upper[position - 1]
    return upper


def _two_rows(names: Mapping[str, str], upper: list[str], lower: list[str]) -> dict[str, list[int]]:
    """Columns by the text of both rows, else of the lower one, else of the upper one."""
    own = [*lower, *[""] * (len(upper) - len(lower))]
    together = by_name(
        names,
        [header_key(up) + header_key(low) if up and low else "" for up, low in zip(upper, own, strict=False)],
    )
    taken = {position for places in together.values() for position in places}
    single = by_name(names, [header_key(low or up) for up, low in zip(upper, own, strict=False)])
    # a column matched by both rows excludes one matched by the lower row alone
    rest = {
        name: left
        for name, places in single.items()
        if name not in together and (left := [at for at in places if at not in taken])
    }
    return together | rest
