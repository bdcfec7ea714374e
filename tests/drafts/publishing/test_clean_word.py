"""A Word file that goes out: the office's text and formatting, and nothing of how it was made."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
import pytest

from workreport.base.errors import DraftError
from workreport.base.personal_data import MASK
from workreport.drafts.bound.word_bindings import bindings_in
from workreport.drafts.publishing.clean_word import clean_word
from workreport.drafts.publishing.masked_draft import without_personal_numbers

DAY = dt.date(2021, 12, 31)
MAIN = "word/document.xml"


def parts(raw: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


@pytest.fixture
def done(drafts, book):
    return drafts.done(book(), ("Heading 1", "一、情况"), "完成抽样〔抽样〕，不合格〔不合格〕。")


@pytest.fixture
def clean(drafts, done) -> bytes:
    return clean_word(drafts.read(done.content), "晴川区市场监督管理局", DAY)


def test_the_text_is_the_drafts_with_its_numbers(drafts, done, clean):
    assert drafts.read(clean).text.text == done.text.text == "一、情况\n完成抽样5批次，不合格2批次。"


def test_no_list_of_bound_numbers_and_no_bookmark_is_left(drafts, done, clean):
    assert len(bindings_in(drafts.read(done.content)).numbers) == 2
    assert bindings_in(drafts.read(clean)).numbers == ()
    assert not [name for name, text in parts(clean).items() if "workreport" in text or "wr_0" in text]


def test_nothing_else_of_the_file_is_changed(done, clean):
    before, after = parts(done.content), parts(clean)
    bookmark = "bookmark"
    assert bookmark in before[MAIN] and bookmark not in after[MAIN]
    changed = {
        MAIN,
        "docProps/core.xml",
        "docProps/custom.xml",
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
    }
    gone = {name for name in before if name.startswith("customXml/") and name not in after}
    assert {name for name in before if before[name] != after.get(name)} <= changed | gone
    assert gone and all("bound-numbers" not in text for text in after.values())


def test_it_opens_and_is_the_bureaus_as_of_the_day(clean):
    about = docx.Document(io.BytesIO(clean)).core_properties
    assert about.author == about.last_modified_by == "晴川区市场监督管理局"
    assert about.created.date() == about.modified.date() == DAY
    assert not any("李某某" in text for text in parts(clean).values())


def test_the_same_draft_gives_the_same_bytes(drafts, done, clean):
    assert clean == clean_word(drafts.read(done.content), "晴川区市场监督管理局", DAY)


def test_a_file_without_bound_numbers_stays_as_it_is(drafts):
    raw = drafts.word("没有数。")
    cleaned = clean_word(drafts.read(raw), "某局", DAY)
    assert parts(cleaned)[MAIN] == parts(raw)[MAIN]


def test_personal_numbers_are_masked_and_told_and_names_are_not(drafts):
    read, kinds = without_personal_numbers(
        drafts.read(drafts.word("局长张某某带队检查。", "联系电话13812345678，证号110101199003070011。"))
    )
    assert read.text.text == f"局长张某某带队检查。\n联系电话{MASK}，证号{MASK}。"
    assert list(kinds) == [2] and "手机" in kinds[2] and "证件" in kinds[2]
    assert docx.Document(io.BytesIO(read.word.raw)).paragraphs[1].text == f"联系电话{MASK}，证号{MASK}。"


def test_a_draft_without_them_is_the_same_file(drafts):
    read = drafts.read(drafts.word("2021年全年抽样1795件，电话12315。"))
    assert without_personal_numbers(read) == (read, {})


def test_a_personal_number_that_cannot_be_replaced_stops_the_draft(drafts, monkeypatch):
    module = "workreport.drafts.publishing.masked_draft.changed_copy"
    monkeypatch.setattr(module, lambda read, changes, by: (read.word.raw, tuple(changes)))
    with pytest.raises(DraftError, match="第1段有个人信息"):
        without_personal_numbers(drafts.read(drafts.word("电话13812345678。")))
