"""Horizontal bars: rankings, compositions, completion of targets, funnels."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from workreport.blocks.block import Chart
from workreport.charts.chart import Series, check_count, check_shape, check_signs
from workreport.charts.export import Form, make_chart
from workreport.charts.labels import GAP, decimals_of, shown, shown_values, width_of, wrap_all
from workreport.charts.style import (
    ALERT,
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

NAME_LIMIT = 14.0  # characters of a row's name before it wraps
ROW_ROOM = 24.0  # characters that fit on the longest bar
THICK = 0.62
CLEAR = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
"""Background of a value at the end of a bar, where the target line may cross it."""
BEHIND = Fill("#E3C084", hatch="////", edge="#A8761F", ink=INK)


def ranked_bars(
    categories: Sequence[str], series: Series, *, name: str, title: str, unit: str, source: str
) -> Chart:
    """Horizontal bars, largest first, value at the end; gaps come last."""
    check_shape(categories, [series])
    check_signs([series])
    order = sorted(
        range(len(series.values)),
        key=lambda index: (series.values[index] is None, -(series.values[index] or 0)),
    )
    names = [categories[index] for index in order]
    links = [series.links[index] for index in order] if series.links else ()
    ranked = Series(series.label, [series.values[index] for index in order], decimals_of(series), links)

    def draw() -> Figure:
        figure, axes = _row_figure(names)
        draw_rows(axes, ranked, [FILLS[0]] * len(names))
        unit_label(axes, unit)
        return figure

    return make_chart(
        draw,
        Form("排序条形图（从高到低）"),
        names,
        [ranked],
        name=name,
        title=title,
        units=unit,
        source=source,
    )


def stacked_bars(
    categories: Sequence[str],
    series: Sequence[Series],
    *,
    name: str,
    title: str,
    unit: str,
    source: str,
    share: bool = False,
) -> Chart:
    """Horizontal bars stacked from the series, each part with its value.

    The value of a part that is too narrow is printed at the end of the row.

    Parameters
    ----------
    share : bool
        True draws every bar at full length, so that compositions can be compared; printed values stay absolute.
    """
    check_signs(series)
    check_count(series, len(FILLS))

    def draw() -> Figure:
        figure, axes = _row_figure(categories)
        sums = [sum(float(part.values[row] or 0) for part in series) for row in range(len(categories))]
        longest = 1.0 if share else max(sums) or 1.0
        notes: list[list[tuple[str, str | None]]] = [[] for _ in categories]
        ends = [0.0] * len(categories)
        for index, one in enumerate(series):
            for row, text in enumerate(shown_values(one)):
                part = float(one.values[row] or 0) / ((sums[row] or 1.0) if share else 1.0)
                fill = FILLS[index]
                axes.barh(
                    row, part, THICK, left=ends[row],
                    color=fill.color, hatch=fill.hatch, edgecolor=fill.edge,
                )  # fmt: skip
                if part / longest * ROW_ROOM > width_of(text) + 0.8:
                    box = {"facecolor": fill.color, "edgecolor": "none", "pad": 1.2} if fill.hatch else None
                    axes.text(
                        ends[row] + part / 2, row, text,
                        ha="center", va="center", fontsize=LABEL, color=fill.ink, bbox=box, gid=one.gid(row),
                    )  # fmt: skip
                elif one.values[row] is None or one.values[row]:
                    notes[row].append((f"{one.label} {text}", one.gid(row)))
                ends[row] += part
        for row, note in enumerate(notes):
            _end_labels(axes, ends[row], row, note, MUTED)
        axes.set_xlim(0, longest * (1.02 if not any(notes) else 1.3))
        if share:
            axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
            axes.grid(True, axis="x")
        handles = [Patch(facecolor=fill.color, hatch=fill.hatch, edgecolor=fill.edge) for fill in FILLS]
        legend_above(axes, handles[: len(series)], [one.label for one in series])
        unit_label(axes, unit)
        return figure

    return make_chart(
        draw, Form("堆积条形图"), categories, series, name=name, title=title, units=unit, source=source
    )


def completion_bars(
    categories: Sequence[str],
    series: Series,
    *,
    name: str,
    title: str,
    source: str,
    unit: str = "%",
    pro_rata: Decimal | int | None = None,
) -> Chart:
    """Completion of targets, with a line at 100 % and one at the pro-rata share of the year.

    Parameters
    ----------
    series : Series
        Completion rates in per cent.
    pro_rata : Decimal or int, optional
        Elapsed share of the year, in per cent; rows below it are hatched.
    """
    check_signs([series])

    def draw() -> Figure:
        figure, axes = _row_figure(categories)
        late = [pro_rata is not None and value is not None and value < pro_rata for value in series.values]
        draw_rows(axes, series, [BEHIND if behind else FILLS[0] for behind in late], least=Decimal(100))
        axes.axvline(100, color=INK, linewidth=1.1)
        _mark(axes, 100, "目标 100%", INK, "left")
        if pro_rata is not None and pro_rata < 100:
            axes.axvline(float(pro_rata), color=ALERT, linewidth=1.1, linestyle=(0, (4, 2)))
            _mark(
                axes,
                float(pro_rata),
                f"时序进度 {shown(pro_rata, 0 if pro_rata == int(pro_rata) else 1)}%",
                ALERT,
                "right",
            )
        if any(late):
            handles = [
                Patch(facecolor=fill.color, hatch=fill.hatch, edgecolor=fill.edge)
                for fill in (FILLS[0], BEHIND)
            ]
            figure.legend(handles, ["达到时序进度", "落后于时序进度"], loc="outside lower right", ncols=2)
        unit_label(axes, unit)
        return figure

    note = "" if pro_rata is None else f"时序进度为 {shown(pro_rata, 1)}%。"
    return make_chart(
        draw,
        Form("完成率条形图", note=note),
        categories,
        [series],
        name=name,
        title=title,
        units=unit,
        source=source,
    )


def funnel(
    categories: Sequence[str], series: Series, *, name: str, title: str, unit: str, source: str
) -> Chart:
    """Centred bars, one per stage, in the order of the stages."""
    check_signs([series])

    def draw() -> Figure:
        figure, axes = _row_figure(categories, row_height=0.5)
        longest = float(max([*series.present, 0])) or 1.0
        for row, (value, text) in enumerate(zip(series.values, shown_values(series), strict=True)):
            length = float(value or 0)
            fill = FILLS[0]
            axes.barh(row, length, 0.66, left=-length / 2, color=fill.color, edgecolor=fill.edge)
            inside = length / longest * ROW_ROOM > width_of(text) + width_of(unit) + 1
            label = GAP if value is None else f"{text} {unit}"
            axes.text(
                0 if inside or value is None else length / 2 + longest * 0.01, row, label,
                ha="center" if inside or value is None else "left", va="center",
                fontsize=10.5, color=fill.ink if inside else INK, gid=series.gid(row),
            )  # fmt: skip
        axes.set_xlim(-longest * 0.52, longest * 0.52)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.spines["left"].set_visible(False)
        return figure

    return make_chart(
        draw,
        Form("漏斗图（按办理环节先后）"),
        categories,
        [series],
        name=name,
        title=title,
        units=unit,
        source=source,
    )


def draw_rows(axes: Axes, series: Series, fills: Sequence[Fill], *, least: Decimal = Decimal(0)) -> None:
    """Horizontal bars with the value at their end; the axis reaches at least `least`."""
    for row, (value, text) in enumerate(zip(series.values, shown_values(series), strict=True)):
        fill = fills[row]
        axes.barh(row, float(value or 0), THICK, color=fill.color, hatch=fill.hatch, edgecolor=fill.edge)
        _end_labels(axes, float(value or 0), row, [(text, series.gid(row))], MUTED if value is None else INK)
    axes.set_xlim(0, float(max([*series.present, least])) * 1.1 or 1)
    value_grid(axes, "x")


def _row_figure(categories: Sequence[str], row_height: float = 0.36) -> tuple[Figure, Axes]:
    """A figure as high as its rows need; first row on top, names at the left."""
    names = wrap_all(categories, NAME_LIMIT)
    lines = sum(max(1.0, (1 + name.count("\n")) * 0.56) for name in names)
    figure = new_figure(max(2.0, 0.95 + row_height * lines))
    axes = figure.add_subplot()
    axes.set_yticks(range(len(names)), names, fontsize=10, color=INK, linespacing=1.15)
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.tick_params(axis="x", labelsize=9.5, labelcolor=MUTED)
    axes.spines["left"].set_visible(True)
    axes.spines["bottom"].set_visible(False)
    return figure, axes


def _end_labels(axes: Axes, x: float, row: int, texts: Sequence[tuple[str, str | None]], color: str) -> None:
    """Texts in sequence at the end of a bar, each with its id."""
    place: dict = {"xy": (x, row), "xytext": (4, 0)}
    for index, (text, gid) in enumerate(texts):
        last = axes.annotate(
            text + ("、" if index + 1 < len(texts) else ""), **place, textcoords="offset points",
            ha="left", va="center", fontsize=LABEL, color=color, bbox=CLEAR, zorder=5, gid=gid,
        )  # fmt: skip
        place = {"xy": (1, 0.5), "xycoords": last, "xytext": (0, 0)}


def _mark(axes: Axes, x: float, text: str, color: str, side: str) -> None:
    """The label of a vertical line, above the plot, aligned by its `side` end."""
    axes.annotate(
        text, (x, 1), xycoords=("data", "axes fraction"), xytext=(0, 3), textcoords="offset points",
        ha=side, va="bottom", fontsize=LABEL, color=color, annotation_clip=False,
    )  # fmt: skip
