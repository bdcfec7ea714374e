"""What calamine does not tell of an xlsx: hidden and struck-out rows, errors, formulas without value, far cells."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from awkward import HEADER, changed, fill, ods, ods_row, row, workbook

from workreport.base.errors import LedgerError
from workreport.ledgers.read import xls
from workreport.ledgers.read.date_system import date_system
from workreport.ledgers.read.files import read_sheets

COUNT = HEADER.index("检验项目数（项）")


def sheet_of(tmp_path, build):
    def whole(book: xlsxwriter.Workbook) -> None:
        build(book, fill(book, "一季度", [HEADER, row(1), row(2), row(3)]))

    return read_sheets(workbook(tmp_path / "a.xlsx", whole), "a.xlsx")[0]


def test_errors_and_unworked_formulas_are_no_blanks(tmp_path):
    def build(book, sheet):
        sheet.write_formula(1, COUNT, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, COUNT, "=B1+C1", None, "")
        sheet.write_formula(3, COUNT, "=2+2", None, 4)
        sheet.write_formula(4, COUNT, "=SUM(F2:F4)", None, "")

    sheet = sheet_of(tmp_path, build)
    assert sheet.faults == {(2, COUNT): "#DIV/0!", (3, COUNT): "=B1+C1", (5, COUNT): "=SUM(F2:F4)"}
    assert sheet.rows[3][COUNT] == "4"


def test_formula_whose_value_is_the_empty_text_is_blank(tmp_path):
    sheet = sheet_of(tmp_path, lambda book, sheet: sheet.write_string(1, 9, "x"))
    assert not sheet.faults
    path = tmp_path / "a.xlsx"
    changed(
        path, "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</row>", b'<c r="K1" t="str"><f>A9</f><v></v></c></row>', 1),
    )  # fmt: skip
    assert not read_sheets(path, "a.xlsx")[0].faults


def test_hidden_rows_and_struck_cells(tmp_path):
    def build(book, sheet):
        struck = book.add_format({"font_strikeout": True, "font_color": "red"})
        sheet.set_row(2, None, None, {"hidden": True})
        for column, text in enumerate(row(3)):
            sheet.write(3, column, text, struck)
        sheet.write(1, 4, "合格", struck)

    sheet = sheet_of(tmp_path, build)
    assert sheet.hidden_rows == {3}
    assert sheet.struck == {4: frozenset(range(len(HEADER))), 2: frozenset({4})}


def test_words_struck_out_within_a_cell(tmp_path):
    def build(book, sheet):
        struck = book.add_format({"font_strikeout": True})
        plain = book.add_format({"bold": True})
        sheet.write_rich_string(1, 7, "云杉", struck, "食品", "糕点厂")
        sheet.write_rich_string(2, 7, "云杉", plain, "糕点", "厂")
        sheet.write_rich_string(3, 7, "云杉", struck, " ", "糕点厂")

    sheet = sheet_of(tmp_path, build)
    assert sheet.struck == {2: frozenset({7})} and sheet.rows[1][7] == "云杉食品糕点厂"
    run = b'<c r="%s" t="inlineStr"><is><r><rPr><strike%s/></rPr><t>a</t></r><r><t>b</t></r></is></c>'
    changed(
        tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</row>", run % (b"K1", b"") + run % (b"L1", b' val="0"') + b"</row>", 1),
    )  # fmt: skip
    assert read_sheets(tmp_path / "a.xlsx", "a.xlsx")[0].struck == {1: {10}, 2: {7}}


def test_rows_and_cells_without_references_are_counted(tmp_path):
    workbook(tmp_path / "a.xlsx", lambda b: fill(b, "一季度", [["甲"], ["乙"]]))
    inside = b'<sheetData><row><c t="inlineStr"><is><t>x</t></is></c></row><row hidden="1"><c/><c t="e"><v>#N/A</v></c></row></sheetData>'
    changed(
        tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml",
        lambda xml: xml[: xml.index(b"<sheetData>")] + inside + xml[xml.index(b"</sheetData>") + 12 :],
    )  # fmt: skip
    sheet = read_sheets(tmp_path / "a.xlsx", "a.xlsx")[0]
    assert sheet.hidden_rows == {2} and sheet.faults == {(2, 1): "#N/A"}


@pytest.mark.usefixtures("collected")
def test_formatted_empty_cells_far_away_cost_nothing(tmp_path):
    sheet = sheet_of(
        tmp_path, lambda book, sheet: sheet.write_blank(1048575, 16383, None, book.add_format({"bold": 1}))
    )
    assert len(sheet.rows) == 4 and not sheet.notices


@pytest.mark.usefixtures("collected")
def test_filled_cells_far_away_are_left_out_and_told(tmp_path):
    def build(book, sheet):
        sheet.write(1048575, 16383, "x")
        sheet.write(2, 16000, "y")

    sheet = sheet_of(tmp_path, build)
    assert sheet.rows == [HEADER, row(1), row(2), row(3)]
    assert sheet.beyond == 1
    (notice,) = sheet.notices
    assert notice.disposition == "warned" and "2 个" in notice.message


def test_references_to_other_files_are_told(tmp_path):
    sheet_of(tmp_path, lambda book, sheet: None)
    changed(tmp_path / "a.xlsx", "xl/externalLinks/externalLink1.xml", lambda _: b"<externalLink/>")
    (notice,) = read_sheets(tmp_path / "a.xlsx", "a.xlsx")[0].notices
    assert notice.disposition == "warned" and "别的文件" in notice.message


def test_hidden_sheets_and_merged_ranges(tmp_path):
    def build(book, sheet):
        sheet.merge_range(1, 2, 3, 2, "糕点")
        book.add_worksheet("字典").hide()

    workbook(tmp_path / "a.xlsx", lambda b: build(b, fill(b, "一季度", [HEADER, row(1)])))
    first, second = read_sheets(tmp_path / "a.xlsx", "a.xlsx")
    assert first.merged == ((2, 2, 4, 2),)
    assert (first.hidden, second.hidden) == (False, True)


CELL = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'


def test_ods_tells_the_same(tmp_path):
    struck = '<style:style style:name="ce1" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    error = '<table:table-cell calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    rows = [
        ods_row("甲", "乙"),
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>',
        f'<table:table-row table:visibility="collapse">{CELL.format("")}{error}</table:table-row>',
        f"<table:table-row><table:table-cell/>{CELL.format(' table:style-name=' + chr(34) + 'ce1' + chr(34))}</table:table-row>",
        f"<table:table-row>{CELL.format(' table:number-rows-spanned=' + chr(34) + '2' + chr(34))}</table:table-row>",
    ]
    path = ods(tmp_path / "a.ods", "".join(rows))
    changed(
        path, "content.xml", lambda xml: xml.replace(b"<office:body>", struck.encode() + b"<office:body>")
    )
    (sheet,) = read_sheets(path, "a.ods")
    assert (sheet.hidden_rows, sheet.struck, sheet.merged) == ({4}, {5: {1}}, ((6, 0, 7, 0),))
    assert sheet.faults == {(4, 1): "#N/A"} and sheet.rows[3] == ["x", "#N/A"]


def test_ods_formulas_without_value_and_errors(tmp_path):
    def cell(attributes: str, text: str = "") -> str:
        return f'<table:table-cell table:formula="of:=[.A1]/0" {attributes}>{text}</table:table-cell>'

    cells = [
        cell(""),
        cell('office:value-type="float" office:value="0"', "<text:p>Err:502</text:p>"),
        cell('office:value-type="string"'),
        cell('office:value-type="float" office:value="4"', "<text:p>4</text:p>"),
        ods_row("Err:502")[17:-18],
    ]
    (sheet,) = read_sheets(
        ods(tmp_path / "a.ods", ods_row("甲") + f"<table:table-row>{''.join(cells)}</table:table-row>"), "a"
    )
    # a text that was typed is no error, and a formula may well give the empty text
    assert sheet.faults == {(2, 0): "=[.A1]/0", (2, 1): "Err:502"}
    assert sheet.rows[1][3:] == ["4", "Err:502"]


def test_ods_marks_stand_on_every_repeated_row_and_column(tmp_path):
    style = '<style:style style:name="{}" style:family="table-cell" {}>{}</style:style>'
    line = '<style:text-properties style:text-line-through-style="solid"/>'
    styles = style.format("ce1", "", line) + style.format("ce2", 'style:parent-style-name="ce1"', "")
    error = '<table:table-cell table:number-columns-repeated="2" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    struck = CELL.format(' table:style-name="ce2"')
    part = '<table:table-cell><text:p>x<text:span text:style-name="ce1">y</text:span></text:p></table:table-cell>'
    rows = (
        '<table:table-column/><table:table-column table:default-cell-style-name="ce1"/>'
        + ods_row("甲")
        + f'<table:table-row table:number-rows-repeated="2" table:visibility="filter">{struck}{CELL.format("")}{error}{part}</table:table-row>'
    )
    path = ods(tmp_path / "a.ods", rows)
    changed(
        path, "content.xml", lambda xml: xml.replace(b"<office:body>", styles.encode() + b"<office:body>")
    )
    (sheet,) = read_sheets(path, "a.ods")
    assert sheet.hidden_rows == {2, 3}
    assert sheet.struck == {2: {0, 1, 4}, 3: {0, 1, 4}}
    assert sheet.faults == {(n, at): "#N/A" for n in (2, 3) for at in (2, 3)}


OLD = Path(__file__).parent / "old.xls"
"""Written by xlwt: hidden row 2, struck-out row 3 and cell E4, #DIV/0! in F4, struck-out words in H5, B6:B7 merged; 1904."""


def test_old_workbook_tells_the_same():
    first, second = read_sheets(OLD, "old.xls")
    assert (first.hidden, second.hidden) == (False, True)
    assert first.hidden_rows == {2} and first.merged == ((6, 1, 7, 1),)
    assert first.struck == {3: frozenset(range(len(HEADER))), 4: {4}, 5: {7}}
    assert first.faults == {(4, COUNT): "#DIV/0!"} and first.rows[3][COUNT] == "#DIV/0!"
    assert not first.notices and date_system(OLD) == 1904


def test_old_workbook_with_a_document_in_it_is_no_document(tmp_path):
    file = tmp_path / "a.xls"
    file.write_bytes(OLD.read_bytes() + utf16("WordDocument"))
    assert read_sheets(file, "a.xls")[0].rows == read_sheets(OLD, "old.xls")[0].rows
    # the same file with its own stream called so is a document
    file.write_bytes(OLD.read_bytes().replace(utf16("Workbook"), utf16("WordDocu")) + utf16("WordDocument"))
    with pytest.raises(LedgerError, match="Word 文档"):
        read_sheets(file, "a.xls")


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def test_old_workbook_whose_formatting_cannot_be_read_is_read_and_told(monkeypatch):
    def refuse(raw: bytes) -> None:
        raise ValueError

    monkeypatch.setattr(xls, "read_sheets", refuse)
    first, _ = read_sheets(OLD, "old.xls")
    assert first.rows[1][0] == "S1"
    assert [notice.disposition for notice in first.notices] == ["warned"]


@pytest.mark.parametrize(
    "rows",
    [
        f'<table:table-row table:number-rows-repeated="1048570">{CELL.format("")}</table:table-row>',
        f'<table:table-row><table:table-cell table:number-columns-repeated="16383"/>{CELL.format("")}</table:table-row>'
        + ods_row("a") * 3_000,
    ],
)
def test_ods_that_no_memory_holds_is_refused(tmp_path, rows):
    with pytest.raises(LedgerError, match="不合情理"):
        read_sheets(ods(tmp_path / "a.ods", rows), "a.ods")
