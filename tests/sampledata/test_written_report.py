"""The sample year's written report: every number a slot, every slot a number, nothing typed by hand."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path

import docx
import pytest

from sampledata.written_report import FINISHED, report_text
from workreport.base.sections import load_sections
from workreport.drafts.binding.synonyms import load_synonyms
from workreport.drafts.bound.slots import TO_WRITE, SlotReader, slots_in

DATA = Path(__file__).resolve().parents[2] / "data"
OWN_DIGITS = re.compile(r"\d+年(?:\d+月)?(?:\d+日)?|\d+月(?:\d+日)?|12315|12345|3·15|^\d\.")
"""Dates, names and ordinals: the digits that an office writes itself."""
LABEL = re.compile(r"^(?:主送|附件|落款|日期)：")


@pytest.fixture(params=FINISHED)
def text(request) -> str:
    return report_text(request.param)


@pytest.fixture
def prose(text) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#") and not LABEL.match(line)]


def test_no_quantity_is_typed_by_hand(text):
    lines = text.splitlines()
    without = [re.sub(r"〔[^〕]*〕", "", line) for line in lines]
    assert [line for line in without if re.search(r"\d", OWN_DIGITS.sub("", line))] == []


def test_it_is_finished(text):
    assert not TO_WRITE.search(text)
    assert [label for label in ("主送", "附件", "落款", "日期") if f"\n{label}：" not in text] == []


def test_it_has_a_chapter_or_a_heading_for_every_section_of_the_report(text):
    headings = set(re.findall(r"^#+ (.+)$", text, re.M))
    sections = load_sections(DATA / "sections.yaml", "sections.yaml")
    named = {"摘要": "总体情况", "存在问题与下一步打算": "存在的主要问题"}
    assert {named.get(section.title, section.title) for section in sections} <= headings


def test_a_comparison_stands_directly_behind_its_own_number(prose):
    """〔食品检查〕，〔食品检查 同比〕, in a cut as well; never behind another number."""
    for line in prose:
        slots = list(slots_in(line))
        for before, after in pairwise(slots):
            if "同比" in after[2].split():
                assert before[2].split()[0] == after[2].split()[0], after[2]
                assert line[before[1] : after[0]] == "，", line[before[0] : after[1]]


def test_every_slot_names_one_figure(text, book_of):
    book = book_of("2021")
    reader = SlotReader(book, load_synonyms(book.frames.intake.workspace))
    read = [reader.read(words) for *_, words in slots_in(text)]
    assert [slot.message for slot in read if slot.source is None] == []


def test_the_draft_in_the_year_folder_reads_as_a_letter_of_an_office():
    paragraphs = docx.Document(io.BytesIO((DATA / "2021" / "drafts" / "正文.docx").read_bytes())).paragraphs
    words = "".join(paragraph.text for paragraph in paragraphs)
    assert 5000 <= len(words) <= 6500, "ten pages at most"
    assert not re.search(r"[〔〕]|全年全年|同比同比|None", words)
    assert re.search(r"食品监督抽检\d+批次，同比下降", words), "the number itself is in the text"
