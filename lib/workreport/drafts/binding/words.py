"""Which figures the words around a number speak of, and how surely."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from workreport.drafts.binding.context import FILLER, Place, content, modifiers
from workreport.drafts.binding.synonyms import Phrase, Synonyms

NEGATIONS = "不未非无没"
FURTHEST = 0.2
"""Weight of a word in a heading or far before the number; beside it, it is 1."""
_LISTED = re.compile(r"、.*等[^、]{0,2}$")
STEP = 0.12
"""Weight lost with each boundary in between."""


@dataclass(frozen=True)
class Match:
    """A figure that the words speak of.

    ``own`` are the offsets that its phrase covers among the number's own words, ``score`` grows with what is covered
    and how near it is, ``residue`` is what the own words say beside it, ``on_topic`` whether its topic is
    near, ``is_loose`` whether they follow the number or list what it counts, so that more may stand beside it;
    ``off_field`` whether only these words name its topic while the text around them is about another one.
    """

    figure: str
    own: frozenset[int]
    score: float
    residue: str = ""
    on_topic: bool = True
    is_loose: bool = False
    off_field: bool = False
    modifiers: str = ""
    explained: frozenset[int] = frozenset()

    @property
    def is_clear(self) -> bool:
        """Whether the words say nothing beside the figure, and its topic is named."""
        return self.on_topic and not self.off_field and not self.modifiers

    @property
    def is_plain(self) -> bool:
        """Whether the words say little beside the figure."""
        return len(self.residue) <= max(2, len(self.own) // 3)

    @property
    def is_usable(self) -> bool:
        """Whether the words say no more beside the figure than about it."""
        return self.on_topic and (self.is_loose or len(self.residue) <= max(4, 2 * len(self.own)))


def matches(place: Place, synonyms: Synonyms, keep: Callable[[str], bool]) -> list[Match]:
    """Figures to `keep` that the number's own words speak of, best first.

    The words before the number count first; only if they name nothing, those after it; only if there are none at all,
    those of the clause before.
    """
    if content(place.before) and (head := _at(place, synonyms, keep, place.first, place.start)):
        return head
    both = _at(place, synonyms, keep, place.first, place.last)
    if both or content(place.before) or content(place.after):
        return both
    carried = place.carried()
    return _at(carried, synonyms, keep, carried.first, carried.start)


def _at(place: Place, synonyms: Synonyms, keep: Callable[[str], bool], first: int, last: int) -> list[Match]:
    words = place.text[first:last]
    matching = []
    for id in synonyms.named_in(words):
        named = [phrase for phrase in synonyms.phrases[id] if any(term in words for term in phrase[0])]
        if named and keep(id) and (match := _match(id, named, place, (first, last), synonyms)) is not None:
            matching.append(match)
    return sorted(matching, key=lambda match: (-match.score, match.figure))


def _match(
    id: str, phrases: Sequence[Phrase], place: Place, own: tuple[int, int], synonyms: Synonyms
) -> Match | None:
    """The match of a figure by all of its phrases that fit: together they explain the words."""
    first, last = own
    topic = synonyms.topic(id)
    others = [word for words in synonyms.topics.values() for word in words if word not in topic]
    covered: set[int] = set()
    context, nearest = 0.0, -1
    for phrase in phrases:
        if (fitting := fit(phrase, place, first, last)) is not None:
            covered |= fitting[0]
            context, nearest = max(context, fitting[1]), max(nearest, fitting[2])
    if not covered:
        return None
    topical = max((near(place, [word]) for word in topic), default=0.0)
    explained = covered | _places(place.text, (*topic, *synonyms.neutral), own)
    begin, end = (place.end, nearest) if nearest > place.end else own
    residue = content("".join(" " if at in explained else place.text[at] for at in range(begin, end)))
    score = 2 * len(covered) + context + 3 * topical - min(len(residue), 4)
    filler = {at for match in FILLER.finditer(place.text, *own) for at in range(*match.span())}
    loose = nearest > place.end or bool(_LISTED.search(place.before))
    left = modifiers("".join(" " if at in explained else place.text[at] for at in range(begin, end)))
    off = bool(topic) and not _around(place, topic) and _around(place, others)
    return Match(
        id,
        frozenset(covered),
        score,
        residue,
        bool(topical) or not topic,
        loose,
        off,
        left,
        frozenset(explained | filler),
    )


def _places(text: str, words: Iterable[str], own: tuple[int, int]) -> set[int]:
    """The offsets of all occurrences of words."""
    offsets: set[int] = set()
    for word in words:
        at = text.find(word, *own)
        while at >= 0:
            offsets |= set(range(at, at + len(word)))
            at = text.find(word, at + 1, own[1])
    return offsets


def _around(place: Place, words: Iterable[str]) -> bool:
    """Whether one of the words stands before the number's own words, or in the headings above."""
    return any(word in place.headings or place.text.find(word, 0, place.first) >= 0 for word in words)


def fit(
    phrase: Phrase, place: Place, first: int, last: int, *, negated: bool = False
) -> tuple[set[int], float, int] | None:
    """What a phrase covers, the weight of its terms elsewhere, where its core ends; None if it does not fit."""
    core = _last(place.text, phrase[0], first, last, negated=negated)
    if core is None:
        return None
    covered, context = set(range(*core)), 0.0
    for term in phrase[1:]:
        if (beside := _last(place.text, term, first, last)) is not None:
            covered |= set(range(*beside))
        elif weight := near(place, term):
            context += len(max(term, key=len)) * weight
        else:
            return None
    return covered, context, core[1]


def _last(
    text: str, terms: Iterable[str], first: int, last: int, *, negated: bool = True
) -> tuple[int, int] | None:
    """The last place of one of the terms, the longest one; a negated one counts only if `negated`."""
    best: tuple[int, int] | None = None
    for term in terms:
        at = text.rfind(term, first, last)
        if at < 0 or (not negated and at and text[at - 1] in NEGATIONS):
            continue
        span = at, at + len(term)
        if best is None or (span[1], -span[0]) > (best[1], -best[0]):
            best = span
    return best


def near(place: Place, terms: Iterable[str]) -> float:
    """How near one of the terms is: 1 among the own words, less with every boundary, least in a heading; 0 if absent."""
    best = 0.0
    for term in terms:
        if place.text.find(term, place.end, place.last) >= 0:
            return 1.0
        at = place.text.rfind(term, 0, place.start)
        if at >= 0:
            best = max(best, 1 - STEP * place.distance(at), FURTHEST)
        elif term in place.headings:
            best = max(best, FURTHEST)
    return best


def undominated(candidates: Sequence[Match]) -> list[Match]:
    """Without figures whose words are a part of another one's."""
    return [match for match in candidates if not any(_dominates(other, match) for other in candidates)]


def _dominates(other: Match, one: Match) -> bool:
    return one.own < other.own or (one.own < other.explained and not other.own <= one.explained)
