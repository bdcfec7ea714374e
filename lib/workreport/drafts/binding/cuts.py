"""Parts of a figure that the text has named, by the label of one of its dimensions, and their shares: 窗口办理占12.3%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workreport.drafts.binding.aspects import SHARE, VALUE
from workreport.drafts.binding.context import Place, content
from workreport.drafts.binding.facts import Facts, agrees, factor_of, printed_share
from workreport.drafts.model import DIFFERS, MATCHES, UNDECIDED, Binding, Candidate, Token
from workreport.figures.registry import FIGURES

_ONLY_SHARE = re.compile(r"[\s，、；]*(?:约|仅|共)?占(?:比|总数的?|总量的?|其中的?)?(?:约|为|达)?")


@dataclass(frozen=True)
class Cut:
    """A part of a figure: the value of one of its dimensions."""

    figure: str
    dimension: str
    label: str

    @property
    def aspect(self) -> str:
        """How a binding says that a number states it."""
        return f"{self.dimension}={self.label}"

    @classmethod
    def of(cls, binding: Binding) -> Cut | None:
        """The cut that a number states; None if it states something else."""
        dimension, sign, label = binding.aspect.partition("=")
        return cls(binding.figure, dimension, label) if sign and ":" not in dimension else None


@dataclass(frozen=True)
class Cuts:
    """Binds a number to a cut, or to its share of the whole."""

    facts: Facts

    def part(self, token: Token, place: Place, near: Sequence[str]) -> Binding | None:
        """A number that is the part of a figure whose label, and nothing else, its words say."""
        equal = []
        for cut in (cut for id in near for cut in self._named(id, place.before)):
            number = self._value(cut) if content(place.before) == content(cut.label) else None
            if number is not None and agrees(token, number, factor_of(FIGURES[cut.figure], VALUE)):
                display = self.facts.candidate(cut.figure, VALUE, number, part=cut.label).display
                equal.append(Binding(token, MATCHES, cut.figure, cut.aspect, display))
        return equal[0] if len(equal) == 1 else None

    def _value(self, cut: Cut) -> Decimal | None:
        if self.facts.book.value(cut.figure).status != "ok":
            return None
        number = self.facts.book.cut(cut.figure, (cut.dimension,)).get((cut.label,))
        return None if number is None else Decimal(number)

    def of_stated(self, token: Token, place: Place, cut: Cut) -> Binding | None:
        """The share of a cut whose number stands right before: 窗口办理112件，占12.3%."""
        return self._share(token, [cut], sure=bool(_ONLY_SHARE.fullmatch(place.before)))

    def of_named(
        self, token: Token, place: Place, near: Sequence[str], stated: Sequence[str]
    ) -> Binding | None:
        """The share of a cut that the words before name, of a figure of the line; `near` are those of the sentence."""
        cuts = [cut for id in dict.fromkeys([*near, *stated]) for cut in self._named(id, place.before)]
        if not cuts:
            return None
        alone = len(set(near)) == 1 and len(cuts) == 1 and cuts[0].figure == near[0]
        plain = alone and _ONLY_SHARE.search(place.before) and content(place.before) == content(cuts[0].label)
        return self._share(token, cuts, sure=bool(plain))

    def _named(self, id: str, words: str) -> Iterator[Cut]:
        """Labels of a figure's dimensions among words, one of each dimension."""
        if FIGURES[id].is_rate:
            return
        for dimension, labels in self.facts.dimensions(id):
            named = [label for label in labels if len(label) > 1 and label in words]
            longest = [
                label for label in named if not any(label != other and label in other for other in named)
            ]
            if len(longest) == 1:
                yield Cut(id, dimension, longest[0])

    def _share(self, token: Token, cuts: Sequence[Cut], sure: bool) -> Binding | None:
        """Right if one of the cuts has this share; wrong only if there is one and the words are `sure`."""
        listed = []
        for cut in cuts:
            whole, part = self.facts.book.value(cut.figure).number, self._value(cut)
            if part is None or not whole:
                continue
            share = 100 * part / Decimal(whole)
            name = f"{cut.label}占{FIGURES[cut.figure].label}"
            display = printed_share(share, token)
            aspect = f"{SHARE}:{cut.aspect}"
            if agrees(token, share):
                return Binding(token, MATCHES, cut.figure, aspect, display, name)
            listed.append(Candidate(cut.figure, aspect, share, display, name))
        if sure and len(listed) == 1 and token.is_exact:
            candidate = listed[0]
            words = f"写的是{token.text}，{candidate.label}按台账是{candidate.display}"
            return Binding(
                token, DIFFERS, candidate.figure, candidate.aspect, candidate.display, words, (candidate,)
            )
        return Binding(token, UNDECIDED, candidates=tuple(listed)) if listed else None
