"""Charts over time: lines, and bars with a rate."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workreport.blocks.block import Chart
from workreport.charts.chart import Series, check_count
from workreport.charts.columns import PLOT_POINTS, category_ticks, draw_columns
from workreport.charts.export import Form, make_chart
from workreport.charts.labels import decimals_of, shown, shown_values
from workreport.charts.style import HALO, INK, LABEL, MUTED, RULE, STROKES, new_figure, unit_label, value_grid


def lines(
    categories: Sequence[str], series: Sequence[Series], *, name: str, title: str, unit: str, source: str
) -> Chart:
    """Up to four lines, labelled at their right end; gaps interrupt a line.

    Raises
    ------
    ChartError
        If there are more than four series.
    """
    check_count(series, len(STROKES))

    def draw() -> Figure:
        figure = new_figure()
        axes = figure.add_subplot()
        for index, one in enumerate(series):
            _line(axes, one, index, label_points=len(series) == 1)
        top = float(max([value for one in series for value in one.present] or [1]))
        bottom = float(min([value for one in series for value in one.present] or [0]))
        axes.set_ylim(min(0.0, bottom * 1.15), top * 1.15 or 1)
        axes.set_xlim(-0.35, len(categories) - 0.65)
        category_ticks(axes, categories, PLOT_POINTS / len(categories))
        value_grid(axes, "y")
        if len(series) > 1:
            _end_labels(axes, series)
        unit_label(axes, unit)
        return figure

    return make_chart(
        draw,
        Form("折线图", over_time=True),
        categories,
        series,
        name=name,
        title=title,
        units=unit,
        source=source,
    )


def bars_with_line(
    categories: Sequence[str],
    amounts: Series,
    rates: Series,
    *,
    name: str,
    title: str,
    units: tuple[str, str],
    source: str,
) -> Chart:
    """Amounts as bars and a rate as a line above them, each with its own axis from zero.

    The two plots share the categories but not the area, so that no line crosses a bar's value.

    Parameters
    ----------
    units : (str, str)
        Units of the amounts and of the rates.
    """

    def draw() -> Figure:
        figure = new_figure(4.2)
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[1, 1.5])
        _line(upper, rates, 1, label_points=True)
        upper.set_ylim(0, float(max([*rates.present, 0])) * 1.45 or 1)
        upper.tick_params(axis="x", labelbottom=False)
        value_grid(upper, "y")
        unit_label(upper, f"{units[1]}（{rates.label}，折线）")
        draw_columns(lower, categories, [amounts])
        unit_label(lower, f"{units[0]}（{amounts.label}，柱形）")
        return figure

    return make_chart(
        draw,
        Form("柱形加折线图", over_time=True),
        categories,
        [amounts, rates],
        name=name,
        title=title,
        units=units,
        source=source,
    )


def _line(axes: Axes, series: Series, index: int, *, label_points: bool) -> None:
    """One line; with `label_points` every value is printed above its point."""
    color, marker, dash = STROKES[index]
    heights = [float("nan") if value is None else float(value) for value in series.values]
    axes.plot(
        range(len(heights)), heights, color=color, marker=marker, linestyle=dash,
        linewidth=1.8, markersize=5, markeredgecolor="white", markeredgewidth=0.8, clip_on=False,
    )  # fmt: skip
    for position, (value, text) in enumerate(zip(series.values, shown_values(series), strict=True)):
        if label_points or value is None:
            axes.annotate(
                text, (position, float(value or 0)), xytext=(0, 6 if value is not None else 2),
                textcoords="offset points", ha="center", va="bottom",
                fontsize=LABEL, color=MUTED if value is None else INK, path_effects=HALO, gid=series.gid(position),
            )  # fmt: skip


def _end_labels(axes: Axes, series: Sequence[Series]) -> None:
    """Name and latest value right of each line; labels are moved apart if lines end close together."""
    low, high = axes.get_ylim()
    step = (high - low) * 0.085
    ends = []
    for index, one in enumerate(series):
        present = [(position, value) for position, value in enumerate(one.values) if value is not None]
        if present:
            ends.append([float(present[-1][1]), present[-1], index, one])
    ends.sort(key=lambda end: (end[0], end[2]))
    placed: list[float] = []
    for end in ends:
        placed.append(max(end[0], placed[-1] + step) if placed else end[0])
    overflow = max(0.0, (placed[-1] if placed else 0.0) - high)
    for height, (_, (position, value), _, one) in zip(placed, ends, strict=True):
        axes.annotate(
            f"{one.label} {shown(value, decimals_of(one))}",
            (position, float(value)),
            xytext=(len(one.values) - 0.5, height - overflow),
            textcoords="data",
            va="center",
            fontsize=LABEL,
            color=INK,
            gid=one.gid(position),
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": RULE, "linewidth": 0.8, "shrinkA": 1, "shrinkB": 4},
        )
