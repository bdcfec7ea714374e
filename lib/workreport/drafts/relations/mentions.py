"""Numbers with the words around them, and the roles that these words give: a count, a share, a change, a rate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import workreport.drafts.relations.words as words
from workreport.drafts.model import QUANTITY, DraftText, Token
from workreport.drafts.relations.arithmetic import Span, span

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
_PROPORTION = re.compile(r"\d+(?:\.\d+)?(?:[:：∶]\d+(?:\.\d+)?)+(?!\s*(?:调整|变|优化|演变|提高|转))")


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


def main_year_of(plain: str) -> int:
    years = Counter(int(year) for year in re.findall(r"((?:19|20)\d\d)年", plain))
    return max(years, key=lambda year: (years[year], year)) if years else 0


def proportions_of(text: DraftText, tokens: Sequence[Token]) -> list[Token]:
    """The members of a proportion in per cent (20.4:35.4:44.2) as numbers of their own."""
    starts = {token.start for token in tokens if token.kind == QUANTITY and token.value is not None}
    parts: list[Token] = []
    for proportion in _PROPORTION.finditer(text.text):
        members = list(re.finditer(r"\d+(?:\.\d+)?", proportion[0]))
        if proportion.start() in starts or abs(sum(Decimal(m[0]) for m in members) - 100) > 1:
            continue
        for member in members:
            start, value = proportion.start() + member.start(), Decimal(member[0])
            places = max(0, -int(value.as_tuple().exponent))
            line = text.line_at(start).number
            parts.append(
                Token(
                    line,
                    start,
                    start + len(member[0]),
                    member[0],
                    QUANTITY,
                    value,
                    "%",
                    "%",
                    Decimal(1),
                    value,
                    value,
                    places,
                )
            )
    return parts


def mentions_of(plain: str, tokens: Sequence[Token], main_year: int) -> list[Mention]:
    ends = [stop.start() for stop in re.finditer(f"[{words.SENTENCE_END}]", plain)] + [len(plain)]
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
    elif _is_earlier(clause, main_year) or (
        words.GROWN_FROM.search(clause) and words.GROWN_TO.search(mention.after)
    ):
        mention.role = PREVIOUS
    if mention.role in (CHANGE, DIFFERENCE, PREVIOUS, POINTS) and not inherits:
        mention.basis = _basis(mention, previous)
        mention.sign = -1 if words.FALL.search(clause) else 1


def _role_of_per_cent(mention: Mention, previous: Mention | None) -> str:
    clause = mention.clause
    if words.SHARE.search(clause):
        before = re.search("[由从]", clause) or words.EARLIER.search(clause)
        return LEVEL if before and re.match(r"[\s\0]*(?:[^，；]{0,4}(?:到|至|为))", mention.after) else SHARE
    if words.CHANGE.search(clause) or mention.token.text.startswith(("+", "-", "－", "−")):
        return CHANGE
    if words.RATE.search(clause):
        return RATE
    short = re.fullmatch(r"[\s\0]*(?:、|和|与|及|以及)[^，；：（）]{0,12}", mention.before)
    if previous and short and previous.token.measure in PER_CENTS:
        return previous.role
    return SHARE if re.search(r"(?:比例|之比)", mention.before) else LEVEL


def _is_earlier(clause: str, main_year: int) -> bool:
    if words.EARLIER.search(clause) and not re.search("今年|结转", clause):
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
