"""The parts of a Word file parsed to be changed, with the places in them that ranges of the text lie at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lxml import etree

from workreport.drafts.reading.run_marks import Mark, place
from workreport.drafts.reading.source import ReadFile, WordSource
from workreport.drafts.reading.word_xml import PLACES, WordPackage, free_id, written


class Range(NamedTuple):
    """Where some characters of the text lie: a part, its element and offset of the first and behind the last of them."""

    part: str
    first: int
    offset: int
    last: int
    until: int

    def marks(self, start: etree._Element, end: etree._Element) -> tuple[Mark, Mark]:
        """Marks that put one element before the first character and another behind the last one."""
        return Mark(self.first, self.offset, False, start), Mark(self.last, self.until, True, end)


class WordParts:
    """The XML parts of one Word file, each parsed when it is asked for."""

    def __init__(self, read: ReadFile, word: WordSource) -> None:
        self.read, self.word = read, word
        self.package = WordPackage(word.raw, read.text.name)
        self.roots: dict[str, etree._Element] = {}
        self.nodes: dict[str, list[etree._Element]] = {}
        self.main = self.root(word.main)

    def root(self, part: str) -> etree._Element:
        """The root of a part, whose elements are counted as they were read."""
        if part not in self.roots:
            root = self.package.tree(part)
            assert root is not None, f"{part} was read before"
            self.roots[part] = root
            self.nodes[part] = list(root.iter(*PLACES))
        return self.roots[part]

    def range_of(self, start: int, end: int) -> Range | None:
        """Where a range of the text lies; None if the file holds none of its characters."""
        pieces = self.word.between(start, end)
        if not pieces:
            return None
        first = pieces[0]
        # a range cannot end in a text box that stands beside its paragraph
        kind = self.read.text.line_at(first.start).part
        last = [
            one for one in pieces if one.part == first.part and self.read.text.line_at(one.start).part == kind
        ][-1]
        self.root(first.part)
        return Range(
            first.part,
            first.node,
            max(start - first.start, 0),
            last.node,
            min(end, last.end) - last.start,
        )

    def first_id(self, more: Iterable[str] = ()) -> int:
        """An id above those of all marks and revisions in the parts that were parsed, and above some more."""
        return free_id(self.roots.values(), more)

    def place(self, marks: Iterable[tuple[str, Mark]]) -> set[str]:
        """Put marks into their parts; the parts. Places count elements as read: all marks are put in at once."""
        by_part: dict[str, list[Mark]] = defaultdict(list)
        for part, mark in marks:
            by_part[part].append(mark)
        for part, listed in by_part.items():
            place(listed, self.nodes[part])
        return set(by_part)

    def rewritten(self, touched: Iterable[str], more: Mapping[str, bytes]) -> bytes:
        """The file with these parts as they are now and some more parts, the others byte for byte."""
        changed = {part: written(self.roots[part]) for part in touched}
        return self.package.rewritten(changed | dict(more))
