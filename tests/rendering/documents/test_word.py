"""A Word file: the page of official documents, everything of the report in it, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from made_report import ODD

from workreport.blocks.block import Chart
from workreport.rendering.documents.document_model import Table
from workreport.rendering.documents.word import word_document

W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


@pytest.fixture(scope="module")
def content(report, pdf) -> bytes:
    return word_document(report, lambda: (pdf.pages, pdf.count))


@pytest.fixture(scope="module")
def document(content):
    return Document(io.BytesIO(content))


@pytest.fixture(scope="module")
def texts(document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode("utf-8")


def style(document, name: str):
    return next(candidate for candidate in document.styles if candidate.name == name).element


def font_of(element) -> str:
    return element.find("w:rPr/w:rFonts", W).get(qn("w:eastAsia"))


def test_the_same_report_gives_the_same_bytes(content, report, pdf):
    assert content == word_document(report, lambda: (pdf.pages, pdf.count))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_page_is_that_of_the_standard(document):
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = [
        round(margin.mm)
        for margin in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    ]
    assert margins == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    defaults = document.styles.element.find("w:docDefaults", W)
    assert defaults.find(".//w:spacing[@w:lineRule='exact']", W).get(qn("w:line")) == "560"
    assert defaults.find(".//w:sz", W).get(qn("w:val")) == "32", "3号"
    assert defaults.find(".//w:rPr/w:spacing", W).get(qn("w:val")) == "-5", "28 characters a line"


def test_fonts_are_those_of_the_standard(document):
    assert font_of(style(document, "Title")) == "方正小标宋简体"
    assert style(document, "Title").find("w:rPr/w:sz", W).get(qn("w:val")) == "44", "2号"
    levels = [font_of(style(document, f"Heading {level}")) for level in (1, 2, 3, 4)]
    assert levels == ["黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312"]


def test_headings_are_real_and_numbered(document, report):
    found = [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert ("Heading 1", "二、安全监管") in found and ("Heading 2", "（一）食品安全监管") in found
    assert ("Heading 3", "1. 监督抽检") in found and ("Heading 4", "（1）各大类食品") in found
    assert found[0] == ("Heading 1", "摘要") and found[-1] == ("Heading 1", "附录　指标口径")


def test_contents_are_a_field_filled_in(content, document, report, pdf):
    xml = part(content, "word/document.xml")
    assert "TOC \\o" in xml and xml.count('fldCharType="begin"') == xml.count('fldCharType="end"')
    entries = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name.startswith("toc")]
    assert [entry.split("\t")[0] for entry in entries] == [heading.text for heading in report.contents]
    assert [int(entry.split("\t")[1]) for entry in entries] == [
        pdf.pages[heading.anchor] for heading in report.contents
    ]
    marks = {element.get(qn("w:name")) for element in document.element.iter(qn("w:bookmarkStart"))}
    links = {element.get(qn("w:anchor")) for element in document.element.iter(qn("w:hyperlink"))}
    assert len(links) == len(entries) and links <= marks


def test_page_numbers_stand_outside(content, document):
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        [paragraph] = footer.paragraphs
        assert paragraph.text.replace("1", "N") == "— N —"
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert "PAGE" in paragraph._p.xml
    footer = style(document, "Footer")
    assert font_of(footer) == "宋体" and footer.find("w:rPr/w:sz", W).get(qn("w:val")) == "28", "4号"


def test_every_block_is_there_with_its_words(document, texts, report):
    for block in report.blocks:
        for text in [
            "" if isinstance(block, Chart) else getattr(block, "text", ""),
            getattr(block, "title", ""),
            getattr(block, "source", ""),
            *getattr(block, "notes", ()),
        ]:
            assert text in [*texts, ""]
    tables = [block for block in report.blocks if isinstance(block, Table)]
    assert len(document.tables) == len(tables)
    for written, expected in zip(document.tables, tables, strict=True):
        rows = [[cell.text for cell in row.cells] for row in written.rows]
        assert rows == [list(line) for line in (expected.header, *expected.lines)]


def test_odd_characters_stay_what_they_are(texts):
    assert any(ODD in text for text in texts)


def test_tables_repeat_their_header_and_stand_below_their_title(document):
    for table in document.tables:
        head = table.rows[0]._tr.trPr
        assert head.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.getprevious().pPr.pStyle.val == "TableTitle"
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert abs(sum(widths) - 8844) <= len(widths), "as wide as the text"


def test_pictures_have_alternatives_and_captions_below(document, report):
    pictures = [block for block in report.blocks if isinstance(block, Chart)]
    drawn = list(document.element.iter(qn("wp:docPr")))
    assert [drawing.get("descr") for drawing in drawn] == [picture.alt for picture in pictures] and pictures
    assert len({drawing.get("id") for drawing in drawn}) == len(drawn)
    for shape in document.inline_shapes:
        assert shape.width <= Mm(156)
    for element in document.element.body.iter(qn("w:p")):
        if element.find(".//" + qn("w:drawing")) is not None:
            assert element.getnext().pPr.pStyle.val == "FigureTitle"


def test_gaps_and_notices_are_told(texts):
    assert any("本节暂缺" in text for text in texts) and not any("LG05" in text for text in texts)
    assert any("本节未能生成" in text for text in texts) and not any("ValueError" in text for text in texts)
    assert any("另有4行待核" in text for text in texts)
    assert any("数据待核。" in text for text in texts) and not any("未提供" in text for text in texts)


def test_what_leaders_do_not_see_is_not_there(document):
    small = next(table for table in document.tables if table.cell(1, 1).text == "<3")
    assert [cell.text for cell in small.rows[1].cells][1:] == ["<3", "2"]


def test_a_draft_is_marked_on_every_page(content, report, pdf):
    headers = [part(content, name) for name in ("word/header1.xml", "word/header2.xml")]
    assert all("草稿" in header and "textpath" in header for header in headers)
    clean = word_document(replace(report, draft=False), lambda: (pdf.pages, None))
    assert not any("草稿" in part(clean, name) for name in ("word/header1.xml", "word/header2.xml"))


def test_it_names_no_machine_and_no_user(content, document, pdf):
    properties = document.core_properties
    assert properties.author == properties.last_modified_by == "晴川区市场监督管理局"
    assert (
        properties.title == "晴川区市场监督管理局2021年工作报告"
        and str(properties.created.date()) == "2021-12-31"
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name or "custom" in name.lower()]
        for name in archive.namelist():
            assert b"python-docx" not in archive.read(name) and b"Macintosh" not in archive.read(name), name
    app = ElementTree.fromstring(part(content, "docProps/app.xml"))
    assert [element.text for element in app] == ["workreport", str(pdf.count)]
