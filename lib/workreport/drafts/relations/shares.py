"""Shares: a part in per cent of a total, whichever total of the text is meant; shares bent to add to 100."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from workreport.drafts.model import CONFLICT, FAILS, FORCED100, HOLDS, ROUNDED, Relation, Token
from workreport.drafts.relations.arithmetic import Span, places_off, ratio, rounded, shown, total, verdict
from workreport.drafts.relations.bases import Base, Bases, Stated, common_base, fits
from workreport.drafts.relations.mentions import SHARE, Mention, runs_of
from workreport.drafts.relations.scope import Item, Scope, plain_number, relation
from workreport.drafts.relations.sums import Group, sum_relation

_TOGETHER = re.compile(r"合计|共|加在一起|相加|之和|三者|两者|总和|累计|以上")
_NEAR_TOTAL = Decimal("0.01")


def shares(scope: Scope, groups: Sequence[Group]) -> Iterator[Relation]:
    """Every share with the total it is of."""
    bases = Bases(scope, groups)
    every = [(item, share) for item in scope.items for share in item.mentions_as(SHARE)]
    lists = _whole_lists(every)
    used: dict[int, Base] = {}
    for item, share in every:
        base = bases.fitting(item, share)
        if base is not None:
            used[share.token.start] = base
    bent = {share.token.start for listed in lists for _, share in _bent_within_rounding(listed, used)}
    noted: set[int] = set()
    for item, share in every:
        base = used.get(share.token.start)
        if base is None:
            yield from _without_base(bases, (item, share), every, lists, used, noted)
        elif share.token.start in bent:
            yield _share(scope, share.token, [item], base, FORCED100, _why_bent(share, item, base))
        else:
            yield _share(scope, share.token, [item], base, HOLDS)
    for listed in lists:
        yield from _short_list(scope, bases, listed, used)
        yield _hundred(scope, [share.token for _, share in listed])


def _whole_lists(every: Sequence[Stated]) -> list[list[Stated]]:
    """The lists of shares that add to 100 within their rounding, each within a sentence."""
    lists: list[list[Stated]] = []
    for number in dict.fromkeys(share.sentence for _, share in every):
        here = [(item, share) for item, share in every if share.sentence == number]
        candidates = [here]
        for run in runs_of([share for _, share in here]):
            candidates.append([pair for pair in here if pair[1] in run])
        for listed in candidates:
            added = total(share.span for _, share in listed)
            if len(listed) > 1 and added.low <= 100 <= added.high and listed not in lists:
                lists.append(listed)
    return lists


def _amount(items: Sequence[Item]) -> Decimal:
    return sum((item.token.amount for item in items), Decimal(0))


def _exact_per_cent(parts: Sequence[Item], base: Base) -> Decimal:
    return 100 * _amount(parts) / _amount(base)


def _per_cent(parts: Sequence[Item], base: Base, share: Mention) -> str:
    return shown(_exact_per_cent(parts, base), share.token.decimals) + "%"


def _share(
    scope: Scope, share: Token, parts: Sequence[Item], base: Base, result: str, why: str = ""
) -> Relation:
    exact = _exact_per_cent(parts, base)
    top, bottom = (_added([item.token for item in items]) for items in (parts, base))
    formula = f"{top}/{bottom}={shown(exact, share.decimals + 2)}%"
    expected = shown(exact, share.decimals) + "%"
    if not why and result != HOLDS:
        part = parts[0].token.text if len(parts) == 1 else f"{len(parts)}项之和{_amount(parts):f}"
        why = f"{part}占{'、'.join(item.token.text for item in base)}的{expected}，文中写{share.text}"
    tokens = [share, *(item.token for item in parts), *(item.token for item in base)]
    return relation(scope, "share", tokens, formula, expected, result, why)


def _added(tokens: Sequence[Token]) -> str:
    numbers = "+".join(plain_number(token) for token in tokens)
    return f"({numbers})" if len(tokens) > 1 else numbers


def _without_base(
    bases: Bases,
    stated: Stated,
    every: Sequence[Stated],
    lists: Sequence[list[Stated]],
    used: dict[int, Base],
    noted: set[int],
) -> Iterator[Relation]:
    """A share that no total of the text gives: of several parts together, of its whole list, or wrong."""
    part, share = stated
    scope = bases.scope
    listed = next((each for each in lists if stated in each), None)
    own = tuple(item for item, _ in listed) if listed else ()
    base = bases.certain(part, share, every, used)
    together = list(_together(scope, part, share))
    for parts in together:
        for whole in bases.likely(parts[-1]):
            if whole not in parts and fits(share.token, total(i.span for i in parts), whole.span):
                yield _share(scope, share.token, parts, (whole,), HOLDS)
                return
    if together:
        yield from _wrong_together(bases, share, together, used)
    elif (
        own
        and fits(share.token, part.span, total(item.span for item in own))
        and not common_base(share, every, used)
    ):
        yield _share(scope, share.token, [part], own, HOLDS)
        if base and not bases.whole_of.get(id(part)) and id(listed) not in noted:
            noted.add(id(listed))
            yield _share(scope, share.token, [part], base, CONFLICT, _why_own(share, part, base, own))
    elif base is not None:
        yield _against(scope, share, part, base, listed)


def _why_own(share: Mention, part: Item, base: Base, own: Base) -> str:
    return (
        f"以文中总数{base[0].token.text}为分母，{part.token.text}占{_per_cent([part], base, share)}；"
        f"写成{share.token.text}，是以{len(own)}项之和{_amount(own):f}为分母"
    )


def _why_bent(share: Mention, part: Item, base: Base) -> str:
    return f"{part.token.text}占{_per_cent([part], base, share)}，为使各项占比合计恰为100%改成了{share.token.text}"


def _together(scope: Scope, part: Item, share: Mention) -> Iterator[list[Item]]:
    """What 合计占 or 共占 adds up: the list before it, of which no member has a share of its own."""
    between = re.split("[。；]", share.before)[-1]
    if not _TOGETHER.search(between) or part.mentions_as(SHARE)[0] is not share:
        return
    here = [item for item in scope.sentence(part.mention.sentence) if item.token.start < share.token.start]
    for start in range(len(here) - 1):
        if not any(item.mentions_as(SHARE) for item in here[start:-1]):
            yield here[start:]


def _wrong_together(
    bases: Bases, share: Mention, together: Sequence[list[Item]], used: dict[int, Base]
) -> Iterator[Relation]:
    """A share of several parts together that no total gives, where the list is a run and the total clear."""
    parts = next((each for each in together if len({item.mention.run for item in each}) == 1), None)
    named = bases.named(share, together[0][0])
    common = max(used.values(), key=list(used.values()).count, default=None)
    base = (named,) if named else common
    if parts and base and len(parts) > 1 and _amount(parts) <= _amount(base) and not set(parts) & set(base):
        worked_out = ratio(total(i.span for i in parts), total(i.span for i in base))
        if worked_out is not None:
            yield _share(bases.scope, share.token, parts, base, verdict(share.token, worked_out))


def _against(scope: Scope, share: Mention, part: Item, base: Base, listed: list[Stated] | None) -> Relation:
    """A share against its certain base: wrong, rounded wrongly, or bent to make 100."""
    worked_out = ratio(part.span, total(item.span for item in base))
    assert worked_out is not None
    result, why = verdict(share.token, worked_out), ""
    if result == ROUNDED and listed and is_bent(share.token, _tokens(listed), _amount(base)):
        result, why = FORCED100, _why_bent(share, part, base)
    elif result == ROUNDED:
        result, why = _other_base(scope, share, part, base)
    return _share(scope, share.token, [part], base, result, why)


def _other_base(scope: Scope, share: Mention, part: Item, base: Base) -> tuple[str, str]:
    """Whether a share off by little is right for the sum of a list that ought to add to the base: two bases in one text."""
    right = f"{part.token.text}占{base[0].token.text}的{_per_cent([part], base, share)}"
    whole = total(item.span for item in base)
    for number in dict.fromkeys(item.mention.sentence for item in scope.items):
        here = [item for item in scope.sentence(number) if item.mentions_as(SHARE)]
        added = total(item.span for item in here)
        near = added.low != whole.low and abs(added.low - whole.low) < whole.low * _NEAR_TOTAL
        if len(here) > 2 and near and share.token.decimals > 1 and fits(share.token, part.span, added):
            return FAILS, f"{right}；写成{share.token.text}，是以{added.low:f}为分母，文中用了两个分母"
    return ROUNDED, f"{right}，文中写{share.token.text}，只差末位，是修约问题"


def _tokens(listed: Sequence[Stated]) -> list[tuple[Token, Token]]:
    return [(item.token, share.token) for item, share in listed]


def is_bent(share: Token, listed: Sequence[tuple[Token, Token]], whole: Decimal) -> bool:
    """Whether shares add to exactly 100 only because this one, the furthest off, was changed."""
    printed = sum((each.value or Decimal(0) for _, each in listed), Decimal(0))
    right, off = Decimal(0), {}
    for part, each in listed:
        exact = 100 * part.amount / whole
        right += rounded(exact, each.decimals)
        off[each.start] = places_off(each, Span(exact, exact))
    return printed == 100 and right != 100 and len(listed) > 2 and off.get(share.start) == max(off.values())


def _bent_within_rounding(listed: Sequence[Stated], used: dict[int, Base]) -> list[Stated]:
    """The one share of rounded numbers that only the sum of 100 explains, though rounding would allow it."""
    bases = [used.get(share.token.start) for _, share in listed]
    base = bases[0]
    if base is None or len(listed) < 3 or any(each != base for each in bases):
        return []
    off = []
    for pair in listed:
        exact = _exact_per_cent([pair[0]], base)
        if places_off(pair[1].token, Span(exact, exact)) != 0:
            off.append(pair)
    return off if len(off) == 1 and is_bent(off[0][1].token, _tokens(listed), _amount(base)) else []


def _short_list(
    scope: Scope, bases: Bases, listed: Sequence[Stated], used: dict[int, Base]
) -> Iterator[Relation]:
    """A whole list whose shares are of one total, which its parts do not add to."""
    parts = [item for item, _ in listed]
    used_bases = [used[share.token.start] for _, share in listed if share.token.start in used]
    base = max(used_bases, key=used_bases.count, default=None)
    if base is None or len(base) > 1 or used_bases.count(base) * 2 <= len(listed) or len(listed) < 3:
        return
    if base[0].mention.sentence == parts[0].mention.sentence or len(set(map(id, parts))) < len(parts):
        return
    if not any(base[0] in bases.whole_of.get(id(part), []) for part in parts):
        yield sum_relation(scope, base[0].token, [part.token for part in parts])


def _hundred(scope: Scope, tokens: Sequence[Token]) -> Relation:
    added = sum((token.value or Decimal(0) for token in tokens), Decimal(0))
    formula = "+".join(map(plain_number, tokens)) + f"={added:f}"
    return relation(scope, "sum", tokens, formula, f"{added:f}", HOLDS, printed="100")
