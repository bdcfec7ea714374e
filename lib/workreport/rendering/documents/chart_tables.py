"""Each chart's numbers as a CSV file beside its pictures: what leaders see drawn, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable

from workreport.figures.csv_files import csv_bytes
from workreport.rendering.executed_notebooks import output_metadata
from workreport.rendering.report_model import SectionResult

COLUMNS = ("category", "series", "value", "unit")


def chart_tables(sections: Iterable[SectionResult]) -> dict[str, bytes]:
    """``charts/<section>/<name>.csv`` of every chart: one row a category and series, exact values, empty for “—”.

    Parameters
    ----------
    sections : iterable of SectionResult
        With notebooks as leaders see them: a number hidden in the picture is hidden here.
    """
    return {
        f"charts/{one.section.id}/{told['name']}.csv": csv_bytes(_rows(told["table"]), COLUMNS)
        for one in sections
        for told in output_metadata(one.notebook)
        if told.get("kind") == "chart" and told.get("table")
    }


def _rows(table: dict) -> list[dict[str, str]]:
    return [
        {"category": category, "series": one["label"], "value": value, "unit": one["unit"]}
        for one in table["series"]
        for category, value in zip(table["categories"], one["values"], strict=True)
    ]
