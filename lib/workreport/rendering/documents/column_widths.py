"""How wide the columns of a table are, from what stands in them."""

from __future__ import annotations

import re
import unicodedata

from workreport.rendering.documents.document_model import Table

WIDE = "WFA"
NARROW = 0.54
"""Width of a Latin letter or digit in Chinese characters."""
SLACK = 0.15
"""Beside a text that fits exactly: programs round widths, and one of them wraps it then."""
WORD = re.compile(r"[!-~−]+")
MOST, LEAST, NAMES = 16.0, 3.0, 7.0
"""Characters beyond which a text is wrapped, below which no column is, and of a row's name that stay in one line."""


def width_of(text: str) -> float:
    """Width of a text in Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(char) in WIDE else NARROW for char in text)


def column_shares(table: Table, room: float) -> list[float]:
    """Each column's part of the table's width, adding up to 1.

    Parameters
    ----------
    room : float
        Width of the table in Chinese characters of its type, without the margins of its cells.
    """
    if table.weights:
        return [weight / sum(table.weights) for weight in table.weights]
    lines = [table.header, *table.lines]
    least, wanted = [], []
    for at in range(max(map(len, lines))):
        cells = [line[at] for line in table.lines if at < len(line)]
        head = table.header[at] if at < len(table.header) else ""
        number = at < len(table.numeric) and table.numeric[at]
        low = max([LEAST, _unbroken(head), *map(_unbroken, cells)])
        full = max([0.0, *map(width_of, cells)])
        if at == 0:
            low = max(low, min(max(full, width_of(head)), NAMES) + SLACK)
        if number:  # its header may take two lines, and no cell of it does
            low = max(low, min(full, MOST))
        least.append(low)
        title = max(min(width_of(head), NAMES), width_of(head) / 2 + 1) if number else width_of(head)
        wanted.append(max(low, min(MOST, full), title))
    spare, asked = room - sum(least), sum(wanted) - sum(least)
    part = min(1.0, max(0.0, spare / asked)) if asked else 1.0
    widths = [low + (want - low) * part for low, want in zip(least, wanted, strict=True)]
    return [width / sum(widths) for width in widths]


def _unbroken(text: str) -> float:
    """The longest word that must not be cut: a number, a day, a code."""
    return max((width_of(word) for word in WORD.findall(text)), default=0.0)
