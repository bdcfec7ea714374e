"""Missing months and quarters among the sheet names of one file."""

from __future__ import annotations

import re
from collections.abc import Collection

DIGITS = {name: at for at, name in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)}  # noqa: SIM905
NUMBER = r"(\d{1,2}|十[一二]?|[一二三四五六七八九])"
SPAN = r"(?<![\d一二三四五六七八九十至到~～—\-])"
MONTH = re.compile(rf"{SPAN}{NUMBER}月(?!\d)")
DATED = re.compile(r"(?:19|20)\d{2}[.\-_/]?(0?[1-9]|1[0-2])")
DATED_MONTH = re.compile(rf"(?:\d{{2,4}}[年.\-/]){NUMBER}月")
BARE = re.compile(r"(0?[1-9]|1[0-2])")
QUARTER = re.compile(r"(?:第?([1-4一二三四])季度?|[Qq]([1-4]))")


def missing_months(names: Collection[str]) -> str:
    """Months, else quarters, without a sheet between the first and the last sheet name."""
    for read, title in ((month_of, "{}月"), (quarter_of, "第{}季度")):
        parts = {part for name in names if (part := read(name))}
        if len(parts) > 1:
            return "、".join(title.format(at) for at in range(min(parts), max(parts)) if at not in parts)
    numbers = [BARE.fullmatch(name.strip()) for name in names]
    if len(numbers) > 1 and all(numbers):
        months = {int(number[1]) for number in numbers if number}
        return "、".join(f"{at}月" for at in range(min(months), max(months)) if at not in months)
    return ""


def month_of(name: str) -> int | None:
    """The month that a sheet's name names; None for none or several."""
    name = "".join(name.split())
    match = DATED.fullmatch(name) or DATED_MONTH.search(name)
    if match is None:
        every = list(MONTH.finditer(name))
        match = every[0] if len(every) == 1 else None
    return _number(match[1]) if match else None


def quarter_of(name: str) -> int | None:
    """The quarter that a sheet's name names; None for none or several."""
    every = list(QUARTER.finditer(name))
    return _number(every[0][1] or every[0][2]) if len(every) == 1 else None


def _number(text: str) -> int | None:
    number = int(text) if text.isdigit() else DIGITS[text]
    return number if 1 <= number <= 12 else None
