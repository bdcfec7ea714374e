"""Slots: 〔指标 分组 方面 写法〕 typed into a draft, to be turned into bound numbers.

Words in a slot are separated by spaces: first the name of a figure (its label, its id or a phrase of the synonyms), then,
in any order, labels of a cut (窗口), an aspect (同比), the span (累计) and the form (概数). A name that fits no figure, or more
than one, is a problem with candidates: a slot is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

from workreport.base.errors import MissingLedger
from workreport.drafts.binding.aspects import COMPLETION, LAST, MOM, PREVIOUS, SHARE, TASK, VALUE, YOY
from workreport.drafts.binding.synonyms import Synonyms
from workreport.drafts.bound.bound_number import DISTANCE, RANK, TO_DATE, Form, Source
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.narrative.quoted_cuts import MOST, dimensions_of

SLOT = re.compile(r"〔(?P<words>(?!\d+〕|此处)[^〔〕\n]{1,80})〕")
"""A slot; not the year of a document number such as 〔2021〕, nor a place to write at."""
TO_WRITE = re.compile(r"〔此处[^〔〕\n]*〕")
"""A place where the office still has to write."""
ASPECTS = {
    "本期": VALUE,
    "同比": YOY,
    "环比": MOM,
    "上年": LAST,
    "上年同期": LAST,
    "上期": PREVIOUS,
    "任务": TASK,
    "任务数": TASK,
    "完成率": COMPLETION,
    "时序": DISTANCE,
    "占比": SHARE,
    "位次": RANK,
}
SPANS = {"累计": TO_DATE}
FORMS = {
    "概数": {"about": True},
    "汉字": {"numeral": True},
    "无单位": {"unit": False},
    "全写": {"scale": "一"},
    "万": {"scale": "万"},
    "亿": {"scale": "亿"},
}
_SCALED = re.compile(r"(?P<scale>[万亿])(?P<decimals>\d)")
_DECIMALS = re.compile(r"(?P<decimals>\d)位")
_PUNCTUATION = re.compile(r"[\s（）()“”\"、，,]")
MOST_CANDIDATES = 6


@dataclass(frozen=True)
class SlotRead:
    """A slot as read: its source, or what is wrong with it and what could be meant, in Chinese."""

    words: str
    source: Source | None = None
    problem: str = ""
    candidates: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """The problem with its candidates."""
        listed = f"；可能是：{'、'.join(self.candidates)}" if self.candidates else ""
        return f"〔{self.words}〕{self.problem}{listed}"


@dataclass
class SlotReader:
    """Reads slots against the figures and dimensions of a book."""

    book: Book
    synonyms: Synonyms
    _dimensions: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def read(self, words: str) -> SlotRead:
        """What the words of a slot, without its brackets, mean."""
        name, *rest = words.split()
        ids = self._named.get(_key(name), ())
        if len(ids) != 1:
            problem = "指标名对应不止一个指标" if ids else "没有这个指标名"
            return SlotRead(words, None, problem, tuple(map(_named, ids or self._like(name))))
        read = SlotRead(words, Source(ids[0]))
        for word in rest:
            read = self._with(read, word)
            if read.source is None:
                return read
        return read

    def _with(self, read: SlotRead, word: str) -> SlotRead:
        source = read.source
        assert source is not None, "a slot that failed is not read on"
        if word in ASPECTS:
            return replace(read, source=replace(source, aspect=ASPECTS[word]))
        if word in SPANS:
            return replace(read, source=replace(source, span=TO_DATE))
        if (form := _form(source.form, word)) is not None:
            return replace(read, source=replace(source, form=form))
        return self._cut(read, source, word)

    def _cut(self, read: SlotRead, source: Source, word: str) -> SlotRead:
        """A slot with a label of one of the figure's dimensions, alone or as 维度=标签."""
        dimension, _, label = word.rpartition("=")
        dimensions = self._of(source.figure)
        fitting = [
            (name, label)
            for name, labels in dimensions.items()
            if label in labels and dimension in ("", name, self._title(source.figure, name))
        ]
        if len(fitting) == 1 and len(source.cut) < MOST:
            return replace(read, source=replace(source, cut=(*source.cut, fitting[0])))
        if len(fitting) > 1:
            listed = tuple(f"{self._title(source.figure, name)}={label}" for name, label in fitting)
            return replace(read, source=None, problem=f"中的“{word}”可属几个分组", candidates=listed)
        like = [other for labels in dimensions.values() for other in labels if word in other or other in word]
        problem = f"中的“{word}”看不懂：不是分组、方面（{'、'.join(ASPECTS)}）或写法（{'、'.join(FORMS)}、万1、1位）"
        return replace(read, source=None, problem=problem, candidates=tuple(like[:MOST_CANDIDATES]))

    def _of(self, id: str) -> dict[str, list[str]]:
        if id not in self._dimensions:
            try:
                self._dimensions[id] = dimensions_of(self.book, id)
            except (MissingLedger, KeyError):
                self._dimensions[id] = {}
        return self._dimensions[id]

    def _title(self, id: str, dimension: str) -> str:
        from workreport.narrative.tables import dimension_title

        return dimension_title(self.book, id, dimension)

    @cached_property
    def _named(self) -> dict[str, tuple[str, ...]]:
        """Figures by every name they have."""
        ids_by_name: dict[str, dict[str, None]] = {}
        for id, figure in FIGURES.items():
            for name in (id, figure.label, *self._phrases(id)):
                ids_by_name.setdefault(_key(name), {})[id] = None
        labels = {_key(figure.label): id for id, figure in FIGURES.items()}
        # a figure's own label goes before the phrases of others
        own = {key: (id,) for key, id in labels.items() if _count(FIGURES[id].label) == 1}
        return {key: tuple(ids) for key, ids in ids_by_name.items()} | own

    def _phrases(self, id: str) -> Iterator[str]:
        words = self.synonyms.figures.get(id)
        for phrase in words.say if words else ():
            terms = [term.split("/") for term in phrase.split()]
            for order in (terms, terms[::-1]) if len(terms) > 1 else (terms,):
                yield from ("".join(parts) for parts in product(*order))

    def _like(self, name: str) -> list[str]:
        """Figures whose name shares most with a name that nothing has."""
        key = _key(name)
        pairs = {key[at : at + 2] for at in range(len(key) - 1)} or {key}
        scores: dict[str, float] = {}
        for other, ids in self._named.items():
            theirs = {other[at : at + 2] for at in range(len(other) - 1)} or {other}
            shared = len(pairs & theirs) / len(pairs | theirs)
            for id in ids:
                scores[id] = max(scores.get(id, 0), shared)
        best = sorted(scores, key=lambda id: -scores[id])
        return [id for id in best[:MOST_CANDIDATES] if scores[id] >= 0.2]


def slots_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Every slot of a text: where it begins and ends, brackets included, and its words."""
    for match in SLOT.finditer(text):
        if words := match["words"].strip():
            yield match.start(), match.end(), words


def slot_of(source: Source) -> str:
    """The slot that stands for a source, as people type it."""
    words = [FIGURES[source.figure].label, *(label for _, label in source.cut)]
    words += [word for word, span in SPANS.items() if span == source.span]
    if source.aspect != VALUE:
        words.append(next(word for word, aspect in ASPECTS.items() if aspect == source.aspect))
    form = source.form
    words += [word for word, name in (("概数", form.about), ("汉字", form.numeral)) if name]
    if form.scale in ("万", "亿"):
        words.append(form.scale + ("" if form.decimals is None else str(form.decimals)))
    else:
        words += ["全写"] if form.scale else []
        words += [f"{form.decimals}位"] if form.decimals is not None else []
    words += [] if form.unit else ["无单位"]
    return f"〔{' '.join(words)}〕"


def _form(form: Form, word: str) -> Form | None:
    if word in FORMS:
        return replace(form, **FORMS[word])
    if match := _SCALED.fullmatch(word):
        return replace(form, scale=match["scale"], decimals=int(match["decimals"]))
    if match := _DECIMALS.fullmatch(word):
        return replace(form, decimals=int(match["decimals"]))
    return None


def _key(name: str) -> str:
    return _PUNCTUATION.sub("", name).lower()


def _count(label: str) -> int:
    return sum(_key(figure.label) == _key(label) for figure in FIGURES.values())


def _named(id: str) -> str:
    return f"{FIGURES[id].label}（{id}）"
