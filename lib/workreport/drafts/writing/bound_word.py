"""Paragraphs as a Word file whose numbers are bound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workreport.base.office_texts import DRAFT
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.drafts.bound.bindings import next_id
from workreport.drafts.bound.bound_number import BoundNumber
from workreport.drafts.bound.word_bindings import Placed, bound_copy
from workreport.drafts.model import DraftText
from workreport.drafts.reading.word_text import read_word
from workreport.drafts.writing.official_word import About, official_word
from workreport.drafts.writing.paragraphs import Paragraph


def bound_word(paragraphs: Sequence[Paragraph], workspace: Workspace, period: Period) -> bytes:
    """The paragraphs of a bureau's report of a period as .docx, each number bound to its source."""
    about = About(workspace.bureau.name, period.label, period.as_of)
    read = read_word(official_word(paragraphs, about), DRAFT, DRAFT)
    return bound_copy(read, [*_placed(read.text, paragraphs)], period=period.id)


def _placed(text: DraftText, paragraphs: Sequence[Paragraph]) -> Iterator[Placed]:
    """The numbers of the paragraphs at their characters in the text as read; each paragraph begins a line."""
    numbers: list[BoundNumber] = []
    at = 0
    for paragraph in paragraphs:
        start = text.lines[at].start
        at += 1 + paragraph.text.count("\n")
        for number in paragraph.numbers:
            words = paragraph.text[number.start : number.end]
            numbers.append(BoundNumber(next_id(numbers), number.source, words))
            yield start + number.start, start + number.end, numbers[-1]
