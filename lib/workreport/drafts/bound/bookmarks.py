"""The bookmarks of bound numbers in a Word file: where they stand in its text, taken away and set anew."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from workreport.drafts.bound.bindings import ID
from workreport.drafts.reading.run_marks import Mark, place
from workreport.drafts.reading.source import WordSource
from workreport.drafts.reading.word_xml import PLACES, W, WordPackage, free_id

START, END = f"{W}bookmarkStart", f"{W}bookmarkEnd"
INSERTED = (f"{W}ins", f"{W}moveTo")
REVISED = (*INSERTED, f"{W}del", f"{W}moveFrom")
COPY = re.compile(r"(wr_\d{4})(?:\d+|[ _]Copy[ _]\d+)")
"""How LibreOffice names the bookmark of a pasted copy."""


@dataclass(frozen=True)
class Bookmark:
    """One of our bookmarks that holds text.

    ``id`` is the number's id; ``author`` has a revision inside, "" if there is none; ``is_copy`` says that it was pasted.
    """

    id: str
    start: int
    end: int
    author: str = ""
    is_copy: bool = False


class Bookmarks:
    """The bookmarks of one Word file, its parts parsed anew."""

    def __init__(self, word: WordSource, shown: str) -> None:
        self.word = word
        self.package = WordPackage(word.raw, shown)
        self.roots: dict[str, etree._Element] = {}
        for name in dict.fromkeys((word.main, *(piece.part for piece in word.pieces))):
            root = self.package.tree(name)
            assert root is not None, f"{name} was read before"
            self.roots[name] = root
        self.nodes = {name: list(root.iter(*PLACES)) for name, root in self.roots.items()}
        self.changed: set[str] = set()

    @cached_property
    def _pieces(self) -> dict[tuple[str, int], int]:
        """By part and element the place among the pieces of the text."""
        return {(piece.part, piece.node): at for at, piece in enumerate(self.word.pieces)}

    def bookmarks(self) -> list[Bookmark]:
        """Our bookmarks with text in them, part by part."""
        return [bookmark for name, root in self.roots.items() for bookmark in self._in_part(name, root)]

    def _in_part(self, name: str, root: etree._Element) -> Iterator[Bookmark]:
        opened: dict[str, tuple[str, int]] = {}
        authors: dict[str, list[str]] = {}
        node = 0
        for element in root.iter(*PLACES, START, END, *REVISED):
            id = element.get(f"{W}id", "")
            if element.tag == START:
                if _number(element.get(f"{W}name", "")):
                    opened[id], authors[id] = (element.get(f"{W}name", ""), node), []
            elif element.tag == END:
                if id in opened:
                    label, first = opened.pop(id)
                    yield from self._bookmark(label, (name, first, node), authors.pop(id))
            elif element.tag in REVISED:
                for names in authors.values():
                    names.append(element.get(f"{W}author", ""))
            else:
                node += 1

    def _bookmark(self, label: str, where: tuple[str, int, int], authors: list[str]) -> Iterator[Bookmark]:
        """A bookmark around the pieces that follow each other from its first one; none around deleted text only."""
        part, first, last = where
        at = next(
            (self._pieces[part, node] for node in range(first, last) if (part, node) in self._pieces), None
        )
        if at is None:
            return
        pieces = self.word.pieces
        until = at
        while (
            until + 1 < len(pieces)
            and pieces[until + 1].part == part
            and first <= pieces[until + 1].node < last
        ):
            until += 1
        start, end = pieces[at].start, pieces[until].end
        author = next((name for name in authors if name), "") or self.author(start, end)
        yield Bookmark(_number(label), start, end, author, ID.fullmatch(label) is None)

    def author(self, start: int, end: int) -> str:
        """Who inserted characters of a range of the text as a revision."""
        for piece in self.word.between(start, end):
            for around in self.nodes[piece.part][piece.node].iterancestors(*INSERTED):
                return around.get(f"{W}author", "")
        return ""

    def clear(self, but: Collection[str] = ()) -> None:
        """Take our bookmarks away, except those of some ids."""
        for name, root in self.roots.items():
            ours = [
                mark
                for mark in root.iter(START)
                if _number(label := mark.get(f"{W}name", "")) and label not in but
            ]
            ids = {mark.get(f"{W}id") for mark in ours}
            for element in [*ours, *(mark for mark in root.iter(END) if mark.get(f"{W}id") in ids)]:
                _remove(element)
                self.changed.add(name)

    def set(self, ranges: Iterable[tuple[int, int, str]]) -> None:
        """Put bookmarks around ranges of the text; what no element of the file holds gets none."""
        marks: dict[str, list[Mark]] = defaultdict(list)
        for id, (start, end, name) in enumerate(ranges, start=free_id(self.roots.values())):
            pieces = self.word.between(start, end)
            if not pieces or pieces[0].part != pieces[-1].part:
                continue
            first, last = pieces[0], pieces[-1]
            opens = etree.Element(START, {f"{W}id": str(id), f"{W}name": name})
            closes = etree.Element(END, {f"{W}id": str(id)})
            marks[first.part] += [
                Mark(first.node, max(start - first.start, 0), False, opens),
                Mark(last.node, min(end, last.end) - last.start, True, closes),
            ]
        for part, placed in marks.items():
            place(placed, self.nodes[part])
            self.changed.add(part)


def _number(label: str) -> str:
    """The id of the bound number that a bookmark's name stands for; "" for bookmarks of others."""
    match = COPY.fullmatch(label)
    return match[1] if match else label if ID.fullmatch(label) else ""


def _remove(element: etree._Element) -> None:
    """Take an element away, but not the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
