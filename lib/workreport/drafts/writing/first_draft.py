"""The first draft (初稿) of a period's written report: an outline and the figures of the period become paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workreport.base.chinese_numerals import chinese
from workreport.base.errors import ContractError, MissingLedger
from workreport.base.period_kinds import speaks
from workreport.drafts.binding.synonyms import load_synonyms
from workreport.drafts.bound.slots import SlotReader
from workreport.drafts.writing.conditions import CONDITIONS
from workreport.drafts.writing.outline import Outline, OutlineEntry, Sentence, load_outline
from workreport.drafts.writing.paragraphs import (
    ADDRESSEE,
    ATTACHMENT,
    BODY,
    CHAPTER,
    DATE,
    ITEM,
    SECTION,
    SIGNATURE,
    TITLE,
    Paragraph,
    letter_lines,
    numbered,
)
from workreport.drafts.writing.sentence_writer import SentenceWriter, Written
from workreport.drafts.writing.source_numbers import Numbers
from workreport.figures.book import Book
from workreport.ledgers.handed_in import is_not_kept
from workreport.narrative.office import office_words
from workreport.narrative.sentence_errors import Blocked

MARK = "（初稿）"
"""Behind the title of a draft that nobody has worked on."""
LACKING = "〔此处待补："
"""Begins a place that cannot be written because a ledger was not handed in."""
TO_ADDRESS, TO_DATE_IT = "〔此处写主送机关〕", "〔此处写成文日期〕"
LIST_MARK = re.compile(r"^\s*([-*+]|[0-9]+[.、])\s*")
MOST_PROBLEMS = 12


def first_draft(book: Book, outline: Outline | None = None, *, marked: bool = False) -> list[Paragraph]:
    """The paragraphs of the first draft, headings numbered.

    Parameters
    ----------
    marked : bool
        True for a title that says what it is, in the place of a report that people have worked on.

    Raises
    ------
    ContractError
        If the outline is malformed, or names figures or labels that do not exist.
    """
    workspace = book.frames.intake.workspace
    outline = outline or load_outline(workspace)
    numbers = Numbers(SlotReader(book, load_synonyms(workspace)))
    require_readable(outline, numbers)
    paragraphs = [*numbered(_Draft(outline, SentenceWriter(numbers)).paragraphs())]
    return [_marked(paragraph) for paragraph in paragraphs] if marked else paragraphs


def _marked(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, text=f"{paragraph.text}{MARK}") if paragraph.place == TITLE else paragraph


def require_readable(outline: Outline, numbers: Numbers) -> None:
    """Require that every slot and every figure of a condition can be read."""
    problems = []
    for place, sentence in outline.sentences:
        compared = [one for name, slots in sentence.when.items() if CONDITIONS[name].slots for one in slots]
        listed = [sentence.each.figure] if sentence.each else []
        for words in (*sentence.slots, *compared, *listed):
            read = numbers.reader.read(words.replace("【名】", "").strip())
            if read.source is None:
                problems.append(f"{place}：{read.message}")
    if problems:
        raise ContractError(
            f"提纲里有 {len(problems)} 处看不懂：" + "；".join(problems[:MOST_PROBLEMS]),
            where="outline/正文.yaml",
            todo="请改正空里的指标名、分组或写法",
        )


@dataclass(frozen=True)
class _Draft:
    """One draft that is being written."""

    outline: Outline
    writer: SentenceWriter

    @property
    def book(self) -> Book:
        return self.writer.numbers.book

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs in order, headings without their numbers."""
        bureau = self.book.frames.intake.workspace.bureau
        yield Paragraph(TITLE, "\n".join(map(self.writer.words, self.outline.title)))
        yield from _letter(ADDRESSEE, bureau.addressees or TO_ADDRESS)
        yield from self._entries(self.outline.opening)
        yield from self._sections()
        yield from _letter(ATTACHMENT, "；".join(map(self.writer.words, self.outline.attachments)))
        yield from _letter(SIGNATURE, bureau.name)
        yield from _letter(DATE, TO_DATE_IT)

    def _sections(self) -> Iterator[Paragraph]:
        """The sections below their chapters; a section without a chapter is part of the opening."""
        chapter = ""
        for section in self.book.frames.intake.workspace.sections:
            entries = self.outline.sections.get(section.id, [])
            if not self._keeps_a_ledger(entries):
                continue
            if section.chapter and section.chapter != chapter:
                yield Paragraph(CHAPTER, section.chapter)
            chapter = section.chapter
            if chapter:
                yield Paragraph(SECTION, section.title)
            written = [*self._entries(entries)]
            yield from written or ([Paragraph(BODY, f"〔此处写{section.title}情况〕")] if chapter else [])

    def _keeps_a_ledger(self, entries: Iterable[OutlineEntry]) -> bool:
        """Whether the bureau keeps the ledgers of a figure of these entries; entries without figures need none."""
        slots = [slot for one in entries for sentence in (*one.say, *one.points) for slot in sentence.slots]
        read = [self.writer.numbers.reader.read(slot.replace("【名】", "").strip()) for slot in slots]
        figures = {one.source.figure for one in read if one.source is not None}
        return not figures or any(map(self.book.keeps, figures))

    def _entries(self, entries: Iterable[OutlineEntry]) -> Iterator[Paragraph]:
        """The paragraphs of entries; a heading with nothing below it is left out."""
        heading: Paragraph | None = None
        for entry in entries:
            if not speaks(entry.kinds, self.book.period):
                continue
            if entry.heading:
                heading = Paragraph(ITEM, self.writer.words(entry.heading))
                continue
            for paragraph in self._office(entry) or self._paragraph(entry):
                if heading:
                    yield heading
                    heading = None
                yield paragraph

    def _paragraph(self, entry: OutlineEntry) -> list[Paragraph]:
        """The sentences of an entry as one paragraph; nothing if none of them has anything to say."""
        blocked: dict[str, None] = {}
        points = self._said(entry.points, blocked)
        lead = [] if entry.points and not points else self._said(entry.say, blocked)
        text = sum([*lead, *_listed(points)], Written())
        text += Written("".join(f"{LACKING}{reason}〕" for reason in blocked))
        return [Paragraph(BODY, text.text, text.numbers)] if text.text else []

    def _said(self, sentences: Sequence[Sentence], blocked: dict[str, None]) -> list[Written]:
        """The sentences that are said; reasons of those that lack a ledger are noted."""
        sentences_written = []
        for sentence in sentences:
            try:
                written = self.writer.sentence(sentence)
            except (
                Blocked,
                MissingLedger,
            ) as error:  # a check may ask for a ledger that no figure of the sentence needs
                reason = error.reason if isinstance(error, Blocked) else error.what
                if not is_not_kept(reason):
                    blocked[reason] = None
                continue
            if written is not None:
                sentences_written.append(written)
        return sentences_written

    def _office(self, entry: OutlineEntry) -> list[Paragraph]:
        """The office's own text of the year, one paragraph per line, numbered if it is a list."""
        texts = office_words(self.book.frames.intake.workspace, self.book.period)
        lines = [one.strip() for one in texts.get(entry.office, "").splitlines() if one.strip()]
        listed = len(lines) > 1 and all(LIST_MARK.match(one) for one in lines)
        words = [LIST_MARK.sub("", one) for one in lines]
        return [Paragraph(BODY, f"{at}.{one}" if listed else one) for at, one in enumerate(words, start=1)]


def _listed(points: Sequence[Written]) -> list[Written]:
    """The points as 一是…；二是…。; a single one without a number."""
    if len(points) < 2:
        return [one + Written("。") for one in points]
    return [
        Written(f"{chinese(at)}是") + one + Written("；" if at < len(points) else "。")
        for at, one in enumerate(points, start=1)
    ]


def _letter(place: str, words: str) -> list[Paragraph]:
    return [Paragraph(place, line) for line in letter_lines(place, words)] if words else []
