"""Small multiples: one panel per series, such as a sub-bureau, all on one scale.

The panels are drawn on a single pair of axes measured in points, since a dozen matplotlib axes with their own ticks and
layout are slow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from workreport.blocks.block import Chart
from workreport.charts.chart import Series
from workreport.charts.export import Form, make_chart
from workreport.charts.labels import GAP, decimals_of, shown, width_of
from workreport.charts.style import BLUE, GRID, INK, LABEL, MUTED, RULE, VALUE_STEPS, WIDTH, fixed_figure

COLUMNS = 3
POINTS = 72  # an inch
UNIT_BAND = 20.0
NAME_BAND = 21.0
PLOT = 60.0
FOOT = 8.0
TICK_BAND = 17.0  # under the lowest panels, for the categories
GAP_ACROSS = 9.0
SMALL = 8.0  # points of the numbers
BAR = 0.7  # of a category's width


@dataclass(frozen=True)
class Scale:
    """Positions of categories and values in a panel, in points from its lower left corner."""

    width: float
    slots: int
    top: float

    def x(self, position: float) -> float:
        return (position + 0.7) * self.width / (self.slots + 0.4)

    def y(self, value: float) -> float:
        return value * PLOT / self.top


def small_multiples(
    categories: Sequence[str], series: Sequence[Series], *, name: str, title: str, unit: str, source: str
) -> Chart:
    """One small panel per series, such as a sub-bureau, on one scale; highest and latest values printed."""

    def draw() -> Figure:
        columns = min(COLUMNS, len(series))
        rows = -(-len(series) // columns)
        height = UNIT_BAND + rows * (NAME_BAND + PLOT + FOOT) + TICK_BAND
        figure = fixed_figure(height / POINTS)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH * POINTS), ylim=(0, height))
        axes.set_axis_off()
        axes.text(0, height - 3, f"单位：{unit}", va="top", fontsize=LABEL, color=MUTED)
        top = (float(max([value for one in series for value in one.present] or [1])) or 1.0) * 1.25
        ticks = [t for t in MaxNLocator(nbins=4, steps=VALUE_STEPS).tick_values(0, top) if 0 <= t <= top]
        texts = [f"{tick:g}" for tick in ticks]
        left = SMALL * max(map(width_of, texts)) + 7
        width = (WIDTH * POINTS - left - GAP_ACROSS * (columns - 1) - 1) / columns
        scale = Scale(width, len(categories), top)
        corners = [
            (
                left + panel % columns * (width + GAP_ACROSS),
                height - UNIT_BAND - (panel // columns + 1) * (NAME_BAND + PLOT + FOOT) + FOOT,
            )
            for panel in range(len(series))
        ]
        _rules(axes, corners, scale, ticks)
        bars = [
            _bar(corner, scale, position, float(value))
            for corner, one in zip(corners, series, strict=True)
            for position, value in enumerate(one.values)
            if value
        ]
        axes.add_collection(PolyCollection(bars, facecolors=BLUE, linewidths=0), autolim=False)
        for panel, (corner, one) in enumerate(zip(corners, series, strict=True)):
            _name_and_values(axes, corner, scale, one)
            if panel % columns == 0:
                _scale(axes, corner, scale, dict(zip(ticks, texts, strict=True)), panel)
            if panel + columns >= len(series):
                _categories(axes, corner, scale, categories, panel)
        return figure

    return make_chart(
        draw,
        Form("分面柱形图", over_time=True),
        categories,
        series,
        name=name,
        title=title,
        units=unit,
        source=source,
    )


def _rules(axes: Axes, corners: Sequence[tuple[float, float]], scale: Scale, ticks: Sequence[float]) -> None:
    """Grid lines of all panels; base lines are darker."""
    for values, color, width in ((ticks[1:], GRID, 0.8), (ticks[:1], RULE, 0.9)):
        lines = [
            [(x, y + scale.y(value)), (x + scale.width, y + scale.y(value))]
            for x, y in corners
            for value in values
        ]
        axes.add_collection(LineCollection(lines, colors=color, linewidths=width, zorder=0), autolim=False)


def _bar(corner: tuple[float, float], scale: Scale, position: int, value: float) -> list[tuple[float, float]]:
    left, right = (corner[0] + scale.x(position + side * BAR / 2) for side in (-1, 1))
    return [
        (left, corner[1]),
        (left, corner[1] + scale.y(value)),
        (right, corner[1] + scale.y(value)),
        (right, corner[1]),
    ]


def _name_and_values(axes: Axes, corner: tuple[float, float], scale: Scale, series: Series) -> None:
    """A panel's name, its highest and its latest value, and a dash for each gap."""
    x, y = corner
    axes.text(x, y + PLOT + 4, series.label, va="bottom", fontsize=9.5, color=INK)
    present = [index for index, value in enumerate(series.values) if value is not None]
    if not present:
        axes.text(x + scale.width / 2, y + PLOT / 2, GAP, ha="center", color=MUTED)
        return
    for index, value in enumerate(series.values):
        if value is None:
            axes.text(x + scale.x(index), y, GAP, ha="center", va="bottom", fontsize=7, color=MUTED)
    highest = max(present, key=lambda index: series.values[index])
    for index in [highest] if abs(present[-1] - highest) < 2 else [highest, present[-1]]:
        value = series.values[index]
        axes.text(
            x + scale.x(index), y + scale.y(float(value)) + 1.5, shown(value, decimals_of(series)),
            ha="center", va="bottom", fontsize=SMALL, color=INK, gid=series.gid(index),
        )  # fmt: skip


def _scale(
    axes: Axes, corner: tuple[float, float], scale: Scale, texts: Mapping[float, str], panel: int
) -> None:
    """The values of the grid lines, left of a panel; the panel's number makes their ids unique."""
    for tick, text in texts.items():
        place = corner[0] - 5, corner[1] + scale.y(tick)
        style = {"fontsize": SMALL, "color": MUTED, "gid": f"ytick-{panel}-{text}"}
        axes.text(*place, text, ha="right", va="center", **style)


def _categories(
    axes: Axes, corner: tuple[float, float], scale: Scale, categories: Sequence[str], panel: int
) -> None:
    """The first, the middle and the last category below a panel."""
    last = len(categories) - 1
    for index in sorted({0, last // 2, last}):
        place = corner[0] + scale.x(index), corner[1] - 5
        style = {"fontsize": SMALL, "color": INK, "gid": f"xtick-{panel}-{index}"}
        axes.text(*place, categories[index], ha="center", va="top", **style)
