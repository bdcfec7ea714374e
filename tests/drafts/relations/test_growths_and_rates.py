"""Changes, rates and balances."""

from __future__ import annotations

import pytest

from workreport.drafts.model import CONFLICT, FAILS, FORCED100, HOLDS, ROUNDED, UNDEFINED

WRONG = (FAILS, CONFLICT, ROUNDED, FORCED100)


@pytest.mark.parametrize(
    ("text", "verdict", "expected"),
    [
        ("接件27723件，与上年25805件相比上升7.43%。", HOLDS, "7.43%"),
        ("接件10171件，与上年10553件相比下降3.71%。", FAILS, "-3.62%"),
        ("甲类由3起增至12起，升幅300%。", HOLDS, "300%"),
        ("甲类由29起减至2起，降幅91.3%。", FAILS, "-93.1%"),
        ("接件142件，较去年同期多22件，增幅18.3%。", HOLDS, "18.3%"),
        ("接件270件，较上月多27件，涨幅6.7%。", FAILS, "11.1%"),
        ("与2019年的12417件相比，2020年接件增至41885件，升幅达237%。", HOLDS, "237%"),
        ("接件41885件，上年12417件，同比增长237.4%。", ROUNDED, "237.3%"),
    ],
)
def test_a_change_follows_from_its_two_values(judge, text: str, verdict: str, expected: str) -> None:
    found = [each for each in judge(text) if each.kind == "growth"]
    assert [(each.verdict, each.expected) for each in found] == [(verdict, expected)]


def test_the_change_of_a_total_follows_from_its_parts(judge) -> None:
    text = "接件9747件，同比增长{}%。甲类6639件，同比增长26.43%；乙类3108件，同比增长10.41%。"
    assert judge(text.format("20.84"), *WRONG) == []
    assert any(each.kind == "growth" for each in judge(text.format("20.84"), HOLDS))
    found = judge(text.format("9.84"), FAILS)
    assert [(each.printed, each.expected) for each in found] == [("9.84%", "20.84%")]


def test_growth_at_constant_prices_is_left_alone(judge) -> None:
    text = (
        "产值261.1亿元，增长2.5%。甲业53.2亿元，增长4.2%；乙业92.3亿元，下降0.3%；丙业115.6亿元，增长3.7%。"
    )
    assert judge(text, *WRONG) == []


@pytest.mark.parametrize(
    ("text", "verdict", "expected"),
    [
        ("受理602件，办结374件，办结率62.1%。", HOLDS, "62.1%"),
        ("受理602件，办结374件，办结率65.1%。", FAILS, "62.1%"),
        ("抽取31批次，29批次合格，合格率93.6%。", ROUNDED, "93.5%"),
        ("抽取1400批次，不合格76批次，合格率94.57%。", HOLDS, "94.57%"),
        ("共抽检45批次，合格率93.6%。", FAILS, "93.3%"),
    ],
)
def test_a_rate_follows_from_its_numbers(judge, text: str, verdict: str, expected: str) -> None:
    found = [each for each in judge(text) if each.kind == "rate"]
    assert [(each.verdict, each.expected) for each in found] == [(verdict, expected)]


@pytest.mark.parametrize(
    "text",
    [
        "受理602件，办结374件，按期办结率100%。",
        "受理3544件，群众满意率82.5%。",
        "甲类47件，办结40件，办结率为85.11%；乙类783件，办结率为100%。",
        "共抽检45批次，合格率93.3%。",
        "抽检693批次，其中甲类290批次、乙类349批次，不合格12批次，不合格率1.88%。",
        "受理183件；调解成功92件，调解成功率38.17%；办结241件。",
    ],
)
def test_a_rate_of_something_else_is_left_alone(judge, text: str) -> None:
    assert judge(text, *WRONG) == []


def test_a_round_rate_that_no_reading_gives_conflicts(judge) -> None:
    text = "新办企业1256户，其中甲平台办理1031户，乙平台223户，丙平台2户。网上办理率达到{}以上。"
    found = judge(text.format("85%"), *WRONG)
    assert [(each.kind, each.verdict) for each in found] == [("rate", CONFLICT)]
    assert "82.09%" in found[0].explanation
    assert judge(text.format("80%"), *WRONG) == []


def test_what_is_carried_over_must_balance(judge) -> None:
    text = "上年结转12件，新收88件，办结{}件，结转下年10件。"
    assert [each.kind for each in judge(text.format(90), HOLDS)] == ["balance"]
    assert [(each.printed, each.expected) for each in judge(text.format(80), FAILS)] == [("10件", "20")]


def test_all_solved_conflicts_with_what_is_left(judge) -> None:
    text = "查摆出意见76个，现场解决21个。做到全部整改{}。"
    found = judge(text.format(""), CONFLICT)
    assert [each.kind for each in found] == ["claim"]
    assert "55" in found[0].explanation
    assert judge(text.format("，其余55个列入计划"), CONFLICT) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("今年发现问题5件，上年0件，同比增长100%。", "growth"),
        ("今年5件，比上年增加5件，增长100%。", "growth"),
        ("全年受理投诉0件，办结0件，办结率100%。", "rate"),
    ],
)
def test_what_is_compared_with_nothing_cannot_be_decided(judge, text: str, kind: str) -> None:
    assert judge(text, *WRONG) == []
    assert [(each.kind, each.expected) for each in judge(text, UNDEFINED)] == [(kind, "—")]
