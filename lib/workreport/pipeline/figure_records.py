"""Figures as records for reuse by programs: exact values, comparisons, tasks and definitions, in one order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from workreport.base.numbers import exact_text
from workreport.figures.book import Book, Value
from workreport.figures.comparison import Change, change, last_year, previous, progress, targets
from workreport.figures.measure import Number
from workreport.figures.registry import FIGURES
from workreport.narrative.number_format import change_cell, shown

Record = dict[str, Any]


def figure_records(book: Book) -> list[Record]:
    """One record a figure, ordered by id: what figures.csv says, with parts, comparisons and task.

    ``value`` is the exact number as text and None where there is none, ``number`` the nearest that JSON and
    spreadsheets can hold; a comparison has the base's value and the change, ``target`` the task of the year.
    """
    tasked = targets(book.frames, book.period)
    return [_record(book, id, tasked=id in tasked) for id in sorted(FIGURES)]


def _record(book: Book, id: str, *, tasked: bool) -> Record:
    figure, value = FIGURES[id], book.value(id)
    return {
        "id": id,
        "label": figure.label,
        **_numbers(value.number),
        "unit": figure.unit,
        "decimals": figure.decimals,
        "display": shown(figure, value.number),
        "kind": figure.kind,
        "period": book.period.id,
        "as_of": book.period.as_of.isoformat(),
        "status": value.status,
        "reason": value.reason,
        "last_year": _compared(value, last_year(book, id)),
        "previous": _compared(value, previous(book, id)),
        "target": _task(book, id) if tasked else None,
        "definition": figure.definition,
        "formula": figure.formula,
        "parts": list(figure.parts),
        "less": list(figure.less),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "ledgers": list(book.ledgers(id)),
        "rows": book.row_count(id),
    }


def _compared(now: Value, base: Value | None) -> Record | None:
    """The base and how the value differs from it; None where there is no base."""
    if base is None:
        return None
    moved = change(now, base)
    return _numbers(base.number) | {"change": _change(now, moved)}


def _change(now: Value, moved: Change) -> Record:
    told = {"kind": moved.kind, **_numbers(moved.number), "display": change_cell(now.figure, moved)}
    return told | ({"reason": moved.reason} if moved.reason else {})


def _task(book: Book, id: str) -> Record | None:
    made = progress(book, id)
    if made is None:
        return None
    return {
        **_numbers(made.target.number),
        "issued_by": made.target.issued_by,
        "document": made.target.document,
        "completion": _numbers(made.done),
        "due": _numbers(made.due),
        "light": made.light,
    }


def _numbers(number: Number | None) -> Record:
    """A number exactly, as text, and as programs take it."""
    if number is None:
        return {"value": None, "number": None}
    return {"value": exact_text(number), "number": float(number) if isinstance(number, Decimal) else number}
