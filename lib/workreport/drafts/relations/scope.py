"""The numbers of a text with the words that say what they are: items, and the shares, changes and rates about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from workreport.drafts.model import QUANTITY, DraftText, Relation, Token
from workreport.drafts.relations import words
from workreport.drafts.relations.arithmetic import Span, span
from workreport.drafts.relations.grids import Grid, grids_of

COUNT, SHARE, CHANGE, RATE, POINTS, PREVIOUS, DIFFERENCE, LEVEL = (
    "count",
    "share",
    "change",
    "rate",
    "points",
    "previous",
    "difference",
    "level",
)
"""Roles of a number: an item of its own, or something said about one."""
YEAR, PERIOD_BEFORE = "上年", "上期"
PER_CENTS = {"%", "％", "‰"}
_PROPORTION = re.compile(r"\d+(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?)+")


@dataclass(eq=False)
class Mention:
    """A number with its surroundings: ``before`` and ``after`` reach to the next number or the sentence's end."""

    token: Token
    sentence: int
    depth: int
    before: str
    after: str
    role: str = COUNT
    basis: str = ""
    sign: int = 1
    run: int = 0
    label: str = ""

    @property
    def clause(self) -> str:
        """The words of its own clause before it."""
        return re.split(f"[{re.escape(words.CLAUSE_END)}]", self.before)[-1]

    @property
    def is_joined(self) -> bool:
        """Whether only a separator of lists stands between it and the number before."""
        return bool(re.fullmatch(r"[\s\0]*(?:、|和|与|及|以及|：)[\s\0]*", self.before))

    @property
    def span(self) -> Span:
        """The values it stands for."""
        return span(self.token)


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

    @property
    def span(self) -> Span:
        """The values it stands for."""
        return self.mention.span

    @property
    def is_kind(self) -> bool:
        """Whether it counts kinds, not things: 三类, 两项."""
        return bool(re.fullmatch(r"[一二两三四五六七八九十]+(?:大?类|项|种|方面|个方面|部分|者)", self.token.text))

    def said(self, role: str, basis: str | None = None) -> list[Mention]:
        """What is said about it in a role."""
        return [each for each in self.about if each.role == role and basis in (None, each.basis)]


@dataclass(frozen=True)
class Scope:
    """What the rules look at."""

    text: DraftText
    words: str
    mentions: tuple[Mention, ...]
    items: tuple[Item, ...]
    grids: tuple[Grid, ...]

    def sentence(self, number: int) -> list[Item]:
        """The items of one sentence."""
        return [item for item in self.items if item.mention.sentence == number]

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
        for token in [*tokens, *_proportions(text, tokens)]
        if token.kind == QUANTITY
        and token.value is not None
        and token.line not in whole
        and not any(start <= token.start < end for start, end in parts)
    ]
    mentions = _mentions(plain, sorted(quantities, key=lambda token: token.start), _main_year(plain))
    return Scope(text, plain, tuple(mentions), tuple(_items(mentions)), grids)


def _main_year(plain: str) -> int:
    years = Counter(int(year) for year in re.findall(r"((?:19|20)\d\d)年", plain))
    return max(years, key=lambda year: (years[year], year)) if years else 0


def _proportions(text: DraftText, tokens: Sequence[Token]) -> list[Token]:
    """The members of a proportion in per cent (20.4:35.4:44.2) as numbers of their own."""
    known = {token.start for token in tokens if token.kind == QUANTITY and token.value is not None}
    found: list[Token] = []
    for proportion in _PROPORTION.finditer(text.text):
        members = list(re.finditer(r"\d+(?:\.\d+)?", proportion[0]))
        if proportion.start() in known or abs(sum(Decimal(m[0]) for m in members) - 100) > 1:
            continue
        for member in members:
            start, value = proportion.start() + member.start(), Decimal(member[0])
            places = max(0, -int(value.as_tuple().exponent))
            line = text.line_at(start).number
            found.append(
                Token(line, start, start + len(member[0]), member[0], QUANTITY, value, "%", "%", Decimal(1), value, value, places)
            )
    return found


def _mentions(plain: str, tokens: Sequence[Token], main_year: int) -> list[Mention]:
    ends = [found.start() for found in re.finditer(f"[{words.SENTENCE_END}]", plain)] + [len(plain)]
    mentions: list[Mention] = []
    number, begin, last_end, runs = 0, 0, 0, 0
    for at, token in enumerate(tokens):
        while ends[number] < token.start:
            begin = ends[number] + 1
            number += 1
        start = max(begin, last_end)
        following = tokens[at + 1].start if at + 1 < len(tokens) else len(plain)
        before, after = plain[start : token.start], plain[token.end : min(ends[number], following)]
        depth = plain.count("（", begin, token.start) - plain.count("）", begin, token.start)
        mention = Mention(token, number, max(depth, 0), before, after)
        previous = mentions[-1] if mentions and mentions[-1].sentence == number else None
        _give_role(mention, previous, main_year)
        runs = _run(mention, previous, runs)
        mentions.append(mention)
        last_end = token.end
    _give_labels(mentions)
    return mentions


def _run(mention: Mention, previous: Mention | None, runs: int) -> int:
    """Number lists of numbers: neighbours of one role that a separator joins, a short name allowed before each."""
    short = re.fullmatch(r"[\s\0]*(?:、|和|与|及|以及)[^，；：（）]{0,12}", mention.before)
    per_cent = mention.role in (SHARE, CHANGE, RATE, POINTS)
    joined = mention.is_joined or (short and per_cent)
    if previous and joined and previous.role == mention.role and previous.depth == mention.depth:
        mention.run = previous.run
        return runs
    mention.run = runs + 1
    return runs + 1


def _give_role(mention: Mention, previous: Mention | None, main_year: int) -> None:
    """Say what a number is by the words before it; a member of a list is what the list's first is."""
    clause = mention.clause
    inherits = mention.is_joined and previous is not None and previous.token.measure == mention.token.measure
    if inherits and previous:
        mention.role, mention.basis, mention.sign = previous.role, previous.basis, previous.sign
    elif mention.token.measure in PER_CENTS:
        mention.role = _role_of_per_cent(mention, previous)
    elif "百分点" in mention.token.measure:
        mention.role = POINTS
    elif words.DIFFERENCE.search(clause) and words.COMPARED.search(clause):
        mention.role = DIFFERENCE
    elif _is_earlier(clause, main_year) or (words.GROWN_FROM.search(clause) and words.GROWN_TO.search(mention.after)):
        mention.role = PREVIOUS
    if mention.role in (CHANGE, DIFFERENCE, PREVIOUS, POINTS) and not inherits:
        mention.basis = _basis(mention, previous)
        mention.sign = -1 if words.FALL.search(clause) else 1


def _role_of_per_cent(mention: Mention, previous: Mention | None) -> str:
    clause = mention.clause
    if words.SHARE.search(clause):
        return SHARE
    if words.CHANGE.search(clause) or mention.token.text.startswith(("+", "-", "－", "−")):
        return CHANGE
    if words.RATE.search(clause):
        return RATE
    short = re.fullmatch(r"[\s\0]*(?:、|和|与|及|以及)[^，；：（）]{0,12}", mention.before)
    if previous and short and previous.token.measure in PER_CENTS:
        return previous.role
    return SHARE if re.search(r"(?:比例|之比)", mention.before) else LEVEL


def _is_earlier(clause: str, main_year: int) -> bool:
    if words.EARLIER.search(clause) and "今年" not in clause:
        return True
    years = [int(year) for year in re.findall(r"((?:19|20)\d\d)年", clause)]
    return bool(years) and max(years) < main_year


def _basis(mention: Mention, previous: Mention | None) -> str:
    clause = mention.clause
    if words.LAST_PERIOD.search(clause) and not words.LAST_YEAR.search(clause):
        return PERIOD_BEFORE
    if words.LAST_YEAR.search(clause):
        return YEAR
    related = previous is not None and previous.role in (DIFFERENCE, PREVIOUS) and "；" not in mention.before
    return previous.basis if related and previous else YEAR


def _give_labels(mentions: list[Mention]) -> None:
    for mention in mentions:
        tail = re.match(r"[^，；：。（）、\s\0]{0,6}", mention.after)
        label = words.trimmed(mention.clause)
        mention.label = label or (tail[0] if tail and len(mention.after) and mention.role == COUNT else "")
    for group in runs_of(mentions):
        if len(group) < 2 or group[0].role != COUNT or not all(each.is_joined for each in group[1:]):
            continue
        names = names_before(group[0].before)
        if len(names) >= len(group) and len(words.names_in("、".join(names[-len(group) :]))) == len(group):
            for mention, name in zip(group, names[-len(group) :], strict=True):
                mention.label = name


def names_before(before: str) -> list[str]:
    """The list of names that a 分别 or 依次 hands its numbers to."""
    parts = [part for part in re.split(r"[，；：（）]", before) if re.search(r"[、和与及]", part)]
    if not parts:
        return []
    listed = re.split(r"(?:分别|依次|各有|各为|各占|各是)", parts[-1])[0]
    listed = re.split(r"(?:的是|有|由|是|为)", listed)[-1] or listed
    return words.names_in(listed)


def runs_of(mentions: Iterable[Mention]) -> list[list[Mention]]:
    """The lists of numbers, lists of one included."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups and groups[-1][0].run == mention.run:
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


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
        elif first.role in (PREVIOUS, SHARE) and len(group) == 1 and _looks_ahead(first, groups[at + 1 : at + 2]):
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
    items = [item for item in items if not item.is_kind]
    here = [item for item in items if item.mention.sentence == group[0].sentence]
    if not here and len(group) > 1 and items:
        here = [item for item in items if item.mention.sentence == items[-1].mention.sentence]
    if not here:
        return
    pair = group[0].clause + group[0].before
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


def plain_number(token: Token) -> str:
    """The number of a token without its unit."""
    return f"{token.value:f}" if token.value is not None else token.text


def with_sign(mention: Mention) -> Token:
    """The token of a change with the sign that its word gives it."""
    token = mention.token
    if mention.sign > 0 or token.value is None or token.low is None or token.high is None:
        return token
    return replace(token, value=-token.value, low=-token.high, high=-token.low)
