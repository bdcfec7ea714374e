"""What the words around a number allow: 200余 is 201 to 299, 近 lies below, 约 on both sides, 以上 leaves the upper side open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_BEFORE = re.compile(
    r"(?:(?P<most>不超过|不高于|不多于|至多|最多|≤)"
    r"|(?P<least>不少于|不低于|不小于|至少|超过|超出|突破|逾|高于|多于|大于|≥|>|(?<![赶反])超)"
    r"|(?P<below>不足|不到|未满|不满|低于|少于|小于|<)"
    r"|(?P<about>大约|(?<![预签履违特节条公大合制])约|大概)"
    r"|(?P<near>将近|接近|(?<![附最新临邻远相])近))[为有了达]?$"
)
_AFTER = re.compile(
    r"(?P<least>(?:及|或|\(含\)|（含）)?以上)|(?P<most>(?:及|或)?(?:以下|以内|之内))|(?P<about>左右|上下|许(?![可多]))"
)
_SPANS_OF_TIME = ("年", "月", "天", "日", "周", "个月", "届", "期")
"""近五年 are the last five years exactly."""
INFINITE = Decimal("Infinity")


@dataclass(frozen=True)
class Words:
    """The place of a number in its text."""

    text: str
    start: int
    end: int

    def said(self, measure: str) -> str:
        """What the words before or after the number say: least, most, below, about, near; "" for nothing."""
        before = _BEFORE.search(self.text[max(0, self.start - 4) : self.start])
        after = _AFTER.match(self.text, self.end)
        bound = (before and before.lastgroup) or (after and after.lastgroup) or ""
        return "" if bound == "near" and measure in _SPANS_OF_TIME else bound


def bounds(value: Decimal, over: bool, step: Decimal, words: Words, measure: str) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest number that the words allow.

    ``over`` says that 余 or 多 follows, ``step`` is the smallest difference that counts. A rounded number stands for what
    rounds to it at its last digit that is not zero.
    """
    if not value:
        return value, value
    if value < 0:
        low, high = bounds(-value, over, step, words, measure)
        return -high, -low
    place = _last_place(value)
    step = min(step, place / 10)
    if over:
        return value + step, value + place - step
    match words.said(measure):
        case "least":
            return value, INFINITE
        case "most":
            return Decimal(0), value
        case "below":
            return Decimal(0), value - step
        case "about":
            return value - place / 2, value + place / 2
        case "near":
            return value - place / 2, value
    return value, value


def _last_place(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero: 100 for 200, 0.1 for 3.5."""
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))
