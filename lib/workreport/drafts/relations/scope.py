"""The numbers of a text with the words that say what they are: items, and the shares, changes and rates about them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import workreport.drafts.relations.words as words
from workreport.drafts.model import QUANTITY, DraftText, Relation, Token
from workreport.drafts.relations.arithmetic import Span
from workreport.drafts.relations.grids import Grid, grids_of
from workreport.drafts.relations.mentions import (
    CHANGE,
    COUNT,
    PERIOD_BEFORE,
    PREVIOUS,
    SHARE,
    YEAR,
    Mention,
    main_year_of,
    mentions_of,
    proportions_of,
    runs_of,
)

RECENT = 60
"""How many numbers back the owner of a share or change is looked for."""


@dataclass(eq=False)
class Item:
    """A quantity of its own and what is said about it."""

    mention: Mention
    about: list[Mention] = field(default_factory=list)

    @property
    def token(self) -> Token:
        """Its number."""
        return self.mention.token

    @property
    def label(self) -> str:
        """What it counts."""
        return self.mention.label

    @cached_property
    def span(self) -> Span:
        """The values it stands for."""
        return self.mention.span

    @property
    def is_kind(self) -> bool:
        """Whether it counts kinds, not things: 三类, 两项."""
        return bool(
            re.fullmatch(r"[一二两三四五六七八九十]+(?:大?类|项|种|方面|个方面|部分|者)", self.token.text)
        )

    def mentions_as(self, role: str, basis: str | None = None) -> list[Mention]:
        """The mentions about it in a role."""
        return [each for each in self.about if each.role == role and basis in (None, each.basis)]


@dataclass(frozen=True)
class Scope:
    """What the rules look at."""

    text: DraftText
    words: str
    mentions: tuple[Mention, ...]
    items: tuple[Item, ...]
    grids: tuple[Grid, ...]
    tokens: tuple[Token, ...] = ()

    @cached_property
    def _sentences(self) -> dict[int, list[Item]]:
        sentences: dict[int, list[Item]] = {}
        for item in self.items:
            sentences.setdefault(item.mention.sentence, []).append(item)
        return sentences

    @cached_property
    def _starts(self) -> list[int]:
        return [item.token.start for item in self.items]

    @cached_property
    def _lines(self) -> list[int]:
        return [item.token.line for item in self.items]

    @cached_property
    def _by_line(self) -> dict[int, list[Mention]]:
        lines: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            lines.setdefault(mention.token.line, []).append(mention)
        return lines

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def stated(self) -> dict[Span, Item]:
        """The first exact item of each value."""
        return {item.span: item for item in reversed(self.items) if item.token.is_exact}

    def on_line(self, number: int) -> Sequence[Mention]:
        """The mentions of one line, in its order."""
        return self._by_line.get(number, ())

    def between(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens with a character between two places of the text."""
        first, last = (bisect_left(self._token_starts, place) for place in (start, end))
        first -= first > 0 and self.tokens[first - 1].end > start
        return self.tokens[first:last]

    def sentence(self, number: int) -> list[Item]:
        """The items of one sentence."""
        return list(self._sentences.get(number, ()))

    def before(self, start: int, most: int) -> tuple[Item, ...]:
        """The last items before a place of the text, in its order."""
        at = bisect_left(self._starts, start)
        return self.items[max(0, at - most) : at]

    def behind(self, start: int, most: int) -> tuple[Item, ...]:
        """The first items after a place of the text."""
        at = bisect_right(self._starts, start)
        return self.items[at : at + most]

    def around(self, first: int, last: int, most: int) -> tuple[Item, ...]:
        """The items near some lines of the text."""
        start, end = bisect_left(self._lines, first - most), bisect_right(self._lines, last + most)
        return self.items[start:end]

    def quote(self, *tokens: Token) -> str:
        """The words of the text around some numbers."""
        parts = []
        for token in sorted(tokens, key=lambda each: each.start):
            start = token.start
            while start > 0 and self.words[start - 1] not in words.CLAUSE_END and token.start - start < 20:
                start -= 1
            parts.append(self.text.text[start : token.end].strip())
        return " | ".join(dict.fromkeys(parts))


def scope_of(text: DraftText, tokens: Sequence[Token]) -> Scope:
    """The items of a text, in its order, and its tables."""
    plain = words.folded(text.text)
    grids = grids_of(text, tokens)
    whole = {number for grid in grids if not grid.spans for number in grid.lines}
    parts = [place for grid in grids for place in grid.spans]
    quantities = [
        token
        for token in [*tokens, *proportions_of(text, tokens)]
        if token.kind == QUANTITY
        and token.value is not None
        and token.line not in whole
        and not any(start <= token.start < end for start, end in parts)
    ]
    mentions = mentions_of(plain, sorted(quantities, key=lambda token: token.start), main_year_of(plain))
    return Scope(text, plain, tuple(mentions), tuple(_items(mentions)), grids, tuple(tokens))


def _items(mentions: Sequence[Mention]) -> list[Item]:
    """Items in the order of the text, with what the numbers after (or before) them say about them."""
    items: list[Item] = []
    waiting: list[Mention] = []
    groups = runs_of(mentions)
    for at, group in enumerate(groups):
        first = group[0]
        if waiting and waiting[0].sentence != first.sentence:
            waiting = []
        if first.role == COUNT:
            items += [Item(mention) for mention in group]
            items[-len(group)].about += waiting
            waiting = []
        elif (
            first.role in (PREVIOUS, SHARE)
            and len(group) == 1
            and _looks_ahead(first, groups[at + 1 : at + 2])
        ):
            waiting.append(first)
        else:
            _attach(group, items)
    return items


def _looks_ahead(mention: Mention, following: list[list[Mention]]) -> bool:
    if not following or following[0][0].sentence != mention.sentence or following[0][0].role != COUNT:
        return False
    after = following[0][0]
    if mention.role == SHARE:
        named = len(words.trimmed(re.split("占|比重|占比", mention.clause)[0])) > 0
        return named and words.trimmed(after.clause) == "" and bool(re.search(r"[为即计有]", after.clause))
    grows = words.GROWN_TO.search(mention.after) or re.search(r"^相比", mention.after)
    return bool(grows)


def _attach(group: list[Mention], items: list[Item]) -> None:
    items = [item for item in items[-RECENT:] if not item.is_kind]
    here = [item for item in items if item.mention.sentence == group[0].sentence]
    if not here and len(group) > 1 and items:
        here = [item for item in items if item.mention.sentence == items[-1].mention.sentence]
    if not here:
        return
    pair = group[0].clause + group[0].before
    if len(group) == 1 and "；" in group[0].before and not _goes_on(group[0]):
        return
    if len(group) == 1:
        _owner(group[0], here).about.append(group[0])
    elif len(group) == 2 and group[0].role == CHANGE and re.search("同比.*环比|上年.*上月", pair):
        group[0].basis, group[1].basis = YEAR, PERIOD_BEFORE
        if group[0].token.text[:1] not in "+-" and re.search("变动", pair):
            group[0].sign = group[1].sign = 1
        here[-1].about += group
    else:
        owners = _owners(group, items, here)
        for owner, mention in zip(owners, group, strict=False):
            owner.about.append(mention)


def _goes_on(mention: Mention) -> bool:
    """Whether words behind a semicolon still speak of the number before it: they name nothing of their own."""
    behind = mention.before.rsplit("；", 1)[-1]
    own = words.trimmed(
        re.sub(r"占比?|比重|同比|环比|[增升涨降减跌]幅|比?较?(?:上|去)年(?:同期|同月)?|上月", "", behind)
    )
    return len(own) <= 4 or mention.role not in (SHARE, CHANGE)


def _owner(mention: Mention, here: list[Item]) -> Item:
    """The last item, or the one around a closed bracket."""
    for item in reversed(here):
        if item.mention.depth <= mention.depth:
            return item
    return here[-1]


def _owners(group: list[Mention], items: list[Item], here: list[Item]) -> list[Item]:
    """The items that a list of per cents belongs to: a list of as many, else as many items before it."""
    last = items[-1].mention.run
    listed = [item for item in items[-12:] if item.mention.run == last]
    if len(listed) == len(group):
        return listed
    if len(here) >= len(group):
        return here[-len(group) :]
    return []


def relation(
    scope: Scope,
    kind: str,
    tokens: Sequence[Token],
    formula: str,
    expected: str,
    verdict: str,
    explanation: str = "",
    printed: str = "",
) -> Relation:
    """A relation whose doubtful number is the first token."""
    first = tokens[0]
    return Relation(
        kind,
        first.line,
        scope.quote(*tokens[:8]),
        formula,
        printed or first.text,
        expected,
        verdict,
        explanation,
        tuple(tokens),
    )


def placed(
    scope: Scope, kind: str, place: tuple[int, int], stated: tuple[str, str, str], verdict: str, why: str = ""
) -> Relation:
    """A relation of words at a place of the text; ``stated`` is its formula, what is printed and what follows."""
    start, end = place
    quote = scope.text.text[start:end].strip()
    line = scope.text.line_at(start).number
    return Relation(kind, line, quote, *stated, verdict, why, scope.between(start, end))


def plain_number(token: Token) -> str:
    """The number of a token without its unit."""
    return f"{token.value:f}" if token.value is not None else token.text


def with_sign(mention: Mention) -> Token:
    """The token of a change with the sign that its word gives it."""
    token = mention.token
    if mention.sign > 0 or token.value is None or token.low is None or token.high is None:
        return token
    return replace(token, value=-token.value, low=-token.high, high=-token.low)
