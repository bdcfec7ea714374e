"""Rounding as offices do it: once, half up, from the exact value."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

WIDE = Context(prec=400)
"""Room for any amount; the usual 28 digits are too few for a huge number with its decimals."""


def rounded(number: int | Decimal, decimals: int) -> Decimal:
    """`number` with that many decimals, half up, from the exact value in one step; never −0."""
    result = Decimal(number).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=WIDE)
    return abs(result) if result == 0 else result
