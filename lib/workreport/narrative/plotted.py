"""Series of figures: values with what each of them is, so that a chart's numbers can be opened too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workreport.charts import Series
from workreport.figures.measure import Number
from workreport.figures.registry import Figure
from workreport.narrative.marks import Mark


def mark(
    id: str, kind: str = "value", cut: Mapping[str, str] | None = None, period: str = ""
) -> Mapping[str, str]:
    """What a printed number is: its figure, cut by these dimensions at these labels."""
    cut = cut or {}
    return Mark(id, kind, tuple(cut), tuple(cut.values()), period).attributes


def series(figure: Figure, values: list[Number | None], marks: Iterable[Mapping[str, str]]) -> Series:
    """Values of a figure, or of several of one unit, with its decimals."""
    return Series(figure.label, values, figure.decimals, list(marks))


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
    return Series(label, found, marks=[mark(id, "value", place, period) for place in places])
