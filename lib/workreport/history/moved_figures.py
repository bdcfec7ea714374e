"""Which figures moved since the run before, and by which rows: what a reviewer looks at first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from workreport.figures.book import Book
from workreport.figures.csv_files import exact_text
from workreport.figures.registry import FIGURES
from workreport.history.reported_changes import summary
from workreport.history.row_changes import Changes, leaves
from workreport.history.runs import Run

COLUMNS = ("id", "label", "unit", "before", "after", "difference", "cause")
PLACES = 4
MOST = 60
"""Figures whose rows are compared one by one; where more moved, it was code or a whole ledger."""
DEFINITION, RELATED, NOT_KEPT = "口径或程序改动", "程序、参考表或关联台账改动", "上一稿的台账行没有留存"


def moved(
    book: Book, before: Run, live: Run, display: Mapping[str, str], shown: Callable[[str], str]
) -> list[dict[str, str]]:
    """The figures whose value differs from that of the run before, with ``COLUMNS``, in the order of the registry.

    Parameters
    ----------
    live : Run
        The run under way; only its rows are looked at.
    display : mapping of str to str
        Every figure as this run displays it.
    shown : callable
        A figure's text where it has no value: why.
    """
    found = []
    for id, figure in FIGURES.items():
        old, number = before.figures.get(id), book.value(id).number
        was, now = (old or {}).get("value", ""), "" if number is None else exact_text(number)
        if was != now:
            difference = exact_text(round(Decimal(now) - Decimal(was), PLACES)) if was and now else ""
            found.append({
                "id": id, "label": figure.label, "unit": figure.unit,
                "before": old["display"] if old else "没有这个指标", "after": display[id] if now else shown(id),
                "difference": difference,
            })  # fmt: skip
    changes = Changes(before, live, book.frames.intake.contracts)
    return [one | {"cause": _cause(changes, one["id"], len(found))} for one in found]


def _cause(changes: Changes, id: str, count: int) -> str:
    """By which rows a figure moved, or why else."""
    if changes.redefined(id):
        return DEFINITION
    ledgers = {name for part in (id, *leaves(id, inner=True)) for name in FIGURES[part].ledgers}
    differs = [changes.of_ledger(name) for name in sorted(ledgers)]
    if None in differs:
        return NOT_KEPT
    if not any(differs) or count > MOST:
        return RELATED
    rows = changes.of_figure(id)
    return NOT_KEPT if rows is None else summary(rows) if rows else RELATED
