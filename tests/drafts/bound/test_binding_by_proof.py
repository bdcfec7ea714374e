"""An office's own report: right numbers are bound to what prints them exactly, all others are listed with the reason."""

from __future__ import annotations

import pytest
from bound_report import reread
from word_fixture import paragraph, word_file

from workreport.base.errors import DraftError
from workreport.drafts.bound.binding_by_proof import bound_by_proof, bound_draft
from workreport.drafts.bound.bound_number import Form, Source
from workreport.drafts.bound.locate import located
from workreport.drafts.bound.located import AS_WRITTEN
from workreport.drafts.bound.printing import printed
from workreport.drafts.bound.word_bindings import bindings_in, bound_copy
from workreport.drafts.model import DIFFERS, MATCHES, DraftText
from workreport.drafts.reading.source import ReadFile

TEXT = Source("t.samples")
UNITLESS = Form(unit=False)
BOUND = [
    ("全年监督抽检食品125批次。", {"125批次": TEXT}),
    ("全年监督抽检食品125批。", {"125": Source("t.samples", form=UNITLESS)}),
    ("监督抽检食品100余批次。", {"100余批次": Source("t.samples", form=Form(about=True))}),
    ("监督抽检食品一百二十五批次。", {"一百二十五批次": Source("t.samples", form=Form(numeral=True))}),
    ("监督抽检食品125批次，同比增长48.8%。", {"125批次": TEXT, "增长48.8%": Source("t.samples", "yoy")}),
    ("监督抽检食品125批次，较上年增长48.8%。", {"125批次": TEXT, "增长48.8%": Source("t.samples", "yoy")}),
    (
        "监督抽检食品125批次，上年同期为84批次。",
        {"125批次": TEXT, "84批次": Source("t.samples", "last_year")},
    ),
    ("2020年监督抽检食品84批次。", {"84批次": Source("t.samples", "last_year")}),
    (
        "监督抽检食品125批次，完成年度任务120批次的104.2%。",
        {
            "125批次": TEXT,
            "120批次": Source("t.samples", "task"),
            "104.2%": Source("t.samples", "completion"),
        },
    ),
    ("下浦分局监督抽检食品60批次。", {"60批次": Source("t.samples", cut=(("sub_bureau", "下浦分局"),))}),
    ("食品不合格率16.8%。", {"16.8%": Source("t.rate")}),
    ("食品不合格率16.80%。", {"16.80%": Source("t.rate", form=Form("一", 2))}),
]
LEFT = [
    ("监督抽检食品84批次。", "84批次", DIFFERS, "按台账是125批次"),
    ("监督抽检食品125批次，同比上升48.8%。", "48.8%", MATCHES, "刷新时会写成“同比增长48.8%”"),
    ("监督抽检食品125批次，比上年增加41批次。", "41批次", MATCHES, "刷新时会写成“同比增长48.8%”"),
    ("监督抽检食品120余批次。", "120余批次", MATCHES, "刷新时会写成“100余批次”"),
    ("监督抽检食品125批次，比任务多5批次。", "5批次", MATCHES, "不能绑定"),
    ("一季度监督抽检食品44批次。", "44批次", MATCHES, "不是本期"),
]


def _read(text: str) -> ReadFile:
    return ReadFile(DraftText.of("稿", text))


@pytest.mark.parametrize(("text", "expected"), BOUND)
def test_right_numbers_are_bound_to_what_prints_them(text, expected, book, synonyms):
    placed, rest = bound_by_proof(_read(text), book, synonyms)
    assert {text[start:end]: number.source for start, end, number in placed} == expected
    assert not rest
    for start, end, number in placed:
        assert printed(number.source, book, text[:start]).text == number.text == text[start:end]


@pytest.mark.parametrize(("text", "number", "state", "why"), LEFT)
def test_what_is_wrong_or_printed_otherwise_is_left_with_the_reason(text, number, state, why, book, synonyms):
    placed, rest = bound_by_proof(_read(text), book, synonyms)
    assert number not in {text[start:end] for start, end, _ in placed}
    (left,) = [finding for finding in rest if finding.text == number]
    assert (left.state, text[left.start : left.end]) == (state, number)
    assert why in left.why


def test_own_digits_stay_free(book, synonyms):
    placed, rest = bound_by_proof(
        _read("2021年12月31日，印发〔2021〕12号文件，召开会议3次。"), book, synonyms
    )
    assert not placed and not rest


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "正文.docx"
    path.write_bytes(word_file(paragraph("全年食品抽样125批次，同比增长48.8%。")))
    return path


def test_a_report_is_bound_and_bound_once(file, book):
    draft = bound_draft(file, book)
    assert [token.text for token in draft.bound] == ["125批次", "增长48.8%"]
    read = reread(draft.content)
    assert bindings_in(read).period == "2021"
    assert {number.state for number in located(read)} == {AS_WRITTEN}
    file.write_bytes(draft.content)
    again = bound_draft(file, book)
    assert again.content == draft.content and [token.id for token in again.bound] == [
        token.id for token in draft.bound
    ]


def test_a_report_bound_to_another_period_is_refused(file, book):
    file.write_bytes(bound_copy(reread(file.read_bytes()), (), period="2020"))
    with pytest.raises(DraftError, match="已按 2020 绑定"):
        bound_draft(file, book)
