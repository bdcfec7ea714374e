"""A text in one spelling: half-width digits, simplified units, no line breaks inside numbers; with the way back to its places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：？！（）"}
_SAME = {
    **_WIDE,
    "\r": " ",
    **{
        "﹪": "%",
        "−": "-",
        "﹣": "-",
        "﹢": "+",
        "∶": ":",
        "兩": "两",
        "萬": "万",
        "億": "亿",
        "餘": "余",
        "個": "个",
    },
    **dict(
        zip(
            "戶產業圖條項節號歲噸筆張輛間門種約過類檔層臺點級區縣鄉鎮國處場週",
            "户产业图条项节号岁吨笔张辆间门种约过类档层台点级区县乡镇国处场周",
            strict=True,
        )
    ),
    **dict(
        zip(
            "貳參陸單組環領隊時內幾數來屆達將熱線電話萬",
            "贰叁陆单组环领队时内几数来届达将热线电话万",
            strict=True,
        )
    ),
}
_TABLE = str.maketrans(_SAME)
_READING = re.compile(r"(?<=[\u4e00-\u9fff])[(（][a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6}[)）]")
"""Readings that a machine wrote into brackets after a character."""
_BREAK = re.compile(
    r"(?<=[0-9.万亿余])\n(?=(?P<digits>[0-9]{1,8})?(?:\.[0-9]+)?"
    r"(?P<after>[%万亿余个家户件台批人项起次条份篇元年月日吨公平处]))"
)
"""A line that may break off inside a number or between it and its unit."""
PROSE = 12
"""Characters from which on a line is a line of prose rather than a heading or a cell."""


@dataclass(frozen=True)
class Spelled:
    """A text in one spelling; ``places`` are the offsets in the text as read, one more than characters."""

    text: str
    places: Sequence[int]


def spelled(text: str) -> Spelled:
    """Write a text in one spelling."""
    same = text.translate(_TABLE)
    gaps = [match.span() for match in _READING.finditer(same)]
    gaps += [(match.end() - 1, match.end()) for match in _BREAK.finditer(same) if _is_soft(same, match)]
    if not gaps:
        return Spelled(same, range(len(text) + 1))
    parts, places, at = [], [], 0
    for start, end in sorted(gaps):
        parts.append(same[at:start])
        places += range(at, start)
        at = end
    parts.append(same[at:])
    places += range(at, len(text) + 1)
    return Spelled("".join(parts), places)


def _is_soft(text: str, match: re.Match[str]) -> bool:
    """Whether a line break only wraps prose: a year or a list number at the next line's head starts something new."""
    end = match.start()
    line = text[text.rfind("\n", 0, end) + 1 : end]
    if len(line) < PROSE or "|" in line or "\t" in line or not re.search(r"[0-9]\.?[万亿余]*$", line):
        return False
    if match["digits"]:
        return line[-1] not in "万亿余" and match["after"] not in "年月日"
    return line[-1] != "."
