"""Numbers as official reports write them: rounded once, half up, at display."""

from __future__ import annotations

import re
from decimal import Decimal

from workreport.base.numbers import rounded
from workreport.blocks.text import MISSING
from workreport.figures.book import Book
from workreport.figures.comparison import Change, last_year, previous, progress
from workreport.figures.measure import Number
from workreport.figures.registry import FIGURES, Figure

WAN = Decimal(10_000)
NEVER_IN_WAN = frozenset({"批次", "起", "条", "台", "辆", "台（套）", "人次/户次"})
"""Units of safety and sampling figures, which are always written out (report structure, number style 3)."""


def plain(number: Number, decimals: int) -> str:
    """Digits without separators, a full stop for the decimal point."""
    return format(rounded(number, decimals), "f")


def shown(figure: Figure, number: Number | None, *, unit: bool = True) -> str:
    """A figure's value as printed in a sentence, such as ``639批次``, ``82.1%``, ``1.23万份``."""
    if number is None:
        return MISSING
    text, wan = _digits(figure, number)
    return text + (("万" if wan else "") + figure.unit if unit else ("万" if wan else ""))


def cell(figure: Figure, number: Number | None) -> str:
    """A figure's value as printed in a table cell, whose header carries the unit."""
    if number is None:
        return MISSING
    # one precision down a column; nothing at all stays a plain 0
    return str(number) if isinstance(number, int) else plain(number, figure.decimals if number else 0)


def _digits(figure: Figure, number: Number) -> tuple[str, bool]:
    # 23456万元 is not 2.35万万元
    if abs(number) >= WAN and figure.unit not in NEVER_IN_WAN and not figure.unit.startswith(("万", "亿")):
        in_wan = Decimal(number) / WAN
        # three significant digits at least: 1.23万, 12.3万, 123万
        return plain(in_wan, max(0, 2 - in_wan.copy_abs().adjusted())), True
    return _fraction(number, figure.decimals), False


def _fraction(number: Number, decimals: int) -> str:
    """A number with its decimals, without them only where it is exactly whole: 99.96 is never 100."""
    whole = Decimal(number) == Decimal(number).to_integral_value()
    return plain(number, 0 if whole else decimals)


PER = re.compile(r"/[千万亿].+$")
"""What an amount is divided by: the name of the figure says it, such as 万人发明专利拥有量."""
NOT_COMPARABLE = {"none": "无可比数", "redefined": "口径调整，不可比"}


def change_words(figure: Figure, change: Change, against: str = "同比") -> str:
    """A change in words, chosen from its sign: 同比增长24.1%、提高1.2个百分点、增加3件、持平."""
    if change.number is None:
        return f"无{against}可比数" if change.kind == "none" else f"口径调整，{against}不可比"
    if change.number == 0:
        return f"{against}持平"
    size, up = _size(figure, change), change.number > 0
    if Decimal(size) == 0:
        return f"{against}基本持平"
    if change.kind == "points":
        return f"{against}{'提高' if up else '下降'}{size}个百分点"
    if change.kind == "absolute":
        return f"{against}{'增加' if up else '减少'}{size}{PER.sub('', figure.unit)}"
    return f"{against}{'增长' if up else '下降'}{size}%"


def change_cell(figure: Figure, change: Change) -> str:
    """A change in a table cell: +24.1%, −3, +1.2个百分点; in words where nothing is comparable."""
    if change.number is None:
        return NOT_COMPARABLE[change.kind]
    size = _size(figure, change)
    if Decimal(size) == 0:
        return "持平" if change.number == 0 else "基本持平"
    unit = {"percent": "%", "points": "个百分点", "absolute": ""}[change.kind]
    return f"{'+' if change.number > 0 else '−'}{size}{unit}"


def distance_words(distance: Decimal) -> str:
    """How far ahead of or behind the share of the year gone by: 超时序进度3.2个百分点、落后…、与时序进度持平."""
    size = plain(abs(distance), 1)
    if Decimal(size) == 0:
        return "与时序进度持平" if distance == 0 else "与时序进度基本持平"
    return f"{'超' if distance > 0 else '落后'}时序进度{size}个百分点"


def points_cell(distance: Decimal) -> str:
    """Percentage points in a table cell whose header names them: +3.2, −1.0, 0.0."""
    size = plain(abs(distance), 1)
    return size if Decimal(size) == 0 else f"{'+' if distance > 0 else '−'}{size}"


def _size(figure: Figure, change: Change) -> str:
    decimals = {"percent": 1, "points": max(1, figure.decimals), "absolute": figure.decimals}[change.kind]
    return plain(abs(change.number or Decimal(0)), decimals)


def compared(book: Book, id: str, kind: str) -> str:
    """What a figure's change, task or completion is compared with, in words."""
    figure, now = FIGURES[id], book.value(id)
    if kind in ("yoy", "change", "last_year"):
        base, name = last_year(book, id), "上年同期"
    elif kind in ("mom", "previous"):
        base, name = previous(book, id), "上期"
    elif kind in ("target", "completion") and (made := progress(book, id)):
        task = f"{made.target.issued_by}{made.target.document}任务{shown(figure, made.target.number)}"
        span = "本期" if made.level or book.period == book.period.year_to_date else "本年累计"
        return task if kind == "target" else f"{span}{shown(figure, made.number)}与{task}之比"
    else:
        return ""
    if kind in ("last_year", "previous"):
        return f"{name}数"
    return (
        f"本期{shown(figure, now.number)}与{name}{shown(figure, base.number)}比较"
        if base
        else f"{name}无可比数"
    )


def month_label(key: str) -> str:
    """``2021-03`` as 3月; other keys as they are."""
    return f"{int(key[5:])}月" if len(key) == 7 and key[4] == "-" else key
