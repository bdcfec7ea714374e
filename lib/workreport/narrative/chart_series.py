"""Series of figures: values with what each of them is, so that a chart's numbers can be opened too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from workreport.base.period import Period
from workreport.blocks.text import NumberLink
from workreport.charts import Series
from workreport.figures.book import Book
from workreport.figures.definition_changes import DefinitionChange, change_between
from workreport.figures.measure import MONTH, Number
from workreport.figures.registry import FIGURES, Figure
from workreport.narrative.sentence_errors import Blocked
from workreport.narrative.tables import cut_values


def link(id: str, kind: str = "value", cut: Mapping[str, str] | None = None, period: str = "") -> NumberLink:
    """What a printed number is: its figure, cut by these dimensions at these labels."""
    cut = cut or {}
    return NumberLink(id, kind, tuple(cut), tuple(cut.values()), period)


def series_of(figure: Figure, values: list[Number | None], links: Iterable[NumberLink]) -> Series:
    """Values of a figure, or of several of one unit, with its decimals."""
    return Series(figure.label, values, figure.decimals, list(links))


def cut_series(
    label: str,
    id: str,
    values: Mapping[Any, Number | None],
    places: Sequence[Mapping[str, str]],
    *,
    period: str = "",
    empty: Number | None = 0,
) -> Series:
    """A figure's cut at places (labels by dimension); `empty` stands where nothing was counted."""
    keys = [tuple(place.values()) for place in places]
    found = [values.get(key if len(key) > 1 else key[0], empty) for key in keys]
    return Series(label, found, links=[link(id, "value", place, period) for place in places])


def monthly(own: Book, book: Book, id: str, keys: list[str]) -> Series:
    """A figure month by month in `book`, of which the report's `own` may be another."""
    empty = None if FIGURES[id].numerator or FIGURES[id].median else 0
    months = [{MONTH: key} for key in keys]
    period = elsewhere_of(own, book)
    return cut_series(FIGURES[id].label, id, cut_values(book, id, MONTH), months, period=period, empty=empty)


def number(book: Book, id: str, strict: bool = True) -> Number | None:
    """A figure's number; ``Blocked`` where it was not handed in, unless it need not be."""
    value = book.value(id)
    if strict and value.status == "blocked":
        raise Blocked(value.reason)
    return value.number


def elsewhere_of(own: Book, book: Book) -> str:
    """The name of a period that is not the report's own; empty for its own."""
    return "" if book.period == own.period else book.period.id


def split(
    book: Book,
    periods: Sequence[Period],
    values: Sequence[Number | None],
    links: Sequence[NumberLink],
    id: str,
) -> list[Series]:
    """A line for each definition that a figure had over these periods, so that none runs across a change."""
    label, decimals = FIGURES[id].label, FIGURES[id].decimals
    cuts = [at for at in range(1, len(periods)) if _broken(book, id, periods[at - 1], periods[at])]
    spans = list(zip([0, *cuts], [*cuts, len(periods)], strict=True))
    return [
        Series(
            label if first == 0 else f"{label}（{periods[first].end.year}年起新口径）",
            [value if first <= at < last else None for at, value in enumerate(values)],
            decimals,
            links,
        )
        for first, last in spans
    ]


def breaks(book: Book, ids: Sequence[str], periods: Sequence[Period]) -> str:
    """What the source line says of changed definitions between these periods."""
    found = dict.fromkeys(
        f"；{FIGURES[id].label}自{broken.since}起口径调整（{broken.reason}），前后不可比"
        for id in ids
        for base, now in pairwise(periods)
        if (broken := _broken(book, id, base, now))
    )
    return "".join(found)


def _broken(book: Book, id: str, base: Period, now: Period) -> DefinitionChange | None:
    return change_between(book.frames, id, base, now)
