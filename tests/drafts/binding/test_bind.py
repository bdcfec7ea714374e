"""Numbers are bound by their words; a right one is 相符, a wrong one says what it equals, an unclear one stays open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workreport.drafts.binding import bindings_of
from workreport.drafts.model import (
    DIFFERS,
    MATCHES,
    QUANTITY,
    UNDECIDED,
    UNSUPPORTED,
    DraftText,
    Line,
    Token,
)

RIGHT = [
    ("全年监督抽检食品125批次。", "125批次", "t.samples", "value"),
    ("监督抽检食品125批次，同比增长48.8%。", "48.8%", "t.samples", "yoy"),
    ("监督抽检食品125批次，比上年增加41批次。", "41批次", "t.samples", "yoy"),
    ("监督抽检食品125批次，上年同期为84批次。", "84批次", "t.samples", "last_year"),
    ("监督抽检食品125批次，完成年度任务120批次的104.2%。", "120批次", "t.samples", "task"),
    ("监督抽检食品125批次，完成年度任务120批次的104.2%。", "104.2%", "t.samples", "completion"),
    ("监督抽检食品125批次，比任务多5批次。", "5批次", "t.samples", "task_gap"),
    ("监督抽检食品100余批次。", "100余批次", "t.samples", "value"),
    ("食品不合格率16.8%，较上年提高2.5个百分点。", "2.5个百分点", "t.rate", "yoy"),
    ("食品安全方面，不合格21批次、合格104批次，共计125批次。", "125批次", "t.concluded", "value"),
    ("下浦分局监督抽检食品60批次。", "60批次", "t.samples", "value:下浦分局"),
    (
        "下浦分局监督抽检食品60批次，上浦分局65批次，全区合计125批次。",
        "65批次",
        "t.samples",
        "value:上浦分局",
    ),
    ("下浦分局监督抽检食品60批次，上浦分局65批次，全区合计125批次。", "125批次", "t.samples", "value"),
    ("糕点类食品监督抽检125批次。", "125批次", "t.samples", "value"),
    ("不合格食品、合格食品分别为21批次、104批次。", "104批次", "t.passed", "value"),
    ("不合格食品21批次，合格食品104批次，同比分别增长75.0%和44.4%。", "75.0%", "t.failed", "yoy"),
    ("不合格食品21批次，合格食品104批次，同比分别增长75.0%和44.4%。", "44.4%", "t.passed", "yoy"),
    ("监督抽检食品125批次，不合格食品占已出结论的16.8%。", "16.8%", "t.rate", "value"),
]
WRONG = [
    ("监督抽检食品84批次。", "84批次", "125批次", "上年同期数"),
    ("监督抽检食品120批次。", "120批次", "125批次", "任务数"),
    ("监督抽检食品129批次。", "129批次", "125批次", "已报数"),
    ("监督抽检食品152批次。", "152批次", "125批次", "颠倒"),
    ("监督抽检食品0.0125批次。", "0.0125批次", "125批次", "“万”"),
    ("不合格食品104批次。", "104批次", "21批次", "合格食品"),
    ("监督抽检食品118批次。", "118批次", "125批次", ""),
    ("监督抽检食品125批次，同比下降48.8%。", "48.8%", "48.8%", "写反了"),
    ("监督抽检食品125批次，同比增长84.8%。", "84.8%", "48.8%", ""),
    ("食品不合格率16.8%，较上年提高2.5%。", "2.5%", "2.5个百分点", "词不对"),
    ("抽样走到单位125家。", "125家", "125家次", "词不对"),
    ("监督抽检食品200余批次。", "200余批次", "125批次", ""),
    ("晴川区监督抽检食品118批次。", "118批次", "125批次", ""),
    ("下浦分局监督抽检食品65批次。", "65批次", "60批次", ""),
    ("监督抽检食品125批次，完成年度任务120批次的96.0%。", "96.0%", "104.2%", ""),
]
OPEN = [
    ("全市监督抽检食品12500批次。", "12500批次"),  # not ours
    ("进口预包装监督抽检18批次。", "18批次"),  # a part
    ("力争明年监督抽检食品150批次。", "150批次"),  # a plan
    ("六、下一步打算\n监督抽检食品150批次。", "150批次"),
    ("清理占道经营125处。", "125处"),  # the value alone binds nothing
    ("不合格21批次。", "21批次"),  # no topic
    ("一季度监督抽检食品90批次。", "90批次"),  # of a part of the period
    ("不合格食品21批次，比全市平均高3.1个百分点。", "3.1个百分点"),
    ("清查窝点30家，监督抽检食品时走到单位12家，合计42家。", "42家"),
]


@pytest.mark.parametrize(("words", "number", "figure", "aspect"), RIGHT)
def test_right_number(bind, words, number, figure, aspect):
    found = bind(words)[number]
    assert (found.state, found.figure, found.aspect) == (MATCHES, figure, aspect)


@pytest.mark.parametrize(("words", "number", "expected", "reason"), WRONG)
def test_wrong_number(bind, words, number, expected, reason):
    found = bind(words)[number]
    assert found.state == DIFFERS
    assert found.expected.lstrip("-") == expected
    assert reason in found.explanation and expected in found.explanation


@pytest.mark.parametrize(("words", "number"), OPEN)
def test_number_that_stays_open(bind, words, number):
    assert bind(words)[number].state in (UNDECIDED, UNSUPPORTED)


def test_candidates_of_an_open_number_are_listed(bind):
    found = bind("一季度监督抽检食品90批次。")["90批次"]
    assert found.state == UNDECIDED and [candidate.figure for candidate in found.candidates] == ["t.samples"]


def test_longer_name_is_not_the_shorter_one(bind):
    """合格 stands inside of 不合格: the value of the shorter name does not make the longer one right."""
    assert bind("不合格食品104批次。")["104批次"].figure == "t.failed"


@pytest.mark.parametrize("whole", ["125", "152"])
def test_a_number_behind_the_whole_is_a_part_whatever_it_equals(bind, whole):
    found = bind(f"监督抽检食品{whole}批次，其中省级监督抽检食品84批次、市级监督抽检食品41批次。")
    assert [found[text].state for text in ("84批次", "41批次")] == [UNDECIDED, UNDECIDED]


def test_wrong_part_spoils_no_total(bind):
    found = bind("食品安全方面，不合格23批次、合格104批次，共计125批次。")
    assert found["23批次"].state == DIFFERS
    assert found["125批次"].state == MATCHES


def test_number_after_one_left_open_is_no_change_of_the_one_before(bind):
    found = bind("监督抽检食品125批次，清理占道经营33处，同比增长7.1%。")
    assert found["7.1%"].state == UNSUPPORTED


def test_table_row_and_column_name_a_number(book, synonyms):
    head, row = "项目\t本年（批次）\t上年", "监督抽检食品\t125\t84"
    lines = (
        Line(1, 0, head, "table", 1, ((0, 2), (3, 9), (10, 12))),
        Line(2, len(head) + 1, row, "table", 1, ((0, 6), (7, 10), (11, 13))),
    )
    tokens = [
        Token(
            2,
            lines[1].start + first,
            lines[1].start + last,
            row[first:last],
            QUANTITY,
            value,
            low=value,
            high=value,
        )
        for first, last, value in ((7, 10, Decimal(125)), (11, 13, Decimal(84)))
    ]
    found = bindings_of(DraftText("表", lines), tokens, book, synonyms)
    assert [(binding.state, binding.aspect) for binding in found] == [
        (MATCHES, "value"),
        (MATCHES, "last_year"),
    ]
