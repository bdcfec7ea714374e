"""The first sheet of a marked copy: every finding, with a link to its cell, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import DISPOSITIONS
from workreport.ledgers.read.own_sheets import MARK

TITLE = "问题汇总"
COLOURS = {"quarantined": "FFC7CE", "warned": "FFEB9C", "normalised": "DDEBF7", "blocked": "D9C4E9"}
MEANING = {
    "quarantined": "暂不计入报告，改正后才计入",
    "warned": "已计入，请核对",
    "normalised": "已按唯一的读法或更正单规整并计入，原值列出备查",
    "blocked": "有关指标不出数，改正后才出",
}
# not headers of any ledger, so that this sheet is never read as one
COLUMNS = ("标注序号", "标注处置", "标注位置", "标注列", "标注原值", "问题说明", "标注规则")
WIDTHS = (10, 10, 26, 20, 24, 70, 18)


def add_summary(
    book: Workbook,
    contract: Contract,
    shown: str,
    findings: pd.DataFrame,
    places: Sequence[tuple[str, str] | None],
    personal: Sequence[str],
    remark: str,
) -> None:
    """Add the sheet in front of the others.

    Parameters
    ----------
    findings : DataFrame
        The file's findings.
    places : sequence
        Sheet title and cell of each finding, None if it concerns no cell.
    personal : sequence of str
        Titles of the columns that the copy leaves empty.
    remark : str
        Remark on the copy itself, or "".
    """
    sheet = book.create_sheet(TITLE, 0)
    lines = [
        f"{contract.title}问题汇总{MARK}",
        f"来源文件：{shown}　　共 {len(findings)} 处",
        "请在标色的单元格里改正，改完直接交回本文件即可；本表不用删。单元格批注写明问题和允许的填法。",
    ]
    if personal:
        lines.append(f"个人信息不随标注件流转，下列列已清空，报告也不读这些列：{'、'.join(personal)}")
    if remark:
        lines.append(remark)
    for row, line in enumerate(lines, start=1):
        _text(sheet.cell(row, 1), line)
    sheet["A1"].font = Font(bold=True, size=14)
    head = _write_legend(sheet, len(lines) + 1, findings["disposition"]) + 1
    _write_header(sheet, head)
    rows = zip(findings.to_dict("records"), places, strict=True)
    for number, (finding, place) in enumerate(rows, start=1):
        _write_finding(sheet, head + number, number, finding, place)
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _write_legend(sheet: Worksheet, row: int, dispositions: pd.Series) -> int:
    """Write what each colour means and how often it occurs, from `row` on; the first row below."""
    for disposition, count in dispositions.value_counts(sort=False).sort_index().items():
        _text(sheet.cell(row, 1), DISPOSITIONS[disposition])
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor=COLOURS[disposition])
        _text(sheet.cell(row, 2), f"{count} 处")
        _text(sheet.cell(row, 3), MEANING[disposition])
        row += 1
    return row


def _write_header(sheet: Worksheet, row: int) -> None:
    for column, (title, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True), start=1):
        _text(sheet.cell(row, column), title)
        sheet.cell(row, column).font = Font(bold=True)
        sheet.column_dimensions[chr(64 + column)].width = width


def _write_finding(
    sheet: Worksheet, row: int, number: int, finding: Mapping[str, Any], place: tuple[str, str] | None
) -> None:
    """Write one finding, with a link to its cell if it is about one."""
    where = f"{place[0]}!{place[1]}" if place else "、".join(filter(None, [str(finding["sheet"]), "整表"]))
    disposition = str(finding["disposition"])
    texts = (
        str(number), DISPOSITIONS[disposition], where, str(finding["column"]),
        str(finding["original"]), str(finding["message"]), str(finding["rule"]),
    )  # fmt: skip
    for column, text in enumerate(texts, start=1):
        _text(sheet.cell(row, column), text)
    sheet.cell(row, 2).fill = PatternFill("solid", fgColor=COLOURS[disposition])
    sheet.cell(row, 6).alignment = Alignment(wrap_text=True, vertical="top")
    if place:
        link = sheet.cell(row, 3)
        quoted = place[0].replace("'", "''")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{quoted}'!{place[1]}")
        link.font = Font(color="0563C1", underline="single")


def _text(cell, text: str) -> None:
    """Write text into a cell so that it is never run as a formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@", "\t", "\r"))
