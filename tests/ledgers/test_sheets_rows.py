"""Rows below a header: data, or totals, notes, signatures, repeated headers; merges; what is set aside at reading."""

from __future__ import annotations

import pytest
from awkward import HEADER, row
from tiny_bureau import SAMPLES, contract

from workreport.ledgers.read.ledger_table import read_table
from workreport.ledgers.read.sheet import Sheet

TITLE = ["晴川区2021年抽样台账"]
FILED = ["填报单位：抽检股", "", "", "填报日期：2021-12-31"]


def read(*rows, **marks):
    return read_table(contract(SAMPLES), Sheet("一季度", [list(cells) for cells in rows], **marks), "a.xlsx")


def dispositions(table) -> list[tuple[int, str, str]]:
    return list(table.noted[["row", "column", "disposition"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    "line",
    [
        ["合计", "", "", "", "", "8", "3"],
        ["", "合 计", "", "", "", "8", "3"],
        ["合计：", "", "", "", "", "8", "3"],
        ["本月合计", "", "", "", "", "8", "3"],
        ["", "", "累计", "", "", "8"],
        ["上浦分局小计", "", "", "", "", "8"],
        ["", "上浦分局", "小计", "", "", "8"],
        ["总计:", "", "", "", "", "", "3.0"],
        ["合计：2批次"],
        ["填表人：张**", "", "审核人：李**", "", "单位负责人：王**"],
        ["填表人（签字）：", "", "", "", "日期：2021-12-31"],
        ["", "", "审核：", "", "联系电话："],
        ["注：1.本表含复检。2.数据来自系统"],
        ["备注：无"],
        ["单位负责人（签章）", "", "审核人", "", "填表人"],
        ["本年累计", "", "", "", "", "400", "90"],
        ["以上数据截至2021年12月31日"],
        ["本表由抽检股统计，如有疑问请联系。"],
        ["第 2 页"],
        ["二、餐饮环节"],
        ["2. 数据来自系统导出"],
        ["抽检股"],
        ["2021年12月31日"],
        ["共2批次"],
        ["打印时间：2021-12-31 10:00"],
        ["报送单位（盖章）"],
        ["本期零报告"],
        ["", "本月无抽样"],
        ["无"],
        ["/"] * len(HEADER),
        HEADER,
        ["抽样单编号 ", "承办 机构", *HEADER[2:]],
        TITLE,
        FILED,
    ],
    ids=lambda cells: "".join(cells)[:12],
)
def test_lines_that_are_no_data(line):
    table = read(TITLE, FILED, HEADER, row(1), row(2), line, [], row(3))
    assert table.frame["sample_no"].tolist() == ["S1", "S2", "S3"]
    assert (table.read, table.not_data) == (4, 1)
    assert table.noted.empty


@pytest.mark.parametrize(
    "cells",
    [
        row(9, 单位名称="合计商贸有限公司"),
        row(9, 单位名称="总计"),
        row(9, 单位名称="小计"),
        row(9, 食品大类="合计"),
        row(9, 抽样单编号="合计-2021-009"),
        row(9, 抽样单编号="总1"),
        row(9, 抽样单编号="注册第9号"),
        row(9, 抽样单编号=""),
        row(9, 承办机构="", 抽样日期=""),
        ["S9"],
        ["", "", "", "", "", "", "", "总统食品厂"],
    ],
    ids=lambda cells: "".join(cells)[:16],
)
def test_rows_that_stay_data(cells):
    table = read(HEADER, row(1), cells)
    assert (len(table.frame), table.not_data) == (2, 0)


def test_numbered_but_empty_rows_are_no_data():
    table = read(["序号", *HEADER], ["1", *row(1)], ["2"], ["3", "", ""])
    assert (len(table.frame), table.read, table.not_data) == (1, 3, 2)


def test_column_numbers_and_units_below_the_header_are_no_data():
    table = read(
        HEADER, [str(at + 1) for at in range(len(HEADER))], ["", "", "", "", "", "（项）", "（kg）"], row(1)
    )
    assert (len(table.frame), table.not_data) == (1, 2)


def test_columns_may_be_numbered_with_stems():
    assert read(HEADER, ["甲", "乙", "丙", "1", "2", "3", "4=2+3", "5"], row(1)).not_data == 1


@pytest.mark.parametrize("unit", ["（吨）", "吨"])
def test_unit_in_a_row_below_the_header_is_the_columns(unit):
    bare = [title.split("（")[0] for title in HEADER]
    table = read(bare, ["", "", "", "", "", "项", unit], row(1))
    assert table.not_data == 1 and table.frame["weight"].tolist() == ["1.5吨"]


def test_rows_below_a_header_of_another_order_are_set_aside():
    other = [HEADER[at] for at in (0, 1, 2, 3, 4, 6, 5, 7)]
    table = read(HEADER, row(1), other, row(2), HEADER, row(3))
    assert table.frame["sample_no"].tolist() == ["S1", "S2", "S3"] and table.not_data == 2
    assert dispositions(table) == [(4, "", "quarantined")]
    assert "第 3 行另起了一个表头" in table.noted["message"].iloc[0]


def test_total_above_its_rows_and_over_several_subtotals():
    above = read(HEADER, ["合计", "", "", "", "", "8", "4"], row(1), row(2))
    assert dispositions(above) == [(2, "控制数量", "warned")]
    part = ["小计", "", "", "", "", "4", "1.5"]
    two = ["二季度小计", "", "", "", "", "8", "3"]
    table = read(HEADER, row(1), part, row(2), part, row(3), part, two, ["总计", "", "", "", "", "12", "4.6"])
    assert dispositions(table) == [(9, "控制数量", "warned")]
    assert "加起来是 4.5" in table.noted["message"].iloc[0]


def test_total_that_is_not_the_sum_is_told_by_column():
    table = read(
        HEADER,
        row(1), row(2), ["小计", "", "", "", "", "8", "3.0"],
        row(3), ["小计", "", "", "", "", "5", "1.5"],
        ["总计", "", "", "", "", "12", "9"],
    )  # fmt: skip
    assert dispositions(table) == [(6, "检验项目数", "warned"), (7, "控制数量", "warned")]
    assert "写的是 5" in table.noted["message"].iloc[0] and "是 4" in table.noted["message"].iloc[0]
    assert table.not_data == 3


def test_total_over_cells_that_are_no_numbers_is_not_judged():
    table = read(
        HEADER, row(1, 检验项目数="若干"), ["合计", "", "", "", "", "9", "1,500"], row(2, 控制数量="1,500")
    )
    assert dispositions(table) == [(3, "控制数量", "warned")]


def test_merged_categories_are_filled_and_nothing_else():
    rows = [HEADER, row(1), *([f"S{n}", *[""] * 7] for n in (2, 3)), ["", "", "", "", "小计", "4"], row(4)]
    columns = {"org": 1, "food": 2, "date": 3, "items": 5, "name": 7}
    merged = tuple((2, at, 5, at) for at in columns.values())
    table = read(*rows, merged=merged)
    frame = table.frame
    assert frame["org_code"].tolist() == ["上浦分局"] * 4
    assert frame["food"].tolist() == ["糕点"] * 4
    assert frame["ent_name"].tolist() == ["云杉糕点厂"] * 4
    assert frame["items"].tolist() == ["4", "", "", "4"]
    assert frame["sample_date"].tolist() == ["2021-03-05", "", "", "2021-03-05"]
    assert dispositions(table) == [(2, "抽样日期", "warned"), (2, "检验项目数", "warned")]
    assert table.not_data == 1


def test_blank_below_a_category_that_is_not_merged_stays_blank():
    table = read(HEADER, row(1), ["S2"], row(3), merged=((4, 1, 4, 2),))
    assert table.frame["org_code"].tolist() == ["上浦分局", "", "上浦分局"]


def test_key_is_never_filled():
    table = read(HEADER, row(1), row(2, 抽样单编号=""), merged=((2, 0, 3, 0),))
    assert table.frame["sample_no"].tolist() == ["S1", ""]


def test_error_texts_and_lost_characters_set_the_row_aside():
    table = read(HEADER, row(1, 检验项目数="#DIV/0!"), row(2, 单位名称="云\ufffd厂"), row(3, 食品大类="#N/A"))
    assert dispositions(table) == [
        (2, "检验项目数", "quarantined"), (3, "单位名称", "quarantined"), (4, "食品大类", "quarantined"),
    ]  # fmt: skip
    assert table.noted["original"].tolist() == ["#DIV/0!", "云\ufffd厂", "#N/A"]
    assert table.frame["items"].tolist() == ["", "4", "4"]


@pytest.mark.parametrize(
    "name", ["晴川云杉".encode().decode("latin-1"), "晴川云杉".encode().decode("gb18030"), "????"]
)
def test_garbled_cells_set_the_row_aside(name):
    table = read(HEADER, row(1), row(2, 单位名称=name), row(3, 单位名称="云·杉±5°C浜字店"))
    assert dispositions(table) == [(3, "单位名称", "quarantined")]


def test_header_of_two_rows():
    upper = ["抽样单编号", "承办机构", "抽样", "", "", "产品", "", "单位名称"]
    lower = ["", "", "食品大类", "日期", "检验结论", "检验项目数（项）", "控制数量（kg）", ""]
    merged = ((1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 4), (1, 5, 1, 6), (1, 7, 2, 7))
    for marks in ({"merged": merged}, {}):  # a text file keeps no merged cells
        table = read(
            TITLE,
            upper,
            lower,
            row(1),
            **{k: tuple((a + 1, b, c + 1, d) for a, b, c, d in v) for k, v in marks.items()},
        )
        assert table.header.depth == 2
        only = table.frame.iloc[0]
        assert (only["sample_no"], only["sample_date"], only["items"], only["ent_name"]) == (
            "S1", "2021-03-05", "4", "云杉糕点厂",
        )  # fmt: skip
        assert (table.read, table.not_data) == (1, 0)


def test_header_of_one_row_below_a_merged_title_stays_one_row():
    table = read(TITLE, HEADER, row(1), merged=((1, 0, 1, 7),))
    assert (table.header.row, table.header.depth) == (1, 1)
