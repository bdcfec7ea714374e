"""A short paper as docx: title, headings, paragraphs, a ruled table; the same bytes at any time."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Mm

from workreport.base.chinese_numerals import spelled
from workreport.rendering import notices
from workreport.rendering.documents.official_page import FALLBACKS, NAMESPACES, TEMPLATES
from workreport.rendering.documents.pinned_archive import pinned
from workreport.rendering.documents.wordml import clean, paragraph, run
from workreport.rendering.report_model import ReportContext

TEXT_WIDTH = 8844
"""Width of the text in twentieths of a point: 156 mm."""
RULE = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="auto"/>'
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>workreport</Application></Properties>"
)


@dataclass(frozen=True)
class Marked:
    """A cell: its text, its colour as six hexadecimal digits if it has one, and whether it is set right."""

    text: str
    colour: str = ""
    right: bool = False


def paper(context: ReportContext, title: str, body: Sequence[str]) -> bytes:
    """A paper of the report.

    Parameters
    ----------
    title : str
        As on the page; the document's properties have it too.
    body : sequence of str
        Paragraphs and tables, as ``heading``, ``text`` and ``table`` make them.
    """
    document = Document()
    _styles(document)
    _page(document)
    _properties(document, context, title)
    cut_off = f"数据截至{spelled(context.cut_off)}".replace(" ", "")
    marks = "　".join([context.bureau_name, cut_off, *notices.marks(context)])
    front = [paragraph("Title", run(title)), paragraph("Subtitle", run(marks))]
    page = serialize_for_reading(document.element.body.sectPr)
    xml = f"<w:document {NAMESPACES}><w:body>{''.join([*front, *body])}{page}</w:body></w:document>"
    document.part._element = parse_xml(xml)
    out = io.BytesIO()
    document.save(out)
    return pinned(out.getvalue(), context.cut_off)


def heading(words: str) -> str:
    """A heading of the paper."""
    return paragraph("Heading1", run(words))


def text(words: str) -> str:
    """A paragraph of the paper."""
    return paragraph("Normal", run(words))


def table(header: Sequence[str], rows: Sequence[Sequence[Marked]], shares: Sequence[float]) -> str:
    """A table between three rules; `shares` are the columns' parts of the width."""
    widths = [round(TEXT_WIDTH * share / sum(shares)) for share in shares]
    rules = RULE.format("top", 8) + RULE.format("bottom", 8) + RULE.format("insideH", 2)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    right = [cell.right for cell in rows[0]] if rows else [False] * len(header)
    head = [Marked(words, right=side) for words, side in zip(header, right, strict=True)]
    lines = [_line(head, widths, "TableHead"), *(_line(row, widths, "TableText") for row in rows)]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(lines)}</w:tbl>'
    )


def _line(cells: Sequence[Marked], widths: Sequence[int], style: str) -> str:
    head = "<w:tblHeader/>" if style == "TableHead" else ""
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        + paragraph(style, _coloured(cell), properties='<w:jc w:val="right"/>' if cell.right else "")
        + "</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{made}</w:tr>"


def _coloured(cell: Marked) -> str:
    if not cell.colour:
        return run(cell.text)
    colour = f"<w:rPr><w:color w:val={quoteattr(cell.colour)}/></w:rPr>"
    return f'<w:r>{colour}<w:t xml:space="preserve">{clean(cell.text)}</w:t></w:r>'


def _styles(document: WordDocument) -> None:
    """The paper's styles in place of the library's, and what stands in for fonts that are missing."""
    element = document.styles.element
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml((TEMPLATES / "paper_styles.xml").read_bytes())))
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    parts = {part.partname: part for part in document.part.package.iter_parts()}
    parts["/word/fontTable.xml"]._blob = f"<w:fonts {NAMESPACES}>{fonts}</w:fonts>".encode()
    parts["/docProps/app.xml"]._blob = APP


def _page(document: WordDocument) -> None:
    """A4 with the side margins of official documents, and a smaller top and bottom: a page holds the whole."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _properties(document: WordDocument, context: ReportContext, title: str) -> None:
    """Who made it is the bureau, when is the cut-off day: no machine, no user, no clock."""
    told = document.core_properties
    told.title, told.subject = f"{context.bureau_name}{title}", context.period_label
    told.author = told.last_modified_by = context.bureau_name
    told.comments, told.keywords, told.category, told.language, told.revision = "", "", "", "zh-CN", 1
    told.created = told.modified = dt.datetime.combine(context.cut_off, dt.time())
    for owner in (document.part.package, document.part):
        for id, one in list(owner.rels.items()):
            if one.reltype in (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML):
                del owner.rels[id]
