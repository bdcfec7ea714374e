"""What people answered to the comments of a proof, in the threads of a Word file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from workreport.base.errors import DraftError
from workreport.drafts.reading.comment_parts import LEDGERS, PROOF
from workreport.drafts.reading.comment_threads import W14, W15
from workreport.drafts.reading.word_xml import W, WordPackage, content

OURS = {PROOF.author, LEDGERS.author}
NUMBERED = re.compile(r"^编号 (\S+)\s*$", re.MULTILINE)


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
    threads = _part(package, "commentsExtended")
    if comments is None or threads is None:
        return []
    parents = {one.get(f"{W15}paraId"): one.get(f"{W15}paraIdParent") for one in threads}
    # a thread knows a comment by its last paragraph
    by_paragraph = {paragraph.get(f"{W14}paraId"): one for one in comments for paragraph in one.iter(f"{W}p")}
    quotes = _quotes(package)
    found = []
    for one in comments:
        root = _root_of([paragraph.get(f"{W14}paraId") for paragraph in one.iter(f"{W}p")], parents)
        asked = by_paragraph.get(root)
        if asked is None or asked is one or asked.get(f"{W}author") not in OURS:
            continue
        quote = quotes.get(asked.get(f"{W}id", ""), "")
        found.append(Reply(_text(asked), quote, _text(one), one.get(f"{W}author", "")))
    return found


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


def _quotes(package: WordPackage) -> dict[str, str]:
    """By comment id the words of the text that it is on."""
    root = package.tree(package.main)
    open_ranges: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    for element in root.iter() if root is not None else ():
        id = element.get(f"{W}id", "") if isinstance(element.tag, str) else ""
        if element.tag == f"{W}commentRangeStart":
            open_ranges[id] = []
        elif element.tag == f"{W}commentRangeEnd" and id in open_ranges:
            found[id] = "".join(open_ranges.pop(id))
        elif element.tag == f"{W}t":
            for words in open_ranges.values():
                words.append(element.text or "")
    return found
