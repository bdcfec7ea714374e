"""What titles, sheet names and totals say of the rows: told once a file where the rows say otherwise."""

from __future__ import annotations

import pytest
from awkward import HEADER, fill, row, workbook
from tiny_bureau import SAMPLES, contract

from workreport.ledgers.read.ledger_table import read_table
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.read.title_years import years_in


@pytest.fixture
def findings_of(bureau):
    """Read a workbook of these sheets as the sampling ledger of 2021: its findings as rule and message."""

    def findings_of(sheets: dict[str, list[list]]) -> list[tuple[str, str]]:
        path = bureau.data / "2021" / "T01_抽样台账.xlsx"
        path.parent.mkdir(exist_ok=True)
        workbook(path, lambda book: [fill(book, name, rows) for name, rows in sheets.items()])
        intake = bureau.intake()
        (file,) = [file for file in intake.files if file.ledger == "samples"]
        found = intake.read(file).findings
        assert set(found["disposition"]) <= {"warned"}
        return list(found[["rule", "message"]].itertuples(index=False, name=None))

    return findings_of


@pytest.mark.parametrize(
    ("sheet", "title", "years"),
    [
        ("台账", "晴川区2020年抽样台账", "2020"),
        ("台账", "二〇二〇年度抽样台账", "2020"),
        ("2020年一季度", "抽样台账", "2020"),
        ("台账", "2018—2020年抽样台账", "2018 年、2020"),
        ("台账", "2020年、2021年抽样台账", ""),
        ("台账", "2021年抽样台账", ""),
        ("台账", "填报日期：2022年1月5日", ""),
        ("台账", "抽样台账", ""),
    ],
)
def test_a_title_of_another_year_is_told_once(findings_of, sheet, title, years):
    found = findings_of({sheet: [[title], HEADER, row(1), row(2)], f"{sheet}续": [[title], HEADER, row(3)]})
    assert [rule for rule, _ in found] == (["T01-标题"] if years else [])
    assert all(f"写的是 {years} 年" in message for _, message in found)


def test_both_ends_of_a_span_of_years_are_named():
    assert years_in(["2019-2021年", "2022至2023年度", "〔2015〕3号", "12345678年"]) == {
        2019,
        2021,
        2022,
        2023,
    }


def test_rows_of_another_month_than_their_sheet_are_told_once(findings_of):
    in_april = [row(at, 抽样日期="2021-04-05", 报告日期="") for at in (2, 3)]
    found = findings_of(
        {
            "3月": [HEADER, row(1), *in_april],
            "4月": [HEADER, row(4)],
            "第二季度": [HEADER, row(5, 抽样日期="2021-07-01", 报告日期="")],
            "第一季度": [HEADER, row(6)],
            "补录": [HEADER, row(7, 抽样日期="2021-09-01", 报告日期="")],
        }
    )
    assert [rule for rule, _ in found] == ["T01-月份"]
    message = found[0][1]
    assert "“3月”有 2 行（第 3、4 行）" in message and "“4月”有 1 行" in message
    assert "“第二季度”有 1 行" in message and "一季度" not in message and "补录" not in message


@pytest.mark.parametrize(
    ("total", "figure"),
    [
        (["合计1235张"], "1235"),
        (["合计", "1235张"], "1235"),
        (["共3件"], "3"),
        (["总计：1,235"], "1235"),
        (["合计2张"], ""),
        (["合计：8项"], ""),  # the sum of a column in this unit
        (["合计", "1235元"], ""),
        (["合计3家"], ""),
    ],
)
def test_a_total_that_counts_rows_is_compared_with_them(total, figure):
    of_sheets = contract(SAMPLES)
    rows = [HEADER, row(1, 检验项目数=3), row(2, 检验项目数=5), total]
    table = read_table(of_sheets, Sheet("台账", [list(map(str, cells)) for cells in rows]), "a.xlsx")
    assert table.not_data == 1
    assert table.noted["rule"].tolist() == (["T01-合计"] if figure else [])
    assert all(f"写的是 {figure}" in message and "2 行" in message for message in table.noted["message"])


def test_a_subtotal_counts_the_rows_since_the_last_one():
    rows = [HEADER, row(1), ["小计1张"], row(2), row(3), ["小计2张"], ["合计3张"]]
    table = read_table(contract(SAMPLES), Sheet("台账", [list(map(str, cells)) for cells in rows]), "a.xlsx")
    assert table.noted.empty and table.totals == 3
