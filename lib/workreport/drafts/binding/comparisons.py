"""Numbers that compare: changes against another period, completion of a task, shares of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workreport.base.numbers import exact_text
from workreport.drafts.binding.aspects import GAP, LABELS, MOM, PERCENT, POINTS, SHARE, VALUE, YOY, Aspect
from workreport.drafts.binding.facts import agrees, factor_of, instead, printed_share, unit_of
from workreport.drafts.binding.judge import MOST, Judge
from workreport.drafts.binding.scope import Scope
from workreport.drafts.model import DIFFERS, MATCHES, UNDECIDED, UNSUPPORTED, Binding, Candidate, Token
from workreport.figures.registry import FIGURES

_UNIT_WORDS = (PERCENT, POINTS)


@dataclass(frozen=True)
class Comparisons:
    """Binds a number that compares, of figures that are already known."""

    judge: Judge

    def of(
        self, token: Token, ids: Sequence[str], aspect: Aspect, scope: Scope, sure: bool = True
    ) -> Binding:
        """A change of one of `ids`, or its completion; called wrong only if the words are `sure` about the figure."""
        sign = aspect.direction or 1
        listed = []
        for id in ids[:MOST]:
            number = self.judge.facts.number(id, aspect.name, scope, unit_of(token))
            if number is None:
                continue
            stated = number * sign if aspect.name in (YOY, MOM, GAP) else number
            factor = factor_of(FIGURES[id], aspect.name) if unit_of(token) not in _UNIT_WORDS else 1
            if self._fits(token, id, aspect.name) and agrees(token, stated, factor):
                return self.judge.matching(token, id, aspect.name, scope)
            listed.append((id, number, factor))
        if sure and listed and (len({id for id, *_ in listed}) == 1):
            id, number, factor = listed[0]
            if (binding := self._wrong_change(token, id, aspect, scope, number * factor)) is not None:
                return binding
        candidates = tuple(
            self.judge.facts.candidate(id, aspect.name, number, unit_of(token), scope.unit)
            for id, number, _ in listed
        )
        return Binding(token, UNDECIDED if candidates else UNSUPPORTED, candidates=candidates)

    def _fits(self, token: Token, id: str, aspect: str) -> bool:
        """Whether the unit of a change is right: points for rates, per cent or the figure's unit for amounts."""
        unit = unit_of(token)
        if aspect not in (YOY, MOM, GAP):
            return True
        if unit in _UNIT_WORDS:
            return FIGURES[id].is_rate == (unit == POINTS)
        return self.judge.synonyms.same_unit(unit, FIGURES[id])

    def _wrong_change(
        self, token: Token, id: str, aspect: Aspect, scope: Scope, number: Decimal
    ) -> Binding | None:
        unit = unit_of(token)
        rate = FIGURES[id].is_rate
        candidate = self.judge.facts.candidate(id, aspect.name, number, unit, scope.unit)
        if aspect.name in (YOY, MOM):
            right = self.judge.facts.number(id, aspect.name, scope, POINTS if rate else PERCENT)
            other = POINTS if rate else PERCENT
            if unit in _UNIT_WORDS and unit != other:
                if right is None or not agrees(token, abs(right)):
                    return None
                words = f"数对，词不对：{FIGURES[id].label}{LABELS[aspect.name]}应写{exact_text(token.value)}{other}，不是“{unit}”"
                return Binding(
                    token, DIFFERS, id, aspect.name, f"{exact_text(token.value)}{other}", words, (candidate,)
                )
            if not self._fits(token, id, aspect.name):
                return None
            if aspect.direction and agrees(token, abs(number)):
                turned = ("下降" if number < 0 else "增长") + candidate.display.lstrip("-")
                words = f"数对，词不对：{FIGURES[id].label}{LABELS[aspect.name]}是{turned}，写反了"
                return Binding(token, DIFFERS, id, aspect.name, candidate.display, words, (candidate,))
            if not aspect.direction:
                return None
        reason = ""
        if aspect.name in (YOY, MOM):
            swapped = MOM if aspect.name == YOY else YOY
            against = self.judge.facts.number(id, swapped, scope, unit)
            reason = f"等于{LABELS[swapped]}" if against is not None and agrees(token, abs(against)) else ""
        return self.judge.wrong(token, id, aspect.name, scope, number, reason)

    def share(self, token: Token, ids: Sequence[str], stated: Sequence[str], scope: Scope) -> Binding:
        """A part's share of a whole: of a figure that adds up one of `ids`, or of one that the text has `stated` before."""
        listed = []
        for id in ids[:MOST]:
            if (binding := self._known_share(token, id, scope)) is not None:
                return binding
            part = self.judge.facts.number(id, VALUE, scope)
            sums = [other for other, figure in FIGURES.items() if id in figure.parts and not figure.less]
            for whole in dict.fromkeys(
                [*sums, *(other for other in stated if FIGURES[other].unit == FIGURES[id].unit)]
            ):
                base = self.judge.facts.number(whole, VALUE, scope)
                if whole == id or part is None or not base or part > base:
                    continue
                share = part * 100 / base
                name = f"{FIGURES[id].label}占{FIGURES[whole].label}"
                display = printed_share(share, token)
                if agrees(token, share):
                    return Binding(token, MATCHES, id, f"{SHARE}:{whole}", display, name)
                listed.append(Candidate(id, f"{SHARE}:{whole}", share, display, name))
        return Binding(token, UNDECIDED if listed else UNSUPPORTED, candidates=tuple(listed[:MOST]))

    def _known_share(self, token: Token, id: str, scope: Scope) -> Binding | None:
        """The share of a part that is a figure itself, if the number is its value or a known wrong one."""
        for rate, figure in FIGURES.items():
            number = (
                self.judge.facts.number(rate, VALUE, scope)
                if figure.numerator == id and figure.is_rate
                else None
            )
            if number is None:
                continue
            if agrees(token, number):
                return self.judge.matching(token, rate, VALUE, scope)
            if reason := instead(self.judge.facts, token, rate, VALUE, ()):
                return self.judge.wrong(token, rate, VALUE, scope, number, reason)
        return None
