"""What a file is, its content says: suffixes, encodings, damage, emptiness and danger, a decision each."""

from __future__ import annotations

import zipfile

import pytest
from awkward import HEADER, changed, fill, ods, ods_row, row, workbook

from workreport.base.errors import LedgerError
from workreport.ledgers.read.files import read_sheets

CSV = "\r\n".join(",".join(cells) for cells in (HEADER, row(1), row(2))) + "\r\n"


def refusal(path, content: bytes | None = None) -> LedgerError:
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LedgerError) as caught:
        read_sheets(path, path.name)
    assert caught.value.where.startswith(path.name) and caught.value.todo
    return caught.value


@pytest.fixture
def book(tmp_path):
    return workbook(tmp_path / "a.xlsx", lambda b: fill(b, "一季度", [HEADER, row(1)]))


@pytest.mark.parametrize("suffix", [".xls", ".csv", ".ods", ".tsv"])
def test_workbook_under_a_wrong_suffix_is_read_and_noted(book, suffix):
    (sheet,) = read_sheets(book.rename(book.with_suffix(suffix)), "a")
    assert sheet.rows[1] == row(1)
    (notice,) = sheet.notices
    assert (notice.disposition, notice.original) == ("normalised", suffix)
    assert "xlsx" in notice.message


@pytest.mark.parametrize("suffix", [".et", "", ".xltx"])
def test_suffixes_of_other_programs_are_read_by_content(book, suffix):
    (sheet,) = read_sheets(book.rename(book.with_suffix(suffix)), "a")
    assert sheet.rows[1] == row(1)
    assert [notice.disposition for notice in sheet.notices] == ([] if suffix == ".xltx" else ["normalised"])


@pytest.mark.parametrize("suffix", [".txt", ""])
def test_text_under_other_suffixes_is_read(tmp_path, suffix):
    (tmp_path / f"a{suffix}").write_text(CSV.replace(",", "\t"), encoding="utf-8")
    assert read_sheets(tmp_path / f"a{suffix}", "a")[0].rows == [HEADER, row(1), row(2)]


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".bak", ".csv~"])
def test_suffix_of_no_table_is_refused(tmp_path, suffix):
    assert suffix in refusal(tmp_path / f"a{suffix}", CSV.encode()).what


def test_binary_workbook_is_refused_with_the_way_out(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as out:
        out.writestr("xl/workbook.bin", b"x")
    error = refusal(tmp_path / "a.xlsb")
    assert "xlsb" in error.what and ".xlsx" in error.todo


@pytest.mark.parametrize("name", ["T01_抽样.et", "T01_抽样", "T01_抽样.txt", "T01_抽样.XLSX", "T01_抽样.pdf"])
def test_no_file_of_a_ledger_is_passed_over(bureau, name):
    file = bureau.samples(2021, {})
    file.rename(file.with_name(name))
    (file.parent / "~$T01_抽样.xlsx").write_bytes(b"x")
    assert [f.path.name for f in bureau.intake().files if f.ledger == "samples"] == [name]


def test_text_under_a_workbooks_suffix_is_read_and_noted(tmp_path):
    file = tmp_path / "导出.xls"
    file.write_bytes(CSV.replace(",", "\t").encode("gb18030"))
    (sheet,) = read_sheets(file, "导出.xls")
    assert sheet.rows == [HEADER, row(1), row(2)]
    assert [notice.disposition for notice in sheet.notices] == ["normalised"]


def test_right_suffix_is_not_worth_a_word(book, tmp_path):
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    assert not read_sheets(book, "a.xlsx")[0].notices
    assert not read_sheets(tmp_path / "a.csv", "a.csv")[0].notices
    assert not read_sheets(ods(tmp_path / "a.ods", ods_row(*HEADER)), "a.ods")[0].notices


def test_ods_is_read(tmp_path):
    (sheet,) = read_sheets(ods(tmp_path / "a.ods", ods_row(*HEADER) + ods_row(*row(1))), "a.ods")
    assert (sheet.name, sheet.rows) == ("一季度", [HEADER, row(1)])


def test_byte_order_mark_written_twice(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbf" * 2 + "编号,数量\r\n1,2".encode())
    assert read_sheets(path, "a.csv")[0].rows[0] == ["编号", "数量"]


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_delimiter_is_the_one_that_the_first_lines_use(tmp_path, mark):
    (tmp_path / "a.csv").write_text(CSV.replace(",", mark), encoding="utf-8")
    assert read_sheets(tmp_path / "a.csv", "a.csv")[0].rows[1] == row(1)


@pytest.mark.parametrize(
    "text",
    [
        CSV.replace("\r\n", "\r"),
        "sep=;\r\n" + CSV.replace(",", ";"),
        "\ufeffsep=,\r\n" + CSV,
        "2021年台账，含复检,\r\n" + CSV.replace(",", ";").replace("云杉", "云,杉", 1),
        CSV + "\x1a",
        CSV.replace("云杉", '云"杉'),
    ],
    ids=["cr", "sep=;", "bom and sep=,", "comma in a title and a cell", "end mark", "quote within"],
)
def test_text_of_other_programs_is_read(tmp_path, text):
    (tmp_path / "a.csv").write_bytes(text.encode())
    rows = read_sheets(tmp_path / "a.csv", "a.csv")[0].rows
    assert HEADER in rows and rows[-1][:7] == row(2)[:7] and not any("\x1a" in line for line in rows)


@pytest.mark.parametrize("cell", ['"云杉', '"云"杉'])
def test_quotes_that_do_not_pair_are_refused_with_their_line(tmp_path, cell):
    error = refusal(tmp_path / "a.csv", CSV.replace("云杉", cell).encode())
    assert "引号" in error.what and "第 2 行" in error.where


def test_null_bytes_are_refused_wherever_they_stand(tmp_path):
    raw = CSV.encode() + b",,,\r\n" * 2000 + b"a\0,\r\n"
    assert "空字节" in refusal(tmp_path / "a.csv", raw).what


def test_utf16_is_refused_with_the_way_out(tmp_path):
    assert "UTF-16" in refusal(tmp_path / "a.csv", CSV.encode("utf-16")).what
    assert "UTF-16" in refusal(tmp_path / "b.csv", CSV.encode("utf-16-le")).what


def test_big5_is_not_taken_for_gb18030(tmp_path):
    big5 = "單位名稱,檢驗結論,抽樣日期,統一社會信用代碼\r\n甲,合格,2021-03-05,1\r\n".encode("big5")
    assert "编码" in refusal(tmp_path / "a.csv", big5).what


@pytest.mark.parametrize("wrong", ["gb18030", "latin-1"])
def test_text_decoded_wrongly_before_is_mojibake(tmp_path, wrong):
    garbled = CSV.encode("utf-8").decode(wrong, errors="ignore" if wrong == "latin-1" else "replace")
    assert "编码" in refusal(tmp_path / "a.csv", garbled.encode("utf-8")).what


def test_gb18030_decoded_as_latin_is_mojibake(tmp_path):
    garbled = CSV.encode("gb18030").decode("latin-1")
    assert "乱码" in refusal(tmp_path / "a.csv", garbled.encode("utf-8")).what


def test_damaged_utf8_is_not_read_as_gb18030(tmp_path):
    raw = (CSV * 3).encode("utf-8").replace("上浦".encode(), "上浦".encode("gb18030"), 1)
    error = refusal(tmp_path / "a.csv", raw)
    assert "混杂" in error.what and "第 2 行" in error.what


def test_utf8_cut_in_the_middle_of_a_character_is_refused(tmp_path):
    raw = CSV.encode("utf-8").rstrip()[:-1]
    assert "编码" in refusal(tmp_path / "a.csv", raw).what


def test_lost_characters_in_the_header_are_refused(tmp_path):
    assert (
        "锟斤拷" in refusal(tmp_path / "a.csv", CSV.replace("检验结论", "检验\ufffd论").encode("utf-8")).what
    )


def test_rare_characters_of_gb18030_are_no_mojibake(tmp_path):
    (tmp_path / "a.csv").write_bytes("商标,名称\r\n𠮷祥㐂,龘靐\r\n犇羴,骉鱻\r\n".encode("gb18030"))
    assert read_sheets(tmp_path / "a.csv", "a.csv")[0].rows[1] == ["𠮷祥㐂", "龘靐"]


def test_password_is_named(tmp_path, book):
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert "密码" in refusal(tmp_path / "b.xlsx", ole).what
    locked = bytearray(book.read_bytes())
    at = 0
    while (at := locked.find(b"PK\x01\x02", at)) >= 0:  # the flag of every entry in the directory
        locked[at + 8] |= 1
        at += 4
    assert "密码" in refusal(tmp_path / "c.xlsx", bytes(locked)).what
    secret = changed(
        ods(tmp_path / "d.ods", ods_row("甲")),
        "META-INF/manifest.xml",
        lambda xml: xml + b"<manifest:encryption-data/>",
    )
    assert "密码" in refusal(secret).what


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_truncated_workbook_is_refused(book, share):
    raw = book.read_bytes()
    assert "不完整" in refusal(book, raw[: int(len(raw) * share)]).what


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
)
def test_damaged_part_is_refused_or_harmless(book, part):
    changed(book, part, lambda xml: xml[: len(xml) // 2])
    try:
        read_sheets(book, "a.xlsx")
    except LedgerError as error:
        assert "打不开" in error.what


def test_empty_files_are_told_from_damaged_ones(tmp_path):
    assert "空" in refusal(tmp_path / "a.xlsx", b"").what
    assert "空" in refusal(tmp_path / "a.csv", b"\r\n\r\n").what
    assert (
        "一个单元格都没有" in refusal(workbook(tmp_path / "b.xlsx", lambda b: b.add_worksheet("空表"))).what
    )
    assert "一个单元格都没有" in refusal(tmp_path / "c.csv", b",,,\r\n,,,\r\n").what


@pytest.mark.parametrize(
    ("names", "word"), [(["word/document.xml"], "Word"), (["a.txt"], "压缩包"), ([], "不是表格")]
)
def test_other_zips_are_no_workbooks(tmp_path, names, word):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as out:
        for name in names:
            out.writestr(name, "x")
    assert word in refusal(tmp_path / "a.xlsx").what


def test_web_page_saved_as_xls_is_named(tmp_path):
    page = "<html><body><table><tr><td>编号</td></tr></table></body></html>".encode()
    assert "网页" in refusal(tmp_path / "a.xls", page).what


def test_zip_bomb_is_not_unpacked(book):
    changed(book, "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * (64 << 20))
    error = refusal(book)
    assert "解压后" in error.what and "倍" in error.expected


def test_part_larger_than_it_says_is_refused(book):
    raw = bytearray(book.read_bytes())
    at = raw.find(b"PK\x01\x02")
    while raw[at + 46 : at + 70] != b"xl/worksheets/sheet1.xml":
        at = raw.find(b"PK\x01\x02", at + 4)
    raw[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert "打不开" in refusal(book, bytes(raw)).what


def test_source_is_never_written(book):
    before = book.read_bytes()
    read_sheets(book, "a.xlsx")
    assert book.read_bytes() == before and [path.name for path in book.parent.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize("lines", [1, 3])
def test_bytes_of_no_encoding_are_told_with_line_and_place(tmp_path, lines):
    good = "单位名称,检验结论\r\n".encode("gb18030") * lines
    error = refusal(tmp_path / "a.csv", good + "甲店".encode("gb18030") + b",\xff\xff\r\n")
    assert f"按 GB18030 读，第 {lines + 1} 行第 6 个字节（FF）读不出" in error.what
