"""Vertical bars: one value per month or category, or several side by side."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workreport.blocks.block import Chart
from workreport.charts.chart import Series, check_count
from workreport.charts.export import Form, make_chart
from workreport.charts.labels import GAP, shown_values, width_of, wrap_all
from workreport.charts.style import (
    BEFORE_AND_NOW,
    FILLS,
    INK,
    LABEL,
    MUTED,
    Fill,
    legend_above,
    new_figure,
    unit_label,
    value_grid,
)

PLOT_POINTS = 425.0  # width of the plot area at the standard figure width, in points
HEADROOM = 1.12
MOST_GROUPS = 4


def bars(
    categories: Sequence[str],
    series: Series,
    *,
    name: str,
    title: str,
    unit: str,
    source: str,
    over_time: bool = True,
) -> Chart:
    """One bar per category, such as a month, with its value above it.

    Parameters
    ----------
    over_time : bool
        True if the categories are in time order; the text alternative then names the latest.
    """

    def draw() -> Figure:
        figure = new_figure()
        axes = figure.add_subplot()
        draw_columns(axes, categories, [series])
        unit_label(axes, unit)
        return figure

    return make_chart(
        draw,
        Form("柱形图", over_time=over_time),
        categories,
        [series],
        name=name,
        title=title,
        units=unit,
        source=source,
    )


def grouped_bars(
    categories: Sequence[str], series: Sequence[Series], *, name: str, title: str, unit: str, source: str
) -> Chart:
    """Bars of up to four series side by side, such as last year's and this year's months.

    With two series the second has the dark colour: put last year first.

    Raises
    ------
    ChartError
        If there are more than four series.
    """
    check_count(series, MOST_GROUPS)
    fills = BEFORE_AND_NOW if len(series) == 2 else FILLS

    def draw() -> Figure:
        figure = new_figure()
        axes = figure.add_subplot()
        handles = draw_columns(axes, categories, series, fills)
        legend_above(axes, handles, [one.label for one in series])
        unit_label(axes, unit)
        return figure

    return make_chart(
        draw, Form("分组柱形图"), categories, series, name=name, title=title, units=unit, source=source
    )


def draw_columns(
    axes: Axes, categories: Sequence[str], series: Sequence[Series], fills: Sequence[Fill] = FILLS
) -> list:
    """Vertical bars with printed values on `axes`; returns one legend handle per series."""
    count, groups = len(categories), len(series)
    width = (0.62 if groups == 1 else 0.8) / groups
    slot = PLOT_POINTS / count
    size, rotation = _label_fit(series, slot * width)
    handles = []
    for index, one in enumerate(series):
        fill = fills[index]
        shift = (index - (groups - 1) / 2) * width
        heights = [0.0 if value is None else float(value) for value in one.values]
        drawn = axes.bar(
            [position + shift for position in range(count)],
            heights,
            width * (1 if groups == 1 else 0.94),
            color=fill.color,
            hatch=fill.hatch,
            edgecolor=fill.edge,
        )
        handles.append(drawn)
        for position, (height, text) in enumerate(zip(heights, shown_values(one), strict=True)):
            below = height < 0
            axes.annotate(
                text,
                (position + shift, height),
                gid=one.gid(position),
                xytext=(0, -3 if below else 3),
                textcoords="offset points",
                ha="center",
                va="top" if below else "bottom",
                fontsize=size,
                rotation=0 if text == GAP else rotation,
                color=MUTED if text == GAP else INK,
            )
    present = [float(value) for one in series for value in one.present]
    top, bottom = max([*present, 0.0]), min([*present, 0.0])
    extra = HEADROOM + (0.12 if rotation else 0)
    axes.set_ylim(bottom * extra if bottom < 0 else 0, top * extra or 1)
    axes.set_xlim(-0.55, count - 0.45)
    category_ticks(axes, categories, slot)
    value_grid(axes, "y")
    if bottom < 0:
        axes.axhline(0, color=MUTED, linewidth=0.9)
    return handles


def category_ticks(axes: Axes, categories: Sequence[str], slot: float) -> None:
    """Category names under the bars, wrapped to their slot (points); smaller if they are long."""
    size = 10.0
    lines = wrap_all(categories, max(2.0, slot * 0.96 / size))
    if max(line.count("\n") for line in lines) >= 3:
        size = 8.5
        lines = wrap_all(categories, max(2.0, slot * 0.96 / size))
    axes.set_xticks(range(len(categories)), lines, fontsize=size, linespacing=1.15)


def _label_fit(series: Sequence[Series], room: float) -> tuple[float, int]:
    """Font size and rotation that fit the widest value above a bar of `room` points."""
    widest = max(width_of(text) for one in series for text in shown_values(one))
    gap = 1.5 if len(series) == 1 else 1.06
    fitting = room * gap / widest
    if fitting >= 7.0:
        return min(LABEL, fitting), 0
    return 8.0, 90
