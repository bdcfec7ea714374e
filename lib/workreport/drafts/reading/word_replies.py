"""What people answered to the comments of a proof in a Word file: in its threads, or in comments on the same words.

LibreOffice writes no threads: an answer is a comment of its own there, on the words of the comment that it answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from workreport.base.errors import DraftError
from workreport.drafts.reading.comment_parts import LEDGERS, PROOF
from workreport.drafts.reading.comment_threads import W14, W15
from workreport.drafts.reading.word_xml import W, WordPackage, content

OURS = {PROOF.author, LEDGERS.author}
NUMBERED = re.compile(r"^编号 (\S+)\s*$", re.MULTILINE)


ANCHORING = tuple(f"{W}{name}" for name in ("t", "commentRangeStart", "commentRangeEnd", "commentReference"))
"""Elements that say which words a comment is on."""


class Anchor(NamedTuple):
    """The words that a comment is on, and the numbers of characters before them and before their end."""

    start: int
    end: int
    quote: str

    def holds(self, other: Anchor) -> bool:
        """Whether another comment is on the same words, or on the point behind them."""
        return other.end == self.end and other.start in (self.start, self.end)


class Reply(NamedTuple):
    """An answer: the comment it answers, the words of the text that the comment is on, the answer, who wrote it."""

    comment: str
    quote: str
    text: str
    author: str

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the finding that the comment tells; "" if it names none."""
        found = NUMBERED.search(self.comment)
        return found[1] if found else ""


def replies(path: Path) -> list[Reply]:
    """The answers to comments of a proof or of a refresh in a .docx, in the order of the file.

    Raises
    ------
    DraftError
        If the file cannot be read.
    """
    try:
        package = WordPackage(path.read_bytes(), path.name)
    except OSError as error:
        raise DraftError("文件打不开", where=str(path), todo="请核对文件名和权限") from error
    comments = _part(package, "comments")
    if comments is None:
        return []
    threads = _part(package, "commentsExtended")
    parents = {
        one.get(f"{W15}paraId"): one.get(f"{W15}paraIdParent") for one in ([] if threads is None else threads)
    }
    # a thread knows a comment by its last paragraph
    by_paragraph = {paragraph.get(f"{W14}paraId"): one for one in comments for paragraph in one.iter(f"{W}p")}
    anchors = _anchors(package)
    answers = []
    for one in comments:
        root = _root_of([paragraph.get(f"{W14}paraId") for paragraph in one.iter(f"{W}p")], parents)
        question = by_paragraph.get(root) if root else _on_same_words(one, comments, anchors)
        if question is None or question is one or question.get(f"{W}author") not in OURS:
            continue
        quote = anchors[question.get(f"{W}id", "")].quote if question.get(f"{W}id", "") in anchors else ""
        answers.append(Reply(_text(question), quote, _answer(question, one), one.get(f"{W}author", "")))
    return answers


def _answer(question: etree._Element, comment: etree._Element) -> str:
    """What an answer says, without the comment that it may quote first."""
    text = _text(comment)
    return text.partition(_text(question))[2].lstrip('"”“ \n') or text


def _on_same_words(
    comment: etree._Element, comments: etree._Element, anchors: Mapping[str, Anchor]
) -> etree._Element | None:
    """The comment of a proof on the words of somebody's comment; of several the one that it quotes, else None."""
    anchor = anchors.get(comment.get(f"{W}id", ""))
    if anchor is None or comment.get(f"{W}author") in OURS:
        return None
    ours = [
        other
        for other in comments
        if other.get(f"{W}author") in OURS
        and (other_anchor := anchors.get(other.get(f"{W}id", ""))) is not None
        and other_anchor.holds(anchor)
    ]
    quoted = [other for other in ours if _text(other) in _text(comment)] if len(ours) > 1 else ours
    return quoted[0] if len(quoted) == 1 else None


def _part(package: WordPackage, kind: str) -> etree._Element | None:
    found = package.related(package.main, kind)
    return package.tree(found[0][1]) if found else None


def _root_of(paragraphs: list[str | None], parents: dict[str | None, str | None]) -> str | None:
    """The first comment of the thread that a comment with these paragraphs answers in; None if it is none."""
    at = next((parents[one] for one in paragraphs if parents.get(one)), None)
    seen = set()
    while at is not None and parents.get(at) and at not in seen:
        seen.add(at)
        at = parents[at]
    return at


def _text(comment: etree._Element) -> str:
    """What a comment says, one line per paragraph."""
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(f"{W}t")) for paragraph in content(comment)
    ).strip()


def _anchors(package: WordPackage) -> dict[str, Anchor]:
    """By comment id the words of the text that it is on."""
    root = package.tree(package.main)
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    words: list[str] = []
    length = 0
    for element in root.iter(*ANCHORING) if root is not None else ():
        id = element.get(f"{W}id", "")
        if element.tag == f"{W}t":
            words.append(element.text or "")
            length += len(words[-1])
        elif element.tag == f"{W}commentRangeStart":
            starts[id] = length
        elif element.tag == f"{W}commentRangeEnd":
            ends[id] = length
        elif element.tag == f"{W}commentReference":  # alone, it stands for a comment on a point
            starts.setdefault(id, length)
            ends.setdefault(id, length)
    text = "".join(words)
    return {id: Anchor(start, ends[id], text[start : ends[id]]) for id, start in starts.items() if id in ends}
