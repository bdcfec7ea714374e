"""What a figure is and where its value comes from, for the readers of a proof."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workreport.base.errors import MissingLedger
from workreport.base.personal_data import masked
from workreport.drafts.model import Binding
from workreport.figures.book import Book
from workreport.figures.comparison import last_year, previous, progress, yoy
from workreport.figures.evidence import first_rows
from workreport.figures.number_format import change_words, plain, shown
from workreport.figures.registry import FIGURES

PLACES = 10


@dataclass(frozen=True)
class Facts:
    """A figure with its value, definition, formula, number of ledger rows and the places of the first of them."""

    id: str
    label: str
    value: str
    definition: str
    formula: str
    rows: int
    places: tuple[str, ...]
    comparisons: tuple[str, ...]


def facts_of(book: Book | None, bindings: Iterable[Binding]) -> dict[str, Facts]:
    """The facts of every figure that a text states, by id; none without a period."""
    ids = dict.fromkeys(binding.figure for binding in bindings if binding.figure in FIGURES)
    return {id: _facts(book, id) for id in ids} if book is not None else {}


def _facts(book: Book, id: str) -> Facts:
    figure, value = FIGURES[id], book.value(id)
    return Facts(
        id,
        figure.label,
        shown(figure, value.number) if value.status == "ok" else value.reason,
        figure.definition,
        figure.formula,
        book.row_count(id) if value.status != "blocked" else 0,
        tuple(_places(book, id)),
        tuple(_comparisons(book, id)),
    )


def _places(book: Book, id: str) -> list[str]:
    """Where the first rows of a figure stand; of a derived figure, its components with their values."""
    if FIGURES[id].components:
        return [
            f"{FIGURES[name].label} {shown(FIGURES[name], book.value(name).number)}"
            for name in FIGURES[id].components
        ]
    try:
        rows = first_rows(book, id, PLACES)
    except MissingLedger:
        return []
    sheets: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        sheets.setdefault((row["file"], row["sheet"]), []).append(row["row"])
    return [masked(f"{file}，{sheet}，第{'、'.join(numbers)}行") for (file, sheet), numbers in sheets.items()]


def _comparisons(book: Book, id: str) -> list[str]:
    figure, comparisons = FIGURES[id], []
    if (year := last_year(book, id)) is not None:
        comparisons.append(f"上年同期 {shown(figure, year.number)}，{change_words(figure, yoy(book, id))}")
    if (before := previous(book, id)) is not None:
        comparisons.append(f"上期 {shown(figure, before.number)}")
    if (task := progress(book, id)) is not None:
        comparisons.append(f"任务 {shown(figure, task.target.number)}，完成 {plain(task.done, 1)}%")
    return comparisons
