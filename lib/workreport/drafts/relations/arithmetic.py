"""Arithmetic on printed numbers: a printed number stands for all values that round to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from workreport.drafts.model import FAILS, HOLDS, ROUNDED, Token

HALF = Decimal("0.5")
LAST_PLACES = 2
"""How many units of the last place a number may be off to be a matter of rounding."""

OPEN_END = 10
"""How many times its lowest value a number with 以上 is taken to reach."""


@dataclass(frozen=True)
class Span:
    """The closed interval of values that a printed number stands for, in units of its measure."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def meets(self, other: Span) -> bool:
        """Whether a value is common to both."""
        return self.low <= other.high and other.low <= self.high


def span(token: Token) -> Span:
    """The values that a token stands for: whole counts are exact, decimals and 万-values are rounded."""
    assert token.value is not None
    low = token.value if token.low is None else token.low
    high = token.value if token.high is None else token.high
    if high.is_infinite():  # 以上 is open: no sum or share of it shall fail
        high = max(low * OPEN_END, Decimal(100))
    half = last_place(token) * HALF if low == high and (token.decimals or token.scale != 1) else Decimal(0)
    return Span((low - half) * token.scale, (high + half) * token.scale)


def last_place(token: Token) -> Decimal:
    """One unit of the last printed place, in the printed unit."""
    return Decimal(1).scaleb(-token.decimals)


def total(spans: Iterable[Span]) -> Span:
    """The sum of several."""
    result = Span(Decimal(0), Decimal(0))
    for each in spans:
        result = result + each
    return result


def ratio(part: Span, whole: Span, factor: Decimal = Decimal(100)) -> Span | None:
    """``part`` over ``whole`` times ``factor``, ``None`` over nothing."""
    if whole.low <= 0:
        return None
    ends = [
        factor * numerator / denominator
        for numerator in (part.low, part.high)
        for denominator in (whole.low, whole.high)
    ]
    return Span(min(ends), max(ends))


def growth(now: Span, before: Span) -> Span | None:
    """The change in per cent."""
    change = ratio(now, before)
    return change and Span(change.low - 100, change.high - 100)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """A value at so many places, half upwards."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def places_off(printed: Token, worked_out: Span, sign: int = 1) -> Decimal:
    """By how many units of its last place a printed number misses what is worked out: 0 if it holds."""
    assert printed.value is not None
    low, high = (rounded(end, printed.decimals) for end in (worked_out.low, worked_out.high))
    first = sign * (printed.value if printed.low is None else printed.low)
    last = sign * (printed.value if printed.high is None else printed.high)
    first, last = min(first, last), max(first, last)
    if first <= high and low <= last:
        return Decimal(0)
    return (first - high if first > high else low - last) / last_place(printed)


def verdict(printed: Token, worked_out: Span, sign: int = 1) -> str:
    """HOLDS, ROUNDED (off in the last place only) or FAILS."""
    off = places_off(printed, worked_out, sign)
    if off == 0:
        return HOLDS
    return ROUNDED if off <= LAST_PLACES and printed.is_exact else FAILS


def shown(value: Decimal, decimals: int) -> str:
    """A worked-out value as it would be printed."""
    return f"{rounded(value, decimals):f}"
