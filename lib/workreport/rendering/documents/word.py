"""A paper as docx, in the layout of official documents (GB/T 9704—2012) or a closer one: the same bytes every time."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import serialize_for_reading
from docx.section import Section
from docx.shared import Pt

from workreport.base.chinese_numerals import spelled
from workreport.blocks.block import Chart
from workreport.rendering.documents import wordml
from workreport.rendering.documents.document_model import (
    Beside,
    Block,
    Heading,
    Layout,
    Paragraph,
    Report,
    Table,
)
from workreport.rendering.documents.draft_mark import watermark
from workreport.rendering.documents.official_page import (
    NAMESPACES,
    archived,
    describe,
    fill,
    lay_out,
    name_program,
    number_pages,
)


def word_document(report: Report, layout: Callable[[], tuple[Mapping[str, int], int | None]]) -> bytes:
    """The report as docx.

    Parameters
    ----------
    layout : callable
        Asked once all else is there. By anchor of a heading, the page that the table of contents shows until it is
        updated; and how many pages the document says it has, or None.
    """
    document = Document()
    lay_out(document, report.layout)
    _around(document.sections[0], report)
    describe(document, f"{report.bureau}{report.title}", report.period, report.bureau, report.cut_off)
    document.core_properties.comments = f"数据截至{spelled(report.cut_off)}"
    name_program(document, _body(document, report, layout))
    return archived(document.part.package)


def _body(
    document: WordDocument, report: Report, layout: Callable[[], tuple[Mapping[str, int], int | None]]
) -> int | None:
    """Write all that stands on the pages; how many there are."""
    blocks = list(report.blocks)
    numbers = {id(one): at for at, one in enumerate(blocks, start=1)}
    listed = [(numbers[id(one)], one) for one in report.contents]
    first = next((at for at, one in enumerate(blocks) if isinstance(one, Heading)), len(blocks))
    title = wordml.paragraph("Title", wordml.run("\n".join(report.heading)))
    front = [wordml.paragraph("Subtitle", wordml.run(text)) for text in report.marks]
    front += [wordml.paragraph("Notice", wordml.run(text)) for text in report.remarks]
    made = [_block(document, one, numbers, report.layout) for one in blocks]
    pages, count = layout()
    toc = (
        [wordml.paragraph("TOCHeading", wordml.run("目　录")), wordml.contents(listed, pages)]
        if report.listed and listed
        else []
    )
    xml = "".join([title, *front, *made[:first], *toc, *made[first:]])
    page = serialize_for_reading(document.element.body.sectPr)
    document.part._element = parse_xml(f"<w:document {NAMESPACES}><w:body>{xml}{page}</w:body></w:document>")
    return count


def _block(document: WordDocument, one: Block, numbers: Mapping[int, int], layout: Layout) -> str:
    match one:
        case Heading():
            return wordml.heading(one, numbers[id(one)])
        case Paragraph():
            return wordml.text_paragraph(one)
        case Table():
            return wordml.table(one, layout)
        case Chart():
            return _picture(document, one, numbers[id(one)], layout.picture)
        case Beside():
            first = len(numbers) * (2 * numbers[id(one)] - 1)
            pictures = [
                _picture(document, chart, first + at, layout.picture) for at, chart in enumerate(one.charts)
            ]
            return wordml.side_by_side(pictures, layout)


def _picture(document: WordDocument, one: Chart, number: int, most: float) -> str:
    """The picture at most so wide, its caption below, its source below that."""
    full, height = one.size
    width = min(most, full)
    png = io.BytesIO(base64.b64decode(one.png))
    inline = document.part.new_pic_inline(png, Pt(width), Pt(height * width / full))
    inline.docPr.set("id", str(number))
    inline.docPr.set("descr", one.alt)
    inline.docPr.set("title", one.title)
    inline.docPr.set("name", one.title)
    drawing = inline.xml.partition("?>")[2] if inline.xml.startswith("<?xml") else inline.xml
    picture = wordml.paragraph("Figure", f"<w:r><w:drawing>{drawing}</w:drawing></w:r>")
    caption = wordml.paragraph(
        "FigureTitle", wordml.run(one.title), properties=wordml.KEEP if one.source else ""
    )
    return picture + caption + (wordml.paragraph("FigureNote", wordml.run(one.source)) if one.source else "")


def _around(section: Section, report: Report) -> None:
    """Page numbers outside, right on odd and left on even pages; a watermark where the report is a draft."""
    number_pages(section)
    for at, header in enumerate((section.header, section.even_page_header), start=1):
        fill(header, wordml.paragraph("Header", watermark(at) if report.draft else ""))
