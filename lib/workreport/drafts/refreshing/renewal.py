"""What the ledgers make of a draft: which bound numbers move, which slots are filled, what is left to people.

Nothing is written here. A number that somebody typed over is never taken silently: it stays as typed until it equals the
ledgers' one, or somebody gives a reason for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workreport.base.errors import WorkreportError
from workreport.base.hashing import fingerprint as digest
from workreport.base.personal_data import masked
from workreport.drafts.bound.bindings import next_id
from workreport.drafts.bound.bound_number import BoundNumber, Form, Override, Source
from workreport.drafts.bound.locate import places_of
from workreport.drafts.bound.located import FOUND_AGAIN, LOST, TYPED_OVER, Located
from workreport.drafts.bound.printing import printed, same_number
from workreport.drafts.bound.proven_sources import NoSource, with_form
from workreport.drafts.bound.slots import SlotReader, slot_of, slots_in
from workreport.drafts.model import QUANTITY, DraftText
from workreport.drafts.proof.answers import Answer
from workreport.drafts.proof.fingerprint import LENGTH
from workreport.drafts.quantities import tokens_of
from workreport.drafts.reading.comment_parts import LEDGERS
from workreport.drafts.refreshing import entries
from workreport.drafts.refreshing.entries import Entry
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.narrative.sentence_errors import Blocked


@dataclass(frozen=True)
class Standing:
    """A bound number at its place in the draft; ``new`` is the text to put there, None where it stays, ``slot`` what it fills."""

    start: int
    end: int
    bound: BoundNumber
    new: str | None = None
    slot: bool = False


@dataclass(frozen=True)
class Renewal:
    """What is to be done to a draft: numbers with their places, in order, and entries for the list of changes.

    ``unchanged`` counts numbers that stay, ``found_again`` those whose bookmark was gone.
    """

    standing: tuple[Standing, ...]
    entries: tuple[Entry, ...]
    unchanged: int
    found_again: int


def renewal(
    text: DraftText,
    found: Sequence[Located],
    period: str,
    reader: SlotReader,
    answers: Mapping[str, Answer],
) -> Renewal:
    """The renewal of a draft.

    Parameters
    ----------
    found : sequence of Located
        The draft's bound numbers.
    period : str
        Id of the period that they were last written for.
    answers : mapping of str to Answer
        What people have answered to earlier comments, by fingerprint.
    """
    slots = list(slots_in(text.text))
    numbers = [
        located_number
        for located_number in found
        if located_number.state == LOST or not _holds_slot(located_number, slots)
    ]
    work = _Renewing(text, reader, period, answers, [located_number.bound for located_number in found])
    placed, _ = places_of(numbers)
    own_ids = {(start, end): number for start, end, number in placed}
    for located_number in numbers:
        if located_number.state == LOST:
            work.entries.append(_lost(located_number.bound))
        else:
            work.renew(replace(located_number, bound=own_ids[located_number.start, located_number.end]))
    for start, end, words in slots:
        work.fill(start, end, words)
    standing = tuple(sorted(work.standing, key=lambda located_number: located_number.start))
    again = sum(located_number.state == FOUND_AGAIN for located_number in numbers)
    return Renewal(standing, tuple(work.entries), work.unchanged, again)


@dataclass
class _Renewing:
    text: DraftText
    reader: SlotReader
    period: str
    answers: Mapping[str, Answer]
    numbers: list[BoundNumber]
    standing: list[Standing] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    unchanged: int = 0

    @property
    def book(self) -> Book:
        return self.reader.book

    def renew(self, found: Located) -> None:
        """Renew one bound number."""
        self.numbers.append(found.bound)
        now, reason = self._now(found.bound.source, found.start)
        override = found.bound.override
        if override is not None and override.text == found.text:
            self._overridden(found, now, reason)
        elif found.state == TYPED_OVER or override is not None:
            self._typed(found, now, reason)
        elif now is None:
            self._stays(found, found.bound)
            message = f"“{label_of(found.bound.source)}”本期没有数：{reason}。文中仍是{found.text}，请核对"
            self._add(entries.NO_NUMBER, found, ledger="—", message=message)
        elif same_number(now, found.text):
            self._stays(found, found.bound)
            self.unchanged += 1
        else:
            self._moves(found, now)
            self._add(entries.CHANGED, found, new=now, ledger=now)

    def _overridden(self, found: Located, now: str | None, reason: str) -> None:
        """A number that people have chosen stays, until the ledgers say the same or another period is reported."""
        bound, override = found.bound, found.bound.override
        assert override is not None, "called for overrides"
        if now is not None and (self.period != self.book.period.id or same_number(now, found.text)):
            message = f"保留过的“{override.text}”（{override.by}：{override.why}）不再需要"
            self._add(entries.LIFTED, found, new=now, ledger=now, message=message)
            bound = replace(bound, override=None)
            if same_number(now, found.text):
                self._stays(found, bound)
            else:
                self._moves(replace(found, bound=bound), now)
            return
        self._stays(found, bound)
        self._add(
            entries.OVERRIDDEN,
            found,
            new=found.text,
            ledger=now or reason,
            author=override.by,
            why=override.why,
        )

    def _typed(self, found: Located, now: str | None, reason: str) -> None:
        """A number that somebody typed over: the ledgers' one, one with a reason, or one to be decided."""
        bound = replace(found.bound, override=None)
        code = digest([entries.TYPED, bound.id, found.text])[:LENGTH]
        shown = now if now is not None else f"无（{reason}）"
        # without tracked changes people type into what the ledgers have inserted
        author = "" if found.author == LEDGERS.author else found.author
        facts = {"old": bound.text, "new": found.text, "ledger": shown, "author": author}
        if now is not None and (form := self._form(found, now)) is not None:
            source = replace(bound.source, form=form)
            self._stays(found, replace(bound, source=source, text=found.text))
            self._add(entries.REBOUND, found, **facts)
        elif (answer := self.answers.get(code)) is not None and answer.verdict == "dismissed":
            by, why = masked(answer.by), masked(answer.why)
            override = Override(found.text, by, why)
            self._stays(found, replace(bound, text=found.text, override=override))
            self._add(entries.OVERRIDDEN, found, **facts | {"author": by}, why=why)
        else:
            self._stays(found, bound)
            who = f"{author}改成了" if author else "已改成"
            message = (
                f"“{label_of(bound.source)}”上次由台账写成{bound.text}，{who}{found.text}，台账现为{shown}。"
                f"用台账数的，请改成台账数；要保留的，请回复本批注“不改：”并写明理由"
            )
            self._add(entries.TYPED, found, **facts, message=message, fingerprint=code)

    def _form(self, found: Located, now: str) -> Form | None:
        """The form in which the ledgers' number is what was typed; None if it is another number."""
        source = found.bound.source
        if same_number(now, found.text):
            return source.form
        tokens = [
            one
            for one in tokens_of(self.text)
            if one.kind == QUANTITY and found.start <= one.start and one.end <= found.end
        ]
        if len(tokens) != 1:
            return None
        try:
            start, end, own = with_form(replace(source, form=Form()), tokens[0], self.text, self.book)
        except NoSource:
            return None
        return own.form if (start, end) == (found.start, found.end) else None

    def fill(self, start: int, end: int, words: str) -> None:
        """Turn a slot into a bound number."""
        read = self.reader.read(words)
        now, problem = None, read.message
        if read.source is not None:
            now, reason = self._now(read.source, start)
            problem = f"〔{words}〕本期没有数：{reason}"
        slot = self.text.text[start:end]
        if now is None or read.source is None:
            entry = Entry(entries.SLOT, start, end, read.source, slot, slot, message=problem)
        else:
            bound = BoundNumber(next_id(self.numbers), read.source, now)
            self.numbers.append(bound)
            self.standing.append(Standing(start, end, bound, now, slot=True))
            entry = Entry(entries.FILLED, start, end, read.source, slot, now, now)
        self.entries.append(entry)

    def _now(self, source: Source, start: int) -> tuple[str | None, str]:
        """What the ledgers say, or None and why they say nothing."""
        if source.figure not in FIGURES:
            return None, f"没有指标 {source.figure}"
        line = self.text.line_at(start)
        try:
            return printed(source, self.book, line.text[: start - line.start]).text, ""
        except Blocked as error:
            return None, error.reason
        except WorkreportError as error:
            return None, error.what

    def _stays(self, found: Located, bound: BoundNumber) -> None:
        self.standing.append(Standing(found.start, found.end, bound))

    def _moves(self, found: Located, now: str) -> None:
        self.standing.append(Standing(found.start, found.end, replace(found.bound, text=now), now))

    def _add(self, kind: str, found: Located, **facts: str) -> None:
        given = {"old": found.text, "new": found.text} | facts
        self.entries.append(Entry(kind, found.start, found.end, found.bound.source, **given))


def _holds_slot(found: Located, slots: Sequence[tuple[int, int, str]]) -> bool:
    """Whether somebody typed a slot in place of a number: the slot counts."""
    return any(start < found.end and found.start < end for start, end, _ in slots)


def _lost(bound: BoundNumber) -> Entry:
    again = f"；还要用的，请在句中写{slot_of(bound.source)}再刷新" if bound.source.figure in FIGURES else ""
    return Entry(
        entries.LOST,
        source=bound.source,
        old=bound.text,
        message=f"这个数所在的话找不到了，不再跟踪{again}",
        sentence=f"…{bound.before}{bound.text}{bound.after}…",
    )


def label_of(source: Source) -> str:
    """What a source is, as a slot says it, without brackets."""
    return slot_of(source).strip("〔〕") if source.figure in FIGURES else source.figure
