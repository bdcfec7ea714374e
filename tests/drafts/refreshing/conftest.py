"""A bureau with a few samples in 2020 and 2021, drafts as Word files, and what a refresh makes of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import docx
import pytest
from lxml import etree
from tiny_bureau import shared_out as out

from workreport.drafts.proof.answers import Answer
from workreport.drafts.reading import ReadFile
from workreport.drafts.reading.word_text import read_word
from workreport.drafts.reading.word_xml import W
from workreport.drafts.refreshing.refresh import Refreshed, refreshed
from workreport.figures.book import Book

__all__ = ["out"]
MAIN = "word/document.xml"
SYNONYMS = "figures:\n  t.failed: {say: [不合格], none: [不合格]}\n"


@pytest.fixture
def book(bureau, four_figures) -> Callable[..., Book]:
    """A function that gives a book with so many samples in 2021, some of them failed; 2020 had two."""

    def book_with(count: int, failed: int = 1, period: str = "2021") -> Book:
        (bureau.data / "synonyms").mkdir(exist_ok=True)
        (bureau.data / "synonyms" / "t.yaml").write_text(SYNONYMS, encoding="utf-8")
        bureau.samples(2020, *({"抽样单编号": f"L{day}", "抽样日期": f"2020-03-0{day}"} for day in (1, 2)))
        rows = [
            {"抽样日期": f"2021-03-{at + 1:02}", "检验结论": "不合格" if at < failed else "合格"}
            for at in range(count)
        ]
        bureau.samples(2021, *rows)
        bureau.devices(2020)
        bureau.devices(2021)
        return bureau.book(period)

    return book_with


class Drafts:
    """Word files of drafts, edited as people do, and refreshed."""

    @staticmethod
    def draft(*paragraphs: str) -> bytes:
        """A Word file of these paragraphs."""
        document, saved = docx.Document(), io.BytesIO()
        for text in paragraphs:
            document.add_paragraph(text)
        document.save(saved)
        return saved.getvalue()

    @staticmethod
    def refresh(
        raw: bytes, book: Book, answers: Mapping[str, Answer] | None = None, accept: bool = False
    ) -> Refreshed:
        """The draft after a refresh."""
        return refreshed(Drafts.read(raw), book, answers, accept=accept)

    @staticmethod
    def read(raw: bytes) -> ReadFile:
        """A file as read."""
        return read_word(raw, "正文", "正文.docx")

    @staticmethod
    def text(raw: bytes) -> str:
        """What a file says, all revisions accepted."""
        return Drafts.read(raw).text.text

    @staticmethod
    def edited(raw: bytes, *changes: tuple[str, str]) -> bytes:
        """The file with some of the XML of its text replaced."""
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            text = package.read(MAIN).decode("utf-8")
        for before, after in changes:
            assert text.count(before) == 1, f"{before} stands {text.count(before)} times"
            text = text.replace(before, after)
        return Drafts.with_part(raw, text.encode("utf-8"))

    @staticmethod
    def with_part(raw: bytes, content: bytes) -> bytes:
        """The file with another main part."""
        saved = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(saved, "w") as new:
            for name in old.namelist():
                new.writestr(name, content if name == MAIN else old.read(name))
        return saved.getvalue()

    @staticmethod
    def revisions(raw: bytes) -> list[tuple[str, str, str]]:
        """Kind, author and text of every revision."""
        return [
            (etree.QName(element).localname, element.get(f"{W}author"), "".join(element.itertext()))
            for element in Drafts.root(raw).iter(f"{W}ins", f"{W}del")
        ]

    @staticmethod
    def root(raw: bytes, part: str = MAIN) -> etree._Element:
        """A part of a file."""
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            return etree.fromstring(package.read(part))

    @staticmethod
    def comments(raw: bytes) -> list[str]:
        """The comments of a file, each on one line."""
        return [" ".join(comment.text.split()) for comment in docx.Document(io.BytesIO(raw)).comments]

    @staticmethod
    def kinds(done: Refreshed) -> Sequence[str]:
        """The kinds of a refresh's entries, in their order."""
        return [entry.kind for entry in done.entries]


@pytest.fixture
def drafts() -> Drafts:
    return Drafts()
