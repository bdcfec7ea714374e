"""The parts of a Word file that hold comments: comments.xml, and what makes it known to the package."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from workreport.drafts.reading.word_xml import (
    PACKAGE,
    RELATIONS,
    XML_SPACE,
    W,
    WordPackage,
    parsed,
    relations_of,
    written,
)

DATE = "2000-01-01T00:00:00Z"
"""Of every comment: the same text and figures give the same bytes."""
COMMENTS = f"{W}comments"
CONTENT_TYPES = "[Content_Types].xml"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
RELATION = "rIdProof"


class Commenter(NamedTuple):
    """The author of comments and revisions that a program writes."""

    author: str
    initials: str


PROOF, LEDGERS = Commenter("核稿", "核"), Commenter("台账", "台")
"""Who finds what is wrong in a text, and who renews its bound numbers."""


def comment(id: int, lines: list[str], by: Commenter) -> etree._Element:
    """A comment of one paragraph per line, in small type whatever the document's own style is."""
    element = etree.Element(
        f"{W}comment",
        {f"{W}id": str(id), f"{W}author": by.author, f"{W}date": DATE, f"{W}initials": by.initials},
        {"w": W.strip("{}")},
    )
    for index, line in enumerate(lines):
        paragraph = etree.SubElement(element, f"{W}p")
        properties = etree.SubElement(paragraph, f"{W}pPr")
        etree.SubElement(
            properties,
            f"{W}spacing",
            {f"{W}before": "0", f"{W}after": "0", f"{W}line": "240", f"{W}lineRule": "auto"},
        )
        etree.SubElement(
            properties, f"{W}ind", {f"{W}left": "0", f"{W}firstLine": "0", f"{W}firstLineChars": "0"}
        )
        etree.SubElement(properties, f"{W}jc", {f"{W}val": "left"})
        if not index:
            etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}annotationRef")
        run = etree.SubElement(paragraph, f"{W}r")
        etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}sz", {f"{W}val": "20"})
        etree.SubElement(run, f"{W}t", {XML_SPACE: "preserve"}).text = UNPRINTABLE.sub("", line)
    return element


def parts_with_comments(package: WordPackage, comments: etree._Element) -> dict[str, bytes]:
    """The parts to write so that a file has these comments."""
    known = package.related(package.main, "comments")
    if known and known[0][1] in package.entries:
        return {known[0][1]: written(comments)}
    folder = package.main.rpartition("/")[0]
    name = f"{folder}/comments.xml" if folder else "comments.xml"
    for number in range(2, 1000):
        if name not in package.entries:
            break
        name = f"{folder}/comments{number}.xml" if folder else f"comments{number}.xml"
    types = parsed(package.read(CONTENT_TYPES))
    etree.SubElement(types, f"{TYPES}Override", {"PartName": f"/{name}", "ContentType": COMMENTS_TYPE})
    relations = package.tree(relations_of(package.main))
    if relations is None:
        relations = etree.Element(f"{PACKAGE}Relationships", nsmap={None: PACKAGE.strip("{}")})
    etree.SubElement(
        relations,
        f"{PACKAGE}Relationship",
        {"Id": RELATION, "Type": f"{RELATIONS}/comments", "Target": f"/{name}"},
    )
    return {
        name: written(comments),
        CONTENT_TYPES: written(types),
        relations_of(package.main): written(relations),
    }
