"""A figure's value in a period, and how a derived figure is computed from others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from workreport.figures.measure import Number
from workreport.figures.registry import Figure
from workreport.ledgers.handed_in import is_not_kept

Status = Literal["ok", "blocked", "undefined"]


@dataclass(frozen=True)
class Value:
    """A figure's value in a period.

    ``number`` is exact. It is None if the status is ``blocked`` (a ledger or column was not handed in;
    `reason` names it) or ``undefined`` (a ratio over 0, a median of no rows, a register that does not
    show the cut-off day). ``redefined`` is the reason why a value of another period is not comparable:
    the definition changed in between.
    """

    figure: Figure
    number: Number | None
    status: Status = "ok"
    reason: str = ""
    redefined: str = ""


def derived(figure: Figure, values: Mapping[str, Value]) -> Value:
    """The value of a derived figure, from the values of its components."""
    # a figure that needs a ledger that is not kept has no value, whatever else is missing
    for value in sorted(values.values(), key=lambda value: not is_not_kept(value.reason)):
        if value.status != "ok":
            return Value(figure, None, value.status, value.reason)
    numbers = {name: value.number for name, value in values.items()}
    if figure.numerator and figure.denominator:
        quotient = divide(numbers[figure.numerator], numbers[figure.denominator], figure.factor)
        if quotient is None:
            return Value(figure, None, "undefined", f"分母“{values[figure.denominator].figure.label}”为零")
        return Value(figure, quotient)
    total = sum(numbers[name] or 0 for name in figure.parts) - sum(numbers[name] or 0 for name in figure.less)
    return Value(figure, total)


def divide(upper: Number | None, lower: Number | None, factor: Decimal) -> Decimal | None:
    """`upper` over `lower` times `factor`; None if the divisor is 0 or either is missing."""
    if upper is None or not lower:
        return None
    return Decimal(upper) * factor / Decimal(lower)
