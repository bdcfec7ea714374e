"""Writing the sentences of an outline: which of them are said of a period, with which numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workreport.base.errors import ContractError, MissingLedger
from workreport.base.period_kinds import speaks
from workreport.checks.explanations import large_changes
from workreport.drafts.binding.aspects import COMPLETION, SHARE, TASK, VALUE
from workreport.drafts.bound.bound_number import Source
from workreport.drafts.writing.conditions import holding
from workreport.drafts.writing.fixed_words import EACH, FIXED, MOSTLY, NAME, REASON
from workreport.drafts.writing.outline import Each, Sentence
from workreport.drafts.writing.paragraphs import Stated
from workreport.drafts.writing.sentence_parts import Group, Parts, Slot, Word, parts_of
from workreport.drafts.writing.source_numbers import Numbers
from workreport.figures.measure import Number
from workreport.narrative.quoted_cuts import dimensions_of
from workreport.narrative.sentence_errors import Blocked

AMOUNTS = (VALUE, TASK, COMPLETION, SHARE)
"""Aspects whose 0 says nothing; a change of 0 is 持平."""
BETWEEN = "、"


@dataclass(frozen=True)
class Written:
    """A text with its numbers."""

    text: str = ""
    numbers: tuple[Stated, ...] = ()

    def __add__(self, other: Written) -> Written:
        by = len(self.text)
        moved = (replace(number, start=number.start + by, end=number.end + by) for number in other.numbers)
        return Written(self.text + other.text, (*self.numbers, *moved))


class NothingToSay(Exception):
    """A number of a sentence or of its part is 0 or missing."""


@dataclass(frozen=True)
class SentenceWriter:
    """Writes the sentences of an outline for the period of a book."""

    numbers: Numbers

    def sentence(self, sentence: Sentence) -> Written | None:
        """The sentence, or the one that stands otherwise; None if there is nothing to say.

        Raises
        ------
        Blocked
            If a ledger that it needs was not handed in; `reason` says which.
        """
        if not speaks(sentence.kinds, self.numbers.book.period):
            return None
        try:
            if holding(sentence.when, self.numbers):
                return _Clause(self.numbers, sentence.each).written(parts_of(sentence.say), Written())
        except NothingToSay:
            pass
        return self.sentence(sentence.otherwise) if sentence.otherwise else None

    def words(self, text: str) -> str:
        """A text with the words of the period and the bureau filled in."""
        return _Clause(self.numbers).written(parts_of(text), Written()).text


@dataclass(frozen=True)
class _Clause:
    """The parts of one sentence; ``cut`` is the label that an item of its list is about."""

    numbers: Numbers
    each: Each | None = None
    cut: tuple[tuple[str, str], ...] = ()

    def written(self, parts: Parts, before: Written) -> Written:
        """The parts behind what stands before; ``NothingToSay`` if a number directly in them says nothing."""
        for part in parts:
            if isinstance(part, Group):
                before = self._group(part, before)
            elif isinstance(part, Slot):
                before += self._slot(part, before.text)
            elif isinstance(part, Word):
                before = self._word(part, before)
            else:
                before += Written(part)
        return before

    def _slot(self, slot: Slot, before: str) -> Written:
        words = [one for one in slot.words.split() if one != f"【{NAME}】"]
        source = self.numbers.source(" ".join(words))
        if len(words) < len(slot.words.split()):
            source = replace(source, cut=(*source.cut, *self.cut))
        printed = self.numbers.printed(source, before)
        if printed is None or (source.aspect in AMOUNTS and not printed.number):
            raise NothingToSay
        return Written(printed.text, (Stated(0, len(printed.text), source),))

    def _group(self, group: Group, before: Written) -> Written:
        if len(group.parts) == 1:
            return self._optional(group.parts[0], before) or before
        listed = before
        for part in group.parts:
            start = listed if listed is before else listed + Written(BETWEEN)
            listed = self._optional(part, start) or listed
        if listed is before:
            raise NothingToSay
        return listed

    def _optional(self, part: Parts, before: Written) -> Written | None:
        """What stands before with a part behind it; None if the part is left out."""
        try:
            return self.written(part, before)
        except (NothingToSay, Blocked):
            return None

    def _word(self, word: Word, before: Written) -> Written:
        book = self.numbers.book
        if word.name == EACH:
            return self._items(before)
        if word.name == MOSTLY:
            return before + Written("" if self._is_whole() else MOSTLY)
        if word.name == NAME:
            return before + Written(self.cut[0][1])
        if word.name == REASON:
            return before + Written(self._reason(self.numbers.source(word.rest)))
        return before + Written(FIXED[word.name](book.period, book.frames.intake.workspace.bureau))

    def _reason(self, source: Source) -> str:
        """Why a figure moved, in the words of its division."""
        for one in large_changes(self.numbers.book, [(source.figure, "yoy")]):
            if one.note:
                return one.note.text.rstrip("。；")
        raise NothingToSay

    def _is_whole(self) -> bool:
        """Whether the sentence's list leaves out nothing."""
        assert self.each is not None, "the outline was validated"
        every = [number for number in _cut(self.numbers, self.each).values() if number]
        return len(largest(self.numbers, self.each)) == len(every)

    def _items(self, before: Written) -> Written:
        """The items of a sentence's list, the largest first."""
        assert self.each is not None, "the outline was validated"
        items = before
        for dimension, label in largest(self.numbers, self.each):
            clause = replace(self, each=None, cut=((dimension, label),))
            start = items if items is before else items + Written(BETWEEN)
            items = clause._optional(parts_of(self.each.say), start) or items
        if items is before:
            raise NothingToSay
        return items


def largest(numbers: Numbers, each: Each) -> list[tuple[str, str]]:
    """The dimension with each label that has a number above 0, the largest first, in the order of the codes if equal."""
    cut = _cut(numbers, each)
    known = dimensions_of(numbers.book, numbers.source(each.figure).figure)[each.by]
    found = [(label, cut.get((label,)) or 0) for label in known if label not in each.but]
    ranked = sorted((one for one in found if one[1] > 0), key=lambda one: -one[1])
    return [(each.by, label) for label, _ in ranked[: each.top]]


def _cut(numbers: Numbers, each: Each) -> dict[tuple[str, ...], Number | None]:
    """The numbers of a list's figure by label."""
    source = numbers.source(each.figure)
    known = dimensions_of(numbers.book, source.figure)
    if each.by not in known and numbers.book.declares(source.figure, each.by):
        raise NothingToSay  # a mapping does not give the column
    if each.by not in known:
        raise ContractError(f"“{each.figure}”没有分组“{each.by}”", where="提纲", expected="、".join(known))
    try:
        return numbers.book.cut(source.figure, (each.by,))
    except MissingLedger as error:
        raise Blocked(error.what) from error
