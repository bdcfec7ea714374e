"""Two columns under one name: one where they agree or one is blank, else the rows that differ are set aside."""

from __future__ import annotations

import pytest
from tiny_bureau import SAMPLE, SAMPLES, contract

from workreport.ledgers.declared.mapping import Mapping
from workreport.ledgers.foreign.mapped import map_table
from workreport.ledgers.read.duplicate_columns import letters
from workreport.ledgers.read.ledger_table import read_table
from workreport.ledgers.read.sheet import Sheet

HEADER = ["抽样单编号", "承办机构", "抽样日期", "检验结论", "控制数量（kg）"]
ROW = ["S1", "上浦分局", "2021-03-05", "合格", "1"]


def read(*rows, **marks):
    return read_table(contract(SAMPLES), Sheet("一季度", [list(cells) for cells in rows], **marks), "a.xlsx")


def finding_rows(table) -> list[tuple]:
    return list(table.noted[["row", "column", "disposition"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("second", ["控制数量（kg）", "控制数量", "weight"])
def test_columns_that_agree_are_one(second):
    table = read([*HEADER, second], [*ROW, "1"], ["S2", *ROW[1:4], "", ""])
    assert table.frame["weight"].tolist() == ["1", ""]
    assert finding_rows(table) == [(1, "控制数量", "normalised")]
    assert "E、F 列" in table.noted["message"].iloc[0]


@pytest.mark.parametrize(("cells", "read_of"), [(("", "2"), "F"), (("2", ""), "E")])
def test_the_one_that_is_filled_is_read(cells, read_of):
    total = ["合计", "", "", "", "2", "2"]
    table = read([*HEADER, "控制数量"], [*ROW[:4], *cells], total)
    assert table.frame["weight"].tolist() == ["2"]
    assert finding_rows(table) == [(1, "控制数量", "normalised")]
    assert f"读 {read_of} 列" in table.noted["message"].iloc[0]


def test_unit_of_the_column_that_is_read_counts():
    table = read([*HEADER, "控制数量（吨）"], [*ROW[:4], "", "2"])
    assert table.frame["weight"].tolist() == ["2吨"]


def test_rows_in_which_they_differ_are_set_aside():
    rows = [[*ROW, "1"], ["S2", *ROW[1:], "2"], ["S3", *ROW[1:], ""]]
    table = read(["抽样台账"], [*HEADER, "控制数量"], *rows)
    assert len(table.frame) == table.read == 3
    assert finding_rows(table) == [(4, "控制数量", "quarantined"), (5, "控制数量", "quarantined")]
    assert "E、F 列" in table.noted["message"].iloc[0]


def test_accounts_add_up(bureau):
    header = [*SAMPLE, "检验结论"]
    rows = [
        [*({**SAMPLE, "抽样单编号": f"S{n}"}).values(), result] for n, result in enumerate(["合格", "不合格"])
    ]
    bureau.write("2021/T01_抽样台账.csv", [header, *rows])
    intake = bureau.intake()
    read = intake.read(next(f for f in intake.files if f.ledger == "samples"))
    accounts = read.accounts
    assert (accounts.read, accounts.quarantined, accounts.duplicate, len(read.frame)) == (2, 1, 0, 1)
    assert read.frame["sample_no"].tolist() == ["S0"]


def test_two_header_rows_are_compared_level_by_level():
    upper = ["抽样单编号", "承办机构", "抽样", "", "检验结论", "复检"]
    lower = ["", "", "日期", "地点", "", "检验结论"]
    row = ["S1", "上浦分局", "2021-03-05", "店", "合格", "不合格"]
    merged = ((1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4))
    table = read(upper, lower, row, merged=merged)
    assert table.header.depth == 2
    assert finding_rows(table) == [(3, "检验结论", "quarantined")]
    # by both rows together it is the sampling date; what the upper row alone names is not compared with it
    upper, lower = ["抽样单编号", "承办机构", "抽样", "抽样日期", "检验"], ["", "", "日期", "", "结论"]
    table = read(upper, lower, ["S1", "上浦分局", "2021-03-05", "2021-03-06", "合格"])
    assert table.frame["sample_date"].tolist() == ["2021-03-05"] and table.noted.empty


def test_header_merged_over_two_columns_is_one():
    merged = ((1, 4, 2, 5), *((1, at, 2, at) for at in range(4)))
    table = read([*HEADER, ""], [], [*ROW, "2"], merged=merged)
    assert table.frame["weight"].tolist() == ["1"] and table.noted.empty


def test_personal_columns_are_not_compared():
    assert read([*HEADER, "抽样人", "抽样人"], [*ROW, "张**", "李**"]).noted.empty


def test_headers_of_a_foreign_table_are_compared_too():
    columns = {"sample_no": {"from": "编号"}, "result": {"from": "结果"}}
    mapping = Mapping.model_validate({"ledger": "samples", "files": ["x*.csv"], "columns": columns})
    rows = [["编号", "结果", "结果"], ["1", "合格", "合格"], ["2", "合格", "不合格"]]
    table = map_table(contract(SAMPLES), mapping, Sheet("表", rows), "x.csv")
    assert finding_rows(table) == [(3, "结果", "quarantined")]
    table = map_table(contract(SAMPLES), mapping, Sheet("表", [rows[0], ["1", "", "合格"]]), "x.csv")
    assert table.frame["result"].tolist() == ["合格"]


@pytest.mark.parametrize(("at", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters(at, name):
    assert letters(at) == name
