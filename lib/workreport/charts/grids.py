"""Heat map: two dimensions at once, values printed in every cell."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from workreport.blocks.block import Chart
from workreport.charts.chart import Series, check_signs
from workreport.charts.export import Form, make_chart
from workreport.charts.labels import shown_values, wrap_all
from workreport.charts.style import BLUE, INK, MUTED, RULE, new_figure, unit_label

# One hue from near white to dark blue: luminance falls evenly, so the order survives greyscale print.
RAMP = LinearSegmentedColormap.from_list("workreport", ["#F3F6F8", "#B9CBDA", "#6F93B3", BLUE])
WHITE_FROM = 0.68
CELL_POINTS = 385.0
CORNERS = (-0.5, -0.5), (-0.5, 0.5), (0.5, 0.5), (0.5, -0.5)


def heatmap(
    categories: Sequence[str], series: Sequence[Series], *, name: str, title: str, unit: str, source: str
) -> Chart:
    """One row per series, one column per category; darker is more, a gap is “—” on white."""
    check_signs(series)

    def draw() -> Figure:
        figure = new_figure(max(2.0, 0.9 + 0.33 * len(series)))
        axes = figure.add_subplot()
        top = float(max([value for one in series for value in one.present] or [1])) or 1.0
        slot = CELL_POINTS / len(categories)
        size = min(10.0, slot * 0.9 / (0.56 * max(len(t) for one in series for t in shown_values(one))))
        cells, colors = [], []
        for row, one in enumerate(series):
            for column, (value, text) in enumerate(zip(one.values, shown_values(one), strict=True)):
                level = float(value or 0) / top
                cells.append([(column + x, row + y) for x, y in CORNERS])
                colors.append("white" if value is None else RAMP(level))
                color = MUTED if value is None else "white" if level >= WHITE_FROM else INK
                axes.text(
                    column,
                    row,
                    text,
                    ha="center",
                    va="center",
                    fontsize=size,
                    color=color,
                    gid=one.gid(column),
                )
        # one collection, since separate patches are slow
        axes.add_collection(PolyCollection(cells, facecolors=colors, edgecolors="white", linewidths=0.6))
        axes.set_xlim(-0.5, len(categories) - 0.5)
        axes.set_ylim(len(series) - 0.5, -0.5)
        axes.set_xticks(range(len(categories)), wrap_all(categories, max(2.0, slot / 10)))
        axes.set_yticks(range(len(series)), wrap_all([one.label for one in series], 12))
        axes.tick_params(axis="y", labelsize=10, labelcolor=INK)
        for spine in axes.spines.values():
            spine.set_color(RULE)
        unit_label(axes, f"{unit}，颜色越深数值越大")
        return figure

    return make_chart(
        draw, Form("热力图"), categories, series, name=name, title=title, units=unit, source=source
    )
