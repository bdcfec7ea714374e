"""Kinds of report period that a sentence, a table or a chart is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from workreport.base.errors import UsageError
from workreport.base.period import Period

Kind = Literal["year", "half", "quarter", "month", "months", "days", "part", "later", "long", "short"]
"""Kinds of `Period`; ``part`` is any part of a year, ``later`` one that does not begin with its year, ``long`` one that
is longer than a month, ``short`` any other."""
KINDS: tuple[str, ...] = get_args(Kind)
DAYS_OF_A_MONTH = 31


def speaks(kinds: Sequence[str], period: Period) -> bool:
    """Whether something for these kinds of period is for this one; without kinds it is for every period."""
    here = {period.kind}
    if period.kind != "year":
        here.add("part")
    if (period.start.month, period.start.day) != (1, 1):
        here.add("later")
    here.add("long" if (period.end - period.start).days >= DAYS_OF_A_MONTH else "short")
    return not kinds or bool(here & set(kinds))


def known_kinds(kinds: str | Sequence[str]) -> tuple[str, ...]:
    """One kind or several.

    Raises
    ------
    UsageError
        If there is no such kind of period.
    """
    named = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    if unknown := [name for name in named if name not in KINDS]:
        raise UsageError(
            f"没有“{unknown[0]}”这一种报告期",
            where="kinds",
            expected="、".join(KINDS),
            todo="请改成其中的一种或几种，不写 kinds 的各种报告期都有",
        )
    return named
