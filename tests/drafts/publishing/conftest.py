"""A bureau with a few samples of two classes, and its drafts as Word files with bound numbers."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from tiny_bureau import shared_out as out

from workreport.drafts.bound.locate import located
from workreport.drafts.reading import ReadFile
from workreport.drafts.reading.word_text import read_word
from workreport.drafts.refreshing.refresh import Refreshed, refreshed
from workreport.figures.book import Book

__all__ = ["out"]
SYNONYMS = "figures:\n  t.samples: {say: [抽样, 监督抽样]}\n  t.failed: {say: [不合格], none: [不合格]}\n"


@pytest.fixture
def book(bureau, four_figures) -> Callable[..., Book]:
    """A function that gives a book: 5 samples in 2021, 3 of 糕点, 2 failed; 2 in 2020."""

    def book_of(period: str = "2021") -> Book:
        (bureau.data / "synonyms").mkdir(exist_ok=True)
        (bureau.data / "synonyms" / "t.yaml").write_text(SYNONYMS, encoding="utf-8")
        bureau.samples(2020, *({"抽样单编号": f"L{day}", "抽样日期": f"2020-03-0{day}"} for day in (1, 2)))
        rows = [
            {
                "抽样日期": f"2021-0{min(at + 1, 3)}-0{at + 1}",
                "检验结论": "不合格" if at < 2 else "合格",
                "食品大类": "糕点" if at < 3 else "粮食加工品",
            }
            for at in range(5)
        ]
        bureau.samples(2021, *rows)
        bureau.devices(2020)
        bureau.devices(2021)
        return bureau.book(period)

    return book_of


def word(*paragraphs: str | tuple[str, str]) -> bytes:
    """A Word file of paragraphs, each a text or a style with a text."""
    document, saved = docx.Document(), io.BytesIO()
    document.core_properties.author = "李某某"
    for paragraph in paragraphs:
        style, text = paragraph if isinstance(paragraph, tuple) else ("Normal", paragraph)
        document.add_paragraph(text, style=style)
    document.save(saved)
    return saved.getvalue()


def read(raw: bytes) -> ReadFile:
    return read_word(raw, "正文", "正文.docx")


class Drafts:
    """Drafts whose slots became bound numbers."""

    word, read = staticmethod(word), staticmethod(read)

    @staticmethod
    def done(book: Book, *paragraphs: str | tuple[str, str], raw: bytes = b"", **answers) -> Refreshed:
        """The draft with its numbers, ready to be published."""
        return refreshed(read(raw or word(*paragraphs)), book, answers.get("answers"), accept=True)

    @staticmethod
    def spans(done: Refreshed) -> list[tuple[int, int]]:
        """Where the bound numbers of a draft stand."""
        return [
            (number.start, number.end) for number in located(read(done.content)) if number.state != "lost"
        ]


@pytest.fixture
def drafts() -> Drafts:
    return Drafts()
