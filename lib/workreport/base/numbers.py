"""Numbers as text: exact, or rounded half up in one step from the exact value."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

WIDE = Context(prec=400)
"""Enough for any amount; the default of 28 digits is too few for a huge number with decimals."""


def exact_text(number: int | Decimal | None) -> str:
    """An exact number as text: no exponent, no trailing zeros after the point; empty for None."""
    if number is None:
        return ""
    if isinstance(number, int):
        return str(number)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(number: int | Decimal, decimals: int) -> Decimal:
    """`number` with that many decimals, half up, from the exact value in one step; never −0."""
    result = Decimal(number).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=WIDE)
    return abs(result) if result == 0 else result
