"""Numbers that two texts give for one thing, by their words and units, where no figure says what they state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from workreport.drafts.model import DraftText, Token
from workreport.drafts.relations.arithmetic import span
from workreport.drafts.relations.scope import Item, Scope, plain_number, scope_of
from workreport.drafts.relations.twice import is_slip
from workreport.drafts.relations.words import SENTENCE_END

SHORTEST_LABEL, SHORTEST_SENTENCE = 3, 6
"""Characters from which on a name says what is counted, and the words of a sentence that it is the same statement."""
TELLING = 10
"""From here on two numbers are hardly equal by chance."""
ENOUGH = 2
"""Equal numbers of the same names that make two texts speak of the same."""
HEAD = 3
"""Lines at the beginning of a text that say of where and of when it is."""
_YEAR = re.compile(r"(?:19|20)\d\d年")
_PART = re.compile(
    r"[上下]半年|第?[一二三四1-4]季度|前[二三]季度|(?<!\d)\d{1,2}[-—至到]\d{1,2}月|(?<!\d)\d{1,2}月(?!\d)|[本当上]月|[本当上]季"
)
_PLACE = re.compile(
    r"[一-龥]{2}(?<!管理)(?<!监管)(?:省|市(?![场监])|县|区(?!域)|州|旗|乡|镇|所|股|科|街道|[分支]局|[支大中]队)"
)
_COMMON = re.compile(r"[全我本辖各城市社小园片校厂地景山库]")
"""Characters with which no name of a place ends before its kind: 全市, 辖区, 市区."""


@dataclass(frozen=True)
class Said:
    """A number with the name of what it counts, and the words of its sentence before it."""

    token: Token
    label: str
    sentence: str

    @cached_property
    def about(self) -> tuple[str, str, frozenset[str]]:
        """What is counted, in which unit, of when and where as far as the sentence says."""
        return self.label, self.token.measure, marks(self.sentence)


@dataclass(frozen=True)
class Sayings:
    """The numbers of a text that say what they count, and of where and when the text is."""

    said: tuple[Said, ...]
    places: frozenset[str]
    years: frozenset[str]
    parts: frozenset[str]

    def is_apart(self, other: Sayings) -> bool:
        """Whether two texts are of other places, other years or other parts of a year, as far as they say."""
        named = ((self.places, other.places), (self.years, other.years))
        disjoint = any(ours and theirs and not ours & theirs for ours, theirs in named)
        return disjoint or (self.parts != other.parts and not self.parts & other.parts)

    @cached_property
    def single(self) -> dict[tuple[str, str, frozenset[str]], Said]:
        """What the text gives one value, by what it is about."""
        found: dict[tuple[str, str, frozenset[str]], list[Said]] = {}
        for saying in self.said:
            found.setdefault(saying.about, []).append(saying)
        return {
            about: each[0]
            for about, each in found.items()
            if len({saying.token.amount for saying in each}) == 1
        }


def sayings_of(text: DraftText, tokens: Sequence[Token]) -> Sayings:
    """What a text says."""
    scope = scope_of(text, tokens)
    head = "\n".join([text.name, *[line.text for line in text.lines if line.text.strip()][:HEAD]])
    sayings = [_said(scope, item) for item in scope.items if _is_plain(item)]
    times = (frozenset(pattern.findall(head)) for pattern in (_YEAR, _PART))
    return Sayings(tuple(sayings), frozenset(_places(head)), *times)


def _is_plain(item: Item) -> bool:
    token = item.token
    named = len(item.label) >= SHORTEST_LABEL and not item.is_kind
    return named and bool(token.measure) and token.is_exact and item.mention.depth == 0


def _said(scope: Scope, item: Item) -> Said:
    start = max(scope.words.rfind(mark, 0, item.token.start) for mark in SENTENCE_END) + 1
    return Said(item.token, item.label, scope.words[start : item.token.start])


def _places(words: str) -> Iterator[str]:
    for match in _PLACE.finditer(words):
        if not _COMMON.search(match[0][1]):
            yield match[0]


def marks(sentence: str) -> frozenset[str]:
    """Of when and where a sentence speaks."""
    return frozenset([*_YEAR.findall(sentence), *_PART.findall(sentence), *_places(sentence)])


def contradictions(one: Sayings, other: Sayings) -> list[tuple[Said, Said]]:
    """The numbers of one thing that two texts give different values, if they speak of the same place and time.

    One thing is what has the same name and unit. That two texts mean the same is said by other numbers that agree, by the
    same words of the whole sentence, or by digits that look like a slip of typing.
    """
    if one.is_apart(other):
        return []
    pairs = [(saying, other.single[about]) for about, saying in one.single.items() if about in other.single]
    equal = [pair for pair in pairs if _agree(*pair)]
    different = [pair for pair in pairs if not _agree(*pair)]
    telling = {first.label for first, _ in equal if first.token.amount >= TELLING}
    related = len(telling) >= ENOUGH and len(equal) > len(different)
    return [pair for pair in different if related or _is_same_statement(*pair)]


def _agree(one: Said, other: Said) -> bool:
    return span(one.token).meets(span(other.token))


def _is_same_statement(one: Said, other: Said) -> bool:
    words, others = (re.sub(r"[\d.]+", "#", re.sub(r"\s", "", each.sentence)) for each in (one, other))
    if words == others and len(words) >= SHORTEST_SENTENCE:
        return True
    digits, other_digits = plain_number(one.token), plain_number(other.token)
    exchanged = len(digits) > 2 and digits != other_digits and sorted(digits) == sorted(other_digits)
    return exchanged or is_slip(digits, other_digits)
