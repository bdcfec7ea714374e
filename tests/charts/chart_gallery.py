"""One chart of every form, with gaps and long labels; run as a script it prints a digest of their bytes."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from workreport import charts
from workreport.charts import Chart, Series

MONTHS = [f"{month}月" for month in range(1, 13)]
OFFICES = ["区本级", "上浦分局", "下浦分局", "青石桥分局"]
TOLD = {"title": "食品抽检批次", "source": "数据来源：食品抽检股；截至 2021 年 12 月 31 日"}

BATCHES = Series("抽检批次", [31, 22, 48, 55, 60, None, 49, 66, 80, 58, 62, 37])
LAST_YEAR = Series("上年同期", [30, 28, 41, 50, 66, 70, 40, 61, 72, 50, 60, 30])
RATES = Series("不合格率", [Decimal("3.2"), *[Decimal("1.25")] * 10, None])


def gallery() -> list[Chart]:
    """Every public chart function once."""
    two = [LAST_YEAR, BATCHES]
    offices = [Series(name, [(3 * i + 5 * j) % 17 for j in range(12)]) for i, name in enumerate(OFFICES)]
    done = Series("完成率", [Decimal("101.5"), Decimal("44.9"), None, Decimal(88)])
    stages = Series("问题", [76, 70, 55, 2])
    parts = [
        Series("合格", [40, 500, 3, 0]),
        Series("不合格", [1, 9, 0, 0]),
        Series("未出", [0, 80, None, 0]),
    ]
    long_names = ["锅炉", "场（厂）内专用机动车辆使用登记与定期检验", "电梯", "客运索道"]
    return [
        charts.bars(MONTHS, BATCHES, name="bars", unit="批次", **TOLD),
        charts.grouped_bars(MONTHS, two, name="grouped_bars", unit="批次", **TOLD),
        charts.ranked_bars(OFFICES, stages, name="ranked_bars", unit="批次", **TOLD),
        charts.stacked_bars(long_names, parts, name="stacked_bars", unit="批次", **TOLD),
        charts.stacked_bars(long_names, parts, name="stacked_share", unit="批次", share=True, **TOLD),
        charts.bars_with_line(MONTHS, BATCHES, RATES, name="bars_with_line", units=("批次", "%"), **TOLD),
        charts.lines(MONTHS, two, name="lines", unit="批次", **TOLD),
        charts.funnel(["收集", "交办", "办结", "回访"], stages, name="funnel", unit="个", **TOLD),
        charts.completion_bars(long_names, done, name="completion_bars", pro_rata=Decimal("83.3"), **TOLD),
        charts.small_multiples(MONTHS, offices, name="small_multiples", unit="件", **TOLD),
        charts.heatmap(MONTHS, offices, name="heatmap", unit="件", **TOLD),
    ]


def main() -> None:
    """Print name and digest of each chart's SVG and PNG."""
    for chart in gallery():
        print(
            chart.name,
            hashlib.sha256(chart.svg.encode()).hexdigest(),
            hashlib.sha256(chart.png.encode()).hexdigest(),
        )


if __name__ == "__main__":
    main()
