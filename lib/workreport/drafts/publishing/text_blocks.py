"""A draft's text as blocks of the written report, its bound numbers linked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from workreport.blocks.text import Run, Runs
from workreport.blocks.written import Place, WrittenBlock, WrittenParagraph, WrittenTable
from workreport.drafts.bound.located import LOST, Located
from workreport.drafts.model import DraftText, Line
from workreport.drafts.publishing.number_links import linked
from workreport.figures.book import Book

NUMBERED = (
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"（[一二三四五六七八九十]+）"),
    re.compile(r"\d+[.．、]"),
    re.compile(r"（\d+）"),
)
"""How headings begin, by level."""
DATE = re.compile(r"(?:20\d\d|二[〇○零]\S{2})年\S{1,3}月\S{1,3}日|〔此处[^〕]*日期[^〕]*〕")
ATTACHMENT, ADDRESSED = "附件：", "："
FURTHER = re.compile(r"\s*\d+[.．]")
"""A further line of the list of attachments."""
SHOWN = ("body", "heading", "table", "footnote")
"""Parts of a text that belong to the report; headers and footers are of the page."""
LONGEST_NAME = 30
"""Characters of a signature."""


def written_blocks(text: DraftText, found: Sequence[Located], book: Book) -> list[WrittenBlock]:
    """The blocks of a text, in order; lines without text are left out.

    Parameters
    ----------
    found : sequence of Located
        Its bound numbers.
    """
    numbers = [one for one in found if one.state != LOST]
    lines = [line for line in text.lines if line.part in SHOWN and line.text.strip()]
    places = _places(lines)
    blocks: list[WrittenBlock] = []
    for table, group in groupby(zip(lines, places, strict=True), key=lambda pair: pair[0].table):
        if table:
            blocks.append(WrittenTable(tuple(_row(line, numbers, book) for line, _ in group)))
        else:
            blocks += [_paragraph(line, place, numbers, book) for line, place in group]
    return blocks


def _places(lines: Sequence[Line]) -> list[Place]:
    """The place of each line in an official document, by where it stands and how it begins."""
    first = next((at for at, line in enumerate(lines) if _level(line) or line.part == "body"), len(lines))
    last = next((at for at in range(len(lines) - 1, -1, -1) if DATE.fullmatch(lines[at].text.strip())), None)
    places: list[Place] = []
    for at, line in enumerate(lines):
        if line.part == "footnote":
            places.append("note")
        elif at < first and line.part == "heading":
            places.append("title")
        elif line.part == "heading":
            places.append("heading")
        elif at == first and line.text.rstrip().endswith(ADDRESSED):
            places.append("addressee")
        elif at == last:
            places.append("date")
        elif last is not None and at == last - 1 and _is_name(line.text):
            places.append("signature")
        elif line.text.lstrip().startswith(ATTACHMENT) or _goes_on(line, places):
            places.append("attachment")
        else:
            places.append("body")
    return places


def _goes_on(line: Line, places: Sequence[Place]) -> bool:
    return bool(places) and places[-1] == "attachment" and FURTHER.match(line.text) is not None


def _is_name(text: str) -> bool:
    return len(text.strip()) <= LONGEST_NAME and not re.search(r"[。；，：]", text)


def _level(line: Line) -> int:
    """The level of a heading by its number; 0 without one."""
    if line.part != "heading":
        return 0
    words = line.text.lstrip()
    return next((at for at, mark in enumerate(NUMBERED, start=1) if mark.match(words)), 0)


def _paragraph(line: Line, place: Place, numbers: Iterable[Located], book: Book) -> WrittenParagraph:
    level = (_level(line) or 1) if place == "heading" else 0
    # the second attachment stands below the first by its spaces
    first = 0 if place == "attachment" else len(line.text) - len(line.text.lstrip())
    return WrittenParagraph(_stripped(_runs(line, first, len(line.text), numbers, book)), place, level)


def _row(line: Line, numbers: Sequence[Located], book: Book) -> tuple[Runs, ...]:
    return tuple(_stripped(_runs(line, start, end, numbers, book)) for start, end in line.cells)


def _runs(line: Line, start: int, end: int, numbers: Iterable[Located], book: Book) -> Iterator[Run]:
    """The characters of a line from an offset until another as runs."""
    at = start
    for one in sorted(numbers, key=lambda one: one.start):
        first, last = one.start - line.start, one.end - line.start
        if first < at or last > end:
            continue
        yield Run(line.text[at:first])
        yield linked(line.text[first:last], one.bound.source, book, line.text[:first])
        at = last
    yield Run(line.text[at:end])


def _stripped(runs: Iterable[Run]) -> Runs:
    """The runs without empty ones, and without spaces at their end."""
    filled = [run for run in runs if run.text]
    if filled and filled[-1].number is None:
        filled[-1] = Run(filled[-1].text.rstrip())
    return tuple(run for run in filled if run.text)
