"""A Word file handed back with findings: comments at their characters, and proposals as tracked changes.

The text and every other part of the file stay as they are; comments of people stay too. Word takes no comments in
headers, footers, notes and text boxes: those findings hang on the nearest paragraph and name their place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from workreport.base.personal_data import masked
from workreport.drafts.model import DOUBTFUL, WORDING, WRONG, Finding
from workreport.drafts.reading.comment_parts import AUTHOR, COMMENTS, DATE, comment, parts_with_comments
from workreport.drafts.reading.plain_word import as_word
from workreport.drafts.reading.run_marks import Mark, enclose, place
from workreport.drafts.reading.source import COMMENTABLE, ReadFile, WordSource
from workreport.drafts.reading.word_xml import PLACES, W, WordPackage, written

GRAVITY = {WRONG: "【红】错误", DOUBTFUL: "【黄】存疑", WORDING: "【蓝】措辞"}
PLACE = {"header": "页眉", "footer": "页脚", "footnote": "脚注", "textbox": "文本框"}
TOLD = re.compile(r"编号 (\w+)$")
QUOTED = 30
"""Characters of a place's text that a comment elsewhere quotes."""
BY = {f"{W}author": AUTHOR, f"{W}date": DATE}


def commented_copy(read: ReadFile, findings: Sequence[Finding]) -> bytes:
    """The file as .docx, with a comment for each finding; a file of another kind becomes a plain .docx of its text."""
    return _Copy(read, findings).written(propose=False)


def proposed_copy(read: ReadFile, findings: Sequence[Finding]) -> bytes:
    """As ``commented_copy``, with proposals as tracked changes where Word can hold them."""
    return _Copy(read, findings).written(propose=True)


@dataclass
class _Marked:
    """A finding with the marks around its characters."""

    finding: Finding
    id: int
    part: str
    start: etree._Element
    end: etree._Element
    commentable: bool
    marks: list[Mark] = field(default_factory=list)


class _Copy:
    """One copy of a Word file, its parts parsed anew."""

    def __init__(self, read: ReadFile, findings: Sequence[Finding]) -> None:
        self.read = read
        self.word: WordSource = read.word or as_word(read.text)
        self.package = WordPackage(self.word.raw, read.text.name)
        self.findings = sorted(findings, key=lambda one: (one.start, one.end, one.kind, one.message))
        self.roots: dict[str, etree._Element] = {}
        self.nodes: dict[str, list[etree._Element]] = {}
        self.main = self._root(self.word.main)
        self.comments = self._comments()
        told = self._told()
        self.findings = [one for one in self.findings if one.fingerprint not in told]

    def written(self, *, propose: bool) -> bytes:
        """The bytes of the copy."""
        first = self._first_id()
        placed: list[_Marked] = []
        hanging: list[tuple[Finding, int]] = []
        for id, finding in enumerate(self.findings, start=first):
            marked = self._marked(finding, id)
            if marked and (marked.commentable or (propose and finding.proposal)):
                placed.append(marked)
            if not (marked and marked.commentable):
                hanging.append((finding, id))
        by_part: dict[str, list[Mark]] = defaultdict(list)
        for one in placed:
            by_part[one.part] += one.marks
        for part, marks in by_part.items():
            place(marks, self.nodes[part])
        for finding, id in hanging:
            self._hang(finding, id)
        if propose:
            self._propose(placed, first + len(self.findings))
        for one in placed:
            self._finish(one)
        for id, finding in enumerate(self.findings, start=first):
            self.comments.append(comment(id, self._message(finding)))
        touched = {*by_part, *([self.word.main] if hanging else [])}
        changed = {part: written(root) for part, root in self.roots.items() if part in touched}
        if self.findings:
            changed |= parts_with_comments(self.package, self.comments)
        return self.package.rewritten(changed)

    def _root(self, part: str) -> etree._Element:
        if part not in self.roots:
            root = self.package.tree(part)
            assert root is not None, f"{part} was read before"
            self.roots[part] = root
            self.nodes[part] = list(root.iter(*PLACES))
        return self.roots[part]

    def _comments(self) -> etree._Element:
        """The part with the comments of people; a new one if there are none."""
        for _, name in self.package.related(self.word.main, "comments"):
            root = self.package.tree(name)
            if root is not None:
                return root
        return etree.Element(COMMENTS, nsmap={"w": W.strip("{}")})

    def _told(self) -> set[str]:
        """The fingerprints of findings that an earlier proof of the same file has left a comment on."""
        ours = (one for one in self.comments if one.get(f"{W}author") == AUTHOR)
        words = ("".join(text.text or "" for text in one.iter(f"{W}t")) for one in ours)
        return {match[1] for each in words if (match := TOLD.search(each))}

    def _first_id(self) -> int:
        """An id above those of all comments and revisions."""
        used: Iterable[str] = (
            *(one.get(f"{W}id", "") for one in self.comments),
            *(str(id) for id in self.main.xpath("//@w:id", namespaces={"w": W.strip("{}")})),
        )
        return max((int(id) for id in used if id.isdecimal() and len(id) < 9), default=0) + 1

    def _marked(self, finding: Finding, id: int) -> _Marked | None:
        """A finding with marks at its first and last character; None if the file holds none of its characters."""
        until = max(finding.end, finding.start + 1)
        pieces = self.word.between(finding.start, until)
        if not pieces:
            return None
        first = pieces[0]
        # a range cannot end in a text box that stands beside its paragraph
        kind = self.read.text.line_at(first.start).part
        last = [
            one for one in pieces if one.part == first.part and self.read.text.line_at(one.start).part == kind
        ][-1]
        self._root(first.part)
        start, end = (
            etree.Element(f"{W}commentRange{side}", {f"{W}id": str(id)}) for side in ("Start", "End")
        )
        commentable = self._line_part(finding) in COMMENTABLE
        opens = Mark(first.node, max(finding.start - first.start, 0), False, start)
        closes = Mark(last.node, min(until, last.end) - last.start, True, end)
        return _Marked(finding, id, first.part, start, end, commentable, [opens, closes])

    def _line_part(self, finding: Finding) -> str:
        return self.read.text.line_at(finding.start).part

    def _hang(self, finding: Finding, id: int) -> None:
        """Hang a comment on a whole paragraph: of text that Word generates, or where Word takes no comments."""
        line = self.read.text.line_at(finding.start)
        if line.number in self.word.hosts:
            paragraph = self.nodes[self.word.main][self.word.hosts[line.number]]
        else:
            paragraph = self.main.find(f".//{W}p")
            if paragraph is None:
                paragraph = etree.SubElement(self.main.find(f"{W}body"), f"{W}p")
        start = etree.Element(f"{W}commentRangeStart", {f"{W}id": str(id)})
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            paragraph.insert(0, start)
        else:
            properties.addnext(start)
        paragraph.append(etree.Element(f"{W}commentRangeEnd", {f"{W}id": str(id)}))
        paragraph.append(_reference(id))

    def _propose(self, placed: Sequence[_Marked], first: int) -> None:
        for one in placed:
            if one.finding.proposal:
                first += enclose(one.start, one.end, one.finding.proposal, BY, first)

    def _finish(self, one: _Marked) -> None:
        """Add the reference to a comment; marks where Word takes none are removed."""
        if not one.commentable:
            for mark in (one.start, one.end):
                mark.getparent().remove(mark)
            return
        # not into a link, or into an insertion, which would take the comment with it when rejected
        after = one.end
        while after.getparent().tag != f"{W}p":
            after = after.getparent()
        after.addnext(_reference(one.id))

    def _message(self, finding: Finding) -> list[str]:
        """What a comment says, one string per paragraph."""
        line = self.read.text.line_at(finding.start)
        told = finding.message
        if line.part in PLACE or line.part not in COMMENTABLE:
            quote = self.read.text.text[finding.start : min(finding.end, finding.start + QUOTED)]
            quote = masked(quote)
            told = f"（{PLACE.get(line.part, line.part)}：“{quote}”）{told}"
        lines = f"{GRAVITY.get(finding.gravity, '')}：{told}".split("\n")
        if finding.proposal:
            lines.append(f"建议改为：{finding.proposal}")
        if finding.fingerprint:
            lines.append(f"编号 {finding.fingerprint}")
        return lines


def _reference(id: int) -> etree._Element:
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}commentReference", {f"{W}id": str(id)})
    return run
