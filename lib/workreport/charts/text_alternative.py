"""Text alternatives of charts: one Chinese paragraph with the main values."""

from __future__ import annotations

from collections.abc import Sequence

from workreport.charts.chart import Series, check_shape
from workreport.charts.labels import GAP, decimals_of, shown, shown_values

ALL_VALUES = 40  # charts with more values are not listed value by value


def describe(
    form: str,
    title: str,
    categories: Sequence[str],
    series: Sequence[Series],
    units: Sequence[str],
    *,
    over_time: bool = False,
    note: str = "",
) -> str:
    """The text alternative of a chart.

    Parameters
    ----------
    form : str
        Kind of chart in Chinese, such as 柱形图.
    units : sequence of str
        Unit of each series.
    over_time : bool
        True if the categories are months or years; the latest value is then named.
    note : str
        A further sentence, such as the position of a mark.

    Raises
    ------
    ChartError
        If there is no data, or a series without exactly one value per category.
    """
    check_shape(categories, series)
    names = categories[0] if len(categories) == 1 else f"{categories[0]}至{categories[-1]}"
    sentences = [f"{form}：{title}。共 {len(categories)} 项（{names}）。"]
    listed = len(categories) * len(series) <= ALL_VALUES
    for one, unit in zip(series, units, strict=True):
        sentences.append(
            _sentence(one, unit, categories, over_time=over_time, named=len(series) > 1, listed=listed)
        )
    return "".join(sentences) + note


def _sentence(
    series: Series, unit: str, categories: Sequence[str], *, over_time: bool, named: bool, listed: bool
) -> str:
    start = f"{series.label}（单位：{unit}）" if named else f"单位：{unit}；"
    if not series.present:
        return f"{start}没有数据。"
    decimals = decimals_of(series)
    pairs = [
        (value, name) for value, name in zip(series.values, categories, strict=True) if value is not None
    ]
    top, bottom = max(pairs, key=lambda pair: pair[0]), min(pairs, key=lambda pair: pair[0])
    parts = []
    if len(pairs) > 1 and top[0] != bottom[0]:
        parts.append(f"最高为{top[1]} {shown(top[0], decimals)}")
        parts.append(f"最低为{bottom[1]} {shown(bottom[0], decimals)}")
    elif len(pairs) > 1:
        parts.append(f"各项均为 {shown(top[0], decimals)}")
    if over_time:
        parts.append(f"最近的{pairs[-1][1]}为 {shown(pairs[-1][0], decimals)}")
    if listed:
        values = "、".join(
            f"{name} {text}" for name, text in zip(categories, shown_values(series), strict=True)
        )
        parts.append(f"逐项为：{values}")
    else:
        gaps = [name for name, value in zip(categories, series.values, strict=True) if value is None]
        parts.extend([f"没有数据（{GAP}）的有：{'、'.join(gaps)}"] if gaps else [])
    return start + "，".join(parts) + "。"
