"""Values whose reading depends on the file they stand in, read from real workbooks."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
import xlsxwriter
from tiny_bureau import SAMPLE, TinyBureau

from workreport.base.period import Period
from workreport.ledgers.accounting import accounts, all_findings

YEAR = Period.parse("2021")


def workbook(bureau: TinyBureau, *rows: dict, date_1904: bool = False) -> None:
    path = bureau.data / "2021" / "T01_抽样台账.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"date_1904": date_1904}) as book:
        sheet = book.add_worksheet("抽样")
        for column, title in enumerate(SAMPLE):
            sheet.write(0, column, title)
        for at, row in enumerate(rows, 1):
            for column, cell in enumerate({**SAMPLE, "抽样单编号": f"S{at}", **row}.values()):
                sheet.write(at, column, cell)


@pytest.mark.parametrize(("date_1904", "serial"), [(False, 44260), (True, 44260 - 1462)])
def test_day_numbers_follow_the_workbooks_date_system(bureau, date_1904, serial):
    workbook(bureau, {"抽样日期": serial, "报告日期": ""}, date_1904=date_1904)
    frames = bureau.frames()
    assert frames.known("samples", YEAR)["sample_date"].tolist() == [pd.Timestamp("2021-03-05")]
    found = all_findings(frames, YEAR)
    assert [str(serial), "T01-规整", "normalised"] in found[
        ["original", "rule", "disposition"]
    ].values.tolist()


def test_a_day_number_in_a_csv_is_set_aside(bureau):
    bureau.samples(2021, {"抽样日期": "44260"}, {})
    frames = bureau.frames()
    found = all_findings(frames, YEAR)
    assert found[["row", "rule", "disposition"]].values.tolist() == [[2, "T01-读数", "quarantined"]]
    assert "1904 年制" in found.loc[0, "message"]


def test_a_code_kept_as_a_number_is_set_aside_and_the_row_accounted_for(bureau):
    workbook(bureau, {"抽样单编号": 913603991234567890}, {})
    frames = bureau.frames()
    found = all_findings(frames, YEAR)
    assert found[["row", "column", "disposition"]].values.tolist() == [[2, "抽样单编号", "quarantined"]]
    assert "已丢失" in found.loc[0, "message"]
    table = accounts(frames, YEAR).set_index("ledger").loc["samples"]
    assert (table["read"], table["counted"], table["quarantined"]) == (2, 1, 1)


def test_an_organisation_is_known_by_its_names_on_the_day(bureau):
    bureau.write(
        "reference/RF01_机构与分局字典.csv",
        [
            ["机构代码", "全称", "简称", "别名", "生效日期", "失效日期"],
            ["QC11", "晴川区市场监督管理局上浦分局", "上浦分局", "上浦所|上浦", "2019-01-01", "2021-06-30"],
            ["QC12", "晴川区市场监督管理局下浦分局", "下浦分局", "下浦所|下浦", "2021-07-01", ""],
        ],
    )
    bureau.samples(
        2021,
        {"承办机构": "上浦所", "抽样日期": "2021-06-30", "报告日期": ""},
        {"承办机构": "上浦所", "抽样日期": "2021-07-01", "报告日期": ""},
        {"承办机构": "下浦", "抽样日期": "2021-07-01", "报告日期": ""},
    )
    frames = bureau.frames()
    assert frames.known("samples", YEAR)["org_code"].tolist() == ["QC11", "QC12"]
    found = all_findings(frames, YEAR)
    assert found[["row", "rule", "original"]].values.tolist() == [[3, "T01-有效期", "上浦所"]]


def test_the_order_of_the_files_rows_decides_nothing(bureau):
    rows = [
        {"检验项目数（项）": "三十五"},
        {"抽样单编号": "S1", "检验项目数（项）": "200余"},
        {},
        {"抽样日期": "3月5日"},
    ]
    seen = []
    for order in (rows, rows[::-1]):
        numbered = [{"抽样单编号": f"N{rows.index(row)}", **row} for row in order]
        bureau.samples(2021, *numbered)
        table = accounts(bureau.frames(), YEAR)
        seen.append(table.drop(columns="file").values.tolist())
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("header", "cell", "weight"),
    [
        ("控制数量（吨）", "1.34", "1340"),
        ("控制数量(单位：吨)", "1.34", "1340"),
        ("控制数量（吨）", "5kg", "5"),
        ("控制数量（千克）", "1.34", "1.34"),
        ("控制数量（kg）", "1.34", "1.34"),
        ("控制数量（必填）", "1.34", "1.34"),
        ("控制数量", "1.34", "1.34"),
    ],
)
def test_a_header_in_another_unit_does_not_pass_for_ours(bureau, header, cell, weight):
    titles = [header if title == "控制数量（kg）" else title for title in SAMPLE]
    bureau.write("2021/T01_抽样台账.csv", [titles, [*{**SAMPLE, "控制数量（kg）": cell}.values()]])
    frames = bureau.frames()
    assert frames.known("samples", YEAR)["weight"].tolist() == [Decimal(weight)]
    assert len(all_findings(frames, YEAR)) == (cell == "5kg" or weight == "1340")


def test_a_header_in_litres_is_not_kilograms(bureau):
    titles = ["控制数量（升）" if title == "控制数量（kg）" else title for title in SAMPLE]
    bureau.write("2021/T01_抽样台账.csv", [titles, [*{**SAMPLE, "控制数量（kg）": "3"}.values()]])
    found = all_findings(bureau.frames(), YEAR)
    assert found["disposition"].tolist() == ["quarantined"] and "体积单位" in found.loc[0, "message"]


@pytest.mark.parametrize(
    ("line", "weight"),
    [("单位：吨", "1340"), ("填报单位：上浦分局  计量单位：吨", "1340"), ("填报单位：吨位研究所", "1.34")],
)
def test_a_line_above_the_table_may_say_the_unit(bureau, line, weight):
    titles = ["控制数量" if title == "控制数量（kg）" else title for title in SAMPLE]
    row = [*{**SAMPLE, "控制数量（kg）": "1.34"}.values()]
    bureau.write("2021/T01_抽样台账.csv", [[line], titles, row])
    assert bureau.frames().known("samples", YEAR)["weight"].tolist() == [Decimal(weight)]
