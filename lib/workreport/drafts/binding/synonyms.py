"""How drafts say figures: phrases, topics and units, as data beside the trade (``data/synonyms``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import Field as Default

from workreport.base.settings import Settings, load_settings
from workreport.base.workspace import Workspace
from workreport.drafts.binding.context import plain
from workreport.figures.registry import FIGURES, Figure

FOLDER = "synonyms"
Phrase = tuple[tuple[str, ...], ...]
"""Terms that have to occur, each in one of its spellings; the first one beside the number."""
_SCALED = re.compile(r"^([万亿]+)(?=.)")
_BRACKETS = str.maketrans("()（）", "（）（）")
SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}


class FigureWords(Settings):
    """One figure: `topic` and phrases `say`; phrases of a claim that `all` (100 %) or `none` (0) of it is so.

    Words to `find` it by lead readers to it in a page; they bind no number.
    """

    topic: str = ""
    say: list[str] = Default(default_factory=list)
    all: list[str] = Default(default_factory=list)
    none: list[str] = Default(default_factory=list)
    find: list[str] = Default(default_factory=list)


class Units(Settings):
    """Measure words that say the `same`, and pairs that are `confused` though they do not."""

    same: list[list[str]] = Default(default_factory=list)
    confused: list[list[str]] = Default(default_factory=list)


class SynonymFile(Settings):
    """One file of ``data/synonyms``; ``neutral`` words stand beside names of figures without changing what is meant."""

    topics: dict[str, list[str]] = Default(default_factory=dict)
    neutral: list[str] = Default(default_factory=list)
    units: Units = Units()
    figures: dict[str, FigureWords] = Default(default_factory=dict)


@dataclass(frozen=True)
class Synonyms:
    """What a bureau's files say about figures; a figure without phrases is known by its label alone."""

    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    figures: Mapping[str, FigureWords] = field(default_factory=dict)
    same: tuple[frozenset[str], ...] = ()
    confused: frozenset[frozenset[str]] = frozenset()
    neutral: tuple[str, ...] = ()

    def topic(self, id: str) -> tuple[str, ...]:
        """Words of a figure's topic, one of which has to be near; empty if its phrases name it alone."""
        words = self.figures.get(id)
        return self.topics.get(words.topic, ()) if words else ()

    @cached_property
    def phrases(self) -> dict[str, tuple[Phrase, ...]]:
        """The phrases of every figure: its own and its label."""
        return {
            id: _phrases([*(self.figures[id].say if id in self.figures else ()), figure.label])
            for id, figure in FIGURES.items()
        }

    @cached_property
    def _by_beginning(self) -> dict[str, set[str]]:
        """Figures by the first two characters of the words that have to stand beside their numbers."""
        ids: dict[str, set[str]] = {}
        for id, phrases in self.phrases.items():
            for term in (term for phrase in phrases for term in phrase[0]):
                ids.setdefault(term[:2], set()).add(id)
        return ids

    def named_in(self, words: str) -> list[str]:
        """Figures that words may name, in the order of the registry."""
        beginnings = {words[at : at + 2] for at in range(len(words))} | set(words)
        ids = set().union(*(self._by_beginning.get(beginning, ()) for beginning in beginnings))
        return sorted(ids, key=self._order.__getitem__)

    @cached_property
    def _order(self) -> dict[str, int]:
        """The place of each figure in the registry."""
        return {id: at for at, id in enumerate(self.phrases)}

    @cached_property
    def claims(self) -> dict[str, dict[str, tuple[Phrase, ...]]]:
        """The phrases of claims, by ``all`` or ``none`` and by figure."""
        kinds: dict[str, dict[str, tuple[Phrase, ...]]] = {"all": {}, "none": {}}
        for id, words in self.figures.items():
            for kind, listed in (("all", words.all), ("none", words.none)):
                if listed and id in FIGURES:
                    kinds[kind][id] = _phrases(listed)
        return kinds

    def same_unit(self, printed: str, figure: Figure) -> bool:
        """Whether a printed measure counts what the figure counts; an empty one may."""
        key = printed, figure.unit
        if key not in self._compared:
            self._compared[key] = self._same(plain_unit(printed), plain_unit(split_unit(figure.unit)[1]))
        return self._compared[key]

    @cached_property
    def _compared(self) -> dict[tuple[str, str], bool]:
        """Units compared before: a long text asks the same thousands of times."""
        return {}

    def _same(self, printed: str, counted: str) -> bool:
        if printed == counted or printed == counted.partition("/")[0]:  # 3.2件 per 10,000 people
            return True
        if not printed:
            return counted != "%"
        return any(printed in group and counted in group for group in self.same)

    def confusable(self, printed: str, figure: Figure) -> bool:
        """Whether a printed measure is one that people write for the figure's, though it counts something else."""
        counted = plain_unit(split_unit(figure.unit)[1])
        return frozenset((plain_unit(printed), counted)) in self.confused


def load_synonyms(workspace: Workspace) -> Synonyms:
    """The bureau's synonyms; ``ContractError`` if a file is wrong. Figures that the bureau lacks are left out."""
    files = [load_settings(SynonymFile, path) for path in workspace.shared_files(FOLDER, "*.yaml")]
    topics: dict[str, tuple[str, ...]] = {}
    figures: dict[str, FigureWords] = {}
    for file in files:
        topics.update({name: tuple(words) for name, words in file.topics.items()})
        figures.update(file.figures)
    same = (frozenset(map(plain_unit, group)) for file in files for group in file.units.same)
    confused = (frozenset(map(plain_unit, pair)) for file in files for pair in file.units.confused)
    neutral = tuple(dict.fromkeys(word for file in files for word in file.neutral))
    return Synonyms(topics, figures, tuple(same), frozenset(confused), neutral)


def plain_unit(unit: str) -> str:
    """A unit in one spelling: brackets full-width, letters small, the per-cent sign half-width."""
    return unit.translate(_BRACKETS).replace("％", "%").lower()


def split_unit(unit: str) -> tuple[int, str]:
    """The factor of 万 or 亿 at the head of a unit, and the measure after it; 万人 is (10000, 人)."""
    match = _SCALED.match(unit)
    return (SCALES.get(match[1], 1), unit[match.end() :]) if match else (1, unit)


def _phrases(texts: Iterable[str]) -> tuple[Phrase, ...]:
    return tuple(
        dict.fromkeys(tuple(tuple(plain(term).split("/")) for term in text.split()) for text in texts)
    )
