"""Binds the quantities of a text to figures: by words, unit, aspect, period and unit; the value decides among them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import takewhile

from workreport.drafts.binding.aspects import (
    COMPLETION,
    GAP,
    LAST,
    MOM,
    OTHER,
    PREVIOUS,
    SHARE,
    TASK,
    VALUE,
    YOY,
    Aspect,
    aspect_of,
)
from workreport.drafts.binding.comparisons import Comparisons
from workreport.drafts.binding.context import Place, content, is_planned, places, runs
from workreport.drafts.binding.cuts import Cut, Cuts
from workreport.drafts.binding.facts import Facts, instead, unit_of
from workreport.drafts.binding.judge import Judge
from workreport.drafts.binding.scope import Scope, scope_of
from workreport.drafts.binding.spoken import HandedOut, Spoken, is_telling, names_a_figure
from workreport.drafts.binding.synonyms import Synonyms, plain_unit
from workreport.drafts.binding.words import Match, matches, undominated
from workreport.drafts.model import (
    DIFFERS,
    MATCHES,
    QUANTITY,
    UNSUPPORTED,
    Binding,
    DraftText,
    Token,
)
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES

NOTHING_KNOWN: Mapping[Token, str] = {}
MARGIN = 1.0
"""By how much the words for one figure have to outweigh those for the next."""
SAME_UNIT = 1.5
"""What the very unit of a figure weighs, beside one that says the same."""
_TOTAL = re.compile(r"[共总合]计|共|合计|总数|总量")
_TOTAL_LAST = re.compile(r"(?:[共总合]计|一共)[为达到]{0,2}$")


@dataclass
class Binder:
    """Binds the numbers of one text in their order; a number without words of its own refers to the one before.

    ``open`` is the figure that the words of the last number name, though it is not bound.
    """

    judge: Judge
    level: str
    handed_out: Mapping[Token, HandedOut] = field(default_factory=dict)
    spoken: list[Spoken] = field(default_factory=list)
    open: str = ""

    @cached_property
    def comparisons(self) -> Comparisons:
        """What binds changes, shares and completions."""
        return Comparisons(self.judge)

    @cached_property
    def cuts(self) -> Cuts:
        """What binds parts of a figure and their shares."""
        return Cuts(self.judge.facts)

    def bind(self, token: Token, place: Place) -> Binding:
        """What one number states; remembered for the numbers after it, also where it stays open."""
        self.open = ""
        scope = scope_of(place, self.level, self.judge.facts.units, self.judge.facts.book.period)
        binding = self._bound(token, place, scope)
        # what follows a share of no figure is about that share, not about its part
        figure = "" if binding.aspect.startswith(f"{SHARE}:") else binding.figure or self.open
        self.spoken.append(Spoken(token, figure, scope, Cut.of(binding)))
        return binding

    def know(self, token: Token, figure: str) -> Binding:
        """What a number states that is known for certain; remembered like any other."""
        self.spoken.append(Spoken(token, figure))
        return Binding(token, MATCHES, figure, VALUE)

    def _bound(self, token: Token, place: Place, scope: Scope) -> Binding:
        """The binding by aspect and scope; plans and other bureaus' numbers have none."""
        run = self.handed_out.get(token)
        aspect = aspect_of(run.place if run else place, token)
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
            return self.comparisons.of(token, [anchor.figure], aspect, scope)
        binding = self._stated(token, place, aspect, scope)
        if aspect.name in (LAST, PREVIOUS, TASK) and binding.state != MATCHES:
            before = dict.fromkeys(
                spoken.figure for spoken in reversed(self._before(token, place)) if spoken.figure
            )
            again = self.comparisons.of(token, list(before), aspect, scope)
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
            candidates = [Match(again, frozenset(), 10.0)]
        elif not content(place.before) and _TOTAL.search(place.before) and not content(place.after):
            return Binding(token, UNSUPPORTED)  # a total of what is not all bound
        else:
            candidates = self._in_unit(token, undominated(self.judge.matches(token, place)))
        binding = self._decide(token, place, candidates, aspect, scope)
        if binding.state != MATCHES and aspect.name == VALUE:
            other = self.judge.wrong_unit(token, place, scope)
            longer = other is not None and len(FIGURES[other.figure].unit) > len(token.measure)
            binding = other if other is not None and (longer or binding.state != DIFFERS) else binding
        self.open = candidates[0].figure if candidates and candidates[0].is_usable else ""
        return binding

    @cached_property
    def names(self) -> list[str]:
        """Names of the bureau, its district and its units, the longest first."""
        bureau = self.judge.facts.book.frames.intake.workspace.bureau
        names = {*self.judge.facts.units, bureau.name, bureau.short_name, bureau.district} - {""}
        return sorted(names, key=lambda name: (-len(name), name))

    def _repeated(self, token: Token, place: Place) -> str:
        """The figure of the number before, if this one says only whose it is: 甲分局17户次，乙分局16户次，合计33户次."""
        before = self._before(token, place)
        if content(place.before) or not before or not before[-1].scope.unit:
            return ""
        figure = before[-1].figure
        return figure if figure and self.judge.counts(token, figure) else ""

    def _in_unit(self, token: Token, matching: Sequence[Match]) -> list[Match]:
        """The matches, those first whose unit is the very one that is printed."""
        raised = [
            replace(match, score=match.score + SAME_UNIT)
            if plain_unit(FIGURES[match.figure].unit) == unit_of(token)
            else match
            for match in matching
        ]
        return sorted(raised, key=lambda match: (-match.score, match.figure))

    def _total(self, token: Token, place: Place) -> str:
        """The figure that adds up the numbers right before, for a number called a total and nothing else."""
        if not _TOTAL.search(place.before):
            return ""
        seen = {spoken.figure for spoken in self._before(token, place) if spoken.figure}
        if content(place.before):
            if not _TOTAL_LAST.search(place.before):
                return ""
            seen = {match.figure for match in self.judge.matches(token, place)}
        sums = [
            id
            for id, figure in FIGURES.items()
            if len(seen & set(figure.parts)) > 1
            and not figure.less
            and self.judge.synonyms.same_unit(unit_of(token), figure)
            and all(part in seen or not self.judge.facts.number(part) for part in figure.parts)
        ]
        return sums[0] if len(sums) == 1 else ""

    def _before(self, token: Token, place: Place) -> list[Spoken]:
        """Numbers of the same sentence before this one that speak of a figure."""
        begin = place.origin + place.sentence
        sentence = takewhile(
            lambda number: number.token.line == token.line and number.token.start >= begin,
            reversed(self.spoken),
        )
        return list(sentence)[::-1]

    def _decide(
        self, token: Token, place: Place, candidates: Sequence[Match], aspect: Aspect, scope: Scope
    ) -> Binding:
        """Right if the value of a named figure agrees; else a part, wrong, or left open."""
        if not candidates:
            return self._part_of_before(token, place, aspect, scope) or Binding(token, UNSUPPORTED)
        candidates = [match for match in candidates if match.on_topic] or candidates
        equal = [match for match in candidates if self.judge.agrees(token, match.figure, aspect.name, scope)]
        best = equal[0] if equal else None
        if best is not None:
            rivals = [match for match in equal[1:] if match.score > best.score - MARGIN]
            sure = best.is_usable or (best.is_plain and is_telling(token))
            if not rivals and sure and 2 * best.score >= candidates[0].score:
                return self.judge.matching(token, best.figure, aspect.name, scope)
            return self.judge.undecided(token, candidates, aspect, scope)
        if (cut := self.judge.cut(token, candidates, aspect, scope)) is not None:
            return cut
        wrong = None
        if not self._is_stated(token, place, candidates[0].figure, scope):
            part = self._is_part(token, place, candidates[0].figure)
            wrong = self._differing(token, candidates, aspect, scope, part)
        return wrong or self.judge.undecided(token, candidates, aspect, scope)

    def _is_stated(self, token: Token, place: Place, id: str, scope: Scope) -> bool:
        """Whether the sentence has stated a figure already, so that another number behind 其中 is a part of it."""
        before = self._before(token, place)
        behind = "其中" in place.text[place.sentence : place.start]
        return behind and any((spoken.figure, spoken.scope) == (id, scope) for spoken in before)

    def _part_of_before(self, token: Token, place: Place, aspect: Aspect, scope: Scope) -> Binding | None:
        """A part of the figure before in the sentence, for a number whose words are a label of one of its dimensions."""
        if aspect.name != VALUE or scope.unit or scope.period:
            return None
        near = dict.fromkeys(
            spoken.figure for spoken in reversed(self._before(token, place)) if spoken.figure
        )
        return self.cuts.part(token, place, [id for id in near if self.judge.counts(token, id)])

    def _is_part(self, token: Token, place: Place, id: str) -> bool:
        """Whether the sentence may speak of a part only: in brackets after another number, or after one left open."""
        before = [spoken for spoken in self._before(token, place) if spoken.token.measure == token.measure]
        if place.bracket >= 0:
            opened = place.origin + place.bracket
            outer = [spoken.figure for spoken in self._before(token, place) if spoken.token.start < opened]
            if outer and (not outer[-1] or id not in FIGURES[outer[-1]].parts):
                return True
        return any(not spoken.figure for spoken in before)

    def _differing(
        self, token: Token, candidates: Sequence[Match], aspect: Aspect, scope: Scope, part: bool
    ) -> Binding | None:
        """Wrong with certainty: one figure alone is named, and clearly so or the number equals a known wrong one."""
        best = candidates[0]
        number = self.judge.facts.number(best.figure, aspect.name, scope)
        inside = scope.period is not None and self.judge.facts.book.period.contains(scope.period.end)
        alone = all(match.score <= best.score - MARGIN for match in candidates[1:])
        if number is None or inside or not alone or not best.is_usable:
            return None
        reason = instead(self.judge.facts, token, best.figure, aspect.name, self._neighbours(best.figure))
        if (part or not best.is_clear or not unit_of(token)) and not reason:
            return None
        return self.judge.wrong(token, best.figure, aspect.name, scope, number, reason)

    def _neighbours(self, id: str) -> list[str]:
        """Figures that a number may have been taken from by mistake: those nearby in the text or the trade."""
        family = id.rpartition(".")[0]
        unit = FIGURES[id].unit
        near = [spoken.figure for spoken in self.spoken[-8:] if spoken.figure]
        kin = [
            other
            for other, figure in FIGURES.items()
            if other.startswith(f"{family}.") and figure.unit == unit
        ]
        return [other for other in dict.fromkeys([*near, *kin]) if other != id]

    def _of_anchor(self, token: Token, place: Place, aspect: Aspect, scope: Scope) -> Binding:
        """A change, share, task or completion: of the figure its own words name, else of the number before."""
        own = (
            undominated(matches(place, self.judge.synonyms, lambda id: True))
            if names_a_figure(place, self.judge.synonyms)
            else []
        )
        if aspect.name == SHARE:
            rates = undominated(self.judge.matches(token, place))
            if rates:
                binding = self._decide(token, place, rates, Aspect(VALUE), scope)
                # 占 alone names no part
                if binding.state == MATCHES or (binding.figure and len(rates[0].own) > 2):
                    return binding
            parts = [match.figure for match in own if not FIGURES[match.figure].is_rate and match.is_usable]
            before = self._before(token, place)
            parts = parts or ([before[-1].figure] if before and before[-1].figure else [])
            line = takewhile(lambda spoken: spoken.token.line == token.line, reversed(self.spoken))
            stated = [spoken.figure for spoken in line if spoken.figure]
            whole = self.comparisons.share(token, parts, stated, scope)
            if whole.state == MATCHES or scope.unit or scope.period:
                return whole
            return self._of_cut(token, place, before, stated) or whole
        ids = [match.figure for match in own if match.is_usable]
        sure = all(match.is_clear for match in own)
        if not ids and (last := self._anchor(token, place)):
            ids, scope = [last.figure] if last.figure else [], scope if scope.unit else last.scope
        return self.comparisons.of(token, ids, aspect, scope, sure)

    def _of_cut(
        self, token: Token, place: Place, before: Sequence[Spoken], stated: Sequence[str]
    ) -> Binding | None:
        """A share of a part of a figure: of the one stated right before, or of one that the words name."""
        last = before[-1] if before else None
        if last is not None and last.cut is not None and not content(place.before):
            return self.cuts.of_stated(token, place, last.cut)
        near = [spoken.figure for spoken in reversed(before) if spoken.figure]
        return self.cuts.of_named(token, place, near, stated)

    def _anchor(self, token: Token, place: Place) -> Spoken | None:
        """The number before that a change or a completion is of; of several handed out by 分别, the one in its place."""
        if token not in self.handed_out:
            before = self._before(token, place)
            return before[-1] if before else None
        run = self.handed_out[token]
        before = [spoken for spoken in self._before(token, place) if spoken.token.start < run.head.start]
        return before[run.at - run.size] if len(before) >= run.size else None


def bindings_of(
    text: DraftText,
    tokens: Sequence[Token],
    book: Book,
    synonyms: Synonyms,
    known: Mapping[Token, str] = NOTHING_KNOWN,
) -> tuple[Binding, ...]:
    """What each quantity of a text states, in the order of the text; of some the figure may be `known`."""
    counted = sorted((token for token in tokens if token.kind == QUANTITY), key=lambda token: token.start)
    where = places(text, tokens)
    handed_out = {
        token: HandedOut(run[0], where[run[0]], at, len(run))
        for run in runs(counted, where)
        for at, token in enumerate(run)
    }
    binder = Binder(
        Judge(Facts(book), synonyms), book.frames.intake.workspace.bureau.district[-1:], handed_out
    )
    return tuple(
        binder.know(token, known[token])
        if token in known
        else binder.bind(token, where[token])
        if token.value is not None
        else Binding(token, UNSUPPORTED)
        for token in counted
    )
