"""A Word file as it goes out: all revisions accepted, all comments gone."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from workreport.drafts.reading.comment_parts import CONTENT_TYPES
from workreport.drafts.reading.word_xml import (
    PACKAGE,
    W,
    WordPackage,
    parsed,
    relations_of,
    written,
)

STORIES = ("header", "footer", "footnotes", "endnotes")
"""Kinds of parts with text, besides the main one."""
COMMENTS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")
"""Kinds of parts that are there for comments and their authors only."""
CHANGED = ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "numbering")
MOVED = (
    "moveFrom",
    "moveTo",
    "comment",
    *(f"customXml{kind}" for kind in ("Ins", "Del", "MoveFrom", "MoveTo")),
)
GONE = (
    *(f"{W}{name}" for name in ("del", "moveFrom", "cellIns", "cellMerge")),
    *(f"{W}{name}Change" for name in CHANGED),
    *(f"{W}{name}Range{side}" for name in MOVED for side in ("Start", "End")),
)
"""Elements that go with all they hold: deletions, former properties, marks around comments and around what was moved."""


BOOKMARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")


def accepted_copy(raw: bytes, shown: str) -> bytes:
    """The file with all revisions accepted and without comments.

    Raises
    ------
    DraftError
        If the file cannot be read.
    """
    package = WordPackage(raw, shown)
    names = [package.main]
    names += [name for kind in STORIES for _, name in package.related(package.main, kind)]
    changed: dict[str, bytes] = {}
    for name in dict.fromkeys(names):
        root = package.tree(name)
        if root is not None and _accept(root):
            changed[name] = written(root)
    gone = [name for kind in COMMENTS for _, name in package.related(package.main, kind)]
    if gone:
        changed |= _without_parts(package, gone)
    return package.rewritten(changed, without=gone)


def _accept(root: etree._Element) -> bool:
    """Accept the revisions of a part and drop its comments; whether it had any."""
    before = etree.tostring(root)
    _drop(one.getparent().getparent() for one in _found(root, "w:trPr/w:del|//w:trPr/w:moveFrom|//w:cellDel"))
    joined = _found(root, "w:p[w:pPr/w:rPr/w:del or w:pPr/w:rPr/w:moveFrom]")
    _drop(root.iter(*GONE))
    for one in list(root.iter(f"{W}ins", f"{W}moveTo")):
        _unwrap(one)
    references = list(root.iter(f"{W}commentReference"))
    runs = [one.getparent() for one in references]
    _drop(references)
    _drop(run for run in runs if all(child.tag == f"{W}rPr" for child in run))
    for paragraph in joined:
        _join(paragraph)
    _drop(_found(root, "w:tbl[not(.//w:tc)]"))
    for cell in root.iter(f"{W}tc"):
        # Word wants a paragraph at the end of each cell
        blocks = [one.tag for one in cell if one.tag in (f"{W}p", f"{W}tbl", f"{W}sdt")]
        if not blocks or blocks[-1] == f"{W}tbl":
            etree.SubElement(cell, f"{W}p")
    return etree.tostring(root) != before


def _found(root: etree._Element, path: str) -> list[etree._Element]:
    return list(root.xpath(f"//{path}", namespaces={"w": W.strip("{}")}))


def _drop(elements: Iterable[etree._Element]) -> None:
    for element in list(elements):
        if (parent := element.getparent()) is not None:
            parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    """Put what an insertion holds in its place; a mark of an inserted paragraph or row holds nothing."""
    for child in list(element):
        element.addprevious(child)
    element.getparent().remove(element)


def _join(paragraph: etree._Element) -> None:
    """Put a paragraph whose end was deleted before the content of the next one, which gives the formatting."""
    following = next((one for one in paragraph.itersiblings() if one.tag not in BOOKMARKS), None)
    if following is None or following.tag != f"{W}p":
        if paragraph.find(f".//{W}r") is None and following is not None:
            _drop([paragraph])
        return
    own = following.find(f"{W}pPr")
    at = 0 if own is None else 1
    for child in reversed([one for one in paragraph if one.tag != f"{W}pPr"]):
        following.insert(at, child)
    _drop([paragraph])


def _without_parts(package: WordPackage, gone: Iterable[str]) -> dict[str, bytes]:
    """The list of contents and the relations of the main part without some parts."""
    types = parsed(package.read(CONTENT_TYPES))
    _drop([element for element in types if element.get("PartName", "").lstrip("/") in set(gone)])
    relations = package.tree(relations_of(package.main))
    assert relations is not None, "the parts are related"
    ids = {id for kind in COMMENTS for id, _ in package.related(package.main, kind)}
    _drop(
        [
            element
            for element in relations
            if element.tag == f"{PACKAGE}Relationship" and element.get("Id") in ids
        ]
    )
    return {CONTENT_TYPES: written(types), relations_of(package.main): written(relations)}
