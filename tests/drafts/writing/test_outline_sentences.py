"""A sentence of an outline: what is said of which period, what is left out, what stands otherwise."""

from __future__ import annotations

import pytest

from workreport.drafts.binding.synonyms import Synonyms
from workreport.drafts.bound.slots import SlotReader
from workreport.drafts.writing.outline import Sentence
from workreport.drafts.writing.sentence_parts import parts_of
from workreport.drafts.writing.sentence_writer import SentenceWriter
from workreport.drafts.writing.source_numbers import Numbers
from workreport.narrative.sentence_errors import Blocked


@pytest.fixture
def write(small):
    """The text of a sentence for a period; None if nothing is said."""

    def written(given, period: str = "2021") -> str | None:
        writer = SentenceWriter(Numbers(SlotReader(small.book(period), Synonyms())))
        found = writer.sentence(Sentence.model_validate(given))
        return found and found.text

    return written


def test_a_number_and_its_change_are_filled_in(write):
    assert write("【期内】抽样〔抽样〕{，〔抽样 同比〕}。") == "全年抽样10批次，同比增加2批次。"


def test_numbers_stand_where_the_text_says(small):
    writer = SentenceWriter(Numbers(SlotReader(small.book("2021"), Synonyms())))
    found = writer.sentence(
        Sentence(say="抽样〔抽样〕{，其中{甲〔未出结论〕|不合格〔不合格〕}}，不合格率〔不合格率〕。")
    )
    assert found.text == "抽样10批次，其中不合格2批次，不合格率20.0%。"
    assert [found.text[number.start : number.end] for number in found.numbers] == ["10批次", "2批次", "20.0%"]
    assert [number.source.figure for number in found.numbers] == ["t.samples", "t.failed", "t.rate"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("未出〔未出结论〕。", None),
        ("抽样〔抽样〕{，未出〔未出结论〕}。", "抽样10批次。"),
        ("抽样〔抽样〕{，未出〔未出结论〕{，不合格〔不合格〕}}。", "抽样10批次。"),
        ("抽样〔抽样〕{，{未出〔未出结论〕|在办〔未出结论〕}}。", "抽样10批次。"),
        ("{未出〔未出结论〕|不合格〔不合格〕|抽样〔抽样〕}。", "不合格2批次、抽样10批次。"),
        ("{未出〔未出结论〕|在办〔未出结论〕}。", None),
        ("抽样〔抽样〕{，环比〔抽样 环比〕}。", "抽样10批次。"),
        ("抽样〔抽样〕，环比〔抽样 环比〕。", None),
        ("见晴府〔2021〕4号，〔此处写措施〕。", "见晴府〔2021〕4号，〔此处写措施〕。"),
    ],
)
def test_what_is_zero_or_missing_is_left_out(write, text, sentence):
    assert write(text) == sentence


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ({"positive": ["抽样", "不合格"]}, True),
        ({"positive": ["抽样", "未出结论"]}, False),
        ({"zero": ["未出结论"]}, True),
        ({"zero": ["未出结论", "不合格"]}, False),
        ({"same": ["抽样", "抽样"]}, True),
        ({"same": ["未出结论", "未出结论"]}, False),
        ({"differs": ["抽样", "不合格"]}, True),
        ({"tasked": ["抽样"]}, True),
        ({"tasked": ["不合格"]}, False),
        ({"reached": ["抽样"]}, True),
        ({"behind": ["抽样"]}, False),
        ({"full": ["不合格率"]}, False),
        ({"provided": ["在用设备"]}, False),
        ({"positive": ["抽样"], "zero": ["不合格"]}, False),
    ],
)
def test_conditions(write, when, holds):
    assert write({"say": "甲。", "when": when, "otherwise": "乙。"}) == ("甲。" if holds else "乙。")


def test_a_task_is_judged_by_the_year_so_far(write):
    sentence = {"say": "累计〔抽样 累计〕，完成〔抽样 累计 完成率〕。", "when": {"behind": ["抽样 累计"]}}
    assert write(sentence, "2021-06") is None, "eight of ten in half a year"
    assert write({**sentence, "otherwise": "累计完成〔抽样 累计 完成率〕。"}, "2021-06") == "累计完成80.0%。"


def test_a_condition_on_a_ledger_that_is_missing_blocks_the_sentence(write):
    with pytest.raises(Blocked, match="设备登记台账"):
        write({"say": "没有在用设备。", "when": {"zero": ["在用设备"]}, "otherwise": "有在用设备。"})
    assert write("抽样〔抽样〕{，在用设备〔在用设备〕}。") == "抽样10批次。"


@pytest.mark.parametrize(
    ("kinds", "periods"),
    [
        (["year"], {"2021"}),
        (["part"], {"2021H1", "2021-01", "2021-08", "2021Q3"}),
        (["later"], {"2021-08", "2021Q3"}),
        (["half", "month"], {"2021H1", "2021-01", "2021-08"}),
        ([], {"2021", "2021H1", "2021-01", "2021-08", "2021Q3"}),
    ],
)
def test_a_sentence_speaks_of_its_kinds_of_period(write, kinds, periods):
    candidates = ("2021", "2021H1", "2021-01", "2021-08", "2021Q3")
    assert {
        candidate for candidate in candidates if write({"say": "甲。", "kinds": kinds}, candidate)
    } == periods


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2021", "2021年，全年，截至年底，1—12月"),
        ("2021H2", "2021年下半年，下半年，截至12月底，1—12月"),
        ("2021Q3", "2021年第三季度，三季度，截至9月底，1—9月"),
        ("2021-08", "2021年8月，本月，截至8月底，1—8月"),
        ("2021-01", "2021年1月，本月，截至1月底，1月"),
    ],
)
def test_words_of_the_period(write, period, words):
    assert write("【报告期】，【期内】，【截至】，【累计期】", period) == words


def test_a_list_has_its_largest_items_first(write):
    each = {"figure": "抽样", "by": "food", "top": 1, "say": "【名】〔抽样 【名】〕"}
    sentence = {"say": "【主要】是【逐项】。", "each": each}
    assert write(sentence) == "主要是糕点8批次。"
    assert write({**sentence, "each": {**each, "top": 2}}) == "是糕点8批次、粮食加工品2批次。"
    assert write({**sentence, "each": {**each, "but": ["糕点"]}}) == "主要是粮食加工品2批次。"
    assert write({**sentence, "each": {**each, "figure": "未出结论"}}) is None
    assert (
        write({"say": "抽样〔抽样〕{，【主要】是【逐项】}。", "each": {**each, "figure": "未出结论"}})
        == "抽样10批次。"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [("抽样{〔抽样〕。", "少了一个“}”"), ("抽样〔抽样〕}。", "多了一个"), ("甲|乙", "只能用在")],
)
def test_braces_that_do_not_match_are_named(text, problem):
    with pytest.raises(ValueError, match=problem):
        parts_of(text)
