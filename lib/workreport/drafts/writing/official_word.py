"""Paragraphs as a Word file in the layout of official documents: real styles, the same bytes every time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import serialize_for_reading

from workreport.drafts.writing.paragraphs import (
    ADDRESSEE,
    ATTACHMENT,
    BODY,
    CHAPTER,
    DATE,
    ITEM,
    POINT,
    SECTION,
    SIGNATURE,
    TITLE,
    Paragraph,
)
from workreport.rendering.documents import wordml
from workreport.rendering.documents.official_page import (
    NAMESPACES,
    archived,
    describe,
    lay_out,
    name_program,
    number_pages,
)

OWN_STYLES = Path(__file__).with_name("templates") / "styles.xml"
STYLES = {
    TITLE: "Title",
    ADDRESSEE: "Addressee",
    BODY: "Normal",
    CHAPTER: "Heading1",
    SECTION: "Heading2",
    ITEM: "Heading3",
    POINT: "Heading4",
    ATTACHMENT: "Attachment",
    SIGNATURE: "Signature",
    DATE: "IssueDate",
}
SHARED = (
    "Normal",
    "DefaultParagraphFont",
    "TableNormal",
    "Title",
    "Header",
    "Footer",
    "ReportTable",
    "TableText",
)
"""Styles that a written report shares with the tables and charts beside it, with its headings."""
EM = 315
"""Width of a character of the text in twentieths of a point."""
BLANK_LINE = '<w:spacing w:before="560" w:after="0" w:line="560" w:lineRule="exact"/>'
"""Properties of a paragraph below a blank line."""
SEALED = 4
"""Characters between the date and the edge, so that there is room for the seal."""


@dataclass(frozen=True)
class About:
    """What the file says of itself: whose document, of which period, as of which day."""

    author: str
    period: str
    day: dt.date


def official_word(paragraphs: Sequence[Paragraph], about: About) -> bytes:
    """The paragraphs as .docx, one Word paragraph each, in their order."""
    document = Document()
    lay_out(document)
    _letter_styles(document)
    number_pages(document.sections[0])
    title = next((paragraph.text for paragraph in paragraphs if paragraph.place == TITLE), about.period)
    describe(document, title, about.period, about.author, about.day)
    _body(document, paragraphs)
    name_program(document)
    return archived(document.part.package)


def _letter_styles(document: WordDocument) -> None:
    """The styles of a letter: chapters go on where the text before ends, styles of tables and charts are left out."""
    element = document.styles.element
    for style in list(element.iterchildren(qn("w:style"))):
        id = style.get(qn("w:styleId"))
        if id not in SHARED and not id.startswith("Heading"):
            element.remove(style)
        for mark in list(style.iter(qn("w:pageBreakBefore"))):
            mark.getparent().remove(mark)
    element.extend(list(parse_xml(OWN_STYLES.read_bytes())))


def _body(document: WordDocument, paragraphs: Sequence[Paragraph]) -> None:
    date = next((_width(one.text) for one in paragraphs if one.place == DATE), 0.0)
    xml = ""
    for before, one, after in zip((None, *paragraphs), paragraphs, (*paragraphs[1:], None), strict=False):
        first = one.place == ATTACHMENT and before is not None and before.place != ATTACHMENT
        # the office's name and the seal never stand on a page of their own
        signed = one.place == BODY and after is not None and after.place == SIGNATURE
        keep = wordml.KEEP if signed else ""
        look = BLANK_LINE if first else _indent(one, date)
        xml += wordml.paragraph(STYLES[one.place], wordml.run(one.text), properties=keep + look)
    page = serialize_for_reading(document.element.body.sectPr)
    document.part._element = parse_xml(f"<w:document {NAMESPACES}><w:body>{xml}{page}</w:body></w:document>")


def _indent(paragraph: Paragraph, date: float) -> str:
    """How far from the right edge a date stands, and the name of the office, which is centred above it."""
    if paragraph.place == DATE:
        room = float(SEALED)
    elif paragraph.place == SIGNATURE:
        room = max(SEALED + (date - _width(paragraph.text)) / 2, 0)
    else:
        return ""
    return f'<w:ind w:rightChars="{round(room * 100)}" w:right="{round(room * EM)}" w:firstLineChars="0" w:firstLine="0"/>'


def _width(text: str) -> float:
    """Width of a text in characters; a Latin digit or letter takes half of one."""
    return sum(0.5 if character.isascii() else 1 for character in text)
