"""The sheets of one file: months, copies, drafts, summaries, hidden ones; zero rows; marks of rows. Nothing is lost."""

from __future__ import annotations

import pytest
from awkward import HEADER, fill, row, workbook
from tiny_bureau import SAMPLES, contract

from workreport.base.errors import LedgerError
from workreport.ledgers.read.ledger_table import read_table
from workreport.ledgers.read.missing_months import missing_months
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.read.sheet_selection import select_tables

EMPTY = ["抽样台账（零报告）"]


def accounts(stored) -> tuple[int, int, int, int, int]:
    known = stored.accounts
    counts = (known.read, len(stored.frame), known.duplicate, known.quarantined, known.not_data)
    assert counts[0] == sum(counts[1:])
    return counts


def finding_rows(stored) -> list[tuple[str, int, str]]:
    rules = stored.findings["rule"].str.removeprefix("T01-")
    return list(zip(stored.findings["sheet"], stored.findings["row"], rules, strict=True))


def of(month: int, number: int) -> list:
    """A row dated in a month."""
    return row(number, 抽样日期=f"2021-{month:02}-05")


@pytest.fixture
def read(bureau):
    """Read a workbook of these sheets as the sampling ledger of 2021."""

    def read(sheets: dict[str, list[list]], build=lambda book: None):
        path = bureau.data / "2021" / "T01_抽样台账.xlsx"
        path.parent.mkdir(exist_ok=True)

        def whole(book):
            for name, rows in sheets.items():
                fill(book, name, rows)
            build(book)

        workbook(path, whole)
        intake = bureau.intake()
        (file,) = [file for file in intake.files if file.ledger == "samples"]
        return intake.read(file)

    return read


def test_months_are_one_ledger(read):
    stored = read({"1月": [HEADER, of(1, 1)], "2月": [HEADER, of(2, 2)], "三月": [["标题"], HEADER, row(3)]})
    assert stored.frame["sample_no"].tolist() == ["S1", "S2", "S3"]
    assert stored.findings.empty and accounts(stored) == (3, 3, 0, 0, 0)


def test_missing_month_is_told(read):
    stored = read({"2021年1月": [HEADER, of(1, 1)], "2021年4月": [HEADER, of(4, 2)]})
    assert finding_rows(stored) == [("2021年1月", 0, "缺月")]
    assert "2月、3月" in stored.findings["message"].iloc[0]
    assert set(stored.findings["disposition"]) == {"warned"}


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (["1月抽检", "3月抽检"], "2月"),
        (["2021.09", "2021.11"], "10月"),
        (["202101", "202103"], "2月"),
        (["01", "03"], "2月"),
        (["一季度", "四季度"], "第2季度、第3季度"),
        (["Q1", "Q2"], ""),
        (["1-2月", "4月"], ""),
        (["抽样", "补充"], ""),
    ],
)
def test_parts_of_a_year_are_known_by_many_names(names, missing):
    assert missing_months(names) == missing


@pytest.mark.parametrize("other", ["抽样汇总", "草稿"])
def test_a_summary_or_draft_is_the_ledger_where_the_others_hold_no_row(read, other):
    stored = read({"空表": [HEADER], other: [HEADER, row(1), row(2)]})
    assert accounts(stored) == (2, 2, 0, 0, 0)


def test_struck_out_cells_that_are_not_read_decide_nothing(read):
    struck = [*row(1), "张**"]
    stored = read(
        {"一季度": [[*HEADER, "抽样人"], struck]},
        lambda book: book.get_worksheet_by_name("一季度").write(
            1, len(HEADER), "张**", book.add_format({"font_strikeout": True})
        ),
    )
    assert accounts(stored) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize("name", ["一季度副本", "备份", "草稿", "作废", "一季度 (2)", "2021年汇总"])
def test_copy_is_not_read_but_counted(read, name):
    stored = read({"一季度": [HEADER, row(1), row(2)], name: [HEADER, row(1), row(2), ["合计"]]})
    assert accounts(stored) == (5, 2, 0, 0, 3)
    assert finding_rows(stored) == [(name, 0, "副本")]
    assert "都在别的工作表里" in stored.findings["message"].iloc[0]


def test_rows_that_only_a_draft_has_are_quarantined(read):
    stored = read({"一季度": [HEADER, row(1)], "草稿": [HEADER, row(1), row(2)]})
    assert accounts(stored) == (3, 1, 0, 1, 1)
    assert finding_rows(stored) == [("草稿", 3, "副本")]
    assert set(stored.findings["disposition"]) == {"quarantined"}


def test_a_sheet_named_as_a_summary_is_read_where_its_rows_stand_nowhere_else(read):
    stored = read({"总表": [HEADER, row(1), row(2)], "补录": [HEADER, row(3)]})
    assert accounts(stored) == (3, 3, 0, 0, 0) and stored.findings.empty
    stored = read({"总表": [HEADER, row(1), row(2)], "补录": [HEADER, row(2)]})
    assert accounts(stored) == (3, 2, 1, 0, 0), "a row on both counts once"


def test_a_summary_is_known_by_its_numbers_whatever_its_name(read):
    months = {"1月": [HEADER, row(1), row(2)], "2月": [HEADER, row(3)]}
    stored = read({**months, "按月": [["月份", "批次数"], ["1月", 2], ["2月", 2], ["合计", 4]]})
    assert [rule for sheet, _, rule in finding_rows(stored) if sheet == "按月"] == ["汇总表"] * 2
    assert uses(stored)["按月"] == ("summary", 4, False)


def uses(stored) -> dict[str, tuple[str, int, bool]]:
    return {use.sheet: (use.use, use.rows, use.blocks) for use in stored.accounts.sheets}


def test_rows_on_a_sheet_without_header_are_quarantined(read):
    stored = read({"一季度": [["抽样台账"], HEADER, row(1)], "续表": [row(2), [], row(3)]})
    assert accounts(stored) == (3, 1, 0, 2, 0)
    assert finding_rows(stored) == [("续表", 1, "无表头"), ("续表", 3, "无表头")]
    assert uses(stored) == {"一季度": ("read", 3, False), "续表": ("quarantined", 2, False)}


def test_every_sheet_has_a_use(read):
    choices = [["承办机构", "检验结论"], ["上浦分局", "合格"], ["下浦分局", "不合格"]]
    wide = [[f"项{at}" for at in range(9)]] * 3
    stored = read(
        {"一季度": [HEADER, row(1)], "可选值": choices, "填表说明": [["每月报送"]], "透视": wide, "空": []}
    )
    assert uses(stored) == {
        "一季度": ("read", 2, False),
        "可选值": ("dictionary", 3, False),
        "填表说明": ("not_read", 1, False),
        "透视": ("not_read", 3, True),
        "空": ("blank", 0, False),
    }
    assert accounts(stored) == (1, 1, 0, 0, 0)


def test_a_month_without_its_key_is_no_list_of_choices(read):
    month = [[HEADER[1], HEADER[3], HEADER[4]], ["上浦分局", "2021-03-05", "合格"]]
    with pytest.raises(LedgerError, match="缺少必填列"):
        read({"一季度": [HEADER, row(1)], "3月": month})


@pytest.mark.parametrize(
    ("above", "quarantined"),
    [
        ([row(1), row(2)], 2),
        ([["2021年抽样台账"], row(1)], 1),
        ([["2021年抽样台账"], ["填报单位：上浦分局", "", "", "2021-03-31"]], 0),
        ([["sample no", "unit", "food", "date", "result"]], 0),
    ],
)
def test_rows_above_the_header_are_quarantined(read, above, quarantined):
    stored = read({"一季度": [*above, HEADER, row(8)]})
    assert accounts(stored) == (1 + quarantined, 1, 0, quarantined, 0)
    assert [rule for *_, rule in finding_rows(stored)] == ["表头上方"] * quarantined


def test_invisible_characters_in_headers_do_not_count(read):
    marked = [f"{title[:2]}\u200b{title[2:]}\ufeff" for title in HEADER]
    stored = read({"一季度": [marked, row(1)]})
    assert accounts(stored) == (1, 1, 0, 0, 0) and stored.accounts.sheets[0].unknown == ()


def test_absent_columns_and_unknown_headers_are_told_with_the_likely_column(read):
    stored = read({"一季度": [[*HEADER, "报告时间", "备用"], [*row(1), "2021-03-20", "略"]]})
    (use,) = stored.accounts.sheets
    assert {"报告日期", "统一社会信用代码"} <= set(use.absent)
    assert use.unknown == (("报告时间", "报告日期"), ("备用", ""))
    assert finding_rows(stored) == [("一季度", 0, "表头")]
    assert "多半就是缺少的“报告日期”" in stored.findings["message"].iloc[0]


def test_second_part_that_is_no_copy_is_read(read):
    stored = read({"一季度": [HEADER, row(1)], "一季度 (2)": [HEADER, row(2)]})
    assert accounts(stored) == (2, 2, 0, 0, 0) and stored.findings.empty


def test_only_sheet_is_read_whatever_its_name(read):
    assert accounts(read({"2021年汇总": [HEADER, row(1)]})) == (1, 1, 0, 0, 0)


def test_same_content_under_another_month_is_duplicate(read):
    assert accounts(read({"1月": [HEADER, row(1)], "2月": [HEADER, row(1)]})) == (2, 1, 1, 0, 0)


def test_summary_is_compared(read):
    months = {"1月": [HEADER, of(1, 1), of(1, 2)], "2月": [HEADER, of(2, 3)]}
    good = [["月份", "批次数", "检验项目数"], ["1月", 2, 8], ["2月", 1, 4], ["合计", 3, 12]]
    assert read({**months, "汇总": good}).findings.empty
    bad = [["月份", "批次数", "检验项目数"], ["1月", 2, 9], ["2月", 1, 4], ["合计", 5, 12]]
    stored = read({**months, "汇总": bad})
    assert [place[::2] for place in finding_rows(stored)] == [("汇总", "汇总表")] * 2
    assert accounts(stored) == (3, 3, 0, 0, 0)


def test_hidden_sheet_with_the_table_is_read_and_told(read):
    stored = read(
        {"1月": [HEADER, of(1, 1)], "2月": [HEADER, of(2, 2)], "字典": [["合格"]]},
        lambda book: [book.get_worksheet_by_name(name).hide() for name in ("2月", "字典")],
    )
    assert accounts(stored) == (2, 2, 0, 0, 0)
    assert finding_rows(stored) == [("2月", 0, "隐藏工作表")]


def test_header_only_is_warned_about_unless_declared(read):
    stored = read({"一季度": [["抽样台账"], HEADER, ["填表人：张**"]]})
    assert accounts(stored) == (1, 0, 0, 0, 1)
    assert finding_rows(stored) == [("一季度", 0, "未填报")] and not stored.is_filled_in
    assert set(stored.findings["disposition"]) == {"warned"}
    for words in ("零报告", "本期无抽样", "2021年1月未发生"):
        assert read({"一季度": [["抽样台账"], [words], HEADER]}).findings.empty
    assert read({"一季度": [HEADER, [], [], ["备注：本月无此类业务"]]}).findings.empty


@pytest.mark.parametrize(
    "words", ["没有发生的，请注明“零报告”", "如本期无抽样，写零报告", "本月无此类业务的，应填零报告"]
)
def test_how_to_report_nothing_is_no_report_of_nothing(read, words):
    stored = read({"一季度": [["抽样台账"], [words], HEADER]})
    assert finding_rows(stored) == [("一季度", 0, "未填报")] and not stored.is_filled_in


def test_hidden_rows_count_and_struck_out_rows_do_not(read):
    def build(book):
        sheet, struck = book.worksheets()[0], book.add_format({"font_strikeout": True})
        sheet.set_row(1, None, None, {"hidden": True})
        for column, text in enumerate(row(2)):
            sheet.write(2, column, text, struck)
        sheet.write(3, 4, "合格", struck)
        sheet.set_row(5, None, None, {"hidden": True})

    stored = read({"一季度": [HEADER, row(1), row(2), row(3), row(4), ["注：略"]]}, build)
    assert stored.frame["sample_no"].tolist() == ["S1", "S4"]
    assert finding_rows(stored) == [("一季度", 2, "隐藏行"), ("一季度", 3, "删除线"), ("一季度", 4, "删除线")]
    assert stored.findings["disposition"].tolist() == ["warned", "quarantined", "quarantined"]
    assert stored.findings["column"].tolist() == ["", "", "检验结论"]
    assert accounts(stored) == (5, 2, 0, 2, 1)


def test_faulty_cells_set_their_rows_aside(read):
    def build(book):
        sheet = book.worksheets()[0]
        sheet.write_formula(1, 5, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 4, "=A1", None, "")

    stored = read({"一季度": [HEADER, row(1), row(2), row(3)]}, build)
    assert finding_rows(stored) == [("一季度", 2, "错误值"), ("一季度", 3, "公式无值")]
    assert stored.findings["column"].tolist() == ["检验项目数", "检验结论"]
    assert accounts(stored) == (3, 1, 0, 2, 0)


@pytest.mark.usefixtures("collected")
def test_far_rows_are_counted_as_no_data(read):
    stored = read({"一季度": [HEADER, row(1)]}, lambda book: book.worksheets()[0].write(900000, 300, "x"))
    assert accounts(stored) == (2, 1, 0, 0, 1)
    assert finding_rows(stored) == [("一季度", 0, "使用区域")]


def test_wrong_suffix_is_a_finding(bureau):
    path = bureau.data / "2021" / "T01_抽样台账.xls"
    path.parent.mkdir()
    workbook(path, lambda book: fill(book, "一季度", [HEADER, row(1)]))
    intake = bureau.intake()
    stored = intake.read(next(file for file in intake.files if file.ledger == "samples"))
    assert finding_rows(stored) == [("一季度", 0, "扩展名")]
    assert stored.findings["disposition"].tolist() == ["normalised"]


def test_row_of_a_text_file_longer_than_its_header_is_set_aside_blank_ends_included():
    rows = [HEADER, row(1), [*row(2)[:6], "1", "234", "云杉糕点厂"], [*row(3), "", ""]]
    for delimited, aside in ((True, [3, 4]), (False, [])):
        sheet = Sheet("表", rows, delimited=delimited)
        (table,) = select_tables(
            contract(SAMPLES), [sheet], "a.csv", lambda one: read_table(contract(SAMPLES), one, "a.csv")
        ).tables
        found = table.noted[table.noted["disposition"] == "quarantined"]
        assert found["row"].tolist() == aside and len(table.frame) == 3
