"""The judgement on one number whose figure the words name: right, wrong and how, a part, or left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workreport.drafts.binding.aspects import VALUE, Aspect
from workreport.drafts.binding.context import Place
from workreport.drafts.binding.facts import Facts, agrees, factor_of, unit_of
from workreport.drafts.binding.scope import Scope
from workreport.drafts.binding.synonyms import Synonyms
from workreport.drafts.binding.words import Match, matches, undominated
from workreport.drafts.model import DIFFERS, MATCHES, UNDECIDED, UNSUPPORTED, Binding, Candidate, Token
from workreport.figures.registry import FIGURES

SURE = 100
"""From here on two numbers are hardly equal by chance."""
MOST = 5
"""Candidates listed."""


@dataclass(frozen=True)
class Judge:
    """Compares numbers with the facts and words the result."""

    facts: Facts
    synonyms: Synonyms

    def counts(self, token: Token, id: str) -> bool:
        return self.synonyms.same_unit(unit_of(token), FIGURES[id])

    def matches(self, token: Token, place: Place) -> list[Match]:
        return matches(place, self.synonyms, lambda id: self.counts(token, id))

    def agrees(self, token: Token, id: str, aspect: str, scope: Scope) -> bool:
        number = self.facts.number(id, aspect, scope)
        if number is None and scope.period is None:
            return False
        if number is not None and agrees(token, number, factor_of(FIGURES[id], aspect)):
            return True
        # 3月举办活动5次 may be the only ones of the year
        inside = scope.period is not None and self.facts.book.period.contains(scope.period.end)
        whole = self.facts.number(id, aspect, Scope(scope.unit)) if inside else None
        return whole is not None and agrees(token, whole, factor_of(FIGURES[id], aspect))

    def matching(self, token: Token, id: str, aspect: str, scope: Scope) -> Binding:
        number = self.facts.number(id, aspect, scope, unit_of(token))
        shown = self.facts.candidate(id, aspect, number, unit_of(token)).display if number is not None else ""
        name = aspect if not scope.unit else f"{aspect}:{scope.unit}"
        return Binding(token, MATCHES, id, name, shown)

    def candidates(
        self, token: Token, ranked: Sequence[Match], aspect: Aspect, scope: Scope
    ) -> tuple[Candidate, ...]:
        listed = []
        for match in ranked[:MOST]:
            number = self.facts.number(match.figure, aspect.name, scope, unit_of(token))
            if number is not None:
                listed.append(
                    self.facts.candidate(match.figure, aspect.name, number, unit_of(token), scope.unit)
                )
        return tuple(listed)

    def undecided(self, token: Token, ranked: Sequence[Match], aspect: Aspect, scope: Scope) -> Binding:
        listed = self.candidates(token, ranked, aspect, scope)
        return Binding(token, UNDECIDED if listed else UNSUPPORTED, candidates=listed)

    def cut(self, token: Token, ranked: Sequence[Match], aspect: Aspect, scope: Scope) -> Binding | None:
        """A part of a figure by the label of a dimension that the words name beside it."""
        if aspect.name != VALUE or scope.unit or scope.period:
            return None
        parts: list[tuple[str, str, str, Decimal]] = []
        for match in ranked[:MOST]:
            for dimension, labels in self.facts.dimensions(match.figure):
                named = [label for label in labels if len(label) > 1 and label in match.residue]
                if len(named) == 1 and self.facts.book.value(match.figure).status == "ok":
                    number = self.facts.book.cut(match.figure, (dimension,)).get((named[0],))
                    if number is not None:
                        parts.append((match.figure, dimension, named[0], Decimal(number)))
        equal = [part for part in parts if agrees(token, part[3], factor_of(FIGURES[part[0]], VALUE))]
        if len(equal) == 1:
            id, dimension, label, number = equal[0]
            shown = self.facts.candidate(id, VALUE, number, part=label).display
            return Binding(token, MATCHES, id, f"{dimension}={label}", shown)
        if parts:
            listed = tuple(
                self.facts.candidate(id, VALUE, number, part=label) for id, _, label, number in parts
            )
            return Binding(token, UNDECIDED, candidates=listed[:MOST])
        return None

    def wrong(
        self, token: Token, id: str, aspect: str, scope: Scope, number: Decimal, reason: str
    ) -> Binding:
        candidate = self.facts.candidate(id, aspect, number, unit_of(token), scope.unit)
        words = f"写的是{token.text}，{candidate.label}按台账是{candidate.display}"
        explanation = words + (f"；{token.text}{reason}" if reason else "")
        name = aspect if not scope.unit else f"{aspect}:{scope.unit}"
        return Binding(token, DIFFERS, id, name, candidate.display, explanation, (candidate,))

    def wrong_unit(self, token: Token, place: Place, scope: Scope) -> Binding | None:
        """The right number of a figure beside a measure that people confuse with its own."""
        candidates = matches(
            place, self.synonyms, lambda id: self.synonyms.confusable(unit_of(token), FIGURES[id])
        )
        for match in undominated(candidates):
            figure = FIGURES[match.figure]
            number = self.facts.number(match.figure, VALUE, scope)
            sure = match.is_usable if number and number >= SURE else match.is_clear
            if number is None or not sure:
                continue
            factor = factor_of(figure, VALUE)
            if agrees(token, number, factor) or agrees(token, number):
                candidate = self.facts.candidate(match.figure, VALUE, number, part=scope.unit)
                words = f"数对，词不对：{candidate.label}是{candidate.display}，单位应为“{figure.unit}”，不是“{token.unit}”"
                return Binding(token, DIFFERS, match.figure, VALUE, candidate.display, words, (candidate,))
        return None
