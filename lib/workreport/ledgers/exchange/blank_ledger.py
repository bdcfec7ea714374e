"""Blank ledgers: headers with units, drop-down lists, validated dates and numbers, explanations of the columns."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from workreport.base.zip_origin import without_origin
from workreport.ledgers.declared.contract import Contract, Field
from workreport.ledgers.declared.value_help import TYPES, allowed, choices
from workreport.ledgers.intake import Intake
from workreport.ledgers.read.own_sheets import MARK

TITLE_ROWS = 2
A4 = 9
SPARE_ROWS = 5_000
"""Blank rows with drop-down lists and validation."""
LISTS, NOTES = "可选项", "填写说明"
EXACT_DIGITS = 15
"""Significant digits of a spreadsheet number; a longer number is written as text."""
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2099, 12, 31)
MAX_LENGTHS = {"input_title": 32, "error_title": 32, "input_message": 255, "error_message": 255}


def blank_ledger(intake: Intake, contract: Contract, year: int, opening: pd.DataFrame | None = None) -> bytes:
    """An empty ledger of a year as xlsx, the same bytes on every call.

    Parameters
    ----------
    opening : DataFrame, optional
        Typed rows that the register starts with; personal columns stay blank.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": contract.title, "created": dt.datetime(year, 1, 1)})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14, "align": "center"}),
        "head": book.add_format({"bold": True, "border": 1, "bg_color": "#DDE7F0", "text_wrap": True}),
        "must": book.add_format({"bold": True, "border": 1, "bg_color": "#F6E3C5", "text_wrap": True}),
        "string": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    sheet = book.add_worksheet(contract.title[:31])
    notes, lists = book.add_worksheet(NOTES), book.add_worksheet(LISTS)
    _head(sheet, intake, contract, year, opening, formats)
    for column, field in enumerate(contract.fields):
        if opening is not None and field.name in opening:
            for row, value in enumerate(opening[field.name], start=TITLE_ROWS + 1):
                _write(sheet, row, column, _plain(intake, field, value), formats)
    last = TITLE_ROWS + SPARE_ROWS + (0 if opening is None else len(opening))
    _check_cells(sheet, lists, intake, contract, last)
    _explain(notes, intake, contract, formats)
    book.close()
    return without_origin(out.getvalue())


def _head(
    sheet: Worksheet,
    intake: Intake,
    contract: Contract,
    year: int,
    opening: pd.DataFrame | None,
    formats: dict[str, Any],
) -> None:
    bureau, last = intake.workspace.bureau, max(len(contract.fields) - 1, 1)
    label = "（含合成示例数据）" if bureau.synthetic and opening is not None else ""
    sheet.merge_range(0, 0, 0, last, f"{bureau.district}{year}年{contract.title}{label}", formats["title"])
    carried = f"　　期初结转：{year - 1}年末 {len(opening)} 行" if opening is not None else ""
    sheet.merge_range(1, 0, 1, last, f"填报单位：{bureau.name}{contract.division}　　截至日期：{carried}")
    for column, field in enumerate(contract.fields):
        kind = "must" if field.constraints.required else "head"
        sheet.write_string(TITLE_ROWS, column, field.header, formats[kind])
        body = formats.get(field.type) if field.type != "list" else formats["string"]
        sheet.set_column(column, column, 26 if "名称" in field.title else 14, body)
    sheet.freeze_panes(TITLE_ROWS + 1, 0)
    # print layout: all columns on one page's width, the header on every page
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, TITLE_ROWS)


def _plain(intake: Intake, field: Field, value: Any) -> Any:
    """A typed value as written by an office; None if missing."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    if field.type == "boolean":
        return "是" if value else "否"
    if field.codes in intake.codes and field.type != "list":
        return intake.codes[field.codes].label(value)
    return value


def _write(sheet: Worksheet, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, pd.Timestamp):
        kind = "date" if value == value.normalize() else "datetime"
        sheet.write_datetime(row, column, value.to_pydatetime(), formats[kind])
    elif isinstance(value, str):
        sheet.write_string(row, column, value, formats["string"])
    elif isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > EXACT_DIGITS:
        sheet.write_string(row, column, f"{value:f}", formats["string"])
    else:
        sheet.write_number(row, column, float(value))


def _check_cells(sheet: Worksheet, lists: Worksheet, intake: Intake, contract: Contract, last: int) -> None:
    """Add drop-down lists and validation of dates and numbers; long lists need a sheet of their own."""
    lists.write_string(0, 0, f"可选项{MARK}")
    listed = 0
    for column, field in enumerate(contract.fields):
        values = choices(field, intake.codes)
        rule = _rule(field)
        if values:
            lists.write_string(1, listed, f"“{field.title}”可填")
            lists.write_column(2, listed, values)
            lists.set_column(listed, listed, 24)
            if field.type != "list":
                top = xl_rowcol_to_cell(2, listed, True, True)
                end = xl_rowcol_to_cell(1 + len(values), listed, True, True)
                # other spellings of an organisation or a category are accepted at reading: warn, do not refuse
                rule = {"validate": "list", "source": f"='{LISTS}'!{top}:{end}"}
                rule |= {"error_type": "warning" if field.codes else "stop"}
            listed += 1
        may = allowed(field, intake.codes, most=12)
        must = "必填。" if field.constraints.required else ""
        messages = {
            "input_title": field.title,
            "input_message": f"{must}{field.description}{may}" or "选填",
            "error_title": f"{field.title}填写有误",
            "error_message": f"应为：{may}" if may else "请核对",
        }
        rule |= {name: text[: MAX_LENGTHS[name]] for name, text in messages.items()}
        sheet.data_validation(TITLE_ROWS + 1, column, last, column, rule)


def _rule(field: Field) -> dict[str, Any]:
    """Validation rule of a cell without a list."""
    least, most = field.constraints.minimum, field.constraints.maximum
    if field.type in ("date", "datetime"):
        bounds = {"minimum": FIRST, "maximum": LAST}
        return {"validate": "date", "criteria": "between", **bounds, "error_type": "stop"}
    if field.type in ("integer", "number"):
        bounds = {"minimum": -1e14 if least is None else least, "maximum": 1e14 if most is None else most}
        kind = "integer" if field.type == "integer" else "decimal"
        return {"validate": kind, "criteria": "between", **bounds, "error_type": "stop"}
    return {"validate": "any"}


def _explain(notes: Worksheet, intake: Intake, contract: Contract, formats: dict[str, Any]) -> None:
    """Write the second sheet: explanations of the columns."""
    lines = [
        f"{contract.title}填写说明{MARK}",
        f"一行是{contract.grain}。{contract.description}",
        "表头不要改动；单位写在表头里，单元格只填数。底色较深的列必填。没有发生的事项，在填报行注明“零报告”。",
    ]
    for row, line in enumerate(lines):
        notes.write_string(row, 0, line)
    head = len(lines) + 1
    for column, (title, width) in enumerate(
        (("列名", 24), ("类型", 12), ("是否必填", 10), ("怎么填", 80), ("其他叫法", 30), ("备注", 40))
    ):
        notes.write_string(head, column, title, formats["head"])
        notes.set_column(column, column, width)
    for row, field in enumerate(contract.fields, start=head + 1):
        remark = "个人信息，报告不读，不结转" if field.personal else field.description
        required = "必填" if field.constraints.required else ""
        cells = (
            field.header,
            TYPES[field.type],
            required,
            allowed(field, intake.codes),
            "、".join(field.aliases),
        )
        for column, text in enumerate((*cells, remark)):
            notes.write_string(row, column, text, formats["wrap"])
