"""The mark of a draft lies across the pages of a Word file that people wrote; all else in it stays."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document

from workreport.drafts.writing.official_word import About, official_word
from workreport.drafts.writing.paragraphs import BODY, SIGNATURE, TITLE, Paragraph
from workreport.rendering.documents.draft_mark import marked_draft

SHAPE = "PowerPlusWaterMarkObject"


def shapes(content: bytes) -> list[int]:
    """How many marks the header of odd and of even pages has in each section."""
    sections = Document(io.BytesIO(content)).sections
    headers = [header for section in sections for header in (section.header, section.even_page_header)]
    return [header._element.xml.count(SHAPE) for header in headers]


@pytest.fixture
def letter() -> bytes:
    texts = [Paragraph(TITLE, "工作报告"), Paragraph(BODY, "全年工作情况。"), Paragraph(SIGNATURE, "本局")]
    return official_word(texts, About("本局", "2021年", date(2021, 12, 31)))


def test_odd_and_even_pages_are_marked_and_the_text_stays(letter):
    marked = marked_draft(letter)
    assert shapes(letter) == [0, 0] and shapes(marked) == [1, 1]
    before, after = (Document(io.BytesIO(raw)) for raw in (letter, marked))
    assert [paragraph.text for paragraph in after.paragraphs] == [
        paragraph.text for paragraph in before.paragraphs
    ]
    assert after.sections[0].footer._element.xml == before.sections[0].footer._element.xml


def test_a_header_of_the_office_stays(letter):
    document, out = Document(io.BytesIO(letter)), io.BytesIO()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.add_section()
    document.save(out)
    marked = marked_draft(out.getvalue())
    assert shapes(marked)[:2] == [1, 1]
    sections = Document(io.BytesIO(marked)).sections
    assert sections[0].header.paragraphs[0].text == "内部资料" and sections[1].header.is_linked_to_previous


def test_the_same_file_gives_the_same_bytes(letter):
    assert marked_draft(letter) == marked_draft(letter)


def test_the_name_of_the_office_has_text_above_it_on_its_page(letter):
    body, signature = Document(io.BytesIO(letter)).paragraphs[1:3]
    assert body.paragraph_format.keep_with_next and signature.text == "本局"
