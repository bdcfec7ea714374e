"""Shares: a part in per cent of a total, whichever total of the text is meant; shares bent to add to 100."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from workreport.drafts.model import CONFLICT, FAILS, FORCED100, HOLDS, ROUNDED, Relation, Token
from workreport.drafts.relations import words
from workreport.drafts.relations.arithmetic import (
    Span,
    places_off,
    ratio,
    rounded,
    shown,
    span,
    total,
    verdict,
)
from workreport.drafts.relations.scope import (
    COUNT,
    SHARE,
    Item,
    Mention,
    Scope,
    plain_number,
    relation,
    runs_of,
)
from workreport.drafts.relations.sums import Group, alike, sum_relation

FAR = 60
"""How many numbers back a base is looked for."""


class Bases:
    """The totals of a text that a share may be of."""

    def __init__(self, scope: Scope, groups: Sequence[Group]) -> None:
        self.scope = scope
        self.whole_of: dict[int, list[Item]] = {}
        for group in groups:
            for part in group.parts:
                self.whole_of.setdefault(id(part), []).append(group.whole)
        self.parts_of = {id(group.whole): group.parts for group in groups}
        self.groups = groups

    def named(self, share: Mention, part: Item) -> list[Item]:
        """The items whose name the share says it is of, the nearest first."""
        name = base_name(share)
        if not name or re.fullmatch(r"比|其|总(?:数|量)?|全部?", name):
            return []
        earlier = [i for i in self.scope.items if i.token.start < share.token.start and i is not part and i.label]
        exact = [item for item in reversed(earlier) if _names(name, item.label)]
        return [item for item in exact if item.span.high >= part.span.low and alike(item.token, part.token)]

    def likely(self, part: Item) -> list[Item]:
        """Totals of groups that the part belongs to, then larger items before it, the nearest first."""
        before = [item for item in self.scope.items if item.token.start < part.token.start][-FAR:]
        larger = [
            item
            for item in reversed(before)
            if item.span.high >= part.span.low and item.token.measure == part.token.measure and item.token.is_exact
        ]
        return list(dict.fromkeys([*self.whole_of.get(id(part), []), *larger]))


def base_name(share: Mention) -> str:
    """The name of the base in 占商品的31%, 在投诉中占55%, 为咨询件的94%."""
    clause = share.clause
    found = (
        re.search(r"(?:占|为|相当于)(?:全部|本)?([^，；占]*?)的?(?:比重|比例|份额)?(?:为|约|约为|达)?$", clause)
        or re.search(r"在([^，；]*?)(?:中|里)?(?:所?占|的?比例)", clause)
    )
    inside = re.search(r"在([^，；]*?)(?:中|里)?(?:所?占)", clause)
    name = inside[1] if inside else found[1] if found else ""
    return re.sub(r"(?:总数|总量|总额|总|数|量|件)+$", "", words.trimmed(name))


def _names(name: str, label: str) -> bool:
    plain = re.sub(r"(?:总数|总量|总额|数|量|件)+$", "", label)
    return len(name) > 1 and (plain == name or plain.endswith(name) or (len(plain) > 1 and name.endswith(plain)))


def shares(scope: Scope, groups: Sequence[Group]) -> Iterator[Relation]:
    """Every share with the total it is of."""
    bases = Bases(scope, groups)
    every = [(item, share) for item in scope.items for share in item.said(SHARE)]
    lists = _whole_lists(every)
    used: dict[int, Item] = {}
    for item, share in every:
        base = _fitting(bases, item, share)
        if base is not None:
            used[share.token.start] = base
    bent = {share.token.start for listed in lists for _, share in _bent_within_rounding(listed, used)}
    for item, share in every:
        base = used.get(share.token.start)
        if base is not None and share.token.start in bent:
            why = f"按文中的数{item.token.text}占{_per_cent(item, base, share)}，为使各项占比合计恰为100%改成了{share.token.text}"
            yield _share(scope, share.token, item.token, [base.token], FORCED100, why)
        elif base is not None:
            yield _share(scope, share.token, item.token, [base.token], HOLDS)
    told: set[int] = set()
    for item, share in every:
        if share.token.start not in used:
            yield from _without_base(bases, item, share, lists, used, told)
    for listed in lists:
        yield from _short_list(scope, bases, listed, used)
        tokens = [share.token for _, share in listed]
        yield _hundred(scope, tokens)


def _fitting(bases: Bases, part: Item, share: Mention) -> Item | None:
    named = bases.named(share, part)
    certain = named[:1]
    for base in [*certain, *bases.likely(part)]:
        if share.token.decimals == 0 and share.token.value != 100 and base not in certain and base not in bases.whole_of.get(id(part), []):
            if base.mention.sentence != part.mention.sentence and not _nearest(bases, base, part):
                continue
        if fits(share.token, part.span, base.span):
            return base
    return None


def _nearest(bases: Bases, base: Item, part: Item) -> bool:
    return base in bases.likely(part)[:4]


def fits(share: Token, part: Span, whole: Span) -> bool:
    """Whether a share is right for this part and total."""
    worked_out = ratio(part, whole)
    return worked_out is not None and places_off(share, worked_out) == 0


def _whole_lists(every: Sequence[tuple[Item, Mention]]) -> list[list[tuple[Item, Mention]]]:
    """The lists of shares that add to 100 within their rounding, each within a sentence."""
    lists = []
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


def _share(scope: Scope, share: Token, part: Token, bases: Sequence[Token], said: str, why: str = "") -> Relation:
    whole = total(span(base) for base in bases)
    worked_out = ratio(span(part), whole)
    middle = ratio(Span(part.amount, part.amount), Span(*[sum((b.amount for b in bases), Decimal(0))] * 2))
    assert worked_out is not None and middle is not None
    base = "+".join(plain_number(each) for each in bases)
    base = f"({base})" if len(bases) > 1 else base
    formula = f"{plain_number(part)}/{base}={shown(middle.low, share.decimals + 2)}%"
    expected = shown(middle.low, share.decimals) + "%"
    if not why and said != HOLDS:
        why = f"{part.text}占{'、'.join(b.text for b in bases[:3])}的{expected}，文中写{share.text}"
    return relation(scope, "share", [share, part, *bases], formula, expected, said, why)


def _bent_within_rounding(
    listed: Sequence[tuple[Item, Mention]], used: dict[int, Item]
) -> list[tuple[Item, Mention]]:
    """The one share of rounded numbers that only the sum of 100 explains, though rounding would allow it."""
    base = _base_of_list(listed, used)
    if base is None or any(used.get(share.token.start) is not base for _, share in listed):
        return []
    exact = [Span(item.token.amount, item.token.amount) for item, _ in listed]
    whole = Span(base.token.amount, base.token.amount)
    off = []
    for pair, part in zip(listed, exact, strict=True):
        worked_out = ratio(part, whole)
        if worked_out is not None and places_off(pair[1].token, worked_out) != 0:
            off.append(pair)
    pairs = [(item.token, share.token) for item, share in listed]
    return off if len(off) == 1 and is_bent(off[0][1].token, pairs, base.token) else []


def _short_list(
    scope: Scope, bases: Bases, listed: Sequence[tuple[Item, Mention]], used: dict[int, Item]
) -> Iterator[Relation]:
    """A whole list whose shares are of one total, which its parts do not add to."""
    parts = [item for item, _ in listed]
    base = _base_of_list(listed, used)
    if base is None or len(set(map(id, parts))) < len(parts) or base.mention.sentence == parts[0].mention.sentence:
        return
    if any(base in bases.whole_of.get(id(part), []) for part in parts):
        return
    yield sum_relation(scope, base.token, [part.token for part in parts])


def _base_of_list(listed: Sequence[tuple[Item, Mention]], used: dict[int, Item]) -> Item | None:
    """The total that more than half of the shares of a list are of."""
    found = [used[share.token.start] for _, share in listed if share.token.start in used]
    common = max(found, key=found.count, default=None)
    return common if common is not None and found.count(common) * 2 > len(listed) and len(listed) > 2 else None


def _without_base(
    bases: Bases,
    part: Item,
    share: Mention,
    lists: Sequence[list[tuple[Item, Mention]]],
    used: dict[int, Item],
    told: set[int],
) -> Iterator[Relation]:
    """A share that no total of the text gives: of sums of parts, of a whole list, or wrong."""
    scope = bases.scope
    listed = next((each for each in lists if any(pair[1] is share for pair in each)), None)
    own = [item for item, _ in listed] if listed else []
    common = _base_of_list(listed, used) if listed else None
    base = common or _certain_base(bases, part, share, list(used.values()))
    if common:
        yield _against(scope, share, part, common, listed)
        return
    for several in _added_bases(scope, bases, part):
        if fits(share.token, part.span, total(item.span for item in several)):
            yield _share(scope, share.token, part.token, [item.token for item in several], HOLDS)
            return
    for numerators in _added_parts(scope, bases, part, share):
        for whole in bases.likely(numerators[-1]):
            if whole not in numerators and fits(share.token, total(i.span for i in numerators), whole.span):
                yield _collected(scope, share.token, [i.token for i in numerators], whole.token)
                return
    if own and fits(share.token, part.span, total(item.span for item in own)):
        tokens = [item.token for item in own]
        yield _share(scope, share.token, part.token, tokens, HOLDS)
        if base and not bases.whole_of.get(id(part)) and id(listed) not in told:
            told.add(id(listed))
            why = f"以文中总数{base.token.text}为分母，{part.token.text}占{_per_cent(part, base, share)}；写成{share.token.text}，是以{len(own)}项之和{sum(t.amount for t in tokens):f}为分母"
            yield _share(scope, share.token, part.token, [base.token], CONFLICT, why)
    elif base is not None:
        yield _against(scope, share, part, base, listed)


def _per_cent(part: Item, base: Item, share: Mention) -> str:
    exact = 100 * part.token.amount / base.token.amount
    return shown(exact, share.token.decimals) + "%"


def _certain_base(bases: Bases, part: Item, share: Mention, used: Sequence[Item]) -> Item | None:
    """The total that a share must be of: named, of its own group, or the only one in its sentence."""
    named = bases.named(share, part)
    if named:
        return named[0]
    if not re.fullmatch(r"(?:全[部体市省区县州局年]*|总.*)?", base_name(share)):
        return None
    groups = bases.whole_of.get(id(part), [])
    if groups:
        return groups[0]
    larger = [item for item in bases.likely(part) if item.mention.sentence == part.mention.sentence]
    siblings = [item for item in larger if item in used]
    if siblings:
        return siblings[0]
    return larger[-1] if len({item.token.value for item in larger}) == 1 or (larger and _leads(larger, part)) else None


def _leads(larger: Sequence[Item], part: Item) -> bool:
    """Whether the sentence begins with a total and goes on with parts that all have shares."""
    return bool(words.ONE_TOTAL.search(larger[-1].mention.clause)) or all(item.said(SHARE) for item in larger[:-1])


def _added_bases(scope: Scope, bases: Bases, part: Item) -> Iterator[list[Item]]:
    """Sums of two parts of one total: 投诉 and 举报 together where 咨询 is left out."""
    for group in bases.groups:
        parts = group.parts
        if parts[0].token.start > part.token.start or len(parts) > 6:
            continue
        for at, one in enumerate(parts):
            for other in parts[at + 1 :]:
                if part not in (one, other) and one.span.high + other.span.high >= part.span.low:
                    yield [one, other]


def _added_parts(scope: Scope, bases: Bases, part: Item, share: Mention) -> Iterator[list[Item]]:
    """What 合计占 or 共占 adds up: the list before it."""
    if not re.search(r"合计|共|加|之和|三者|两者|总和|累计|以上", share.before + share.clause):
        return
    here = [item for item in scope.sentence(part.mention.sentence) if item.token.start < share.token.start]
    for start in range(len(here) - 1):
        yield here[start:]


def _collected(scope: Scope, share: Token, parts: Sequence[Token], whole: Token) -> Relation:
    added = sum((part.amount for part in parts), Decimal(0))
    worked_out = ratio(Span(added, added), span(whole))
    assert worked_out is not None
    formula = f"({'+'.join(map(plain_number, parts))})/{plain_number(whole)}={shown(worked_out.low, share.decimals + 2)}%"
    expected = shown(worked_out.low, share.decimals) + "%"
    return relation(scope, "share", [share, *parts, whole], formula, expected, HOLDS)


def _against(
    scope: Scope, share: Mention, part: Item, base: Item, listed: list[tuple[Item, Mention]] | None
) -> Relation:
    """A share against its certain base: wrong, rounded wrongly, or bent to make 100."""
    worked_out = ratio(part.span, base.span)
    assert worked_out is not None
    said = verdict(share.token, worked_out)
    if said == ROUNDED and listed and is_bent(share.token, [(i.token, s.token) for i, s in listed], base.token):
        why = f"{part.token.text}占{_per_cent(part, base, share)}，为使各项占比合计恰为100%改成了{share.token.text}"
        return _share(scope, share.token, part.token, [base.token], FORCED100, why)
    if said == ROUNDED:
        said, why = _other_base(scope, share, part, base)
        return _share(scope, share.token, part.token, [base.token], said, why)
    return _share(scope, share.token, part.token, [base.token], said)


def _other_base(scope: Scope, share: Mention, part: Item, base: Item) -> tuple[str, str]:
    """Whether a share off by little is right for the sum of a list that ought to add to the base: two bases in one text."""
    expected = _per_cent(part, base, share)
    for number in dict.fromkeys(item.mention.sentence for item in scope.items):
        here = [item for item in scope.sentence(number) if item.said(SHARE) and item.mention.role == COUNT]
        added = total(item.span for item in here)
        if len(here) > 2 and added.low != base.span.low and 2 * abs(added.low - base.span.low) < base.span.low / 50:
            if share.token.decimals > 1 and fits(share.token, part.span, added):
                return FAILS, f"{part.token.text}占{base.token.text}的{expected}；写成{share.token.text}，是以{added.low:f}为分母，文中用了两个分母"
    return ROUNDED, f"{part.token.text}占{base.token.text}的{expected}，文中写{share.token.text}，只差末位，是修约问题"


def is_bent(share: Token, listed: Sequence[tuple[Token, Token]], base: Token) -> bool:
    """Whether shares add to exactly 100 only because this one, the furthest off, was changed."""
    printed = sum((each.value or Decimal(0) for _, each in listed), Decimal(0))
    right = Decimal(0)
    off = {}
    for part, each in listed:
        worked_out = ratio(Span(part.amount, part.amount), Span(base.amount, base.amount))
        if worked_out is None:
            return False
        right += rounded(worked_out.low, each.decimals)
        off[each.start] = places_off(each, worked_out)
    return printed == 100 and right != 100 and len(listed) > 2 and off.get(share.start) == max(off.values())


def _hundred(scope: Scope, tokens: Sequence[Token]) -> Relation:
    added = sum((token.value or Decimal(0) for token in tokens), Decimal(0))
    formula = "+".join(map(plain_number, tokens)) + f"={added:f}"
    return relation(scope, "sum", tokens, formula, f"{added:f}", HOLDS, printed="100")
