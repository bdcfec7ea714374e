"""Rates: handled of received, passed of tested; a rate that no whole number over its base gives; ranges of a rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from workreport.drafts.model import CONFLICT, FAILS, HOLDS, NOTHING, ROUNDED, UNDEFINED, Relation
from workreport.drafts.relations.arithmetic import Span, places_off, ratio, shown, total, verdict
from workreport.drafts.relations.mentions import LEVEL, RATE, SHARE, Mention
from workreport.drafts.relations.scope import Item, Scope, plain_number, relation
from workreport.drafts.relations.sums import Group, alike

BACK = 8
"""How many numbers before a rate its numerator and base are looked for."""
OF_ITS_BASE = re.compile(r"^(?:不合格|合格|办结|整改|完成|达标|通过|处置|结案)$")
"""Rates that are of the counted things themselves, so that a whole number of them must give the rate."""
LARGEST_BASE = 2000

ROUND_STEP = 5
"""Who writes 85%以上 has less than 90%."""


def rates(scope: Scope, groups: Sequence[Group]) -> Iterator[Relation]:
    """All rates with a numerator and a base before them."""
    for rate in scope.mentions:
        if rate.role == RATE or (rate.role == LEVEL and "率" in rate.before):
            yield from _rate(scope, rate, groups)
        elif rate.role == SHARE and rate.token.is_exact:
            yield from _without_numerator(scope, rate)


def stem_of(rate: Mention) -> str:
    """办结 of 办结率, 合格 of 合格率: the words that name what a rate counts."""
    match = re.search(r"([^，；、：]{1,8})率[^率]*$", rate.before)
    return re.sub(r"^.*(?:的|其中|全年|批次)", "", match[1]) if match else ""


def _rate(scope: Scope, rate: Mention, groups: Sequence[Group]) -> Iterator[Relation]:
    before = scope.before(rate.token.start, BACK)
    near = [item for item in before if rate.token.line == item.token.line]
    behind = [item for item in scope.behind(rate.token.start, BACK) if item.token.line == rate.token.line]
    stem = stem_of(rate)
    if not rate.token.is_exact:
        yield from _in_range(scope, rate, stem, groups)
        return
    pairs = [*_pairs(near, rate, stem), *_bases_behind(near, behind)]
    for part, whole, rest in pairs:
        worked_out = ratio(part.span if not rest else _left(part, whole), whole.span)
        if worked_out is not None and places_off(rate.token, worked_out) == 0:
            yield _relation(scope, rate, part, whole, rest, HOLDS)
            return
    sure = _sure_pair(near, rate, stem)
    if sure:
        worked_out = ratio(sure[0].span, sure[1].span)
        if worked_out is None:
            yield _of_nothing(scope, rate, *sure)
        else:
            yield _relation(scope, rate, *sure, False, verdict(rate.token, worked_out))
    elif OF_ITS_BASE.match(stem) and near and scope.sentence(rate.sentence) == [near[-1]]:
        yield from _no_whole_number(scope, rate, near[-1])


def _of_nothing(scope: Scope, rate: Mention, part: Item, whole: Item) -> Relation:
    """A rate of nothing, which cannot be decided."""
    formula = f"{plain_number(part.token)}/{plain_number(whole.token)}"
    why = f"{whole.token.text}中{part.token.text}，分母不大于0，算不出{stem_of(rate)}率"
    tokens = [rate.token, part.token, whole.token]
    return relation(scope, "rate", tokens, formula, NOTHING, UNDEFINED, why)


def _left(part: Item, whole: Item) -> Span:
    return Span(whole.span.low - part.span.high, whole.span.high - part.span.low)


def _pairs(near: Sequence[Item], rate: Mention, stem: str) -> Iterator[tuple[Item, Item, bool]]:
    """Numerators and bases to try, the nearest first; the rest of a base counts as well."""
    coarse = rate.token.decimals == 0
    for part in reversed(near):
        for whole in reversed(near):
            if whole is part or whole.span.high < part.span.low or not alike(whole.token, part.token):
                continue
            if coarse and not (
                whole.mention.sentence == part.mention.sentence and (part is near[-1] or stem in part.label)
            ):
                continue
            yield part, whole, False
            if re.search("[不未]", part.label + part.mention.after[:6]):
                yield part, whole, True


def _bases_behind(near: Sequence[Item], behind: Sequence[Item]) -> Iterator[tuple[Item, Item, bool]]:
    """The number before a rate with a base that is only said later."""
    for whole in behind:
        if near and whole.span.high >= near[-1].span.low and alike(whole.token, near[-1].token):
            yield near[-1], whole, False


def _sure_pair(near: Sequence[Item], rate: Mention, stem: str) -> tuple[Item, Item] | None:
    """The number beside the rate that the rate names, and the nearest larger one before it between two semicolons."""
    here = [item for item in near if item.mention.sentence == rate.sentence]
    part = next((item for item in reversed(here[-2:]) if _is_named(item, stem)), None)
    if part is None or not part.token.is_exact or "；" in rate.before:
        return None
    if part is not here[-1] and "；" in here[-1].mention.before:
        return None
    for whole in reversed(here[: here.index(part)]):
        if (
            whole.token.measure == part.token.measure
            and whole.span.high >= part.span.low
            and whole.token.is_exact
        ):
            # of a list behind 其中 the total in front, or any of its members, may be meant
            listed = len(here) > 3 and any(
                "其中" in item.mention.before for item in here[1 : here.index(whole) + 1]
            )
            return None if listed else (part, whole)
        if "；" in whole.mention.before:
            return None
    return None


def _is_named(item: Item, stem: str) -> bool:
    """Whether the words around a number hold the rate's name: 办结并向当事人反馈 the name 办结反馈."""
    around = item.label + re.split("[，；。]", item.mention.after)[0]
    if len(stem) < 2 or re.search(f"[不未]{stem}", around):
        return False
    alike = len(stem) == 2 and stem[0] in item.label[-2:]
    return alike or re.search(".*".join(map(re.escape, stem)), around) is not None


def _relation(scope: Scope, rate: Mention, part: Item, whole: Item, rest: bool, result: str) -> Relation:
    worked_out = ratio(_left(part, whole) if rest else part.span, whole.span)
    assert worked_out is not None
    middle = (worked_out.low + worked_out.high) / 2
    top = f"({plain_number(whole.token)}-{plain_number(part.token)})" if rest else plain_number(part.token)
    formula = f"{top}/{plain_number(whole.token)}={shown(middle, rate.token.decimals + 2)}%"
    expected = shown(middle, rate.token.decimals) + "%"
    why = ""
    if result != HOLDS:
        why = (
            f"{whole.token.text}中{part.token.text}，{stem_of(rate)}率应为{expected}，文中写{rate.token.text}"
        )
        why += "，只差末位，是修约问题" if result == ROUNDED else ""
    return relation(scope, "rate", [rate.token, part.token, whole.token], formula, expected, result, why)


def _no_whole_number(scope: Scope, rate: Mention, base: Item) -> Iterator[Relation]:
    """A rate that no whole number over its base gives at the printed precision."""
    nearest = _nearest_whole(rate, base)
    if nearest is None:
        return
    count, per_cent, fits = nearest
    if not fits:
        size = plain_number(base.token)
        why = f"{size}为分母时，没有哪个整数能得出{rate.token.text}，最接近的是{count}/{size}={per_cent}%"
        yield relation(
            scope, "rate", [rate.token, base.token], f"{count}/{size}={per_cent}%", per_cent + "%", FAILS, why
        )


def _nearest_whole(rate: Mention, base: Item) -> tuple[int, str, bool] | None:
    size, printed = base.token.amount, rate.token.value
    if (
        not base.token.is_exact
        or size != size.to_integral()
        or not 0 < size <= LARGEST_BASE
        or printed is None
    ):
        return None
    count = int((size * printed / 100).to_integral())
    share = Decimal(count) / size * 100
    return count, shown(share, rate.token.decimals), places_off(rate.token, Span(share, share)) == 0


def _without_numerator(scope: Scope, share: Mention) -> Iterator[Relation]:
    """A share whose part is not given, of the one total before it: some whole number gives it."""
    owners = [item for item in scope.before(share.token.start, BACK) if share in item.about]
    if not owners or share.token.decimals == 0 or owners[0].mentions_as(SHARE) != [share]:
        return
    here = scope.sentence(share.sentence)
    if here and owners[0] is here[0] and re.search("的占|的为", share.before):
        nearest = _nearest_whole(share, owners[0])
        if nearest and nearest[2]:
            size = plain_number(owners[0].token)
            formula = f"{nearest[0]}/{size}={nearest[1]}%"
            yield relation(scope, "share", [share.token, owners[0].token], formula, nearest[1] + "%", HOLDS)


def _in_range(scope: Scope, rate: Mention, stem: str, groups: Sequence[Group]) -> Iterator[Relation]:
    """A rate in round words (85%以上) beside a total with parts: some reading of the parts must give it."""
    low = rate.token.low or Decimal(0)
    stated = rate.token.high or low
    high = min(low + ROUND_STEP if stated.is_infinite() else max(stated, low + ROUND_STEP), Decimal(100))
    for group in groups:
        parts = group.parts
        named = [part for part in parts if len(stem) > 1 and stem[-2:] in part.label]
        if group.whole.token.line != rate.token.line or not named or parts[-1].token.start > rate.token.start:
            continue
        readings = [[part] for part in parts] + [list(parts[:end]) for end in range(2, len(parts) + 1)]
        values = [ratio(total(part.span for part in each), group.whole.span) for each in readings]
        worked_out = [each for each in values if each is not None]
        if not any(each.low < high and low <= each.high for each in worked_out):
            yield _no_reading(scope, rate, group, worked_out)


def _no_reading(scope: Scope, rate: Mention, group: Group, worked_out: Sequence[Span]) -> Relation:
    first = group.parts[0].token
    whole = group.whole.token
    per_cent = shown(worked_out[0].low, 2)
    listed = "、".join(dict.fromkeys(f"{shown(each.low, 2)}%" for each in worked_out if each.low > 50))
    why = f"“{stem_of(rate)}率{rate.token.text}”与前面的数对不上：{first.text}占{whole.text}是{per_cent}%，各种口径只能得出{listed}，请写明口径"
    formula = f"{plain_number(first)}/{plain_number(whole)}={per_cent}%"
    tokens = [rate.token, whole, *(part.token for part in group.parts)]
    return relation(scope, "rate", tokens, formula, per_cent + "%", CONFLICT, why)
