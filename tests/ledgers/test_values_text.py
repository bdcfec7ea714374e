"""Codes, choices and names: a spelling that is listed is known, a similar one is not guessed."""

from __future__ import annotations

import pytest
from cell_reading import BAD, cell_note, read

from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.read.sheet import cell_text

ORGS = CodeList(
    "orgs",
    {"QC11": "上浦分局", "QC12": "下浦分局"},
    {
        "QC11": "QC11",
        "上浦分局": "QC11",
        "上浦所": "QC11",
        "QC12": "QC12",
        "下浦分局": "QC12",
        "下浦所": "QC12",
    },
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("是", True),
        ("否", False),
        ("有", True),
        ("无", False),
        ("√", True),
        ("×", False),
        (" 是 ", True),
        ("", None),
        ("True", True),
        ("Ｎ", False),
        ("✓", True),
    ]
    + [("是（无日期）", True), ("否(待报)", False)]
    + [(cell, BAD) for cell in ("1", "0", "x", "对", "是否", "是/否", "是，待报", "（是）")],
)
def test_booleans(cell, value):
    assert read(cell, type="boolean") == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("农药残留", "农药残留"),
        ("农药残留、微生物", "农药残留、微生物"),
        ("农药残留；微生物", "农药残留、微生物"),
        ("农药残留，微生物", "农药残留、微生物"),
        ("农药残留\n微生物、", "农药残留、微生物"),
        ("、", None),
        ("", None),
        ("农药残留、农残", BAD),
        ("农药残留微生物", BAD),
    ],
)
def test_lists(cell, value):
    assert read(cell, type="list", constraints={"enum": ["农药残留", "微生物"]}) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("QC11", "QC11"),
        ("ＱＣ１１", "QC11"),
        ("上浦分局", "QC11"),
        ("上浦 分局", "QC11"),
        ("上浦所", "QC11"),
        ("下浦分局", "QC12"),
        ("", None),
        ("浦分局", BAD),
        ("上蒲分局", BAD),
        ("上浦", BAD),
        ("晴川区上浦分局", BAD),
    ],
)
def test_codes_know_their_spellings_and_no_similar_ones(cell, value):
    assert read(cell, ORGS, codes="orgs") == value


def test_spaces_are_told_of_between_han_characters_only():
    counties = CodeList("orgs", {"Q": "Queen Anne's"}, {"QueenAnne's": "Q", "上浦分局": "QC11"})
    assert cell_note("Queen Anne's", counties, codes="orgs") == ("", "")
    assert "空格" in cell_note("上浦 分局", counties, codes="orgs").message


def test_a_list_of_codes():
    assert read("上浦所、下浦分局", ORGS, type="list", codes="orgs") == "QC11、QC12"
    assert read("上浦所、中浦所", ORGS, type="list", codes="orgs") is BAD


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ({"format": "uscc"}, "９１３６０３９９ ＭＡ00000050", "91360399MA00000050"),
        ({"name": "sample_no"}, "SC\u200b 21-001", "SC21-001"),
        ({"name": "shop_name"}, " 晴川 云杉超市 ", "晴川 云杉超市"),
        ({"name": "shop_name"}, "/", None),
        ({"name": "shop_name", "constraints": {"required": True}}, "/", "/"),
    ],
)
def test_identifiers_lose_width_and_spaces_names_keep_them(field, cell, value):
    assert read(cell, **field) == value


def test_enumerated_text_loses_spaces():
    assert read("不 合格", constraints={"enum": ["合格", "不合格"]}) == "不合格"
    assert "空格" in cell_note("不 合格", constraints={"enum": ["合格", "不合格"]}).message


@pytest.mark.parametrize(
    "cell", [cell_text(float(31201099032021000123)), "9.91360399E+17", "9.9E17", "9E+17"]
)
def test_code_typed_as_a_number_is_not_the_code_it_was(cell):
    assert read(cell, name="dev_code") is BAD
    assert "已丢失" in cell_note(cell, name="dev_code").message
    assert read(cell, type="integer") is BAD


@pytest.mark.parametrize("cell", ["12E5", "2E10", "E10", "31201099032021000123", "91360399MA00000050"])
def test_codes_that_only_look_like_numbers_stay(cell):
    assert read(cell, name="dev_code") == cell
    assert cell_note(cell, name="dev_code") == ("", "")


def test_code_that_ends_in_zeros_where_excel_stops_is_doubted_and_counted():
    assert read("913603991234567000", format="uscc") == "913603991234567000"
    assert cell_note("913603991234567000", format="uscc").disposition == "warned"


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        ("ＡＢ１２", "AB12", "全角"),
        ("AB\u200b12", "AB12", "不可见"),
        ("'0012", "0012", "引号"),
        ('="0012"', "0012", "引号"),
    ],
)
def test_repaired_codes_are_told_of(cell, value, message):
    assert read(cell, name="dev_code") == value
    assert message in cell_note(cell, name="dev_code").message


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        ("AB 12", "AB12", "空格"),
        ("990103106.0", "990103106", "小数"),
        ("91360399ma00000050", "91360399MA00000050", "大写"),
        ("无", None, "没有编号"),
        ("T①", "T①", ""),
        ("200310102344.0", "200310102344.0", ""),
        ("/", None, ""),
    ],
)
def test_codes_as_programs_and_people_bend_them(cell, value, message):
    assert read(cell, format="uscc") == value
    assert (
        cell_note(cell, format="uscc") == ("", "")
        if not message
        else message in cell_note(cell, format="uscc").message
    )


@pytest.mark.parametrize("cell", ["/", "无", "—", "不适用"])
def test_a_required_code_is_a_code(cell):
    assert read(cell, name="sample_no", constraints={"required": True}) is BAD
    assert "必须填写编号" in cell_note(cell, name="sample_no", constraints={"required": True}).message


def test_a_long_code_of_zeros_behind_its_fifteenth_digit_has_lost_them():
    assert read("19901032021010200000", name="ticket_no") is BAD
    assert "已丢失" in cell_note("19901032021010200000", name="ticket_no").message


@pytest.mark.parametrize(
    "cell", ["A1、A2", "A1；A2", "A1\nA2", "A1,A2", "SC21001/SC21002", "SC21-001 SC21-002"]
)
def test_a_code_is_one_code(cell):
    assert read(cell, name="dev_code") is BAD
    assert "只能填一个" in cell_note(cell, name="dev_code").message


@pytest.mark.parametrize("cell", ["合格、不合格", "合格，不合格", "合格\n不合格", "合格/不合格"])
def test_a_choice_is_one_choice(cell):
    of = {"constraints": {"enum": ["合格", "不合格"]}}
    assert read(cell, **of) is BAD
    assert "只能填一个，这里填了 2 个" in cell_note(cell, **of).message


def test_a_coded_cell_is_one_code():
    assert read("上浦所、下浦所", ORGS, codes="orgs") is BAD
    assert "只能填一个，这里填了 2 个" in cell_note("上浦所、下浦所", ORGS, codes="orgs").message


def test_a_choice_in_other_widths_is_the_choice():
    of = {"constraints": {"enum": ["台（套）", "台"]}}
    assert read("台(套)", **of) == "台（套）"
    assert read("台\u200b", **of) == "台" and cell_note("台\u200b", **of).disposition == "normalised"


def test_names_lose_only_what_nobody_sees():
    assert read("晴川\u200b云杉\ufeff超市", name="shop_name") == "晴川云杉超市"
    assert cell_note("晴川\u200b云杉超市", name="shop_name").disposition == "normalised"
    assert cell_note("晴川 云杉（超市）１号\n二楼", name="shop_name") == ("", "")


@pytest.mark.parametrize("cell", ["#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?"])
def test_an_error_of_excel_is_no_text(cell):
    assert read(cell, name="shop_name") is BAD
    assert cell in cell_note(cell, name="shop_name").message
    assert read("#1栋", name="shop_name") == "#1栋"


def test_leading_zeros_come_back_where_the_list_has_one_such_code():
    foods = CodeList("foods", {}, {"01": "粮食", "010": "薯类", "07": "饮料", "24": "糕点"})
    assert read("7", foods, codes="foods") == "饮料"
    assert "前导零：07" in cell_note("7", foods, codes="foods").message
    assert read("24", foods, codes="foods") == "糕点"
    assert read("10", foods, codes="foods") == "薯类"
    assert read("4", foods, codes="foods") is BAD
    two = CodeList("foods", {}, {"01": "粮食", "001": "薯类"})
    assert read("1", two, codes="foods") is BAD, "01 or 001"
