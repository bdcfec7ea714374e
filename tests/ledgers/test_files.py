"""Any ledger file becomes text cells with their position, or an error that names the file in Chinese."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import xlsxwriter

from workreport.base.errors import LedgerError
from workreport.ledgers.read.files import cell_text, read_sheets

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_every_encoding(tmp_path, encoding):
    file = tmp_path / "商标.csv"
    file.write_bytes("编号,商标\r\n1,𠮷祥㐂\r\n".encode(encoding))  # characters outside GBK
    (sheet,) = read_sheets(file, "2021/商标.csv")
    assert sheet.name == "商标"
    assert sheet.rows == [["编号", "商标"], ["1", "𠮷祥㐂"]]


def test_csv_keeps_positions_of_blank_lines_and_line_breaks_in_cells(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text('编号,地址\n\n1,"晴川路\n8号"\n2, 东街 \n', encoding="utf-8")
    assert read_sheets(file, "a.csv")[0].rows == [["编号", "地址"], [], ["1", "晴川路\n8号"], ["2", "东街"]]


def test_tsv_is_split_at_tabs(tmp_path):
    (tmp_path / "a.tsv").write_text("编号\t名称\n1\t甲,乙\n", encoding="utf-8")
    assert read_sheets(tmp_path / "a.tsv", "a.tsv")[0].rows[1] == ["1", "甲,乙"]


def test_workbook_keeps_sheets_rows_and_columns_where_they_stand(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        first, second = book.add_worksheet("一季度"), book.add_worksheet("二季度")
        first.write_string(2, 1, "编号")
        first.write_datetime(3, 1, dt.datetime(2021, 3, 5), book.add_format({"num_format": "yyyy/m/d"}))
        first.write_datetime(
            3, 2, dt.datetime(2021, 3, 5, 9, 30), book.add_format({"num_format": "yyyy-m-d h:mm"})
        )
        first.write_number(4, 1, 12)
        first.write_number(4, 2, 0.5)
        first.write_boolean(4, 3, True)
        second.write_string(0, 0, "00123")
    one, two = read_sheets(tmp_path / "a.xlsx", "a.xlsx")
    assert (one.name, two.name) == ("一季度", "二季度")
    assert [row[1:] for row in one.rows[2:]] == [
        ["编号", "", ""],
        ["2021-03-05", "2021-03-05 09:30:00", ""],
        ["12", "0.5", "是"],
    ]
    assert two.rows == [["00123"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (-3.0, "-3"),
        (0.1, "0.1"),
        (3 * 1.1, "3.3"),  # 3.3000000000000003 in the file, 3.3 in Excel
        (1e-7, "0.0000001"),
        (True, "是"),
        (None, ""),
        (" 甲 ", "甲"),
        (dt.date(2021, 3, 5), "2021-03-05"),
        (dt.datetime(2021, 3, 5), "2021-03-05"),
        (dt.datetime(2021, 3, 5, 14, 30), "2021-03-05 14:30:00"),
        (911101080000000000.0, "9.111010800000000e+17"),  # digits lost already: never a code again
    ],
)
def test_cell_text(value, text):
    assert cell_text(value) == text


def broken_files() -> list:
    workbook = b"PK\x03\x04" + bytes(range(256)) * 4
    return [
        ("空.xlsx", b""),
        ("图片.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("截断.xlsx", workbook),
        ("加密.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)),
        ("文本.xls", "编号,名称".encode()),
        ("实为工作簿.csv", workbook),
        ("统一码.csv", "编号,名称\n".encode("utf-16")),
        ("引号.csv", ('编号,名称\n"1,甲\n' + "2,乙\n" * 60_000).encode()),
    ]


@pytest.mark.parametrize(("name", "content"), broken_files(), ids=lambda v: v if isinstance(v, str) else "")
def test_unreadable_file_is_named_in_chinese(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LedgerError) as caught:
        read_sheets(tmp_path / name, f"2021/{name}")
    assert f"2021/{name}" in caught.value.where
    assert CHINESE.search(caught.value.what) and CHINESE.search(caught.value.todo)
    assert str(tmp_path) not in caught.value.message


@pytest.mark.parametrize("name", ["没有.csv", "没有.xlsx"])
def test_absent_file_is_named_in_chinese(tmp_path, name):
    with pytest.raises(LedgerError, match=name):
        read_sheets(tmp_path / name, name)
