"""Notes under a table that its own numbers ask for."""

from __future__ import annotations

from decimal import Decimal

from workreport.blocks.text import Cell
from workreport.figures.book import Book
from workreport.narrative.tables import SHARE

UNEVEN = "各占比因四舍五入，合计可能不等于百分之百。"
LEFT_OUT = "合计含未列出的各类。"


def uneven(header: list[str], rows: list[list[Cell]]) -> str:
    """The note that shares shown do not sum to 100, if they do not; they are never adjusted to."""
    if SHARE not in header:
        return ""
    at = header.index(SHARE)
    shown = [Decimal(row[at].text) for row in rows if row[at].figure]
    whole = sum(row[at].number for row in rows if row[at].figure)
    # labels left out, or counted twice, make another sum; only rounding is told of here
    return UNEVEN if shown and abs(whole - 100) < Decimal("0.001") and sum(shown) != 100 else ""


def left_out(rows: list[list[Cell]], last: list[Cell] | None, top: int | None) -> str:
    """The note that the last row counts more than the `top` labels above it, if it does."""
    if last is None or top is None or len(rows) < top:
        return ""
    numbers = [row[1].number for row in rows]
    return LEFT_OUT if None not in numbers and sum(numbers) != last[1].number else ""


def own_units(book: Book) -> str:
    """Which units the bureau's own label stands for."""
    return "".join(f"{label}含{'、'.join(units)}。" for label, units in book.units.own.items() if units)
