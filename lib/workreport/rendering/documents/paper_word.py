"""A short paper as docx: title, headings, paragraphs, a ruled table; the same bytes at any time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Mm

from workreport.base.chinese_numerals import spelled
from workreport.rendering import notices
from workreport.rendering.documents.official_page import (
    NAMESPACES,
    TEMPLATES,
    archived,
    describe,
    lay_out,
    name_program,
)
from workreport.rendering.documents.wordml import clean, paragraph, run
from workreport.rendering.report_model import ReportContext

TEXT_WIDTH = 8844
"""Width of the text in twentieths of a point: 156 mm."""
RULE = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="auto"/>'


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
    lay_out(document)
    _closer(document)
    describe(
        document, f"{context.bureau_name}{title}", context.period_label, context.bureau_name, context.cut_off
    )
    name_program(document)
    cut_off = f"数据截至{spelled(context.cut_off)}".replace(" ", "")
    marks = "　".join([context.bureau_name, cut_off, *notices.marks(context)])
    front = [paragraph("Title", run(title)), paragraph("Subtitle", run(marks))]
    page = serialize_for_reading(document.element.body.sectPr)
    xml = f"<w:document {NAMESPACES}><w:body>{''.join([*front, *body])}{page}</w:body></w:document>"
    document.part._element = parse_xml(xml)
    return archived(document.part.package)


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


def _closer(document: WordDocument) -> None:
    """Smaller type and closer lines than the standard's, between smaller margins: a page holds the whole."""
    document.styles.element[:] = list(parse_xml((TEMPLATES / "paper_styles.xml").read_bytes()))
    section = document.sections[0]
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    section._sectPr.remove(section._sectPr.find(qn("w:docGrid")))
