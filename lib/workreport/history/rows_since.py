"""Ledger rows that changed some figures since an earlier run of the period; only what these figures need is compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from workreport.base.numbers import exact_text
from workreport.figures.book import Book
from workreport.figures.evidence import is_long
from workreport.figures.registry import FIGURES
from workreport.history.definition_hashes import definition
from workreport.history.inputs import files_used
from workreport.history.moved_figures import DEFINITION, ROW_COMPARISON_LIMIT
from workreport.history.row_changes import Changes, RowChange, components
from workreport.history.runs import History, Run
from workreport.history.snapshot import NOT_KEPT, Snapshot, add_tables, evidence_rows


@dataclass(frozen=True)
class RowsSince:
    """What changed a figure since a run: the run's id, its rows, or another cause in Chinese."""

    run: str
    rows: tuple[RowChange, ...] = ()
    cause: str = ""


def rows_since(book: Book, history: History, ids: Collection[str]) -> dict[str, RowsSince]:
    """By figure, what changed since the last run of the period that had another value; without such a run nothing.

    Many figures at once move for one reason, and are not compared row by row.
    """
    runs = history.runs(book.period.id)
    before = {id: run for id in ids if (run := _last_other(book, runs, id)) is not None}
    if not before or len(before) > ROW_COMPARISON_LIMIT:
        return {}
    live = _live(book, before)
    compared = {run.id: Changes(run, live, book.frames.intake.contracts) for run in before.values()}
    return {id: _since(compared[run.id], run, id) for id, run in before.items()}


def _since(changes: Changes, run: Run, id: str) -> RowsSince:
    if changes.definition_changed(id):
        return RowsSince(run.id, cause=DEFINITION)
    return RowsSince(run.id, tuple(changes.of_figure(id) or ()))


def _last_other(book: Book, runs: Iterable[Run], id: str) -> Run | None:
    """The last run in which a figure had another value than now."""
    number = book.value(id).number
    now = "" if number is None else exact_text(number)
    found = None
    for run in runs:
        if id in run.figures and run.figures[id]["value"] != now:
            found = run
    return found


def _live(book: Book, ids: Collection[str]) -> Run:
    """The ledgers as they are now, as far as these figures use them."""
    parts = sorted({part for id in ids for part in (id, *components(id, inner=True))})
    ledgers = {name for part in parts for name in FIGURES[part].ledgers}
    intake, snapshot = book.frames.intake, Snapshot()
    files = [file for file in files_used(intake, book.period) if file.ledger in ledgers]
    long = [id for id in parts if is_long(book, id)]
    snapshot.metadata = {
        "period": book.period.id,
        "code": intake.workspace.code,
        "inputs": add_tables(snapshot, intake, files),
        "definitions": {id: definition(FIGURES[id]) for id in parts},
        "evidence": snapshot.add(evidence_rows(book, [id for id in parts if id not in long])),
        NOT_KEPT: long,
    }
    return Run(snapshot.metadata, snapshot.objects)
