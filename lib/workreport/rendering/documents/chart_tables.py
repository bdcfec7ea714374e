"""Each chart's numbers as a CSV file beside its pictures: what leaders see drawn, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable

from workreport.blocks.block import Chart
from workreport.blocks.stored import blocks_in
from workreport.figures.csv_files import csv_bytes
from workreport.rendering.report_model import SectionResult

COLUMNS = ("类别", "系列", "数值", "单位")


def chart_tables(sections: Iterable[SectionResult]) -> dict[str, bytes]:
    """``charts/<section>/<name>.csv`` of every chart: one row a category and series, exact values, empty for “—”.

    Parameters
    ----------
    sections : iterable of SectionResult
        With notebooks as leaders see them: a number hidden in the picture is hidden here.
    """
    return {
        f"charts/{one.section.id}/{chart.name}.csv": csv_bytes(_rows(chart), COLUMNS)
        for one in sections
        for chart in blocks_in(one.notebook)
        if isinstance(chart, Chart)
    }


def _rows(chart: Chart) -> list[dict[str, str]]:
    return [
        {"类别": category, "系列": one.label, "数值": value, "单位": one.unit}
        for one in chart.series
        for category, value in zip(chart.categories, one.values, strict=True)
    ]
