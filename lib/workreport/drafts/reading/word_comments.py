"""A Word file handed back with findings: comments at their characters, and proposals as tracked changes.

The text and every other part of the file stay as they are; comments of people stay too. Word takes no comments in
headers, footers, notes and text boxes: those findings hang on the nearest paragraph and name their place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lxml import etree

from workreport.base.personal_data import masked
from workreport.drafts.model import DOUBTFUL, WORDING, WRONG, Finding
from workreport.drafts.reading.comment_parts import (
    COMMENTS,
    DATE,
    PROOF,
    Commenter,
    comment,
    parts_with_comments,
)
from workreport.drafts.reading.comment_threads import drop_comments, paragraph_ids, parents_in
from workreport.drafts.reading.plain_word import as_word
from workreport.drafts.reading.run_marks import Mark
from workreport.drafts.reading.source import COMMENTABLE, ReadFile
from workreport.drafts.reading.tracked_text import Reviser, replace_text
from workreport.drafts.reading.word_graphics import place_in_chart
from workreport.drafts.reading.word_parts import WordParts
from workreport.drafts.reading.word_xml import W

GRAVITY = {WRONG: "【红】错误", DOUBTFUL: "【黄】存疑", WORDING: "【蓝】措辞"}
PLACE = {
    "header": "页眉",
    "footer": "页脚",
    "footnote": "脚注",
    "textbox": "文本框",
    "smartart": "SmartArt 图形",
    "unread": "图",
}
TOLD = re.compile(r"编号 (\w+)$")
QUOTED = 30
"""Characters of a place's text that a comment elsewhere quotes."""


def commented_copy(read: ReadFile, findings: Sequence[Finding]) -> bytes:
    """The file as .docx, with a comment for each finding; a file of another kind becomes a plain .docx of its text."""
    return _Copy(read, findings, PROOF).written(propose=False)


def recommented_copy(read: ReadFile, findings: Sequence[Finding], by: Commenter) -> bytes:
    """As ``commented_copy``; earlier comments of this author that tell none of the findings go, unless answered."""
    copy = _Copy(read, findings, by)
    copy.drop_stale({finding.fingerprint for finding in findings})
    return copy.written(propose=False)


def proposed_copy(read: ReadFile, findings: Sequence[Finding]) -> bytes:
    """As ``commented_copy``, with proposals as tracked changes where Word can hold them."""
    return _Copy(read, findings, PROOF).written(propose=True)


@dataclass
class _Marked:
    """A finding with the marks around its characters."""

    finding: Finding
    id: int
    part: str
    start: etree._Element
    end: etree._Element
    commentable: bool
    marks: tuple[Mark, ...]


class _Copy:
    """One copy of a Word file, its parts parsed anew."""

    def __init__(self, read: ReadFile, findings: Sequence[Finding], by: Commenter) -> None:
        self.read, self.by = read, by
        self.parts = WordParts(read, read.word or as_word(read.text))
        self.comments = self._comments()
        fingerprints = self._told()
        ordered = sorted(
            findings, key=lambda finding: (finding.start, finding.end, finding.kind, finding.message)
        )
        self.findings = [finding for finding in ordered if finding.fingerprint not in fingerprints]
        self.dropped: dict[str, bytes] | None = None

    def written(self, *, propose: bool) -> bytes:
        """The bytes of the copy."""
        first = self.parts.first_id(one.get(f"{W}id", "") for one in self.comments)
        placed: list[_Marked] = []
        hanging: list[tuple[Finding, int]] = []
        for id, finding in enumerate(self.findings, start=first):
            marked = self._marked(finding, id)
            if marked and (marked.commentable or (propose and finding.proposal)):
                placed.append(marked)
            if not (marked and marked.commentable):
                hanging.append((finding, id))
        touched = self.parts.place((one.part, mark) for one in placed for mark in one.marks)
        for finding, id in hanging:
            self._hang(finding, id)
        if propose:
            self._propose(placed, first + len(self.findings))
        for one in placed:
            self._finish(one)
        for id, finding in enumerate(self.findings, start=first):
            self.comments.append(comment(id, self._message(finding), self.by))
        if not self.findings and self.dropped is None:
            return self.parts.rewritten((), {})
        more = parts_with_comments(self.parts.package, self.comments) | (self.dropped or {})
        if hanging or self.dropped is not None:
            touched.add(self.parts.word.main)
        return self.parts.rewritten(touched, more)

    def drop_stale(self, current: Collection[str]) -> None:
        """Remove comments of this author that tell something else than `current`, and that nobody has answered."""
        answered = parents_in(self.parts.package)
        stale = [
            one
            for one in self.comments
            if one.get(f"{W}author") == self.by.author
            and told_by(one) not in current
            and not answered & paragraph_ids(one)
        ]
        self.dropped = drop_comments(self.parts, self.comments, stale) if stale else None

    def _comments(self) -> etree._Element:
        """The part with the comments of people; a new one if there are none."""
        for _, name in self.parts.package.related(self.parts.word.main, "comments"):
            root = self.parts.package.tree(name)
            if root is not None:
                return root
        return etree.Element(COMMENTS, nsmap={"w": W.strip("{}")})

    def _told(self) -> set[str]:
        """The fingerprints of findings that an earlier copy of the same file has a comment on."""
        ours = (one for one in self.comments if one.get(f"{W}author") == self.by.author)
        return {code for one in ours if (code := told_by(one))}

    def _marked(self, finding: Finding, id: int) -> _Marked | None:
        """A finding with marks at its first and last character; None if the file holds none of its characters."""
        place = self.parts.range_of(finding.start, max(finding.end, finding.start + 1))
        if place is None:
            return None
        start, end = (
            etree.Element(f"{W}commentRange{side}", {f"{W}id": str(id)}) for side in ("Start", "End")
        )
        commentable = self._line_part(finding) in COMMENTABLE
        return _Marked(finding, id, place.part, start, end, commentable, place.marks(start, end))

    def _line_part(self, finding: Finding) -> str:
        return self.read.text.line_at(finding.start).part

    def _hang(self, finding: Finding, id: int) -> None:
        """Hang a comment on a whole paragraph: of text that Word generates, or where Word takes no comments."""
        line, word = self.read.text.line_at(finding.start), self.parts.word
        if line.number in word.hosts:
            paragraph = self.parts.nodes[word.main][word.hosts[line.number]]
        else:
            paragraph = self.parts.main.find(f".//{W}p")
            if paragraph is None:
                paragraph = etree.SubElement(self.parts.main.find(f"{W}body"), f"{W}p")
        start = etree.Element(f"{W}commentRangeStart", {f"{W}id": str(id)})
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            paragraph.insert(0, start)
        else:
            properties.addnext(start)
        paragraph.append(etree.Element(f"{W}commentRangeEnd", {f"{W}id": str(id)}))
        paragraph.append(_reference(id))

    def _propose(self, placed: Sequence[_Marked], first: int) -> None:
        by, until = Reviser(self.by.author, DATE, first), 0
        for marked in placed:
            if marked.finding.proposal and marked.finding.start >= until:
                until = marked.finding.end
                replace_text(marked.start, marked.end, marked.finding.proposal, by)

    def _finish(self, marked: _Marked) -> None:
        """Add the reference to a comment; marks where Word takes none are removed."""
        if not marked.commentable:
            for mark in (marked.start, marked.end):
                mark.getparent().remove(mark)
            return
        # not into a link, or into an insertion, which would take the comment with it when rejected
        after = marked.end
        while after.getparent().tag != f"{W}p":
            after = after.getparent()
        after.addnext(_reference(marked.id))

    def _message(self, finding: Finding) -> list[str]:
        """What a comment says, one string per paragraph."""
        line = self.read.text.line_at(finding.start)
        message = finding.message
        if line.part in PLACE or line.part not in COMMENTABLE:
            quote = self.read.text.text[finding.start : min(finding.end, finding.start + QUOTED)]
            quote = masked(quote)
            in_chart = line.part == "chart"
            place = (
                place_in_chart(self.read.text, finding.start) if in_chart else PLACE.get(line.part, line.part)
            )
            message = f"（{masked(place)}：“{quote}”）{message}"
        lines = f"{GRAVITY.get(finding.gravity, '')}：{message}".split("\n")
        if finding.proposal:
            lines.append(f"建议改为：{finding.proposal}")
        if finding.fingerprint:
            lines.append(f"编号 {finding.fingerprint}")
        return lines


def _reference(id: int) -> etree._Element:
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}commentReference", {f"{W}id": str(id)})
    return run


def told_by(comment: etree._Element) -> str:
    """The fingerprint of the finding that a comment tells; "" if it names none."""
    match = TOLD.search("".join(text.text or "" for text in comment.iter(f"{W}t")))
    return match[1] if match else ""
