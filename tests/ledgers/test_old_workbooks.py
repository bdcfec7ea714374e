"""Old .xls: every version, every code page; garbled text is told as such, and no row gets lost."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from old_workbooks import record, stream

from workreport.base.errors import LedgerError
from workreport.ledgers.read.date_system import date_system
from workreport.ledgers.read.files import read_sheets

OLD = Path(__file__).parent / "old.xls"
ROWS = [["抽样单编号", "承办机构", "控制数量"], ["S1", "上浦分局", 1.5], ["S2", "下浦分局", 12.0]]
TEXT = [["抽样单编号", "承办机构", "控制数量"], ["S1", "上浦分局", "1.5"], ["S2", "下浦分局", "12"]]


def read(tmp_path: Path, raw: bytes):
    path = tmp_path / "a.xls"
    path.write_bytes(raw)
    return read_sheets(path, "a.xls")[0]


@pytest.mark.parametrize("version", [2, 3, 4, 5, 8])
def test_every_version_is_read(tmp_path, version):
    sheet = read(tmp_path, stream(version, ROWS))
    assert sheet.rows == TEXT and not sheet.notices
    assert date_system(tmp_path / "a.xls") == 1900


@pytest.mark.parametrize(
    ("codepage", "encoding"),
    [(936, "gbk"), (10008, "gb2312"), (20936, "gb2312"), (54936, "gb18030"), (65001, "utf-8")],
)
@pytest.mark.parametrize("version", [2, 5])
def test_every_code_page_is_read(tmp_path, version, codepage, encoding):
    assert read(tmp_path, stream(version, ROWS, encoding, codepage)).rows == TEXT


@pytest.mark.parametrize("codepage", [None, 1252])
@pytest.mark.parametrize("version", [2, 3, 4, 5])
def test_text_of_another_code_page_is_told_as_such(tmp_path, version, codepage):
    with pytest.raises(LedgerError, match="乱码") as caught:
        read(tmp_path, stream(version, ROWS, "gbk", codepage))
    assert caught.value.where == "a.xls" and ".xlsx" in caught.value.todo


@pytest.mark.parametrize("codepage", [437, 936, 950, 1252, 10000, 65001, 64999])
def test_code_page_of_a_newer_file_says_nothing_of_its_texts(tmp_path, codepage):
    """Texts of BIFF 8 are Unicode, whatever code page its program writes down."""
    mark = struct.pack("<HH", 0x0042, 2)
    old = OLD.read_bytes()
    raw = old.replace(mark + struct.pack("<H", 1200), mark + struct.pack("<H", codepage))
    assert raw != old
    assert read(tmp_path, raw).rows == read_sheets(OLD, "old.xls")[0].rows


@pytest.mark.parametrize("version", [5, 8])
def test_number_formats_of_an_old_workbook(tmp_path, version):
    formats = {0: '[>=43831]yyyy-mm-dd;[<43831]"早"yyyy-mm-dd', 1: '0.00"吨"', 2: "0;;;"}
    sheet = read(tmp_path, stream(version, [["日期", "数量", "项数"], [44260.0, 1.34, 0.0]], formats=formats))
    assert sheet.rows[1] == ["2021-03-05", "1.34吨", "0"]
    (notice,) = sheet.notices
    assert notice.disposition == "warned" and "第 2 行第 3 列" in notice.message


def test_formula_under_an_older_record_number_is_read(tmp_path):
    """Some programs write it so; calamine drops its row."""
    raw = stream(8, ROWS)
    place, value = struct.pack("<HHH", 2, 2, 0), struct.pack("<d", 12.0)
    number = record(0x0203, place + value)
    assert raw.count(number) == 1
    formula = record(0x0406, place + value + b"\0" * 8)
    assert read(tmp_path, raw.replace(number, formula)).rows == TEXT
