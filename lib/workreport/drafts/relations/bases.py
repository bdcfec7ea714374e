"""What a share may be of: the totals of a text, and which of them is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import workreport.drafts.relations.words as words
from workreport.drafts.model import Token
from workreport.drafts.relations.arithmetic import Span, places_off, ratio, total
from workreport.drafts.relations.mentions import SHARE, Mention
from workreport.drafts.relations.scope import Item, Scope
from workreport.drafts.relations.sums import Group, alike

FAR = 60
"""How many numbers back a base is looked for."""
Base = tuple[Item, ...]
Stated = tuple[Item, Mention]
_WHOLE = re.compile(r"(?:全[部体市省区县州局年]*|总.*|比)?")
_AMOUNT = re.compile(r"(?:总数|总量|总额|总|数|量|件)+$")


class Bases:
    """The totals of a text that a share may be of."""

    def __init__(self, scope: Scope, groups: Sequence[Group]) -> None:
        self.scope = scope
        self.groups = groups
        self.whole_of: dict[int, list[Item]] = {}
        for group in groups:
            for part in group.parts:
                self.whole_of.setdefault(id(part), []).append(group.whole)
        self._labels = [(item, _AMOUNT.sub("", item.label)) for item in scope.items if item.label]
        self._named: dict[str, list[Item]] = {}

    def named(self, share: Mention, part: Item) -> Item | None:
        """The nearest item before a share whose name the share says it is of."""
        name = base_name(share)
        if _WHOLE.fullmatch(name):
            return None
        if name not in self._named:
            self._named[name] = [item for item, label in self._labels if _names(name, label)]
        for item in reversed(self._named[name]):
            earlier = item.token.start < share.token.start and item is not part
            if earlier and item.span.high >= part.span.low and alike(item.token, part.token):
                return item
        return None

    def likely(self, part: Item) -> list[Item]:
        """Totals of groups that the part belongs to, then larger items before it, the nearest first."""
        before = self.scope.before(part.token.start, FAR)
        larger = [
            item
            for item in reversed(before)
            if item.span.high >= part.span.low
            and item.token.measure == part.token.measure
            and item.token.is_exact
        ]
        return list(dict.fromkeys([*self.whole_of.get(id(part), []), *larger]))

    def fitting(self, part: Item, share: Mention) -> Base | None:
        """The total, or the sum of two parts of one, that a share is right for; coarse shares only of near totals."""
        named = self.named(share, part)
        likely = self.likely(part)
        first = [named] if named else []
        near = [*first, *self.whole_of.get(id(part), []), *likely[:4]]
        near += [item for item in likely if item.mention.sentence == part.mention.sentence]
        coarse = share.token.decimals == 0 and share.token.value != 100
        for base in near if coarse else [*first, *likely]:
            if fits(share.token, part.span, base.span):
                return (base,)
        for pair in [] if coarse else self._pairs(part):
            if fits(share.token, part.span, total(item.span for item in pair)):
                return pair
        return None

    def _pairs(self, part: Item) -> Iterator[Base]:
        """Two parts of one total together where a third is left out."""
        for group in self.groups:
            parts = group.parts
            if parts[0].token.start > part.token.start or len(parts) > 6:
                continue
            for at, first in enumerate(parts):
                for second in parts[at + 1 :]:
                    if part not in (first, second) and first.span.high + second.span.high >= part.span.low:
                        yield (first, second)

    def certain(
        self, part: Item, share: Mention, every: Sequence[Stated], used: dict[int, Base]
    ) -> Base | None:
        """The total that a share must be of: named, that of the shares beside it, of its own group, or its sentence's."""
        named = self.named(share, part)
        if named:
            return (named,)
        if not _WHOLE.fullmatch(base_name(share)):
            return None
        groups = self.whole_of.get(id(part), [])
        common = common_base(share, every, used)
        for base in [common] if common else [(whole,) for whole in groups[:1]]:
            return (
                base if total(item.span for item in base).high >= part.span.low and part not in base else None
            )
        larger = [item for item in self.likely(part) if item.mention.sentence == part.mention.sentence]
        before = self.scope.sentence(part.mention.sentence - 1)
        if not larger and "其中" in part.mention.before and before and before[0] in self.likely(part):
            return (before[0],)
        inside = "其中" in part.mention.before
        larger = [
            item
            for item in larger
            if inside or not item.mentions_as(SHARE) or item.mention.depth < part.mention.depth
        ]
        taken = {id(base[0]) for base in used.values()}
        siblings = [item for item in larger if id(item) in taken]
        if siblings:
            return (siblings[0],)
        if larger and (len({item.token.value for item in larger}) == 1 or _leads(larger)):
            return (larger[-1],)
        return None


def common_base(share: Mention, every: Sequence[Stated], used: dict[int, Base]) -> Base | None:
    """The total that most other shares of the sentence are of, else all the others of the paragraph."""
    for others, least in (
        ([each for _, each in every if each.sentence == share.sentence and each is not share], 2),
        ([each for _, each in every if each.token.line == share.token.line and each is not share], 3),
    ):
        bases = [used[each.token.start] for each in others if each.token.start in used]
        base = max(bases, key=bases.count, default=None)
        agree = bases.count(base) if base else 0
        if base and agree >= least and (agree * 2 >= len(others) if least == 2 else agree == len(others)):
            return base
    return None


def base_name(share: Mention) -> str:
    """The name of the base in 占商品的31%, 在投诉中占55%, 为咨询件的94%."""
    clause = share.clause
    inside = re.search(r"在([^，；]*?)(?:中|里)?(?:所?占)", clause)
    named = re.search(
        r"(?:占比?|为|相当于)(?:全部|本)?([^，；占]*?)的?(?:比重|比例|份额)?(?:为|约|约为|达)?$", clause
    ) or re.search(r"在([^，；]*?)(?:中|里)?(?:所?占|的?比例)", clause)
    name = inside[1] if inside else named[1] if named else ""
    name = re.sub(
        r"^(?:19|20)\d\d年度?|^(?:本月|当月|本年|同期|全市|全省|全区|全县)", "", words.trimmed(name)
    )
    return _AMOUNT.sub("", name)


def _names(name: str, plain: str) -> bool:
    return len(name) > 1 and (
        plain == name or plain.endswith(name) or (len(plain) > 1 and name.endswith(plain))
    )


def _leads(larger: Sequence[Item]) -> bool:
    """Whether the sentence begins with a total and goes on with parts that all have shares."""
    return bool(words.ONE_TOTAL.search(larger[-1].mention.clause)) or all(
        item.mentions_as(SHARE) for item in larger[:-1]
    )


def fits(share: Token, part: Span, whole: Span) -> bool:
    """Whether a share is right for this part and total."""
    worked_out = ratio(part, whole)
    return worked_out is not None and places_off(share, worked_out) == 0
