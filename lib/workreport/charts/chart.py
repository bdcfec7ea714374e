"""What a chart is: plain data going in, one picture in two formats coming out."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from workreport.base.errors import WorkreportError
from workreport.base.numbers import exact_text

Value = int | Decimal | None
SPACES = re.compile(r"\s+")
IDENTIFYING = ("data-figure", "data-kind", "data-by", "data-cut", "data-period")


class ChartError(WorkreportError):
    """A chart cannot be drawn as asked: missing glyph, values that do not fit the categories."""


@dataclass(frozen=True)
class Series:
    """One row of values to be drawn, in the order of the chart's categories.

    Attributes
    ----------
    label : str
        Name in the legend and in the text alternative.
    values : sequence of int, Decimal or None
        One value a category; None is a gap, printed as “—”, never a zero.
    decimals : int, optional
        Decimals shown. By default whole numbers have none and others one.
    marks : sequence of mapping, optional
        What each value is, as attributes of the link that its printed number becomes on a page. Charts
        only pass them on, under the id that the number's text has in the SVG.
    """

    label: str
    values: Sequence[Value]
    decimals: int | None = None
    marks: Sequence[Mapping[str, str]] = ()

    def __post_init__(self) -> None:
        values = tuple(_number(value, self.label) for value in self.values)
        object.__setattr__(self, "values", values)

    @property
    def known(self) -> tuple[int | Decimal, ...]:
        """The values that are not gaps."""
        return tuple(value for value in self.values if value is not None)

    def gid(self, index: int) -> str | None:
        """The id of a value's printed number in the SVG; None where nothing is known of it."""
        if not self.marks or self.values[index] is None:
            return None
        told = [text for name, text in self.marks[index].items() if name in IDENTIFYING]
        return "mark-" + SPACES.sub("_", "-".join(told))


@dataclass(frozen=True)
class Chart:
    """A drawn chart.

    Attributes
    ----------
    name : str
        File name without suffix; unique within a section.
    title, alt, source : str
        Caption, text alternative and source line, in Chinese. They stand beside the
        picture, so that they can be read, searched and enlarged.
    svg, png : bytes
        The picture; equal bytes for equal data on every machine.
    data : list of dict
        The plotted table: one row a category, one column a series.
    marks : dict of str to dict
        By the id of a printed number in the SVG: the attributes of its link, its exact value and its name.
    table : dict
        The plotted numbers with their units, as a run writes them beside the picture; see ``table_of``.
    """

    name: str
    title: str
    alt: str
    source: str
    svg: bytes = field(repr=False)
    png: bytes = field(repr=False)
    data: list[dict[str, Any]] = field(repr=False)
    marks: dict[str, dict[str, str]] = field(repr=False, default_factory=dict)
    table: dict[str, Any] = field(repr=False, default_factory=dict)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        """Both pictures and the text for a notebook, with the metadata that rendering reads."""
        bundle = {
            "image/svg+xml": self.svg.decode("utf-8"),
            "image/png": base64.b64encode(self.png).decode("ascii"),
            "text/plain": self.alt,
        }
        told = {
            "kind": "chart",
            "name": self.name,
            "title": self.title,
            "alt": self.alt,
            "source": self.source,
            "marks": self.marks,
            "table": self.table,
        }
        return bundle, {"workreport": told}


def plotted(categories: Sequence[str], series: Sequence[Series]) -> list[dict[str, Any]]:
    """The table behind a chart, one row a category."""
    return [
        {"类别": category, **{one.label: one.values[index] for one in series}}
        for index, category in enumerate(categories)
    ]


def table_of(categories: Sequence[str], series: Sequence[Series], units: Sequence[str]) -> dict[str, Any]:
    """What was plotted: the categories, and of each series label, unit and exact values, empty for a gap."""
    columns = [
        {"label": one.label, "unit": unit, "values": [exact_text(value) for value in one.values]}
        for one, unit in zip(series, units, strict=True)
    ]
    return {"categories": list(categories), "series": columns}


def check_shape(categories: Sequence[str], series: Sequence[Series]) -> None:
    """Refuse an empty chart, or a series that has not one value a category; ``ChartError``."""
    if not categories or not series:
        raise ChartError("图表没有可画的数据", expected="至少一个类别和一个系列")
    for one in series:
        if len(one.values) != len(categories):
            raise ChartError(
                f"系列“{one.label}”有 {len(one.values)} 个值，类别有 {len(categories)} 个",
                expected="每个类别恰有一个值（没有数据的用 None）",
            )


def check_count(series: Sequence[Series], most: int) -> None:
    """Refuse more series than can be told apart; ``ChartError``."""
    if len(series) > most:
        raise ChartError(
            f"图上有 {len(series)} 个系列",
            expected=f"最多 {most} 个",
            todo="请归并小类，或改用表格、分面小图",
        )


def check_signs(series: Sequence[Series]) -> None:
    """Refuse negative values where a bar from zero would have to mean an amount; ``ChartError``."""
    for one in series:
        if any(value < 0 for value in one.known):
            raise ChartError(
                f"系列“{one.label}”含负数", expected="不小于 0 的数", todo="增减请改用柱形图或折线图"
            )


def _number(value: Any, label: str) -> Value:
    """A value as int or Decimal; numpy integers and NA-like gaps come out of data frames."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, Decimal):
        return None if value.is_nan() else value
    if isinstance(value, float):
        raise ChartError(f"系列“{label}”含二进制小数", expected="整数、Decimal 或 None")
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise ChartError(f"系列“{label}”含不是数的值", expected="整数、Decimal 或 None") from error
