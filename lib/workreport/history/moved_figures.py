"""Figures that changed since the previous run, and the rows that changed them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from workreport.figures.book import Book
from workreport.figures.csv_files import exact_text
from workreport.figures.registry import FIGURES
from workreport.history.reported_changes import summary
from workreport.history.row_changes import Changes, components
from workreport.history.runs import Run

COLUMNS = ("id", "label", "unit", "before", "after", "difference", "cause")
PLACES = 4
ROW_COMPARISON_LIMIT = 60
"""Most changed figures whose rows are compared; with more, the cause was code or a whole ledger."""
DEFINITION, RELATED, NOT_KEPT = "口径或程序改动", "程序、参考表或关联台账改动", "上一稿的台账行没有留存"


def moved_figures(
    book: Book, before: Run, live: Run, display: Mapping[str, str], shown: Callable[[str], str]
) -> list[dict[str, str]]:
    """The figures whose value differs from the previous run, with ``COLUMNS``, in the order of the registry.

    Parameters
    ----------
    live : Run
        The current run; only its rows are used.
    display : mapping of str to str
        Each figure's text in this run.
    shown : callable
        Gives the text of a figure without a value: the reason.
    """
    moved = []
    for id, figure in FIGURES.items():
        old, number = before.figures.get(id), book.value(id).number
        was, now = (old or {}).get("value", ""), "" if number is None else exact_text(number)
        if was != now:
            difference = exact_text(round(Decimal(now) - Decimal(was), PLACES)) if was and now else ""
            moved.append({
                "id": id, "label": figure.label, "unit": figure.unit,
                "before": old["display"] if old else "没有这个指标", "after": display[id] if now else shown(id),
                "difference": difference,
            })  # fmt: skip
    changes = Changes(before, live, book.frames.intake.contracts)
    return [row | {"cause": _cause(changes, row["id"], len(moved))} for row in moved]


def _cause(changes: Changes, id: str, count: int) -> str:
    """Summary of the rows that changed a figure, or another cause."""
    if changes.definition_changed(id):
        return DEFINITION
    ledgers = {name for part in (id, *components(id, inner=True)) for name in FIGURES[part].ledgers}
    differs = [changes.of_ledger(name) for name in sorted(ledgers)]
    if None in differs:
        return NOT_KEPT
    if not any(differs) or count > ROW_COMPARISON_LIMIT:
        return RELATED
    rows = changes.of_figure(id)
    return NOT_KEPT if rows is None else summary(rows) if rows else RELATED
