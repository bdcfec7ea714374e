"""Drawings of one series called like those of several, so that each can be drawn again with numbers hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from workreport.blocks.block import Nothing
from workreport.charts import Chart, Series
from workreport.figures.book import Book
from workreport.figures.measure import Number
from workreport.narrative.suppressed_views import hidden_places, with_hidden


def alone(draw: Callable[..., Chart]) -> Callable[..., Chart]:
    """A drawing of one series, called with a list of it."""
    return lambda categories, series, **said: draw(categories, series[0], **said)


def with_rate(draw: Callable[..., Chart], rates: Series) -> Callable[..., Chart]:
    """A drawing of one series with a rate, which has no value where the series has none."""

    def drawn(categories: list[str], series: list[Series], **said: Any) -> Chart:
        shown = [
            None if one is None else rate for one, rate in zip(series[0].values, rates.values, strict=True)
        ]
        return draw(categories, series[0], replace(rates, values=shown), **said)

    return drawn


def ranking(draw: Callable[..., Chart]) -> Callable[..., Chart]:
    """As ``alone``; hidden numbers come last in the order of their labels, since a place tells a number too."""

    def drawn(categories: list[str], series: list[Series], **said: Any) -> Chart:
        values = series[0].values
        hidden = sorted(
            (at for at, value in enumerate(values) if value is None), key=lambda at: categories[at]
        )
        order = [at for at, value in enumerate(values) if value is not None] + hidden
        links = [series[0].links[at] for at in order] if series[0].links else ()
        ranked = replace(series[0], values=[values[at] for at in order], links=links)
        return draw([categories[at] for at in order], ranked, **said)

    return drawn


def drawn(
    book: Book,
    draw: Callable[..., Chart],
    ids: tuple[str, ...],
    by: tuple[str, ...],
    categories: list[str],
    series: list[Series],
    counts: list[list[Number | None]] | None = None,
    **said: Any,
) -> Chart | Nothing:
    """A chart by some dimensions, in every view where some of its numbers (or the `counts` behind them) are small.

    Nothing is drawn of numbers that are all zero or missing.
    """
    if _empty(series):
        return Nothing()
    full = draw(categories, series, **said)
    places = hidden_places(book, ids, counts or [list(one.values) for one in series])
    if not places:
        return full
    kept = [
        replace(one, values=[None if (at, to) in places else v for at, v in enumerate(one.values)])
        for to, one in enumerate(series)
    ]
    said["source"] += "；“—”含过小而不列的数和为防反推隐去的数"
    return with_hidden(book, by, full, Nothing() if _empty(kept) else draw(categories, kept, **said))


def _empty(series: list[Series]) -> bool:
    """Whether a picture of the series would show nothing but zeros and gaps."""
    return not any(value for one in series for value in one.values)
