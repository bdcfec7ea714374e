"""Binds the quantities of a text to figures: by words, unit, aspect, period and unit; the value decides among them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from workreport.base.numbers import exact_text
from workreport.drafts.binding.aspects import (
    COMPLETION,
    GAP,
    LABELS,
    LAST,
    MOM,
    OTHER,
    PERCENT,
    POINTS,
    PREVIOUS,
    SHARE,
    TASK,
    VALUE,
    YOY,
    Aspect,
    aspect_of,
)
from workreport.drafts.binding.context import Place, content, is_planned, places, runs
from workreport.drafts.binding.facts import HERE, Facts, agrees, factor_of, instead, unit_of
from workreport.drafts.binding.scope import Scope, scope_of
from workreport.drafts.binding.synonyms import Synonyms, plain_unit
from workreport.drafts.binding.words import Match, matches, undominated
from workreport.drafts.model import (
    DIFFERS,
    MATCHES,
    QUANTITY,
    UNDECIDED,
    UNSUPPORTED,
    Binding,
    Candidate,
    DraftText,
    Token,
)
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES

MARGIN = 1.0
"""By how much the words for one figure have to outweigh those for the next."""
SURE = 100
"""From here on two numbers are hardly equal by chance."""
SAME_UNIT = 1.5
"""What the very unit of a figure weighs, beside one that says the same."""
MOST = 5
"""Candidates listed."""
_TOTAL = re.compile(r"[共总合]计|共|合计|总数|总量")
_TOTAL_LAST = re.compile(r"(?:[共总合]计|一共)[为达到]{0,2}$")
_UNIT_WORDS = {PERCENT: "%", POINTS: POINTS}


@dataclass(frozen=True)
class Spoken:
    """The figure that a number of the text speaks of, as far as the words say."""

    token: Token
    figure: str
    scope: Scope = HERE


@dataclass(frozen=True)
class HandedOut:
    """A number after 分别: the first of its run and its place, its own position in the run, the run's length."""

    head: Token
    place: Place
    at: int
    size: int


@dataclass
class Binder:
    """Binds the numbers of one text in their order; a number without words of its own refers to the one before.

    ``open`` is the figure that the words of the last number name, though it is not bound.
    """

    facts: Facts
    synonyms: Synonyms
    level: str
    handed_out: Mapping[Token, HandedOut] = field(default_factory=dict)
    spoken: list[Spoken] = field(default_factory=list)
    open: str = ""

    def bind(self, token: Token, place: Place) -> Binding:
        """What one number states; remembered for the numbers after it, also where it stays open."""
        self.open = ""
        binding = self._bound(token, place)
        # what follows a share of no figure is about that share, not about its part
        figure = "" if binding.aspect.startswith(f"{SHARE}:") else binding.figure or self.open
        scope = scope_of(place, self.level, self.facts.units, self.facts.book.period)
        self.spoken.append(Spoken(token, figure, scope))
        return binding

    def _bound(self, token: Token, place: Place) -> Binding:
        run = self.handed_out.get(token)
        aspect = aspect_of(run.place if run else place, token)
        scope = scope_of(place, self.level, self.facts.units, self.facts.book.period)
        if scope.foreign:
            return Binding(token, UNSUPPORTED, explanation="说的不是本单位的数")
        place = replace(place, text=self._without_units(place.text))
        if aspect.name == VALUE and is_planned(place):
            return Binding(token, UNSUPPORTED, explanation="打算做到的数，不与台账比较")
        if aspect.name == OTHER:
            return Binding(token, UNSUPPORTED)
        if aspect.name in (YOY, MOM, GAP, COMPLETION, SHARE):
            return self._of_anchor(token, place, aspect, scope)
        anchor = self._anchor(token, place)
        if aspect.name in (LAST, PREVIOUS) and not content(place.before) and anchor and anchor.figure:
            return self._comparison(token, [anchor.figure], aspect, scope)
        binding = self._stated(token, place, aspect, scope)
        if aspect.name in (LAST, PREVIOUS, TASK) and binding.state != MATCHES:
            before = dict.fromkeys(one.figure for one in reversed(self._before(token, place)) if one.figure)
            again = self._comparison(token, list(before), aspect, scope)
            return again if again.state == MATCHES or binding.state == UNSUPPORTED else binding
        return binding

    def _without_units(self, text: str) -> str:
        """A line without the names of the bureau's units, which say whose number it is, not what it counts."""
        for name in self.names:
            text = text.replace(name, " " * len(name))
        return text

    def _stated(self, token: Token, place: Place, aspect: Aspect, scope: Scope) -> Binding:
        """A number that names its figure, adds up those before, or repeats the figure before for another unit."""
        if again := self._total(token, place) or self._repeated(token, place):
            found = [Match(again, frozenset(), 10.0)]
        elif not content(place.before) and _TOTAL.search(place.before) and not content(place.after):
            return Binding(token, UNSUPPORTED)  # a total of what is not all bound
        else:
            found = self._in_unit(token, undominated(self._matches(token, place)))
        binding = self._decide(token, place, found, aspect, scope)
        if binding.state != MATCHES and aspect.name == VALUE:
            other = self._wrong_unit(token, place, scope)
            longer = other is not None and len(FIGURES[other.figure].unit) > len(token.measure)
            binding = other if other is not None and (longer or binding.state != DIFFERS) else binding
        self.open = found[0].figure if found and found[0].is_usable else ""
        return binding

    @cached_property
    def names(self) -> list[str]:
        """Names of the bureau's units, the longest first."""
        return sorted(self.facts.units, key=lambda name: (-len(name), name))

    def _repeated(self, token: Token, place: Place) -> str:
        """The figure of the number before, if this one says only whose it is: 甲分局17户次，乙分局16户次，合计33户次."""
        before = self._before(token, place)
        if content(place.before) or not before or not before[-1].scope.unit:
            return ""
        figure = before[-1].figure
        return figure if figure and self._counts(token, figure) else ""

    def _matches(self, token: Token, place: Place) -> list[Match]:
        return matches(place, self.synonyms, lambda id: self._counts(token, id))

    def _in_unit(self, token: Token, found: Sequence[Match]) -> list[Match]:
        """The matches, those first whose unit is the very one that is printed."""
        raised = [
            replace(one, score=one.score + SAME_UNIT)
            if plain_unit(FIGURES[one.figure].unit) == unit_of(token)
            else one
            for one in found
        ]
        return sorted(raised, key=lambda one: (-one.score, one.figure))

    def _counts(self, token: Token, id: str) -> bool:
        return self.synonyms.same_unit(unit_of(token), FIGURES[id])

    def _total(self, token: Token, place: Place) -> str:
        """The figure that adds up the numbers right before, for a number called a total and nothing else."""
        if not _TOTAL.search(place.before):
            return ""
        seen = {one.figure for one in self._before(token, place) if one.figure}
        if content(place.before):
            if not _TOTAL_LAST.search(place.before):
                return ""
            seen = {one.figure for one in self._matches(token, place)}
        sums = [
            id
            for id, figure in FIGURES.items()
            if len(seen & set(figure.parts)) > 1
            and not figure.less
            and self.synonyms.same_unit(unit_of(token), figure)
            and all(part in seen or not self.facts.number(part) for part in figure.parts)
        ]
        return sums[0] if len(sums) == 1 else ""

    def _before(self, token: Token, place: Place) -> list[Spoken]:
        """Numbers of the same sentence before this one that speak of a figure."""
        begin = place.origin + place.sentence
        return [one for one in self.spoken if one.token.line == token.line and one.token.start >= begin]

    def _decide(
        self, token: Token, place: Place, found: Sequence[Match], aspect: Aspect, scope: Scope
    ) -> Binding:
        if not found:
            return Binding(token, UNSUPPORTED)
        found = [one for one in found if one.on_topic] or found
        equal = [one for one in found if self._agrees(token, one.figure, aspect.name, scope)]
        best = equal[0] if equal else None
        if best is not None:
            rivals = [one for one in equal[1:] if one.score > best.score - MARGIN]
            sure = best.is_usable or (best.is_plain and _is_telling(token))
            if not rivals and sure and 2 * best.score >= found[0].score:
                return self._matching(token, best.figure, aspect.name, scope)
            return self._undecided(token, found, aspect, scope)
        if (cut := self._cut(token, found, aspect, scope)) is not None:
            return cut
        wrong = self._differing(token, found, aspect, scope, self._is_part(token, place, found[0].figure))
        return wrong or self._undecided(token, found, aspect, scope)

    def _is_part(self, token: Token, place: Place, id: str) -> bool:
        """Whether the sentence may speak of a part only: in brackets after another number, or after one left open."""
        before = [one for one in self._before(token, place) if one.token.measure == token.measure]
        if place.bracket >= 0:
            opened = place.origin + place.bracket
            outer = [one.figure for one in self._before(token, place) if one.token.start < opened]
            if outer and (not outer[-1] or id not in FIGURES[outer[-1]].parts):
                return True
        return any(not one.figure for one in before)

    def _agrees(self, token: Token, id: str, aspect: str, scope: Scope) -> bool:
        number = self.facts.number(id, aspect, scope)
        if number is None and scope.period is None:
            return False
        if number is not None and agrees(token, number, factor_of(FIGURES[id], aspect)):
            return True
        # 3月举办活动5次 may be the only ones of the year
        inside = scope.period is not None and self.facts.book.period.contains(scope.period.end)
        whole = self.facts.number(id, aspect, Scope(scope.unit)) if inside else None
        return whole is not None and agrees(token, whole, factor_of(FIGURES[id], aspect))

    def _matching(self, token: Token, id: str, aspect: str, scope: Scope, part: str = "") -> Binding:
        number = self.facts.number(id, aspect, scope, unit_of(token))
        shown = (
            self.facts.candidate(id, aspect, number, unit_of(token), part).display
            if number is not None
            else ""
        )
        name = aspect if not scope.unit else f"{aspect}:{scope.unit}"
        return Binding(token, MATCHES, id, name, shown)

    def _candidates(
        self, token: Token, found: Sequence[Match], aspect: Aspect, scope: Scope
    ) -> tuple[Candidate, ...]:
        listed = []
        for one in found[:MOST]:
            number = self.facts.number(one.figure, aspect.name, scope, unit_of(token))
            if number is not None:
                listed.append(
                    self.facts.candidate(one.figure, aspect.name, number, unit_of(token), scope.unit)
                )
        return tuple(listed)

    def _undecided(self, token: Token, found: Sequence[Match], aspect: Aspect, scope: Scope) -> Binding:
        listed = self._candidates(token, found, aspect, scope)
        return Binding(token, UNDECIDED if listed else UNSUPPORTED, candidates=listed)

    def _cut(self, token: Token, found: Sequence[Match], aspect: Aspect, scope: Scope) -> Binding | None:
        """A part of a figure by the label of a dimension that the words name beside it."""
        if aspect.name != VALUE or scope.unit or scope.period:
            return None
        parts: list[tuple[str, str, str, Decimal]] = []
        for one in found[:MOST]:
            for dimension, labels in self.facts.dimensions(one.figure):
                named = [label for label in labels if len(label) > 1 and label in one.residue]
                if len(named) == 1 and self.facts.book.value(one.figure).status == "ok":
                    number = self.facts.book.cut(one.figure, (dimension,)).get((named[0],))
                    if number is not None:
                        parts.append((one.figure, dimension, named[0], Decimal(number)))
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

    def _differing(
        self, token: Token, found: Sequence[Match], aspect: Aspect, scope: Scope, part: bool
    ) -> Binding | None:
        best = found[0]
        number = self.facts.number(best.figure, aspect.name, scope)
        inside = scope.period is not None and self.facts.book.period.contains(scope.period.end)
        alone = all(one.score <= best.score - MARGIN for one in found[1:])
        if number is None or inside or not alone or not best.is_usable:
            return None
        reason = instead(self.facts, token, best.figure, aspect.name, self._neighbours(best.figure))
        if (part or not best.is_clear or not unit_of(token)) and not reason:
            return None
        return self._wrong(token, best.figure, aspect.name, scope, number, reason)

    def _neighbours(self, id: str) -> list[str]:
        """Figures that a number may have been taken from by mistake: those nearby in the text or the trade."""
        family = id.rpartition(".")[0]
        unit = FIGURES[id].unit
        near = [one.figure for one in self.spoken[-8:] if one.figure]
        kin = [other for other, one in FIGURES.items() if other.startswith(f"{family}.") and one.unit == unit]
        return [other for other in dict.fromkeys([*near, *kin]) if other != id]

    def _wrong(
        self, token: Token, id: str, aspect: str, scope: Scope, number: Decimal, reason: str
    ) -> Binding:
        candidate = self.facts.candidate(id, aspect, number, unit_of(token), scope.unit)
        words = f"写的是{token.text}，{candidate.label}按台账是{candidate.display}"
        explanation = words + (f"；{token.text}{reason}" if reason else "")
        name = aspect if not scope.unit else f"{aspect}:{scope.unit}"
        return Binding(token, DIFFERS, id, name, candidate.display, explanation, (candidate,))

    def _wrong_unit(self, token: Token, place: Place, scope: Scope) -> Binding | None:
        """The right number of a figure beside a measure that people confuse with its own."""
        found = matches(
            place, self.synonyms, lambda id: self.synonyms.confusable(unit_of(token), FIGURES[id])
        )
        for one in undominated(found):
            figure = FIGURES[one.figure]
            number = self.facts.number(one.figure, VALUE, scope)
            sure = one.is_usable if number and number >= SURE else one.is_clear
            if number is None or not sure:
                continue
            factor = factor_of(figure, VALUE)
            if agrees(token, number, factor) or agrees(token, number):
                candidate = self.facts.candidate(one.figure, VALUE, number, part=scope.unit)
                words = f"数对，词不对：{candidate.label}是{candidate.display}，单位应为“{figure.unit}”，不是“{token.unit}”"
                return Binding(token, DIFFERS, one.figure, VALUE, candidate.display, words, (candidate,))
        return None

    def _of_anchor(self, token: Token, place: Place, aspect: Aspect, scope: Scope) -> Binding:
        """A change, share, task or completion: of the figure its own words name, else of the number before."""
        own = (
            undominated(matches(place, self.synonyms, lambda id: True)) if _own(place, self.synonyms) else []
        )
        if aspect.name == SHARE:
            rates = undominated(self._matches(token, place))
            if rates:
                binding = self._decide(token, place, rates, Aspect(VALUE), scope)
                # 占 alone names no part
                if binding.state == MATCHES or (binding.figure and len(rates[0].own) > 2):
                    return binding
            return self._share(token, place, own, scope)
        ids = [one.figure for one in own if one.is_usable]
        sure = all(one.is_clear for one in own)
        if not ids and (last := self._anchor(token, place)):
            ids, scope = [last.figure] if last.figure else [], scope if scope.unit else last.scope
        return self._comparison(token, ids, aspect, scope, sure)

    def _anchor(self, token: Token, place: Place) -> Spoken | None:
        """The number before that a change or a completion is of; of several handed out by 分别, the one in its place."""
        if token not in self.handed_out:
            before = self._before(token, place)
            return before[-1] if before else None
        run = self.handed_out[token]
        begin = place.origin + place.sentence
        before = [
            one
            for one in self.spoken
            if one.token.line == token.line and begin <= one.token.start < run.head.start
        ]
        return before[run.at - run.size] if len(before) >= run.size else None

    def _comparison(
        self, token: Token, ids: Sequence[str], aspect: Aspect, scope: Scope, sure: bool = True
    ) -> Binding:
        sign = aspect.direction or 1
        listed = []
        for id in ids[:MOST]:
            number = self.facts.number(id, aspect.name, scope, unit_of(token))
            if number is None:
                continue
            stated = number * sign if aspect.name in (YOY, MOM, GAP) else number
            factor = factor_of(FIGURES[id], aspect.name) if unit_of(token) not in _UNIT_WORDS else 1
            if self._fits(token, id, aspect.name) and agrees(token, stated, factor):
                return self._matching(token, id, aspect.name, scope)
            listed.append((id, number, factor))
        if sure and listed and (len({id for id, *_ in listed}) == 1):
            id, number, factor = listed[0]
            if (binding := self._wrong_change(token, id, aspect, scope, number * factor)) is not None:
                return binding
        candidates = tuple(
            self.facts.candidate(id, aspect.name, number, unit_of(token), scope.unit)
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
        return self.synonyms.same_unit(unit, FIGURES[id])

    def _wrong_change(
        self, token: Token, id: str, aspect: Aspect, scope: Scope, number: Decimal
    ) -> Binding | None:
        unit = unit_of(token)
        rate = FIGURES[id].is_rate
        candidate = self.facts.candidate(id, aspect.name, number, unit, scope.unit)
        if aspect.name in (YOY, MOM):
            right = self.facts.number(id, aspect.name, scope, POINTS if rate else PERCENT)
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
            against = self.facts.number(id, swapped, scope, unit)
            reason = f"等于{LABELS[swapped]}" if against is not None and agrees(token, abs(against)) else ""
        return self._wrong(token, id, aspect.name, scope, number, reason)

    def _share(self, token: Token, place: Place, own: Sequence[Match], scope: Scope) -> Binding:
        """A part's share of a whole: of a figure that adds it up, or of a number of the same sentence."""
        before = self._before(token, place)
        ids = [one.figure for one in own if not FIGURES[one.figure].is_rate and one.is_usable]
        ids = ids or ([before[-1].figure] if before and before[-1].figure else [])
        listed = []
        for id in ids[:MOST]:
            if (known := self._known_share(token, id, scope)) is not None:
                return known
            part = self.facts.number(id, VALUE, scope)
            sums = [other for other, figure in FIGURES.items() if id in figure.parts and not figure.less]
            told = [
                one.figure
                for one in self.spoken
                if one.token.line == token.line
                and one.figure
                and FIGURES[one.figure].unit == FIGURES[id].unit
            ]
            for whole in dict.fromkeys([*sums, *told]):
                base = self.facts.number(whole, VALUE, scope)
                if whole == id or part is None or not base or part > base:
                    continue
                share = part * 100 / base
                name = f"{FIGURES[id].label}占{FIGURES[whole].label}"
                display = f"{share:.{max(token.decimals, 1)}f}%"
                if agrees(token, share):
                    return Binding(token, MATCHES, id, f"{SHARE}:{whole}", display, name)
                listed.append(Candidate(id, f"{SHARE}:{whole}", share, display, name))
        return Binding(token, UNDECIDED if listed else UNSUPPORTED, candidates=tuple(listed[:MOST]))

    def _known_share(self, token: Token, id: str, scope: Scope) -> Binding | None:
        """The share of a part that is a figure itself, if the number is its value or a known wrong one."""
        for rate, figure in FIGURES.items():
            number = (
                self.facts.number(rate, VALUE, scope) if figure.numerator == id and figure.is_rate else None
            )
            if number is None:
                continue
            if agrees(token, number):
                return self._matching(token, rate, VALUE, scope)
            if reason := instead(self.facts, token, rate, VALUE, ()):
                return self._wrong(token, rate, VALUE, scope, number, reason)
        return None


def _own(place: Place, synonyms: Synonyms) -> bool:
    """Whether the words before a number name a figure themselves."""
    words = place.before
    return any(
        term in words for phrases in synonyms.phrases.values() for phrase in phrases for term in phrase[0]
    )


def _is_telling(token: Token) -> bool:
    """Whether a number has so many digits that one equal to it is hardly so by chance."""
    return token.is_exact and token.value is not None and len(token.value.normalize().as_tuple().digits) > 2


def bindings_of(
    text: DraftText, tokens: Sequence[Token], book: Book, synonyms: Synonyms
) -> tuple[Binding, ...]:
    """What each quantity of a text states, in the order of the text."""
    counted = sorted((token for token in tokens if token.kind == QUANTITY), key=lambda token: token.start)
    where = places(text, tokens)
    handed_out = {
        token: HandedOut(run[0], where[run[0]], at, len(run))
        for run in runs(counted, where)
        for at, token in enumerate(run)
    }
    binder = Binder(Facts(book), synonyms, book.frames.intake.workspace.bureau.district[-1:], handed_out)
    return tuple(
        binder.bind(token, where[token]) if token.value is not None else Binding(token, UNSUPPORTED)
        for token in counted
    )
