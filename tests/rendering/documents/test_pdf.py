"""A PDF: tagged, bookmarked, fonts embedded, A4, vectors, the same bytes every time."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdf
import pytest
from made_report import ODD

from workreport.blocks.block import Chart
from workreport.rendering.documents.document_blocks import stepped
from workreport.rendering.documents.document_model import Heading, Paragraph, Table
from workreport.rendering.documents.pdf import Pdf, pdf_document

SPACES = re.compile(r"\s+")


def text_of(block) -> str:
    """A heading's or paragraph's words; a chart's are its text alternative, which is not printed."""
    return block.text if isinstance(block, Heading | Paragraph) else ""


@pytest.fixture(scope="module")
def read(pdf: Pdf) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf.content))


@pytest.fixture(scope="module")
def text(read) -> str:
    return SPACES.sub("", "".join(page.extract_text() for page in read.pages))


def elements(read: pypdf.PdfReader, node=None) -> list:
    """Every element of the structure tree."""
    node = read.trailer["/Root"]["/StructTreeRoot"] if node is None else node
    found = [node] if "/S" in node else []
    below = node.get("/K", [])
    for one in below if isinstance(below, list) else [below]:
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, dict):
            found += elements(read, one)
    return found


def test_the_same_report_gives_the_same_bytes(pdf, report):
    assert pdf.content == pdf_document(report).content
    assert b"/CreationDate" not in pdf.content


def test_it_is_tagged_and_says_so(read):
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value and root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert read.metadata.title == "晴川区市场监督管理局2021年工作报告"
    assert b"pdfuaid:part" in read.xmp_metadata.stream.get_data()


def test_headings_tables_and_pictures_are_elements(read, report):
    kinds = [element["/S"] for element in elements(read)]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/Caption", "/TOC"} <= set(kinds)
    alternatives = [element.get("/Alt") for element in elements(read) if element["/S"] == "/Figure"]
    assert [SPACES.sub("", alternative) for alternative in alternatives if alternative] == [
        SPACES.sub("", block.alt) for block in report.blocks if isinstance(block, Chart)
    ]
    assert kinds.count("/Table") == sum(isinstance(block, Table) for block in report.blocks)


def test_bookmarks_are_the_headings(read, report):
    def names(outline) -> list[str]:
        return [
            name for entry in outline for name in (names(entry) if isinstance(entry, list) else [entry.title])
        ]

    bookmarks = names(read.outline)
    assert {content.text for content in report.contents} <= set(bookmarks)


def test_fonts_are_embedded_and_ours(read):
    found = {}
    for page in read.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            font = font.get_object()["/DescendantFonts"][0].get_object()
            found[str(font["/BaseFont"])] = font["/FontDescriptor"]
    assert {name.partition("+")[2].partition("-")[0] for name in found} == {"NotoSansSC", "NotoSerifSC"}
    assert all("/FontFile3" in descriptor or "/FontFile2" in descriptor for descriptor in found.values())


def test_pages_are_a4_and_numbered(read, pdf):
    assert len(read.pages) == pdf.count > 4
    for number, page in enumerate(read.pages, start=1):
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
        assert f"—{number}—" in SPACES.sub("", page.extract_text())


def test_charts_are_vectors(read, report):
    images = [image for page in read.pages for image in page.images]
    assert any(isinstance(block, Chart) for block in report.blocks) and not images


def test_it_has_the_numbers_and_words_of_the_report(text, report):
    for block in report.blocks:
        words = [text_of(block), getattr(block, "title", ""), getattr(block, "source", "")]
        if isinstance(block, Table):
            words += [cell for line in (block.header, *block.lines) for cell in line]
        for word in words:
            assert SPACES.sub("", word) in text, word


def test_odd_characters_are_text_and_not_markup(text):
    assert SPACES.sub("", ODD) in text


def test_a_draft_is_marked(pdf, report):
    clean = pypdf.PdfReader(io.BytesIO(pdf_document(replace(report, draft=False)).content))
    marked = pypdf.PdfReader(io.BytesIO(pdf.content))
    assert all("草稿" in page.extract_text() for page in marked.pages)
    assert "草稿" not in clean.pages[-1].extract_text()


def test_pages_of_headings_are_where_they_stand(read, pdf, report):
    for content in report.contents:
        page = read.pages[pdf.pages[content.anchor] - 1]
        assert SPACES.sub("", content.text) in SPACES.sub("", page.extract_text())


def with_blocks(report, *blocks):
    return replace(report, blocks=stepped(blocks))


def test_headings_go_down_one_level_at_a_time(report):
    deep = with_blocks(report, Heading("甲", 3, "a"), Heading("乙", 1, "b"), Heading("丙", 4, "c"))
    assert [block.level for block in deep.blocks] == [1, 1, 2]
    assert pdf_document(deep).pages.keys() == {"a", "b", "c"}


def test_characters_that_cannot_be_printed_are_left_out(report):
    pdf = pdf_document(with_blocks(report, Paragraph("前\x0b\x85后")))
    assert "前后" in SPACES.sub("", pypdf.PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text())


@pytest.mark.parametrize("character", ["\U00020bb7", "\U0001f600", "\ue000", "\u20e3"])
def test_a_character_that_no_font_has_is_written_as_its_code(report, character):
    pdf = pdf_document(with_blocks(report, Paragraph(f"前{character}后")))
    text = SPACES.sub("", pypdf.PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text())
    assert f"前〔U+{ord(character):04X}〕后" in text


@pytest.mark.parametrize("character", ["\ufe0f", "\u200d", "\u0301", "\u034f"])
def test_what_has_no_picture_of_its_own_hinders_no_pdf(report, character):
    pdf = pdf_document(with_blocks(report, Paragraph(f"前{character}后")))
    assert "后" in pypdf.PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()


def test_names_of_rows_stay_in_one_line(report):
    """Beside five wide columns of numbers the first one has, with its title, exactly the width that it takes."""
    header = ("问题类别", *(f"尚在办理问题甲{letter}（个）" for letter in "乙丙丁戊己"))
    rows = (("晴湖分局", *["1234567.89"] * 5),)
    table = Table("挤满的表", header, rows, numeric=(False, *[True] * 5))
    pages = pypdf.PdfReader(io.BytesIO(pdf_document(with_blocks(report, table)).content)).pages
    lines = "\n".join(page.extract_text() for page in pages)
    assert "晴湖分局" in lines and "问题类别" in lines
