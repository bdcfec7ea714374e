"""Parts of proofs for tests: tokens, relations and bindings of a short text, built by hand."""

from __future__ import annotations

from decimal import Decimal

from workreport.drafts.model import QUANTITY, DraftText, Token


def token(
    text: DraftText, printed: str, value: str, unit: str = "", *, nth: int = 0, kind: str = QUANTITY
) -> Token:
    """The `nth` place of a printed number in a text."""
    at = -1
    for _ in range(nth + 1):
        at = text.text.index(printed, at + 1)
    scale = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}.get(unit[:1], Decimal(1))
    number = Decimal(value)
    return Token(
        text.line_at(at).number,
        at,
        at + len(printed),
        printed,
        kind,
        number if kind == QUANTITY else None,
        unit,
        unit.lstrip("万亿") if scale != 1 else unit,
        scale,
        number,
        number,
        max(0, -number.as_tuple().exponent),
    )
