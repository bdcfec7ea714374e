"""An earlier draft rolled forward: its structure and words, the numbers of another period, every paragraph marked."""

from __future__ import annotations

from dataclasses import dataclass

from workreport.base.errors import DraftError
from workreport.base.period import Period
from workreport.drafts.bound.locate import located
from workreport.drafts.bound.word_bindings import bindings_in
from workreport.drafts.model import DraftText, Line
from workreport.drafts.reading.comment_parts import LEDGERS
from workreport.drafts.reading.source import ReadFile
from workreport.drafts.reading.word_comments import recommented_copy
from workreport.drafts.reading.word_text import read_word
from workreport.drafts.refreshing.refresh import Refreshed, refreshed
from workreport.drafts.refreshing.rolled_marks import marks
from workreport.drafts.rolling.past_words import PastWords, load_sayings
from workreport.figures.book import Book

ENDS = "。！？；"
"""A line with one of these is a paragraph of sentences; others, such as headings, are marked only for words of the past."""


@dataclass(frozen=True)
class RolledDraft:
    """A draft rolled forward: the file as refreshed, how many paragraphs are marked, how many name something past."""

    done: Refreshed
    marked: int
    past: int


def rolled_forward(read: ReadFile, book: Book) -> RolledDraft:
    """An earlier draft for the book's period: revisions accepted, comments gone, numbers renewed, paragraphs marked.

    Raises
    ------
    DraftError
        If it is no Word file, or its numbers are not bound, or bound to this very period.
    """
    before = _earlier(read, book.period)
    clean = _again(read, refreshed(read, book, accept=True).content)
    workspace = book.frames.intake.workspace
    words = PastWords(before, book.period, workspace.bureau, load_sayings(workspace))
    messages = _messages(clean.text, words)
    numbers = [(one.start, one.end) for one in located(clean) if one.end]
    found = marks(clean.text, messages, numbers)
    marked = _again(clean, recommented_copy(clean, found, LEDGERS))
    past = sum("\n" in message for message in messages.values())
    return RolledDraft(refreshed(marked, book), len(messages), past)


def _earlier(read: ReadFile, period: Period) -> Period:
    """The period that an earlier draft is about."""
    bound = bindings_in(read).period
    if not bound:
        raise DraftError(
            "这份稿里没有绑定数，换不成本期的数",
            where=read.text.name,
            todo="请先用 workreport draft <上一期> --bind 这份稿 --to 绑定稿.docx 绑定，再沿用绑定稿",
        )
    if bound == period.id:
        raise DraftError(
            f"这份稿就是{period.label}的", where=read.text.name, todo="更新其中的数请用 workreport refresh"
        )
    return Period.parse(bound)


def _again(read: ReadFile, raw: bytes) -> ReadFile:
    return read_word(raw, read.text.name, read.text.name)


def _messages(text: DraftText, words: PastWords) -> dict[int, str]:
    """By number of the line what its mark says: whose words it has, then what is of the past in them."""
    messages = {}
    for line in text.lines:
        reasons = [*words.reasons(line.text)] if _is_text(line) else []
        if _is_text(line) and (reasons or any(end in line.text for end in ENDS)):
            origin = f"沿用{words.before.label}稿的文字，还没有人改过；改过以后，下次刷新时撤去这条批注"
            messages[line.number] = "\n".join([origin, *reasons])
    return messages


def _is_text(line: Line) -> bool:
    return line.part in ("body", "heading", "table") and bool(line.text.strip())
