"""Threads of comments in a Word file: which comments are answered, and comments taken out with all that points to them."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from workreport.drafts.reading.word_parts import WordParts
from workreport.drafts.reading.word_xml import W, WordPackage, written

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
THREADS = ("commentsExtended", "commentsIds")
"""Kinds of parts that name comments by the ids of their paragraphs."""


def paragraph_ids(comment: etree._Element) -> set[str]:
    """The ids by which threads know a comment."""
    return {id for paragraph in comment.iter(f"{W}p") if (id := paragraph.get(f"{W14}paraId"))}


def parents_in(package: WordPackage) -> set[str]:
    """The ids of comments that somebody has answered."""
    found: set[str] = set()
    for _, name in package.related(package.main, THREADS[0]):
        root = package.tree(name)
        found |= {id for one in (root if root is not None else ()) if (id := one.get(f"{W15}paraIdParent"))}
    return found


def drop_comments(
    parts: WordParts, comments: etree._Element, gone: Iterable[etree._Element]
) -> dict[str, bytes]:
    """Take comments out of their part and of the main one; the other parts that change."""
    ids: set[str] = set()
    paragraphs: set[str] = set()
    for one in gone:
        ids.add(one.get(f"{W}id", ""))
        paragraphs |= paragraph_ids(one)
        comments.remove(one)
    for kind in ("RangeStart", "RangeEnd", "Reference"):
        for mark in [one for one in parts.main.iter(f"{W}comment{kind}") if one.get(f"{W}id", "") in ids]:
            run = mark.getparent()
            run.remove(mark)
            if kind == "Reference" and all(child.tag == f"{W}rPr" for child in run):
                run.getparent().remove(run)
    changed = {}
    for name in [name for kind in THREADS for _, name in parts.package.related(parts.package.main, kind)]:
        root = parts.package.tree(name)
        listed = [] if root is None else [one for one in root if paragraphs & set(one.attrib.values())]
        for one in listed:
            root.remove(one)
        if listed:
            changed[name] = written(root)
    return changed
