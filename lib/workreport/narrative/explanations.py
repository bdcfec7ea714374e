"""Explanations under a paragraph or table: why a figure moved by more than half, or that this is still open."""

from __future__ import annotations

from collections.abc import Iterable

from workreport.blocks.text import Explanation, NumberLink, Run, Runs
from workreport.checks.explanations import AGAINST, CHANGES, Comparison, LargeChange, large_changes
from workreport.figures.book import Book
from workreport.figures.number_format import change_words, compared
from workreport.figures.registry import FIGURES

COMPARISONS: dict[str, Comparison] = {"yoy": "yoy", "change": "yoy", "mom": "mom"}
"""Slots and columns that show a change."""


def explained(
    book: Book, shown: Iterable[tuple[str, Comparison]], before: set[tuple[str, str]]
) -> tuple[Explanation, ...]:
    """Explanations for the changes that are `shown` and were not explained `before` in the section.

    The division's own words stand as it wrote them; changes without any share one line.
    """
    pairs = list(shown)
    found = large_changes(book, [pair for pair in pairs if pair not in before])
    before.update((one.figure, one.comparison) for one in found)
    broken: dict[str, list[str]] = {}
    for id, comparison in pairs:
        if (id, comparison) not in before and (moved := CHANGES[comparison](book, id)).kind == "redefined":
            broken.setdefault(moved.reason, []).append(FIGURES[id].label)
            before.add((id, comparison))
    made = [
        Explanation(
            (Run(f"{'、'.join(dict.fromkeys(labels))}口径调整，不可比："), Run(reason, kind="office"))
        )
        for reason, labels in broken.items()
    ]
    for one in found:
        if note := one.note:
            signed = (Run(f"（{note.author}，{note.date}）", kind="office"),)
            words = (*_moved(book, one), Run("的说明："), Run(note.text, kind="office"))
            made.append(Explanation(words, signed=signed))
    pending = [_moved(book, one) for one in found if one.note is None]
    if pending:
        listed = [run for at, moved in enumerate(pending) for run in ((Run("、"),) if at else ()) + moved]
        made.append(Explanation((*listed, Run("，变动较大，原因待说明。")), pending=True))
    return tuple(made)


def changes(links: Iterable[NumberLink]) -> list[tuple[str, Comparison]]:
    """The changes that numbers show, as figure and comparison, each once."""
    shown = ((one.figure, COMPARISONS[one.kind]) for one in links if one.kind in COMPARISONS and not one.cut)
    return list(dict.fromkeys(shown))


def _moved(book: Book, one: LargeChange) -> Runs:
    figure, kind = FIGURES[one.figure], one.comparison
    words = change_words(figure, one.change, AGAINST[kind])
    link = NumberLink(one.figure, kind, note=compared(book, one.figure, kind))
    return Run(figure.label), Run(words, one.change.number, link)
