"""The outline of the sample's trade: every slot is known, and its sentences are written as an editor wants them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workreport.base.workspace import Workspace
from workreport.drafts.binding import load_synonyms
from workreport.drafts.binding.aspects import MOM, VALUE, YOY
from workreport.drafts.bound.slots import SLOT, SlotReader
from workreport.drafts.writing.first_draft import first_draft, require_readable
from workreport.drafts.writing.outline import Sentence, load_outline
from workreport.drafts.writing.paragraphs import BODY, CHAPTER, ITEM, SECTION
from workreport.drafts.writing.sentence_parts import parts_of, slots_of
from workreport.drafts.writing.sentence_writer import SentenceWriter
from workreport.drafts.writing.source_numbers import Numbers

CLAIM = re.compile("均|全部|全面|未发生|未发现|未检出|没有|不存在|最")
INTERNAL = re.compile("勾稽|矛盾|估算|台账|口径|自动生成|待说明|未登记|中位数|(?<!有效)期内")
OWN_TEXT = re.compile("^[0-9]")
"""Begins a paragraph that the office wrote."""
ZERO = re.compile(r"(?<![\d.])0(?:\.0+)?(?=[^\d.])")
PERIODS = ("2021", "2021H1", "2021Q3", "2021-08")


@pytest.fixture(scope="module")
def book(book_of):
    return book_of("2021")


@pytest.fixture(scope="module")
def numbers(book):
    return Numbers(SlotReader(book, load_synonyms(book.frames.intake.workspace)))


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(Path(__file__).resolve().parents[3] / "data")


@pytest.fixture(scope="module")
def sentences(workspace) -> list[Sentence]:
    return [sentence for _, sentence in load_outline(workspace).sentences]


@pytest.fixture(scope="module", params=PERIODS)
def drafted(request, book_of):
    return first_draft(book_of(request.param))


def texts(sentence: Sentence) -> list[str]:
    return [sentence.say, *([sentence.each.say] if sentence.each else [])]


def test_every_slot_can_be_read(book, numbers, workspace):
    require_readable(load_outline(workspace), numbers)


def test_every_list_and_check_exists(numbers, sentences):
    """Sentences are written as if all their conditions held; each must be either text or left out."""
    writer = SentenceWriter(numbers)
    for sentence in sentences:
        writer.sentence(sentence.model_copy(update={"when": {}, "kinds": []}))
        writer.sentence(sentence.model_copy(update={"kinds": []}))


def test_a_change_stands_right_behind_its_own_number(numbers, sentences):
    for text in (text for sentence in sentences for text in texts(sentence)):
        before = None
        for slot in slots_of(parts_of(text)):
            source = numbers.source(slot.words.replace("【名】", ""))
            if source.aspect in (YOY, MOM):
                assert before is not None and before.aspect == VALUE, text
                assert (before.figure, before.cut, before.span) == (source.figure, source.cut, source.span), (
                    text
                )
            before = source


def test_no_number_is_typed(workspace, sentences):
    for text in (text for sentence in sentences for text in texts(sentence)):
        rest = SLOT.sub("", text)
        for name in workspace.profile.names_with_digits:
            rest = rest.replace(name, "")
        assert not re.search("[0-9０-９]", rest), text


def test_claims_have_a_condition(sentences):
    for sentence in sentences:
        words = re.sub("〔此处[^〕]*〕", "", SLOT.sub("", sentence.say))
        assert sentence.when or not CLAIM.search(words), sentence.say


def test_no_internal_remark_stands_in_a_sentence(sentences):
    assert not [
        text
        for sentence in sentences
        for text in texts(sentence)
        if INTERNAL.search(SLOT.sub("", text.replace("【期内】", "")))
    ]


def test_every_section_is_written(workspace):
    assert set(load_outline(workspace).sections) == {
        section.id for section in workspace.all_sections if section.chapter
    }


def test_the_draft_says_no_zero_and_nothing_internal(drafted):
    for paragraph in drafted:
        assert not ZERO.search(paragraph.text.replace("〔", " ")), paragraph.text
        if paragraph.place == BODY and not OWN_TEXT.match(paragraph.text):
            assert not INTERNAL.search(paragraph.text), paragraph.text
        assert not re.search("[{}|【】]|，，|，。|、。|。。|：。|；。", paragraph.text), paragraph.text


def test_the_draft_has_all_chapters_and_paragraphs_of_prose(drafted, workspace):
    chapters = [paragraph.text.split("、", 1)[1] for paragraph in drafted if paragraph.place == CHAPTER]
    assert chapters == list(
        dict.fromkeys(section.chapter for section in workspace.sections if section.chapter)
    )
    titles = [paragraph.text.split("）", 1)[1] for paragraph in drafted if paragraph.place == SECTION]
    assert titles == [section.title for section in workspace.sections if section.chapter]
    bodies = [paragraph.text for paragraph in drafted if paragraph.place == BODY]
    assert len([body for body in bodies if body.count("。") >= 4]) > len(bodies) / 3
    assert all(
        paragraph.text.startswith(tuple("123456789")) for paragraph in drafted if paragraph.place == ITEM
    )


def test_part_of_a_year_speaks_of_the_year_so_far(book_of):
    words = "".join(paragraph.text for paragraph in first_draft(book_of("2021-08")))
    assert "1—8月累计" in words and "时序进度" in words and "全年" not in words
    year = "".join(paragraph.text for paragraph in first_draft(book_of("2021")))
    assert "累计" not in re.sub("累计(建成|创建)", "", year) and "时序进度" not in year and "本月" not in year


def test_numbers_are_those_of_the_book(book, book_of):
    found = [number for paragraph in first_draft(book) for number in paragraph.numbers]
    assert len({number.source.figure for number in found}) > 150
    (total,) = [
        paragraph.text[number.start : number.end]
        for paragraph in first_draft(book)
        for number in paragraph.numbers
        if number.source.figure == "case.filed" and not number.source.cut and number.source.aspect == VALUE
    ]
    assert total == f"{book.value('case.filed').number}件"
