"""Input of charts: series of values, with checks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workreport.base.errors import WorkreportError
from workreport.blocks.text import NumberLink

Value = int | Decimal | None
SPACES = re.compile(r"\s+")


class ChartError(WorkreportError):
    """A chart cannot be drawn: its values do not fit the categories."""


@dataclass(frozen=True)
class Series:
    """One series of values, in the order of the chart's categories.

    Attributes
    ----------
    label : str
        Name in the legend and in the text alternative.
    values : sequence of int, Decimal or None
        One value per category; None is a gap, printed as “—”, never a zero.
    decimals : int, optional
        Decimals shown. Default: 0 for whole numbers, otherwise 1.
    links : sequence of NumberLink, optional
        Link of each value, passed on under the id of the number's text in the SVG.
    """

    label: str
    values: Sequence[Value]
    decimals: int | None = None
    links: Sequence[NumberLink] = ()

    def __post_init__(self) -> None:
        values = tuple(_number(value, self.label) for value in self.values)
        object.__setattr__(self, "values", values)

    @property
    def present(self) -> tuple[int | Decimal, ...]:
        """The values that are not gaps."""
        return tuple(value for value in self.values if value is not None)

    def gid(self, index: int) -> str | None:
        """The id of a value's printed number in the SVG; None without a link."""
        if not self.links or self.values[index] is None:
            return None
        link = self.links[index]
        parts = (link.figure, link.kind, "|".join(link.by), "|".join(link.cut), link.period)
        return "mark-" + SPACES.sub("_", "-".join(filter(None, parts)))


def check_shape(categories: Sequence[str], series: Sequence[Series]) -> None:
    """``ChartError`` for an empty chart, or a series without exactly one value per category."""
    if not categories or not series:
        raise ChartError("图表没有可画的数据", expected="至少一个类别和一个系列")
    for one in series:
        if len(one.values) != len(categories):
            raise ChartError(
                f"系列“{one.label}”有 {len(one.values)} 个值，类别有 {len(categories)} 个",
                expected="每个类别恰有一个值（没有数据的用 None）",
            )


def check_count(series: Sequence[Series], most: int) -> None:
    """``ChartError`` for more series than can be distinguished."""
    if len(series) > most:
        raise ChartError(
            f"图上有 {len(series)} 个系列",
            expected=f"最多 {most} 个",
            todo="请归并小类，或改用表格、分面小图",
        )


def check_signs(series: Sequence[Series]) -> None:
    """``ChartError`` for negative values in charts whose bars show amounts from zero."""
    for one in series:
        if any(value < 0 for value in one.present):
            raise ChartError(
                f"系列“{one.label}”含负数", expected="不小于 0 的数", todo="增减请改用柱形图或折线图"
            )


def _number(value: Any, label: str) -> Value:
    """A value as int or Decimal; data frames give numpy integers and NA-like gaps."""
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
