"""Marks on paragraphs that were taken over from an earlier draft: a comment each, until somebody has changed the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workreport.base.hashing import fingerprint as digest
from workreport.drafts.model import WORDING, DraftText, Finding, Line
from workreport.drafts.proof.fingerprint import LENGTH
from workreport.drafts.reading.comment_parts import LEDGERS
from workreport.drafts.reading.source import ReadFile
from workreport.drafts.reading.word_comments import told_by
from workreport.drafts.reading.word_xml import W, WordPackage

KIND = "rolled"
Places = Iterable[tuple[int, int]]


def marks(text: DraftText, messages: Mapping[int, str], numbers: Places) -> list[Finding]:
    """Marks for lines by their number; `numbers` are the places of bound numbers, which change without anybody."""
    codes = _codes(text, numbers)
    return [
        Finding(
            WORDING,
            line.number,
            line.start,
            line.start + len(line.text),
            KIND,
            messages[line.number],
            fingerprint=codes[line.number],
        )
        for line in text.lines
        if line.number in messages
    ]


def marks_that_stay(read: ReadFile, text: DraftText, numbers: Places) -> list[Finding]:
    """The marks of a file on paragraphs whose words are still those that were taken over."""
    there = _told(read)
    lines = {number: "" for number, code in _codes(text, numbers).items() if code in there} if there else {}
    return marks(text, lines, numbers)


def _codes(text: DraftText, numbers: Places) -> dict[int, str]:
    """By number of the line what identifies its words, without its numbers."""
    inside: dict[int, list[tuple[int, int]]] = {}
    for start, end in sorted(numbers):
        inside.setdefault(text.line_at(start).number, []).append((start, end))
    return {line.number: _code(line, inside.get(line.number, [])) for line in text.lines}


def _code(line: Line, numbers: list[tuple[int, int]]) -> str:
    words, at = [], 0
    for start, end in numbers:
        words.append(line.text[at : start - line.start])
        at = end - line.start
    return digest([KIND, *words, line.text[at:]])[:LENGTH]


def _told(read: ReadFile) -> set[str]:
    """The fingerprints that comments of the ledgers in a file name."""
    if read.word is None:
        return set()
    package = WordPackage(read.word.raw, read.text.name)
    roots = [package.tree(name) for _, name in package.related(package.main, "comments")]
    ours = [
        one for root in roots if root is not None for one in root if one.get(f"{W}author") == LEDGERS.author
    ]
    return {code for one in ours if (code := told_by(one))}
