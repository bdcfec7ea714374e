"""Words of an outline that depend on the period and the bureau: 【期内】, 【截至】, 【机关】."""

from __future__ import annotations

from collections.abc import Callable

from workreport.base.bureau import Bureau
from workreport.base.period import Period

EACH, MOSTLY, NAME, REASON = "逐项", "主要", "名", "原因"
"""Where a list stands, a word that says it is not all, the label of its item, a division's explanation of a change."""
QUARTERS = "一二三四"


def _within(period: Period) -> str:
    """The period as the beginning of a sentence that belongs to its own report."""
    month = period.start.month
    match period.kind:
        case "year":
            return "全年"
        case "half":
            return "上半年" if month == 1 else "下半年"
        case "quarter":
            return f"{QUARTERS[(month - 1) // 3]}季度"
        case "month":
            return "本月"
        case "months" if period.start.year == period.end.year:
            return f"{month}—{period.end.month}月"
    return "报告期内"


def _until(period: Period) -> str:
    """The cut-off day; the end of a year or month by its name."""
    if period.kind == "days":
        return f"截至{period.end.month}月{period.end.day}日"
    return "截至年底" if period.kind == "year" else f"截至{period.end.month}月底"


def _so_far(period: Period) -> str:
    """The months from the beginning of the year to the cut-off day."""
    return "1月" if period.end.month == 1 else f"1—{period.end.month}月"


FIXED: dict[str, Callable[[Period, Bureau], str]] = {
    "报告期": lambda period, bureau: period.label,
    "年度": lambda period, bureau: f"{period.end.year}年",
    "期内": lambda period, bureau: _within(period),
    "截至": lambda period, bureau: _until(period),
    "累计期": lambda period, bureau: _so_far(period),
    "机关": lambda period, bureau: bureau.name,
    "简称": lambda period, bureau: bureau.short_name,
    "区": lambda period, bureau: bureau.district,
    "市": lambda period, bureau: bureau.city,
}
"""By name, the word for a period of a bureau."""
