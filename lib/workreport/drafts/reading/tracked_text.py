"""Text between two marks of a Word file replaced: plainly, or as tracked changes of one author.

What other people have inserted or deleted stays theirs: a deletion in their insertion stands inside it, an insertion splits
it. An earlier insertion of the same author is replaced, not deleted: nobody has accepted it yet.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from workreport.drafts.reading.word_xml import XML_SPACE, W

INSERTED = (f"{W}ins", f"{W}moveTo")
DELETED = (f"{W}del", f"{W}moveFrom")
TEXT = (f"{W}t", f"{W}tab", f"{W}noBreakHyphen")
"""Elements of a run that are characters of the text."""
BESIDE = (f"{W}rPr", f"{W}lastRenderedPageBreak")
"""Elements of a run that go with its characters."""
FIELD = (f"{W}fldChar", f"{W}instrText")


@dataclass
class Reviser:
    """Who changes text, the day on the changes, and the next id of a revision."""

    author: str
    date: str
    next_id: int

    def mark(self, name: str) -> etree._Element:
        """A ``w:ins`` or ``w:del`` of this author."""
        given = {f"{W}id": self.id(), f"{W}author": self.author, f"{W}date": self.date}
        return etree.Element(f"{W}{name}", given, {"w": W.strip("{}")})

    def id(self) -> str:
        """An id that no mark has yet."""
        self.next_id += 1
        return str(self.next_id - 1)

    def wrote(self, element: etree._Element) -> bool:
        """Whether a revision is of this author."""
        return element.get(f"{W}author") == self.author


def replace_text(start: etree._Element, end: etree._Element, text: str, by: Reviser | None) -> bool:
    """Put a text in place of the characters between two marks, in the formatting of the first; tracked with `by`.

    Returns
    -------
    bool
        False, with nothing changed, where the range leaves its paragraph, cuts a field or holds anything but text.
    """
    runs = _runs(start, end)
    if not runs:
        return False
    if by is None:
        runs[0].addprevious(_run(runs[0], text))
        for run in runs:
            _remove(run)
        return True
    own = [one for run in runs if (one := _inserted(run)) is not None and by.wrote(one)]
    if own and len(own) == len(runs) and _restore(own, runs, text):
        return True
    _insert(runs, own[0] if own else None, text, by)
    for run in runs:
        _delete(run, by)
    return True


def _runs(start: etree._Element, end: etree._Element) -> list[etree._Element]:
    """The runs with text between two marks; empty if they hold what cannot be replaced."""
    paragraph = _paragraph(start)
    if paragraph is None or paragraph is not _paragraph(end):
        return []
    runs = []
    for element in _between(paragraph, start, end):
        if element.tag != f"{W}r":
            continue
        if any(child.tag in FIELD for child in element):
            return []
        if any(child.tag in TEXT for child in element):
            if any(child.tag not in (*TEXT, *BESIDE) for child in element):
                return []
            runs.append(element)
    return runs


def _between(
    paragraph: etree._Element, start: etree._Element, end: etree._Element
) -> Iterator[etree._Element]:
    """The elements between two marks that no revision has deleted, those inside runs left out."""
    inside = False

    def walk(element: etree._Element) -> Iterator[etree._Element]:
        nonlocal inside
        for child in element:
            if child is start or child is end:
                inside = child is start
            elif child.tag in DELETED:
                continue
            elif child.tag == f"{W}r":
                if inside:
                    yield child
            elif isinstance(child.tag, str):
                if inside:
                    yield child
                yield from walk(child)

    yield from walk(paragraph)


def _paragraph(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(f"{W}p"), None)


def _inserted(run: etree._Element) -> etree._Element | None:
    """The insertion that a run stands in."""
    parent = run.getparent()
    return parent if parent.tag in INSERTED else None


def _run(like: etree._Element, text: str) -> etree._Element:
    """A run with a text in the formatting of another one."""
    run = etree.Element(f"{W}r", nsmap=like.nsmap)
    if (formatting := like.find(f"{W}rPr")) is not None:
        formatting = copy.deepcopy(formatting)
        for change in formatting.findall(f"{W}rPrChange"):
            formatting.remove(change)
        run.append(formatting)
    etree.SubElement(run, f"{W}t", {XML_SPACE: "preserve"}).text = text
    return run


def _insert(runs: Sequence[etree._Element], own: etree._Element | None, text: str, by: Reviser) -> None:
    """Insert a text behind the last run beside the first one, or into an earlier insertion of the author."""
    new = _run(runs[0], text)
    if own is not None:
        next(run for run in runs if run.getparent() is own).addprevious(new)
        return
    insertion = by.mark("ins")
    insertion.append(new)
    last = [run for run in runs if run.getparent() is runs[0].getparent()][-1]
    around = _inserted(last)
    if around is None:
        last.addnext(insertion)
        return
    # one insertion cannot hold another
    behind = etree.Element(around.tag, around.attrib, around.nsmap)
    behind.set(f"{W}id", by.id())
    behind.extend(list(last.itersiblings()))
    if len(behind):
        around.addnext(behind)
    around.addnext(insertion)


def _delete(run: etree._Element, by: Reviser) -> None:
    """Delete a run as a revision; what the author has inserted goes at once."""
    around = _inserted(run)
    if around is not None and by.wrote(around):
        _remove(run)
        return
    deleted = by.mark("del")
    run.addprevious(deleted)
    deleted.append(run)
    for child in run.iterfind(f"{W}t"):
        child.tag = f"{W}delText"
        child.set(XML_SPACE, "preserve")


def _remove(run: etree._Element) -> None:
    parent = run.getparent()
    parent.remove(run)
    if parent.tag in INSERTED and not len(parent):
        parent.getparent().remove(parent)


def _restore(own: Sequence[etree._Element], runs: Sequence[etree._Element], text: str) -> bool:
    """Take the author's change back where the new text is the one that the change has deleted."""
    insertion = own[0]
    if any(one is not insertion for one in own) or any(
        one not in runs for one in insertion if one.tag == f"{W}r"
    ):
        return False
    deleted = []
    for one in insertion.itersiblings(preceding=True):
        if one.tag == f"{W}del" and one.get(f"{W}author") == insertion.get(f"{W}author"):
            deleted.append(one)
        elif one.tag in (f"{W}r", *INSERTED, *DELETED) or one.find(f".//{W}r") is not None:
            break
    words = "".join(one.text or "" for each in reversed(deleted) for one in each.iter(f"{W}delText"))
    if not deleted or words != text:
        return False
    for run in runs:
        insertion.remove(run)
    _unwrap(insertion)
    for each in deleted:
        for one in each.iter(f"{W}delText"):
            one.tag = f"{W}t"
        _unwrap(each)
    return True


def _unwrap(element: etree._Element) -> None:
    """Put what an element holds in its place."""
    for child in list(element):
        element.addprevious(child)
    element.getparent().remove(element)
