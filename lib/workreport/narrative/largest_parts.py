"""The largest parts of a figure by one dimension, in words: ``{id[field]:largest}``."""

from __future__ import annotations

from decimal import Decimal

from workreport.blocks.text import NumberLink, Run, Runs
from workreport.figures.book import Book, divide
from workreport.figures.measure import BLANK
from workreport.figures.number_format import plain, shown
from workreport.figures.registry import FIGURES
from workreport.narrative.suppressed_views import View, cut_state, hides
from workreport.narrative.tables import cut_values

LARGEST = "largest"
RANKS = 3
LONGEST = 5
"""Labels that a sentence may name where several share the last rank."""


def largest_parts(book: Book, id: str, by: str, view: View) -> Runs:
    """The labels of the first three ranks with their numbers and shares; those of one rank stand or fall together.

    Empty where too many share the first rank, or where a view does not see one of the numbers.
    """
    named = _named(
        {label: number for label, number in cut_values(book, id, by).items() if label != BLANK and number}
    )
    if hides(book, view, (by,)) and any(cut_state(book, id, (by,), (label,)) for label in named):
        return ()
    runs: list[Run] = []
    for label, number in named.items():
        share = divide(number, book.value(id).number, Decimal(100))
        runs += [
            Run(f"{'、' if runs else ''}{label}"),
            Run(shown(FIGURES[id], number), number, NumberLink(id, "value", (by,), (label,))),
            Run("（占"),
            Run(f"{plain(share, 1)}%", share, NumberLink(id, "share", (by,), (label,), note="占合计的比重")),
            Run("）"),
        ]
    return tuple(runs)


def _named(numbers: dict[str, int | Decimal]) -> dict[str, int | Decimal]:
    """The labels of the first ranks, largest first."""
    order = sorted(numbers, key=lambda label: (-numbers[label], label))
    first = {
        label: numbers[label]
        for label in order
        if sum(other > numbers[label] for other in numbers.values()) < RANKS
    }
    while len(first) > LONGEST:
        last = min(first.values())
        first = {label: number for label, number in first.items() if number != last}
    return first
