"""What names a number in a table: the heads of its column, over one row or two, and the names of its row."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import takewhile

from workreport.drafts.measures import UNIT
from workreport.drafts.model import Line

_ONLY_UNIT = re.compile(rf"[（(]?(?:单位[：:])?(?:{UNIT})[）)]?")
MOST_HEADS = 3
"""Rows of heads."""


def words_of(table: Sequence[Line], line: Line, column: int, counting: Container[int]) -> str:
    """The names of the row and of the column of a cell, merged cells included.

    ``counting`` holds the numbers of lines that have quantities. A merged cell counts where it begins and is empty for the
    rest of its columns and rows, however the table was read.
    """
    heads = [] if line is table[0] else [*_heads(table, counting)]
    last = len(heads) - 1
    over = (_head(row, column, reaching=at < last) for at, row in enumerate(heads) if row is not line)
    beside = _row_names(table[len(heads) :], line, column) if column else ()
    return "".join(dict.fromkeys(word for word in (*beside, *over) if word))


def _heads(table: Sequence[Line], counting: Container[int]) -> Iterator[Line]:
    """The first row, and those below it that complete it; a title over the whole table is none."""
    for at, row in enumerate(table[:MOST_HEADS]):
        above = table[at - 1] if at else None
        if above is not None and (
            row.number in counting or (cell_text(row, 0) and cell_text(above, 0) and not _is_title(above))
        ):
            return
        goes_on = at + 1 < len(table) and table[at + 1].number not in counting
        if not (_is_title(row) and goes_on):
            yield row


def _is_title(row: Line) -> bool:
    return len(row.cells) > 1 and bool(cell_text(row, 0)) and not any(_texts(row)[1:])


def _head(row: Line, column: int, reaching: bool) -> str:
    """The head over a column; in a row above the last one a head reaches over the empty cells behind it."""
    texts = _texts(row)[: column + 1]
    if len(texts) <= column:
        return ""
    if texts[column] or not reaching:
        return texts[column]
    return next((text for text in reversed(texts[1:]) if text), "")


def _row_names(body: Sequence[Line], line: Line, column: int) -> Iterator[str]:
    """The words before the first number of a row; an empty first cell continues the one above."""
    named = [text for text in takewhile(lambda text: not re.search(r"\d", text), _texts(line)[:column])]
    if len(named) > 1 and not named[0]:
        above = [cell_text(row, 0) for row in body if row.number < line.number]
        named[0] = next((text for text in reversed(above) if text), "")
    yield from (text for text in named or _texts(line)[:1] if not _ONLY_UNIT.fullmatch(text))


def _texts(row: Line) -> list[str]:
    return [row.text[first:last].strip() for first, last in row.cells]


def cell_text(row: Line, column: int) -> str:
    """The words of a cell; "" where a row has fewer."""
    return row.text[slice(*row.cells[column])].strip() if column < len(row.cells) else ""
