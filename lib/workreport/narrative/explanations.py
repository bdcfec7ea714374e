"""Explanations under a paragraph or table: why a figure moved by more than half, or that this is still open."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from workreport.checks.explanations import AGAINST, CHANGES, Asked, Comparison, asked
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.narrative.number_format import change_words
from workreport.narrative.number_link import NumberLink, behind, compared

COMPARISONS: dict[str, Comparison] = {"yoy": "yoy", "change": "yoy", "mom": "mom"}
"""Slots and columns that show a change."""


def explained(book: Book, shown: Iterable[tuple[str, str]], told: set[tuple[str, str]]) -> Markup:
    """Explanations for the changes that are `shown` (figure, slot or column) and not `told` of yet.

    The division's own words stand as it wrote them; changes without any share one line.
    """
    pairs = [(id, COMPARISONS[kind]) for id, kind in shown if kind in COMPARISONS]
    found = asked(book, [pair for pair in pairs if pair not in told])
    told.update((one.figure, one.comparison) for one in found)
    broken: dict[str, list[str]] = {}
    for id, comparison in pairs:
        if (id, comparison) not in told and (moved := CHANGES[comparison](book, id)).kind == "redefined":
            broken.setdefault(moved.reason, []).append(FIGURES[id].label)
            told.add((id, comparison))
    lines = [
        Markup('<p class="wr-explain">{}口径调整，不可比：<span class="wr-office">{}</span></p>').format(
            "、".join(dict.fromkeys(labels)), reason
        )
        for reason, labels in broken.items()
    ]
    lines += [
        Markup('<p class="wr-explain">{}的说明：<span class="wr-office">{}（{}，{}）</span></p>').format(
            _moved(book, one), one.note.text, one.note.author, one.note.date
        )
        for one in found
        if one.note
    ]
    if pending := [_moved(book, one) for one in found if one.note is None]:
        lines.append(
            Markup('<p class="wr-explain wr-pending">{}，变动较大，原因待说明。</p>').format(
                Markup("、").join(pending)
            )
        )
    return Markup("").join(lines)


def changes(marks: Iterable[NumberLink]) -> list[list[str]]:
    """The changes that these marks show, as figure and comparison, each once."""
    shown = ([one.figure, COMPARISONS[one.kind]] for one in marks if one.kind in COMPARISONS and not one.cut)
    return [list(pair) for pair in dict.fromkeys(map(tuple, shown))]


def shown_by(marks: Iterable[NumberLink]) -> dict[str, list]:
    """What an output tells a run of its numbers: what stands behind them, and which changes it shows."""
    marks = list(marks)
    told = {"behind": behind(marks), "changes": changes(marks)}
    return {name: listed for name, listed in told.items() if listed}


def _moved(book: Book, one: Asked) -> Markup:
    figure, kind = FIGURES[one.figure], one.comparison
    words = change_words(figure, one.change, AGAINST[kind])
    mark = NumberLink(one.figure, kind, note=compared(book, one.figure, kind))
    return Markup("{}{}").format(figure.label, mark.html(words, one.change.number))
