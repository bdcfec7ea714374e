"""A Word file as it is handed on: without the list of bound numbers and their bookmarks, without names and times of editing."""

from __future__ import annotations

from datetime import date

from lxml import etree

from workreport.drafts.bound.binding_parts import parts_without_bindings
from workreport.drafts.bound.bookmarks import Bookmarks
from workreport.drafts.reading.source import ReadFile
from workreport.drafts.reading.word_xml import WordPackage, written

CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"


def clean_word(read: ReadFile, author: str, day: date) -> bytes:
    """The file by `author` as of a day, text and formatting as they are.

    The list of bound numbers holds reasons why people chose other ones: it is for the office, not for those who get the
    report.
    """
    assert read.word is not None, "a Word file"
    marks = Bookmarks(read.word, read.text.name)
    marks.clear()
    changed = {part: written(marks.roots[part]) for part in marks.roots if part in marks.changed}
    others, gone = parts_without_bindings(marks.package)
    return marks.package.rewritten(changed | others | _about(marks.package, author, day), without=gone)


def _about(package: WordPackage, author: str, day: date) -> dict[str, bytes]:
    """The core properties with the author and the day in place of those who edited the file, and when."""
    changed = {}
    for _, name in package.related("", "core-properties"):
        if (root := package.tree(name)) is None:
            continue
        for one in root.iter(f"{DUBLIN}creator", f"{CORE}lastModifiedBy"):
            one.text = author
        for one in root.iter(f"{TERMS}created", f"{TERMS}modified", f"{CORE}lastPrinted"):
            one.text = f"{day.isoformat()}T00:00:00Z"
        _drop(root, f"{CORE}revision", f"{CORE}keywords", f"{DUBLIN}description")
        changed[name] = written(root)
    return changed


def _drop(root: etree._Element, *tags: str) -> None:
    for one in list(root.iter(*tags)):
        one.getparent().remove(one)
