"""Announced and listed, units that are lost, dates that cannot be."""

from __future__ import annotations

import pytest

from workreport.drafts.model import CONFLICT, FAILS, FORCED100, HOLDS, ROUNDED, SUSPECT

WRONG = (FAILS, CONFLICT, ROUNDED, FORCED100)


@pytest.mark.parametrize(
    "text",
    [
        "涉及甲、乙、丙、丁、戊、己等六大类设备。",
        "主要抓了甲、乙、丙和丁四个方面。",
        "报告共有三部分，即总体情况，主动公开，其他事项。",
        "突出三个“迅速”。一是迅速学习。二是迅速部署。三是迅速落实。",
        "居前三位的依次是甲类、乙类、丙类，分别为30件、20件、10件。",
    ],
)
def test_as_many_as_announced(judge, text: str) -> None:
    assert any(each.kind == "listed" for each in judge(text, HOLDS))
    assert judge(text, *WRONG) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("涉及甲、乙、丙、丁、戊等六大类设备。", "5"),
        ("主要抓了甲、乙、丙三个方面，外加丁、戊、己、庚五个方面。", "4"),
        ("一是学习。三是落实。", "“二是”"),
        ("突出四个“注重”。一是注重学习。二是注重载体。三是注重实效。", "3"),
        ("一、概况\n二、做法\n四、打算", "3"),
    ],
)
def test_fewer_than_announced(judge, text: str, missing: str) -> None:
    assert [each.expected for each in judge(text, FAILS)] == [missing]


@pytest.mark.parametrize(
    "text",
    [
        "围绕审批、政策落实、服务需求等7个领域开展工作。",
        "一是学习。\n二是落实：一是压实责任，二是列出清单。\n三是总结。",
        "检查商场、超市、药店5家。",
        "坚持四个“最严”。一是学习。二是落实。",
        "一、概况\n（一）人员\n（二）经费\n二、做法\n（一）制度",
    ],
)
def test_lists_that_need_not_be_whole_are_left_alone(judge, text: str) -> None:
    assert judge(text, *WRONG) == []


@pytest.mark.parametrize(
    ("text", "verdict", "expected"),
    [
        ("受训人次达200余人。", CONFLICT, "200余人次"),
        ("甲类来件449件。\n甲类来件449占总数的85%。", FAILS, "449件"),
        ("罚没款2.82元，挽回损失31.5万元。", FAILS, "2.82万元"),
        ("登记来件0万件。", SUSPECT, "—"),
        ("来件602件，同比增长12.5，环比下降3.1%。", FAILS, "12.5%"),
    ],
)
def test_lost_and_mixed_units(judge, text: str, verdict: str, expected: str) -> None:
    found = [each for each in judge(text) if each.kind in ("unit", "magnitude")]
    assert [(each.verdict, each.expected) for each in found] == [(verdict, expected)]


@pytest.mark.parametrize(
    "text",
    ["受训200余人次。", "票价每张2.5元，全年收入31.5万元。", "甲类来件449件，乙类来件97，丙类来件18件。"],
)
def test_units_that_are_meant_are_left_alone(judge, text: str) -> None:
    assert [each for each in judge(text) if each.kind in ("unit", "magnitude")] == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("统计至2023年2月30日。", "2023年2月30日"),
        ("报告期为2020年1月1日至2020那12月31日。", "2020那12月31日"),
        ("2023年6月30日至2023年1月1日。", "2023年6月30日至2023年1月1日"),
    ],
)
def test_dates_that_cannot_be(judge, text: str, printed: str) -> None:
    assert [each.printed for each in judge(text, FAILS)] == [printed]


def test_real_dates_are_left_alone(judge) -> None:
    assert judge("2024年2月29日公布，时段为2020年1月1日至2020年12月31日。", *WRONG) == []


def test_words_that_do_not_fit_the_period(judge) -> None:
    text = "截至2021年10月31日，来件602件，环比增长3%。"
    assert {each.printed for each in judge(text, SUSPECT, period="2021")} == {"截至2021年10月31日", "环比"}
    assert judge(text, SUSPECT, period="2021-10") == []
    assert judge(text, SUSPECT) == []


def test_quotes_are_the_words_of_the_text(judge) -> None:
    text = "涉及甲,乙(丙),共计三件,全部按“一是学习。三是落实”办理."
    assert all(part in text for each in judge(text) for part in each.quote.split(" | "))
