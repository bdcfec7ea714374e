"""Figures as records for programs: exact values, comparisons, targets and definitions, ordered by id."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from workreport.base.numbers import exact_text
from workreport.figures.book import Book, Value
from workreport.figures.comparison import Change, change, last_year, previous, progress, targets
from workreport.figures.measure import Number
from workreport.figures.number_format import change_cell, shown
from workreport.figures.registry import FIGURES

Record = dict[str, Any]


def figure_records(book: Book) -> list[Record]:
    """One record per figure, ordered by id: the content of figures.csv, with parts, comparisons and target.

    ``value`` is the exact number as text, or None; ``number`` the nearest value that JSON and spreadsheets can hold.
    Figures of ledgers that the bureau does not keep are left out. A comparison has the base's value and the change; ``target`` is the task of the year.
    """
    with_target = targets(book.frames, book.period)
    return [_record(book, id, has_target=id in with_target) for id in sorted(FIGURES) if book.keeps(id)]


def _record(book: Book, id: str, *, has_target: bool) -> Record:
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
        "target": _target(book, id) if has_target else None,
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
    """The base and the change from it; None without a base."""
    if base is None:
        return None
    return _numbers(base.number) | {"change": _change(now, change(now, base))}


def _change(now: Value, change: Change) -> Record:
    record = {"kind": change.kind, **_numbers(change.number), "display": change_cell(now.figure, change)}
    return record | ({"reason": change.reason} if change.reason else {})


def _target(book: Book, id: str) -> Record | None:
    task = progress(book, id)
    if task is None:
        return None
    return {
        **_numbers(task.target.number),
        "issued_by": task.target.issued_by,
        "document": task.target.document,
        "completion": _numbers(task.done),
        "due": _numbers(task.due),
        "light": task.light,
    }


def _numbers(number: Number | None) -> Record:
    """A number as exact text and as a JSON number."""
    if number is None:
        return {"value": None, "number": None}
    return {"value": exact_text(number), "number": float(number) if isinstance(number, Decimal) else number}
