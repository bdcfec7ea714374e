"""A total and its parts: 共计, 其中, 分别, 由…组成; also last year's values and the growth of a total from its parts'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import workreport.drafts.relations.words as words
from workreport.drafts.model import FAILS, HOLDS, Relation, Token
from workreport.drafts.relations.arithmetic import shown, span, total
from workreport.drafts.relations.mentions import COUNT, PERIOD_BEFORE, PREVIOUS, SHARE, YEAR, runs_of
from workreport.drafts.relations.scope import Item, Scope, plain_number, relation

NEAREST_OFFSET = 1
"""How many items may stand between a total and the first of its parts."""
FAR = 150
"""How many numbers before a list its total is looked for."""
NEAR_LINES = 8
MONEY = "元"


@dataclass(frozen=True)
class Group:
    """A total and the items that add to it, or ought to."""

    whole: Item
    parts: tuple[Item, ...]

    @property
    def is_close(self) -> bool:
        """Whether it is one by the words too, not by chance: parts beside the total, or all with shares."""
        first, last = self.parts[0].mention, self.parts[-1].mention
        whole = self.whole.mention
        near = whole.sentence == first.sentence or abs(first.token.line - whole.token.line) <= 2
        beside = not re.search(words.GROWN_FROM.pattern, first.clause) and whole.run != first.run
        shared = all(part.mentions_as(SHARE) for part in self.parts)
        return near and (shared or (beside and whole.token.amount >= 30 and last.sentence == first.sentence))


def groups_of(scope: Scope) -> tuple[Group, ...]:
    """All totals whose parts add up, the nearest parts of each; one total may be split in several ways."""
    groups: list[Group] = []
    of_whole: dict[int, list[Group]] = {}
    for group in [*_beside_totals(scope), *_listed(scope)]:
        same_whole = of_whole.setdefault(id(group.whole), [])
        if not any(set(map(id, group.parts)) <= set(map(id, other.parts)) for other in same_whole):
            same_whole.append(group)
            groups.append(group)
    return tuple(sorted(groups, key=lambda each: each.whole.token.start))


def _beside_totals(scope: Scope) -> Iterator[Group]:
    for at, whole in enumerate(scope.items):
        if not whole.token.is_exact or whole.is_kind:
            continue
        for parts in _readings(scope, at):
            if adds_up(whole.token, [part.token for part in parts]):
                yield Group(whole, parts)


def adds_up(whole: Token, parts: Sequence[Token]) -> bool:
    """Whether parts add to a total within what rounding leaves open."""
    return span(whole).meets(total(span(part) for part in parts))


def _readings(scope: Scope, at: int) -> Iterator[tuple[Item, ...]]:
    """The lists of items that could be the parts of the item at a place."""
    items, whole = scope.items, scope.items[at]
    after = [item for item in items[at + 1 : at + 40] if item.token.line - whole.token.line <= 8]
    before = items[max(0, at - 30) : at]
    here = whole.mention.sentence
    bracket = []
    for item in after:
        if item.mention.depth <= whole.mention.depth or item.mention.sentence != here:
            break
        bracket.append(item)
    level = [item for item in after if item.mention.depth == whole.mention.depth]
    shared = [item for item in level if item.mentions_as(SHARE)]
    counted = [
        item for item in level if item.token.unit == whole.token.unit and item.mention.sentence == (here + 1)
    ]
    same = [item for item in level if item.token.unit == whole.token.unit]
    for listed in (bracket, after, level, shared, same, counted):
        yield from _windows(whole, listed)
    back = [item for item in before if item.mention.sentence == here]
    yield from _windows(
        whole, [item for item in reversed(back) if item.mention.depth == whole.mention.depth], 1
    )
    yield from _windows(whole, list(reversed(back)), 1)
    if whole.label:
        named = [item for item in after if item.label == whole.label]
        yield from _windows(whole, named, 0)


def _listed(scope: Scope) -> Iterator[Group]:
    """Lists that clearly belong together with any larger number some way before them that is their sum."""
    for listed in _lists(scope):
        added = total(item.span for item in listed)
        certain = len(listed) > 3 or all(item.mentions_as(SHARE) for item in listed)
        for whole in reversed(scope.before(listed[0].token.start, FAR)):
            near = certain or listed[0].token.line - whole.token.line <= NEAR_LINES
            if near and whole.token.amount >= 100 and whole.span.meets(added) and whole.token.is_exact:
                yield Group(whole, listed)


def _lists(scope: Scope) -> Iterator[tuple[Item, ...]]:
    """The lists whose members clearly belong together: handed out by 分别, each with a share, or filling a sentence."""
    by_mention = {id(item.mention): item for item in scope.items}
    for group in runs_of([item.mention for item in scope.items]):
        if len(group) > 1 and group[0].role == COUNT:
            yield tuple(by_mention[id(mention)] for mention in group)
    for number in dict.fromkeys(item.mention.sentence for item in scope.items):
        here = scope.sentence(number)
        outer = [item for item in here if item.mention.depth == here[0].mention.depth]
        shared = [item for item in here if item.mentions_as(SHARE)]
        for listed in (outer, shared):
            if len(listed) > 2 or (len(listed) == 2 and listed is shared):
                yield tuple(listed)


def _windows(whole: Item, listed: Sequence[Item], offset: int = NEAREST_OFFSET) -> Iterator[tuple[Item, ...]]:
    """The shortest runs of parts, begun near the total, that reach its value."""
    high = whole.span.high
    for start in range(min(offset + 1, max(len(listed) - 1, 0))):
        if start and high < 10:
            break
        reached = Decimal(0)
        parts: list[Item] = []
        for item in listed[start:]:
            if not alike(whole.token, item.token):
                break
            reached += item.span.low
            if reached > high:
                break
            parts.append(item)
            if len(parts) > 1 and reached >= whole.span.low - Decimal(len(parts)) * abs(
                item.span.high - item.span.low
            ):
                yield tuple(parts)


def alike(one: Token, other: Token) -> bool:
    """Whether two numbers could be added: money to money, counts to counts."""
    if one.measure == other.measure or not one.measure or not other.measure:
        return True
    return MONEY not in one.measure and MONEY not in other.measure and one.scale == other.scale == 1


def sums(scope: Scope, groups: Sequence[Group]) -> Iterator[Relation]:
    """The sums that hold, those that fail, and last year's values of the same totals and parts."""
    for group in groups:
        yield sum_relation(scope, group.whole.token, [part.token for part in group.parts])
    for group in groups:
        yield from _previous(scope, group)
    yield from companions(scope, groups)


def sum_relation(scope: Scope, whole: Token, parts: Sequence[Token], why: str = "") -> Relation:
    """The sum of parts against a total, with what to do where they differ."""
    scale = whole.scale
    added = sum((part.amount for part in parts), Decimal(0)) / scale
    places = max(whole.decimals, 0)
    terms = "+".join(plain_number(part) + ("" if part.scale == scale else part.unit) for part in parts)
    holds = adds_up(whole, parts)
    sign = "=" if added == whole.value else "≈" if holds else "≠"
    exact = f"{added.normalize():f}" if added != added.to_integral() else f"{added:.0f}"
    formula = f"{terms}={exact}" + ("" if sign == "=" else f"{sign}{plain_number(whole)}")
    explanation = ""
    if not holds:
        unit = whole.unit
        gap = (whole.value or Decimal(0)) - added
        explanation = (
            f"{why}{len(parts)}项之和是{exact}{unit}，文中写{whole.text}，"
            f"{'少' if gap > 0 else '多'}了{abs(gap):f}{unit}，请核对总数和各分项"
        )
    verdict = HOLDS if holds else FAILS
    return relation(scope, "sum", [whole, *parts], formula, shown(added, places), verdict, explanation)


def _previous(scope: Scope, group: Group) -> Iterator[Relation]:
    """The values of an earlier time that total and parts state must add up as well."""
    for basis in (YEAR, PERIOD_BEFORE):
        stated = [item.mentions_as(PREVIOUS, basis)[:1] for item in (group.whole, *group.parts)]
        if all(stated) and group.is_close:
            whole, *parts = (each[0].token for each in stated)
            yield sum_relation(scope, whole, parts, f"今年各项之和与总数相符，{basis}的却不符：")


def companions(scope: Scope, groups: Sequence[Group]) -> Iterator[Relation]:
    """What is said beside a total and beside each of its parts, in whichever sentence, must add up too."""
    for group in groups:
        if not group.is_close or group.whole.mention.sentence != group.parts[0].mention.sentence:
            continue
        for beside in _beside(scope, group.whole):
            matching = [
                [each for each in _beside(scope, part) if _same_kind(beside, each)][:1]
                for part in group.parts
            ]
            tokens = [each[0].token for each in matching if each]
            if len(tokens) == len(group.parts) and len(
                {token.start for token in tokens} | {beside.token.start}
            ) > len(tokens):
                yield sum_relation(scope, beside.token, tokens)


def _beside(scope: Scope, item: Item) -> list[Item]:
    """The items of another unit in the sentences that begin with a number of the same thing."""
    items = []
    for again in (*scope.before(item.token.end, FAR), *scope.behind(item.token.end, FAR)):
        here = scope.sentence(again.mention.sentence)
        if again.token.value == item.token.value and again is here[0] and _is_named_like(again, item):
            items += [
                each for each in here if each.token.unit not in ("", item.token.unit) and len(each.label) > 3
            ]
    return items


def _is_named_like(one: Item, other: Item) -> bool:
    return one.label in other.label or other.label in one.label


def _same_kind(one: Item, other: Item) -> bool:
    return one.token.unit == other.token.unit and one.label[-4:] == other.label[-4:]
