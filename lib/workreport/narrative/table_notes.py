"""Notes under a table that its own numbers ask for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from workreport.blocks.block import Table
from workreport.blocks.text import Cell, Run, Runs, counted, plain_runs
from workreport.figures.attribution import SUB_BUREAU
from workreport.figures.book import Book
from workreport.narrative.tables import SHARE

UNEVEN = "各占比因四舍五入，合计可能不等于百分之百。"
LEFT_OUT = "合计含未列出的各类。"


def cut_notes(book: Book, by: str, table: Table, top: int | None, note: str) -> tuple[Run, ...]:
    """All notes under a table of figures by the dimension `by`, `note` of the notebook among them."""
    words = (
        own_units(book) if by == SUB_BUREAU else "",
        note,
        left_out(table.rows, table.total, top),
        uneven(table.header, table.rows),
    )
    return tuple(run for text in words for run in plain_runs(text))


def missing_remarks(book: Book, ids: Sequence[str]) -> Runs:
    """Why figures of a table have no numbers, each reason once."""
    reasons = dict.fromkeys(reason for id in ids if (reason := _missing_reason(book, id)))
    return tuple(run for reason in reasons for run in counted(f"{reason}。"))


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


def _missing_reason(book: Book, id: str) -> str:
    """Why a figure that counts rows has no number; empty if it has one."""
    value = book.value(id)
    row_based = value.figure.rows is not None and not value.figure.median
    return value.reason if value.status == "blocked" or (row_based and value.number is None) else ""
