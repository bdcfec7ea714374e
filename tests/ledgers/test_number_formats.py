"""Number formats: what people see beside a number is read as if it had been typed; what they do not see is told."""

from __future__ import annotations

import datetime as dt

import pytest
from awkward import HEADER, fill, ods, row, workbook

from workreport.ledgers.read.files import read_sheets
from workreport.ledgers.read.number_formats import hidden_values, matters, shown


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1.34, '0.00"吨"', "1.34吨"),
        (1.344, '0.00"吨"', "1.344吨"),
        (-2, '#,##0"元"', "-2元"),
        (-2, '0"元";(0"元")', "-2元"),
        (3, "0.00吨", "3吨"),
        (5, 'General"人"', "5人"),
        (5, 'G/通用格式"人"', "5人"),
        (1.5, '0.00\\ "元"_)', "1.5元"),
        (12, '"第"0"号"', "第12号"),
        (3, "[$¥-804]#,##0.00", "¥3"),
        (3, "[$-804]#,##0.00", "3"),
        (3, "[$USD]\\ 0", "USD3"),
        (0.85, "0%", "85%"),
        (0.07, "0.0%", "7%"),
        (1234, "000000", "001234"),
        (1, '[=1]"是";[=0]"否"', "是"),
        (0, '[=1]"是";[=0]"否"', "否"),
        (2, '[=1]"是";[=0]"否"', "2"),
        (0, '0"吨";-0"吨";"无"', "无"),
        ("东屏", '@"分局"', "东屏分局"),
        ("东屏", '0"吨"', "东屏"),
        # shown smaller, and the same amount: 12345 as 1.2万
        (12345, '0!.0,"万"', "1.2345万"),
        (12345, '0"."0000"万"', "1.2345万"),
        (123456, '#,##0,"千元"', "123.456千元"),
        # nothing but the number
        (-3, "#,##0.00_);[Red](#,##0.00)", "-3"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0"),
        (3.25, "# ?/?", "3.25"),
        (3e7, "0.00E+00", "30000000"),
        (20210305, '0000"年"00"月"00"日"', "20210305"),
        (138, "000-0000", "138"),
        (7, "[Red]", "7"),
        (True, '0"吨"', "是"),
        (None, '0"吨"', ""),
    ],
)
def test_text_of_a_cell_is_what_people_see_around_its_number(value, code, text):
    assert shown(value, code, 1900) == (text, False)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (44260.0, "[>=43831]yyyy-mm-dd;[<43831]0", "2021-03-05"),
        (43000.0, "[>=43831]yyyy-mm-dd;[<43831]0", "43000"),
        (dt.date(2017, 9, 22), "[>=43831]yyyy-mm-dd;[<43831]0", "43000"),
        (44260.5, '[<=0]"未办";yyyy/m/d', "2021-03-05 12:00:00"),
        (0.0, '[<=0]"未办";yyyy/m/d', "未办"),
        (44260.0, 'yyyy"年"m"月"d"日";@', "2021-03-05"),
        (0.25, "h:mm", "06:00:00"),
        (1.25, "[h]:mm", "1 day, 6:00:00"),
    ],
)
def test_dates_are_the_sections_that_are_dates(value, code, text):
    assert shown(value, code, 1900) == (text, False)


def test_dates_keep_to_the_system_of_their_workbook():
    assert shown(44260.0, '[<=0]"未办";yyyy/m/d', 1904) == ("2025-03-06", False)


@pytest.mark.parametrize(
    ("value", "code", "hidden"),
    [
        (0, "0;;;", True), (-1, "0;;;", True), ("甲", "0;;;", True), (5, "0;;;", False), (5, ";;;", True),
        (0, "0;-0;;@", True), ("甲", "0;-0;;@", False), ("", ";;;", False), (0, "[Red]", False),
    ],
)  # fmt: skip
def test_hidden_values_are_read_and_known_as_hidden(value, code, hidden):
    text, unseen = shown(value, code, 1900)
    assert (text, unseen) == (str(value), hidden)


@pytest.mark.parametrize("code", ["General", "0.00", "#,##0", "yyyy-mm-dd", "yyyy-mm-dd;@", "[Red]0;-0", "@"])
def test_ordinary_formats_cost_nothing(code):
    assert not matters(code)


def test_hidden_values_are_told_with_their_places():
    assert hidden_values([]) == ()
    (notice,) = hidden_values([(3, 1), (4, 1), (5, 1), (6, 1)])
    assert notice.disposition == "warned"
    assert "4 个" in notice.message and "第 3 行第 2 列" in notice.message and "第 6 行" not in notice.message


def test_units_in_formats_of_an_xlsx(tmp_path):
    weight, items = HEADER.index("控制数量（kg）"), HEADER.index("检验项目数（项）")

    def build(book):
        sheet = fill(book, "一季度", [HEADER, row(1), row(2)])
        sheet.write(1, weight, 1.34, book.add_format({"num_format": '0.00"吨"'}))
        sheet.write(2, weight, 1.5, book.add_format({"num_format": "0.00"}))
        sheet.write(1, items, 0, book.add_format({"num_format": "0;;;"}))

    (sheet,) = read_sheets(workbook(tmp_path / "a.xlsx", build), "a.xlsx")
    assert [cells[weight] for cells in sheet.rows[1:]] == ["1.34吨", "1.5"]
    assert sheet.rows[1][items] == "0"
    (notice,) = sheet.notices
    assert f"第 2 行第 {items + 1} 列" in notice.message


@pytest.mark.parametrize(
    ("kind", "value", "shown_as", "text"),
    [
        ("float", "1.344", "1.34吨", "1.344吨"),
        ("float", "-1234", "-1,234元", "-1234元"),
        ("currency", "1234.5", "¥1,234.50", "¥1234.5"),
        ("percentage", "0.85", "85%", "85%"),
        ("float", "12000", "12千", "12000"),
        ("float", "3", "", "3"),
        ("float", "3", "(3)", "3"),
    ],
)
def test_units_shown_in_an_ods(tmp_path, kind, value, shown_as, text):
    cell = f'<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>{shown_as}</text:p></table:table-cell>'
    (sheet,) = read_sheets(ods(tmp_path / "a.ods", f"<table:table-row>{cell}</table:table-row>"), "a.ods")
    assert sheet.rows == [[text]]
