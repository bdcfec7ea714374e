"""Changes: a against b is ±p %, stated, by difference, or worked back from the changes of the parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from workreport.drafts.model import FAILS, HOLDS, NOTHING, ROUNDED, UNDEFINED, Relation, Token
from workreport.drafts.relations.arithmetic import (
    LAST_PLACES,
    Span,
    growth,
    last_place,
    places_off,
    rounded,
    shown,
    span,
    verdict,
)
from workreport.drafts.relations.mentions import CHANGE, DIFFERENCE, PERIOD_BEFORE, PREVIOUS, YEAR, Mention
from workreport.drafts.relations.scope import Item, Scope, plain_number, relation, with_sign
from workreport.drafts.relations.sums import Group

BACK = 12
"""How many numbers before a difference the thing it is about is looked for."""
REAL_GAP = Decimal(1)
"""Changes of money are often taken at constant prices: a total worked back from parts may then miss by so many points."""


def growths(scope: Scope, groups: Sequence[Group]) -> Iterator[Relation]:
    """All changes with the numbers they can be worked out from."""
    for item in scope.items:
        for change in item.mentions_as(CHANGE):
            yield from _stated(scope, item, change)
    for group in groups:
        if not group.is_close:
            continue
        for basis in (YEAR, PERIOD_BEFORE):
            yield from _worked_back(scope, group, basis)


def _stated(scope: Scope, item: Item, change: Mention) -> Iterator[Relation]:
    """A change beside the earlier value or the difference; if it holds for an item shortly before, it is about that."""
    beside = [
        each for each in item.about if each.role in (PREVIOUS, DIFFERENCE) and each.basis == change.basis
    ]
    nearest = sorted(beside, key=lambda each: abs(each.token.start - change.token.start))[:1]
    for other in nearest:
        earlier = scope.before(item.token.start, BACK) if other.role == DIFFERENCE else ()
        candidates = [_between(scope, change, each.token, other) for each in (item, *reversed(earlier))]
        readings = [each for each in candidates if each is not None]
        holding = next((each for each in readings if each.verdict == HOLDS), None)
        own = candidates[0]
        if holding:
            yield holding
        elif own is not None and item.mention.sentence == change.sentence:
            yield _of_named(scope, item, change, other) or own


def _of_named(scope: Scope, item: Item, change: Mention, other: Mention) -> Relation | None:
    """The change of the item that the clause names, if it is not the one before it."""
    for each in reversed(scope.before(item.token.start, BACK)):
        if len(each.label) > 1 and each.label in other.clause and item.label not in other.clause:
            return _between(scope, change, each.token, other)
    return None


def _between(scope: Scope, change: Mention, now: Token, other: Mention) -> Relation | None:
    """A change worked out from an item and its earlier value, or the difference to it."""
    if other.token.measure != now.measure or not now.is_exact:
        return None
    if other.role == PREVIOUS:
        return _against(scope, change, now, other.token, other.span, plain_number(other.token))
    here, gap = span(now), other.span
    if other.sign > 0:
        base = Span(here.low - gap.high, here.high - gap.low)
    else:
        base = Span(here.low + gap.low, here.high + gap.high)
    if base.low <= 0 and base != Span(Decimal(0), Decimal(0)):
        return None
    before = (now.amount - other.sign * other.token.amount) / now.scale
    return _against(scope, change, now, other.token, base, f"{before:f}", other.token)


def _against(
    scope: Scope,
    change: Mention,
    now: Token,
    other: Token,
    base: Span,
    before: str,
    difference: Token | None = None,
) -> Relation:
    worked_out = growth(span(now), base)
    if worked_out is None:
        why = f"{plain_number(now)}与{before}相比，基数不大于0，算不出增减幅"
        formula = f"({plain_number(now)}-{before})/{before}"
        return relation(scope, "growth", [change.token, now, other], formula, NOTHING, UNDEFINED, why)
    middle = (base.low + base.high) / 2
    exact = (now.amount - middle) / middle * 100
    result = verdict(with_sign(change), worked_out)
    if (
        result != HOLDS
        and verdict(change.token, worked_out, -1 if exact < 0 else 1) == HOLDS
        and _unsigned(change)
    ):
        result = HOLDS
    formula = f"({plain_number(now)}-{before})/{before}={shown(exact, change.token.decimals + 2)}%"
    expected = shown(exact, change.token.decimals) + "%"
    why = "" if result == HOLDS else _why(change, now, before, expected, result, difference)
    return relation(scope, "growth", [change.token, now, other], formula, expected, result, why)


def _unsigned(change: Mention) -> bool:
    """Whether the words leave the direction open: 变动, 幅度, 同比."""
    return not any(sign in change.clause for sign in "增减升降涨跌多少")


def _why(
    change: Mention, now: Token, before: str, expected: str, result: str, difference: Token | None
) -> str:
    gap = f"（相差{difference.text}）" if difference else ""
    tail = "，只差末位，是修约问题" if result == ROUNDED else "，请核对三个数"
    return f"{now.text}与{before}相比{gap}，变动{expected}，文中写{change.token.text}{tail}"


def _worked_back(scope: Scope, group: Group, basis: str) -> Iterator[Relation]:
    """The change of a total that follows from the changes of all its parts."""
    stated = [_change(item, basis) for item in (group.whole, *group.parts)]
    whole = stated[0]
    if whole is None or any(each is None for each in stated[1:]) or len(group.parts) < 2:
        return
    changes = [each for each in stated[1:] if each is not None]
    span_of_base = Span(Decimal(0), Decimal(0))
    middle = Decimal(0)
    for part, change in zip(group.parts, changes, strict=True):
        token = with_sign(change)
        rate = span(token)
        if rate.low <= -100 or token.value is None:
            return
        part_span = part.span
        span_of_base = span_of_base + Span(
            part_span.low / (1 + rate.high / 100), part_span.high / (1 + rate.low / 100)
        )
        middle += part.token.amount / (1 + token.value / 100)
    worked_out = growth(group.whole.span, span_of_base)
    if worked_out is None or not middle:
        return
    exact = (group.whole.token.amount / middle - 1) * 100
    yield from _judged(scope, group, (whole, changes), worked_out, exact)


def _judged(
    scope: Scope, group: Group, stated: tuple[Mention, list[Mention]], worked_out: Span, exact: Decimal
) -> Iterator[Relation]:
    whole, changes = stated
    printed = with_sign(whole)
    half = last_place(printed) / 2
    assert printed.value is not None
    holds = printed.value - half <= worked_out.high and worked_out.low <= printed.value + half
    off = places_off(printed, Span(rounded(exact, printed.decimals), rounded(exact, printed.decimals)))
    result = HOLDS if holds else ROUNDED if off <= LAST_PLACES else FAILS
    at_constant_prices = "元" in group.whole.token.measure or group.whole.token.decimals > 0
    if (
        result != HOLDS
        and at_constant_prices
        and (not _outside(printed, changes) or off * last_place(printed) < REAL_GAP)
    ):
        return
    expected = shown(exact, printed.decimals) + "%"
    terms = "+".join(
        f"{plain_number(p.token)}/(1{with_sign(c).value:+f}%)"
        for p, c in zip(group.parts, changes, strict=True)
    )
    formula = f"{plain_number(group.whole.token)}/[{terms}]-1={shown(exact, printed.decimals + 2)}%"
    why = ""
    if result != HOLDS:
        why = f"由各分项的增减幅倒推，总数应变动{expected}，文中写{whole.token.text}"
        why += "，只差末位" if result == ROUNDED else "，请核对各增减幅"
    tokens = [whole.token, *(part.token for part in group.parts), *(change.token for change in changes)]
    yield relation(scope, "growth", tokens, formula, expected, result, why)


def _outside(printed: Token, changes: Sequence[Mention]) -> bool:
    """Whether a total changes less than all of its parts, or more."""
    values = [with_sign(change).value or Decimal(0) for change in changes]
    assert printed.value is not None
    return not min(values) <= printed.value <= max(values)


def _change(item: Item, basis: str) -> Mention | None:
    changes = item.mentions_as(CHANGE, basis)
    return changes[0] if changes else None
