"""Totals against their parts, shares against whichever total is meant."""

from __future__ import annotations

import pytest

from workreport.drafts.model import CONFLICT, FAILS, FORCED100, HOLDS, ROUNDED

WRONG = (FAILS, CONFLICT, ROUNDED, FORCED100)


@pytest.mark.parametrize(
    "text",
    [
        "全年接件1200件，其中甲类700件、乙类500件。",
        "甲类700件、乙类500件，共计1200件。",
        "全年接件1200件（甲类700件，乙类500件）。",
        "全年接件1200件。按区域分，东片700件，西片300件，其他200件；按时间分，上半年450件，下半年750件。",
        "在册24.98万台，在用21.06万台，停用3.92万台。",
        "甲、乙、丙三类分别为300件、500件、400件，合计1200件。",
    ],
)
def test_sums_that_hold_are_told(judge, text: str) -> None:
    assert any(each.kind == "sum" for each in judge(text, HOLDS))
    assert judge(text, *WRONG) == []


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("甲类36台、乙类531台、丙类230台，共计802台。", "802台", "797"),
        ("全年接件1200件，分两类：甲类700件，乙类510件。", "1200件", "1210"),
        ("1200件来件由甲类、乙类两部分构成，甲类700件，乙类400件。", "1200件", "1100"),
        ("抽取样品1400批次，合格1324批次，不合格75批次。", "1400批次", "1399"),
        ("全年接件1230件，甲类700件，占58.33%；乙类500件，占41.67%。", "1230件", "1200"),
        ("全年接件1260件（东片700件、西片500件）。", "1260件", "1200"),
    ],
)
def test_totals_of_whole_lists_must_be_their_sums(judge, text: str, printed: str, expected: str) -> None:
    found = [each for each in judge(text, FAILS) if each.kind == "sum"]
    assert [(each.printed, each.expected) for each in found] == [(printed, expected)]
    assert printed in found[0].explanation


@pytest.mark.parametrize(
    "text",
    [
        "全年接件1200件，其中甲类300件、乙类200件。",
        "立案239起，结案187起。按案由排：甲类100起，乙类60起，丙类27起。",
        "全年接件1200件，办结900件，调解成功280件。",
        "来件居前三位的是甲类300件、乙类200件、丙类100件，全年共1200件。",
        "产值169.7亿元，其中甲业91.9亿元、乙业65.0亿元、丙业12.9亿元。",
        "检查单位300余家，其中甲类120家、乙类90家。",
    ],
)
def test_lists_that_need_not_be_whole_are_left_alone(judge, text: str) -> None:
    assert judge(text, *WRONG) == []


def test_a_part_of_a_part_is_no_part_of_the_total(judge) -> None:
    text = "新增专利申请128件，年末有效发明专利96件，其中高价值发明专利29件，万人拥有发明专利3.16件。"
    assert judge(text, *WRONG) == []


def test_a_list_that_is_off_by_a_slip_fails(judge) -> None:
    assert judge("全年共办结128件，其中一科96件、二科29件、三科4件。", *WRONG) != []


def test_a_list_that_exceeds_its_total_fails(judge) -> None:
    text = "全年发布信息516条，其中，一级媒体120篇，公众号推文473篇，门户网站265条。"
    assert [each.printed for each in judge(text, FAILS)] == ["516条"]
    assert judge("全年发布信息516条，其中，推文251条，网站265条，展板20块，横幅18条。", *WRONG) == []


def test_a_list_that_goes_on_after_its_total_mixes_two_divisions(judge) -> None:
    text = "共1795件，其中商品类1579件，用品类182件，服务类34件，信件41件，函件{}件。"
    found = judge(text.format(18), *WRONG)
    assert [(each.verdict, each.printed) for each in found] == [(CONFLICT, "41件")]
    assert "1795件" in found[0].explanation
    assert judge(text.format(1754), *WRONG) == []


def test_last_years_values_must_add_up_like_this_years(judge) -> None:
    text = "接件378件，与上年363件相比上升4.1%。甲类277件，与上年258件相比上升7.4%；乙类101件，与上年{}件相比下降3.8%。"
    assert judge(text.format(105), *WRONG) == []
    found = [each for each in judge(text.format(115), FAILS) if each.kind == "sum"]
    assert [(each.printed, each.expected) for each in found] == [("363件", "373")]


@pytest.mark.parametrize(
    ("text", "verdict", "expected"),
    [
        ("全年接件2764件，其中甲类2020件，占73.1%。", HOLDS, "73.1%"),
        ("全年接件2764件，其中甲类2020件，占73.0%。", ROUNDED, "73.1%"),
        ("全年接件2764件，其中甲类2020件，占63.1%。", FAILS, "73.1%"),
        ("甲类投诉602件，乙类投诉811件。商品一项324件，在甲类投诉中占53.8%。", HOLDS, "53.8%"),
        ("甲类投诉602件，乙类投诉811件。商品一项324件，在甲类投诉中占58.8%。", FAILS, "53.8%"),
    ],
)
def test_a_share_is_of_the_total_it_names_or_that_fits(judge, text: str, verdict: str, expected: str) -> None:
    found = [each for each in judge(text) if each.kind == "share"]
    assert [(each.verdict, each.expected) for each in found] == [(verdict, expected)]


def test_shares_of_a_sum_that_is_not_the_stated_total_conflict_once(judge) -> None:
    text = "登记件2844件，按类别分，甲类1245件，占63.72%；乙类566件，占28.97%；丙类143件，占7.32%。"
    found = judge(text, FAILS, CONFLICT)
    assert sorted((each.kind, each.verdict) for each in found) == [("share", CONFLICT), ("sum", FAILS)]
    assert "1954" in next(each.explanation for each in found if each.verdict == CONFLICT)


def test_a_share_bent_to_make_a_hundred_is_called_so(judge) -> None:
    text = "全年接件884775件，甲乙丙三片各有438718件、263405件、182652件，各占49.59%、29.77%和20.64%。"
    assert judge(text, *WRONG) == []
    bent = "产值261.1亿元，甲业53.2亿元、乙业92.3亿元、丙业115.6亿元，各占20.4%、35.4%和44.2%。"
    assert [(each.printed, each.verdict) for each in judge(bent, *WRONG)] == [("44.2%", FORCED100)]


def test_shares_adding_to_a_little_less_than_a_hundred_are_right(judge) -> None:
    text = "办结82282件，甲类54986件，占66.8%；乙类23149件，占28.1%；丙类4147件，占5.0%。"
    assert judge(text, *WRONG) == []


@pytest.mark.parametrize(
    "text", ["全市完成净增2959户，占全年任务的44.9%。", "建成站点36个，占全部站点的98.1%。"]
)
def test_a_share_without_its_total_is_left_alone(judge, text: str) -> None:
    assert judge("全市在册35910户。" + text, *WRONG) == []


def test_a_list_that_goes_on_in_the_next_paragraph_is_no_overshooting_one(judge):
    text = "共走访企业152户次，其中发现问题35个。\n117、净增主体1459户，新设分支机构52户，共走访企业152户次。"
    assert not [relation for relation in judge(text, "CONFLICT") if relation.kind == "sum"]
