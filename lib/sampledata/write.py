"""Writes a ledger as an office would hand it in, with the same bytes on every run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from sampledata.contracts import Column, Contract
from sampledata.orgs import BUREAU, DISTRICT

LABEL = "合成示例数据"
TITLE_ROWS = 2


def plain(column: Column, value: Any) -> Any:
    """The value as the cell holds it: 是/否, joined lists, exact decimals; ``None`` stays empty."""
    if value is None or value == []:
        return None
    if column.type == "boolean":
        return "是" if value else "否"
    if column.type == "list":
        return column.delimiter.join(value)
    if column.type == "number" and column.decimals is not None:
        exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-column.decimals))
        return Decimal(f"{exact.normalize():f}")  # as systems export amounts: no trailing zeros
    return value


def table(contract: Contract, rows: Iterable[dict]) -> list[list[Any]]:
    """Cells in the contract's column order.

    Raises
    ------
    ValueError
        If a row has a field that the contract does not declare.
    """
    names = {column.name for column in contract.columns}
    cells = []
    for row in rows:
        if extra := sorted(row.keys() - names):
            raise ValueError(f"{contract.code}: undeclared fields {extra}")
        cells.append([plain(column, row.get(column.name)) for column in contract.columns])
    return cells


def title_lines(contract: Contract, year: int, note: str = "") -> tuple[str, str]:
    """The title row and the filing row above a ledger's header."""
    span = f"{year}年末" if contract.kind == "register" else f"{year}年"
    title = f"{DISTRICT}{span}{contract.title}（{LABEL}）"
    filing = f"填报单位：{BUREAU}{contract.division}　　截至日期：{year}年12月31日　　{LABEL}"
    return title, filing + (f"　　{note}" if note else "")


def write_xlsx(path: Path, contract: Contract, rows: list[dict], year: int, note: str = "") -> None:
    """A workbook: merged title row, filing row, header with units, then rows with real dates.

    ``note`` is added to the filing row, e.g. the statement that an empty ledger is a zero report.
    """
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": contract.title, "comments": LABEL, "created": datetime(year, 12, 31)})
    sheet = book.add_worksheet(contract.title[:31])
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14, "align": "center"}),
        "head": book.add_format({"bold": True, "border": 1, "bg_color": "#DDE7F0", "text_wrap": True}),
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    title, filing = title_lines(contract, year, note)
    last = len(contract.columns) - 1
    sheet.merge_range(0, 0, 0, last, title, formats["title"])
    sheet.merge_range(1, 0, 1, last, filing)
    for index, column in enumerate(contract.columns):
        sheet.write_string(TITLE_ROWS, index, column.header, formats["head"])
        sheet.set_column(index, index, 26 if "名称" in column.header else 14)
    sheet.freeze_panes(TITLE_ROWS + 1, 0)
    for number, cells in enumerate(table(contract, rows), start=TITLE_ROWS + 1):
        for index, value in enumerate(cells):
            _write_cell(sheet, number, index, value, contract.columns[index], formats)
    book.close()


def _write_cell(sheet, number: int, index: int, value: Any, column: Column, formats: dict) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        sheet.write_datetime(number, index, value, formats["datetime"])
    elif isinstance(value, date):
        sheet.write_datetime(number, index, datetime(value.year, value.month, value.day), formats["date"])
    elif isinstance(value, (int, float, Decimal)):
        sheet.write_number(number, index, float(value))
    else:
        sheet.write_string(number, index, value, formats["text"])


def write_csv(path: Path, contract: Contract, rows: list[dict], encoding: str = "utf-8") -> None:
    """A system export: one header line and rows, dates as ISO text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.header for column in contract.columns])
    for cells in table(contract, rows):
        writer.writerow([csv_cell(value) for value in cells])
    path.write_bytes(out.getvalue().encode(encoding))


def csv_cell(value: Any) -> str:
    """A value as a system exports it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return str(value)
