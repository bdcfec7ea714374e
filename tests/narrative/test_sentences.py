"""Sentences name figures; a number is never typed into one, and none is said that is not known."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from sample_sections import sample_section
from tiny_bureau import SAMPLES

from workreport.base.errors import ContractError
from workreport.blocks.block import MIME, Nothing, Notice
from workreport.blocks.stored import from_json
from workreport.blocks.text import counted
from workreport.narrative.conditions import differs, holds, positive, same, zero
from workreport.narrative.section import Section
from workreport.narrative.sentence_errors import Blocked, SentenceError
from workreport.narrative.sentences import fill

pytestmark = pytest.mark.usefixtures("four_figures")


@pytest.fixture
def book(bureau):
    """Two samples in 2020, three in 2021, one of them failed; no register of devices."""
    bureau.samples(2020, *({"抽样单编号": f"A{n}", "抽样日期": "2020-03-05", "报告日期": ""} for n in (1, 2)))
    bureau.samples(2021, {"检验结论": "不合格"}, {}, {})
    bureau.targets(2021, ("t.samples", "2021-01-01", "4"))
    return bureau.book("2021")


def test_value_with_unit_in_text_and_html(book):
    paragraph = fill(book, "完成抽检{t.samples}，不合格率{t.rate}。")
    assert paragraph.text == "完成抽检3批次，不合格率33.3%。"
    assert paragraph.figures == ("t.samples", "t.rate")
    assert (
        '<data class="wr-fig" value="3" data-figure="t.samples" data-kind="value">3批次</data>'
        in paragraph.html()
    )


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("{t.samples:number}", "3"),
        ("{t.samples:yoy}", "同比增加1批次"),
        ("{t.rate:yoy}", "同比提高33.3个百分点"),
        ("{t.samples}，{t.samples:mom}。", "3批次。"),  # a full year has no 环比
        ("{t.samples}，{t.samples:yoy,mom}。", "3批次，同比增加1批次。"),
        ("{t.samples}，{t.samples:mom,yoy}。", "3批次，同比增加1批次。"),
        ("{t.samples}，{t.samples:mom,distance}。", "3批次。"),
        ("{t.samples:target,completion}", "4批次，完成率75.0%"),
        ("{t.samples:target}", "4批次"),
        ("{t.samples:completion}", "完成率75.0%"),
        ("{t.failed:target}", "未下达任务"),
        ("{t.failed:completion}", "未下达任务"),
        ("{period}", "2021年"),
        ("{cutoff}", "2021年12月31日"),
        ("拨打12315、12345，开展3·15活动", "拨打12315、12345，开展3·15活动"),
    ],
)
def test_slots(book, slot, text):
    assert fill(book, slot).text == text


def test_several_aspects_in_one_slot_print_as_slots_of_one_each(bureau):
    bureau.samples(2021, {}, {}, {"抽样日期": "2021-08-05", "报告日期": "2021-08-20"})
    autumn = bureau.book("2021Q3")
    several = fill(autumn, "抽样{t.samples}，{t.samples:yoy,mom}。")
    assert several == fill(autumn, "抽样{t.samples}，{t.samples:yoy}，{t.samples:mom}。")
    assert "环比" in several.text


def test_exact_value_stands_beside_the_shown_one(book):
    exact = re.search(r'value="([^"]*)"', fill(book, "{t.rate}").html())[1]
    assert Decimal(exact) == Decimal(100) / 3


def test_lines_of_a_template_are_one_sentence(book):
    assert (
        fill(book, "抽检{t.samples}，\n    其中不合格{t.failed}。\n").text == "抽检3批次，其中不合格1批次。"
    )


@pytest.mark.parametrize(
    "template", ["抽检3批次", "抽检３批次", "第2批{t.samples}", "占{t.rate}的5成", "12316热线"]
)
def test_typed_digit_is_refused(book, template):
    with pytest.raises(SentenceError, match="直接写了数字"):
        fill(book, template)


@pytest.mark.parametrize(
    "template",
    [
        "{t.unknown}",
        "{t.samples:colour}",
        "{t.samples:yoy,colour}",
        "{t.samples:yoy,}",
        "{T.Samples}",
        "{t.samples :yoy}",
        "{t.samples",
        "t.samples}",
        "{}",
        "{样品}",
    ],
)
def test_unknown_figure_or_broken_slot_is_refused(book, template):
    with pytest.raises(SentenceError, match=r"不是已登记的指标|没有“colour”这种写法"):
        fill(book, template)


def test_html_is_escaped(book):
    paragraph = fill(book, "抽检<b>{t.samples}</b> & “其他”")
    assert "<b>" not in paragraph.html() and "&lt;b&gt;" in paragraph.html() and "&amp;" in paragraph.html()
    assert paragraph.text == "抽检<b>3批次</b> & “其他”"


def test_figure_without_a_number_blocks_the_sentence(book):
    with pytest.raises(Blocked) as caught:
        fill(book, "在册设备{t.devices}。")
    assert caught.value.reason == "本期未提供台账：T02 设备登记台账（2021年）"
    with pytest.raises(Blocked):
        fill(book, "{t.devices:yoy}")


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (same("t.samples", "t.samples"), True),
        (same("t.samples", "t.failed"), False),
        (zero("t.failed"), False),
        (positive("t.samples", "t.failed"), True),
        (differs("t.samples", "t.failed"), True),
        (differs("t.samples", "t.samples"), False),
    ],
)
def test_conditions(book, condition, holds):
    assert condition(book) is holds


def test_conditions_over_nothing(bureau):
    bureau.samples(2021, {})
    book = bureau.book("2021-08")
    assert zero("t.samples", "t.failed")(book)
    assert not same("t.samples", "t.failed")(book), "0 of 0 is nothing to say"
    assert not positive("t.samples")(book)
    assert (
        not zero("t.rate")(book) and not positive("t.rate")(book) and not differs("t.rate", "t.samples")(book)
    )


@pytest.mark.parametrize(
    "condition",
    [
        zero("t.devices"),
        positive("t.devices"),
        same("t.devices", "t.samples"),
        differs("t.samples", "t.devices"),
    ],
)
def test_condition_on_a_missing_ledger_is_neither_true_nor_false(book, condition):
    with pytest.raises(Blocked):
        condition(book)


def declare_statement(bureau) -> None:
    """A check that every failed sample stands in the register of devices by its number."""
    among = [{"label": "设备", "ledger": "devices", "key": "device_no"}]
    statement = {"id": "X-1", "kind": "statement", "title": "均已登记", "text": "不合格的均已登记"}
    statement |= {"same": ["t.failed", "t.devices"], "of": "t.failed", "key": "sample_no", "among": among}
    (bureau.data / "checks").mkdir()
    text = json.dumps({"checks": [statement]}, ensure_ascii=False)
    (bureau.data / "checks" / "relations_all.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("devices", "proven"),
    [(["S1"], True), (["S9"], False), (["S1", "S9"], False)],
    ids=["row by row", "as many, but not the same", "not as many"],
)
def test_a_sentence_holds_where_its_check_does(bureau, devices, proven):
    declare_statement(bureau)
    bureau.samples(2021, {"检验结论": "不合格"}, {})
    bureau.devices(2021, *({"设备编号": number} for number in devices))
    assert holds("X-1")(bureau.book("2021")) is proven


def test_a_sentence_whose_check_cannot_be_judged_leaves_a_notice(bureau, section):
    declare_statement(bureau)
    shown = section.say("不合格的均已登记。", when=holds("X-1"), otherwise="没有。")
    assert isinstance(shown, Notice) and "T02 设备登记台账" in shown.text
    with pytest.raises(ContractError, match="没有编号为“X-2”的表述类勾稽"):
        section.say("不合格的均已登记。", when=holds("X-2"))


@pytest.fixture
def section(book) -> Section:
    return Section(sample_section("03_food_safety"), book)


def test_paragraph(section):
    paragraph = section.say("抽检{t.samples}。", "不合格{t.failed}。")
    data = paragraph._repr_mimebundle_()
    assert data["text/html"].startswith('<p class="wr-say">')
    assert data["text/plain"] == "抽检3批次。不合格1批次。"
    assert from_json(data[MIME]) == paragraph and paragraph.figures == ("t.samples", "t.failed")


def test_paragraph_under_a_condition(section):
    condition = {"when": zero("t.failed"), "otherwise": "检出不合格{t.failed}。"}
    assert section.say("全部合格。", **condition).text == "检出不合格1批次。"
    nothing = section.say("全部合格。", when=zero("t.failed"))
    assert nothing == Nothing() and "text/html" not in nothing._repr_mimebundle_()


@pytest.mark.parametrize(
    ("conditions", "text"),
    [
        ([zero("t.failed"), positive("t.failed")], "二。"),
        ([positive("t.failed"), positive("t.samples")], "一。"),
        ([zero("t.failed"), same("t.samples", "t.failed")], "皆非。"),
    ],
)
def test_the_first_case_that_holds_is_said(section, conditions, text):
    cases = [(condition, words) for condition, words in zip(conditions, ("一。", "二。"), strict=True)]
    assert section.say(cases=cases, otherwise="皆非。").text == text
    assert section.say("零。", when=zero("t.failed"), cases=cases, otherwise="皆非。").text == text
    assert section.say("零。", when=positive("t.failed"), cases=cases).text == "零。"


def test_no_case_that_holds_says_nothing_and_one_on_a_missing_ledger_is_a_notice(section):
    assert section.say(cases=[(zero("t.failed"), "一。")]) == Nothing()
    later = [(positive("t.devices"), "一。"), (positive("t.failed"), "二。")]
    assert isinstance(section.say(cases=later), Notice), "what comes first is not known"


def test_missing_ledger_leaves_a_notice_once(section):
    first, again = section.say("在册设备{t.devices}。"), section.say("另有{t.devices}。")
    assert first.text == "本期未提供台账：T02 设备登记台账（2021年）" and again == Nothing()
    assert 'class="wr-notice"' in first.html()
    section.say("抽检{t.samples}。")
    assert isinstance(section.say("在册设备{t.devices}。"), Notice), (
        "told again after something else was said"
    )


def test_condition_on_a_missing_ledger_leaves_a_notice_and_not_the_opposite(section):
    assert isinstance(section.say("没有设备。", when=zero("t.devices"), otherwise="有设备。"), Notice)


def test_our_own_mistake_is_not_a_notice(section):
    with pytest.raises(SentenceError):
        section.say("抽检3批次。")


COMPARING = "共{t.samples}。最高的是{t.rate:highest}，最低的是{t.rate:lowest}，{t.rate:median}。"


COMPARED = "共6批次。最高的是上浦分局（50.0%），最低的是下浦分局（25.0%），中位数37.5%。"


def of_two(bureau) -> tuple[str, str]:
    """The sentence for leaders and for the public, of two sub-bureaus with a half and a quarter failed."""
    bad = {"检验结论": "不合格"}
    bureau.samples(2021, bad, {}, *[{"承办机构": "下浦分局"} | cells for cells in (bad, {}, {}, {})])
    shown = fill(bureau.book("2021"), COMPARING)
    return shown.for_leaders.text, shown.for_public.text


def test_sub_bureaus_are_compared(bureau):
    assert of_two(bureau) == (COMPARED, COMPARED)


def test_protected_numbers_are_not_compared_for_the_public_and_this_is_said_once(bureau):
    bureau.declare(SAMPLES | {"suppress_below": 3})
    assert of_two(bureau) == (COMPARED, "共6批次。部分分局数很小，不作比较。")


def test_protected_numbers_are_compared_for_nobody_where_the_bureau_wants_it_so(bureau):
    bureau.declare(SAMPLES | {"suppress_below": 3})
    settings = bureau.data / "bureau.yaml"
    content = json.loads(settings.read_text("utf-8")) | {"small_numbers": "everywhere"}
    settings.write_text(json.dumps(content), "utf-8")
    assert of_two(bureau) == ("共6批次。部分分局数很小，不作比较。",) * 2


def test_one_sub_bureau_is_compared_with_none(bureau):
    bureau.samples(2021, {}, {})
    assert fill(bureau.book("2021"), COMPARING).text == "共2批次。"


def test_a_reason_tells_its_rows_as_a_count():
    notice = Notice(counted("T01 台账有2行相互矛盾"))
    assert '有<data class="wr-count" value="2">2</data>行相互矛盾' in notice.html()
