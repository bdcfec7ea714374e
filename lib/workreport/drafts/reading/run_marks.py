"""Marks between the characters of a Word file: runs are split where a mark stands, their formatting copied."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml import etree

from workreport.drafts.reading.word_xml import XML_SPACE, M, W

RUNS = (f"{W}r", f"{M}oMath", f"{M}oMathPara")
"""What a mark stands between; one inside an equation or another run would break it."""


class Mark(NamedTuple):
    """An element to stand before the character at an offset of a node, or behind the one before it (``closes``)."""

    node: int
    offset: int
    closes: bool
    element: etree._Element


def place(marks: Iterable[Mark], nodes: Sequence[etree._Element]) -> None:
    """Put all marks of a part in their places.

    From the last to the first: what is split off stands behind the rest, so that earlier places stay where they are.
    Where one range ends and another begins, the end comes first.
    """
    for mark in sorted(marks, key=lambda one: (one.node, one.offset, not one.closes), reverse=True):
        node = nodes[mark.node]
        run = _run_of(node)
        if node.getparent() is not run:
            _beside(run, mark)
            continue
        if _split(run, node, mark.offset):
            run.addnext(mark.element)
        else:
            run.addprevious(mark.element)


def _beside(run: etree._Element, mark: Mark) -> None:
    if mark.closes:
        run.addnext(mark.element)
    else:
        run.addprevious(mark.element)


def _run_of(node: etree._Element) -> etree._Element:
    """The outermost run around a node within its paragraph."""
    found = node
    for above in node.iterancestors():
        if above.tag == f"{W}p":
            break
        if above.tag in RUNS:
            found = above
    return found


def _split(run: etree._Element, node: etree._Element, offset: int) -> bool:
    """Split a run before a character of its child; whether something is left in it."""
    length = len(node.text or "") if node.tag == f"{W}t" else 1
    follows = list(node.itersiblings())
    if offset <= 0:
        follows.insert(0, node)
        if all(one.tag == f"{W}rPr" for one in node.itersiblings(preceding=True)):
            return False
    if 0 < offset < length:
        rest = copy.copy(node)
        text = node.text or ""
        node.text, rest.text = text[:offset], text[offset:]
        node.set(XML_SPACE, "preserve")
        rest.set(XML_SPACE, "preserve")
        follows.insert(0, rest)
    if follows:
        behind = etree.Element(run.tag, run.attrib, run.nsmap)
        if (formatting := run.find(f"{W}rPr")) is not None:
            behind.append(copy.deepcopy(formatting))
        behind.extend(follows)
        behind.tail, run.tail = run.tail, None
        run.addnext(behind)
    return True
