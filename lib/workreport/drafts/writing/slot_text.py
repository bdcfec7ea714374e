"""A draft out of a plain text: headings as in Markdown, numbers as slots.

The first line is the title (``# …``; further such lines go on below it). ``主送：``, ``附件：`` (several separated by ；), ``落款：`` and ``日期：`` begin the lines
of a letter; ``## ``, ``### ``, ``#### `` and ``##### `` are the headings 一、（一）1.（1）, which are numbered here. Every other
line is a paragraph. Slots 〔…〕 become bound numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workreport.base.errors import DraftError
from workreport.drafts.binding.synonyms import load_synonyms
from workreport.drafts.bound.printing import printed
from workreport.drafts.bound.slots import SlotReader, slots_in
from workreport.drafts.writing.bound_word import bound_word
from workreport.drafts.writing.paragraphs import (
    ADDRESSEE,
    ATTACHMENT,
    BODY,
    CHAPTER,
    DATE,
    ITEM,
    POINT,
    SECTION,
    SIGNATURE,
    TITLE,
    Paragraph,
    Stated,
    letter_lines,
    numbered,
)
from workreport.figures.book import Book
from workreport.narrative.sentence_errors import Blocked

HEADING_MARKS = {"#": TITLE, "##": CHAPTER, "###": SECTION, "####": ITEM, "#####": POINT}
LETTER_MARKS = {"主送": ADDRESSEE, "附件": ATTACHMENT, "落款": SIGNATURE, "日期": DATE}
MOST_PROBLEMS = 12


def draft_from_text(text: str, book: Book, name: str = "正文") -> bytes:
    """The draft of a book's period as .docx, its slots filled in.

    Raises
    ------
    DraftError
        If slots cannot be read or have no number; names their lines.
    """
    workspace = book.frames.intake.workspace
    filling = Filling(SlotReader(book, load_synonyms(workspace)))
    paragraphs = [
        filling.filled(place, words, line)
        for line, row in enumerate(text.splitlines(), start=1)
        for place, words in _read(row)
    ]
    if filling.problems:
        raise DraftError(
            f"有 {len(filling.problems)} 个空填不了：" + "；".join(filling.problems[:MOST_PROBLEMS]),
            where=name,
            todo="请改正空里的指标名、分组或写法",
        )
    return bound_word([*numbered(_one_title(paragraphs))], workspace, book.period)


def _one_title(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The lines of the title as one paragraph."""
    lines = [paragraph.text for paragraph in paragraphs if paragraph.place == TITLE]
    rest = [paragraph for paragraph in paragraphs if paragraph.place != TITLE]
    return [*([Paragraph(TITLE, "\n".join(lines))] if lines else []), *rest]


def _read(row: str) -> Iterator[tuple[str, str]]:
    """The paragraphs that a line of the text stands for: their places and words."""
    words = row.strip()
    mark, _, rest = words.partition(" ")
    if mark in HEADING_MARKS:
        yield HEADING_MARKS[mark], rest.strip()
        return
    label, colon, rest = words.partition("：")
    if colon and label in LETTER_MARKS:
        place = LETTER_MARKS[label]
        yield from ((place, line) for line in letter_lines(place, rest.strip()))
    elif words:
        yield BODY, words


@dataclass
class Filling:
    """Fills the slots of texts, and collects what is wrong with them."""

    reader: SlotReader
    problems: list[str] = field(default_factory=list)

    def filled(self, place: str, text: str, line: int) -> Paragraph:
        """A paragraph with its numbers."""
        written, stated, last = "", [], 0
        for start, end, words in slots_in(text):
            written += text[last:start]
            last = end
            read = self.reader.read(words)
            if read.source is None:
                self.problems.append(f"第 {line} 行 {read.message}")
                continue
            try:
                number = printed(read.source, self.reader.book, written).text
            except Blocked as error:
                self.problems.append(f"第 {line} 行 〔{words}〕{error.reason}")
                continue
            stated.append(Stated(len(written), len(written) + len(number), read.source))
            written += number
        return Paragraph(place, written + text[last:], tuple(stated))
