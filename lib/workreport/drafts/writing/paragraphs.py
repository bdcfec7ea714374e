"""The paragraphs of a draft before they are a file: their place in an official document, their words, their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from workreport.base.chinese_numerals import chinese
from workreport.drafts.bound.bound_number import Source

TITLE, ADDRESSEE, BODY, ATTACHMENT, SIGNATURE, DATE = (
    "title",
    "addressee",
    "body",
    "attachment",
    "signature",
    "date",
)
HEADINGS = ("chapter", "section", "item", "point")
"""Headings 一、（一）1.（1）, the highest first."""
CHAPTER, SECTION, ITEM, POINT = HEADINGS
LAYOUT = {ITEM: "{}.", POINT: "（{}）"}


@dataclass(frozen=True)
class Stated:
    """A number that a paragraph states, from ``start`` to ``end`` of its text."""

    start: int
    end: int
    source: Source


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: its place in the document (``TITLE`` …, one of ``HEADINGS``), its text, its bound numbers in order."""

    place: str
    text: str
    numbers: tuple[Stated, ...] = ()


def numbered(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs with the numbers of their headings as part of the text, as offices type them."""
    counts = [0] * len(HEADINGS)
    for paragraph in paragraphs:
        if paragraph.place in HEADINGS:
            level = HEADINGS.index(paragraph.place)
            counts[level:] = [counts[level] + 1, *([0] * (len(HEADINGS) - level - 1))]
            paragraph = _behind(_number(paragraph.place, counts[level]), paragraph)
        yield paragraph


def letter_lines(place: str, words: str) -> list[str]:
    """The lines of a letter's part: the addressees end with a colon, each attachment has a line."""
    if place == ADDRESSEE:
        return [f"{words.removesuffix('：')}："]
    if place != ATTACHMENT:
        return [words]
    listed = [one.strip() for one in words.split("；") if one.strip()]
    heads = ["附件：", *["\u3000" * 3] * (len(listed) - 1)]
    numbers = [f"{at}." if len(listed) > 1 else "" for at in range(1, len(listed) + 1)]
    return [head + number + one for head, number, one in zip(heads, numbers, listed, strict=True)]


def _number(place: str, count: int) -> str:
    if place == CHAPTER:
        return f"{chinese(count)}、"
    return f"（{chinese(count)}）" if place == SECTION else LAYOUT[place].format(count)


def _behind(words: str, paragraph: Paragraph) -> Paragraph:
    """A paragraph with words before its text."""
    moved = (
        replace(number, start=number.start + len(words), end=number.end + len(words))
        for number in paragraph.numbers
    )
    return replace(paragraph, text=words + paragraph.text, numbers=tuple(moved))
