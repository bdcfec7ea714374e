"""The header is found by titles and aliases wherever it stands; every row below is data or counted as none."""

from __future__ import annotations

import pytest
from tiny_bureau import SAMPLES, contract

from workreport.base.errors import LedgerError
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET
from workreport.ledgers.read.files import Sheet
from workreport.ledgers.read.header_search import find_header, header_key
from workreport.ledgers.read.ledger_table import read_table

HEADER = ["抽样单编号", "承办机构", "抽样日期", "检验结论"]
ROWS = [["S1", "上浦分局", "2021-03-05", "合格"], ["S2", "下浦分局", "2021-03-06", "不合格"]]


def read(*rows, shown="2021/T01.xlsx", name="一季度"):
    return read_table(contract(SAMPLES), Sheet(name, [list(row) for row in rows]), shown)


def test_header_below_title_lines():
    table = read(["晴川区2021年抽样台账"], ["填报单位：抽检股", "", "日期：2021-12-31"], [], HEADER, *ROWS)
    assert table.header.row == 3
    assert table.frame["sample_no"].tolist() == ["S1", "S2"]
    assert table.frame[ROW].tolist() == [5, 6]
    assert set(table.frame[FILE]) == {"2021/T01.xlsx"}
    assert set(table.frame[SHEET]) == {"一季度"}
    assert (table.read, table.not_data) == (2, 0)


def test_columns_in_any_order_with_strange_ones_between():
    table = read(
        ["序号", "检验结论", "抽样日期", "科室意见", "承办机构", "抽样单编号"],
        ["1", "合格", "2021-03-05", "", "上浦", "S1"],
    )
    row = table.frame.iloc[0]
    assert (row["sample_no"], row["org_code"], row["result"]) == ("S1", "上浦", "合格")
    assert set(table.frame) == {"sample_no", "org_code", "sample_date", "result", FILE, SHEET, ROW}


@pytest.mark.parametrize(
    "written",
    [
        "抽样编号",
        "抽样单编号",
        "*抽样单编号",
        "抽样单 编号",
        "抽样单\n编号",
        "抽样单编号：",
        "sample_no",
        "★抽样单编号",
    ],
)
def test_header_by_alias_and_spelling(written):
    assert read([written, *HEADER[1:]], *ROWS).frame["sample_no"].tolist() == ["S1", "S2"]


@pytest.mark.parametrize(
    "written", ["控制数量（kg）", "控制数量(kg)", "控制数量[kg]", "控制数量【公斤】", "控制数量"]
)
def test_unit_in_brackets(written):
    assert read([*HEADER, written], [*ROWS[0], "1.5"]).frame["weight"].tolist() == ["1.5"]


def test_header_key_of_nothing_but_brackets_stays():
    assert header_key("（村）") == "(村)"


def test_missing_required_column_says_where_and_which():
    with pytest.raises(LedgerError) as caught:
        read(["抽样台账"], ["抽样单编号", "抽样日期"], ["S1", "2021-03-05"])
    assert caught.value.what == "缺少必填列：承办机构、检验结论"
    assert caught.value.where == "2021/T01.xlsx 工作表“一季度” 第 2 行（表头）"
    assert "抽样台账" in caught.value.expected


def test_sheet_without_the_header_is_another_sheet():
    assert read(["填表说明"], ["一、请按月填报"]) is None
    assert find_header(contract(SAMPLES), Sheet("空", [])) is None


def test_header_with_no_rows_is_an_empty_ledger():
    table = read(HEADER)
    assert table.frame.empty and (table.read, table.not_data) == (0, 0)


def test_totals_and_notes_are_counted_as_no_data():
    table = read(
        HEADER,
        *ROWS,
        [],
        ["小计", "", "", "2"],
        ["", "合 计", "2", ""],
        ["总计：", "2"],
        ["注：本表含复检。"],
        ["填表人：抽检股"],
    )
    assert table.frame["sample_no"].tolist() == ["S1", "S2"]
    assert (table.read, table.not_data) == (7, 5)


def test_firm_whose_name_begins_like_a_total_stays():
    table = read(
        ["单位名称", *HEADER],
        ["合计商贸有限公司", *ROWS[0]],
        ["总计时代钟表店", *ROWS[1]],
        ["注册会计师事务所", "S3", "上浦", "2021-03-07", "合格"],
    )
    assert len(table.frame) == 3 and table.not_data == 0


def test_personal_columns_are_not_read():
    table = read([*HEADER, "抽样人"], [*ROWS[0], "张**"])
    assert "sampler" not in table.frame and "张**" not in table.frame.to_string()


def test_short_rows_are_filled_with_blanks():
    assert read(HEADER, ["S1", "上浦"]).frame.iloc[0]["result"] == ""
