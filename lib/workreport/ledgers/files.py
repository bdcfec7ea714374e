"""Reading: any ledger file becomes sheets of text cells that keep their position."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine

from workreport.errors import LedgerError

SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True)
class Sheet:
    """One sheet as text. ``rows[i]`` is row ``i + 1`` of the file, blank cells are ``""``."""

    name: str
    rows: list[list[str]]


def read_sheets(path: Path, shown: str) -> list[Sheet]:
    """All sheets of a file with at least one cell, as text.

    Parameters
    ----------
    path : Path
        A csv, tsv, xlsx, xls or ods file; never written.
    shown : str
        The file's name in messages.

    Raises
    ------
    LedgerError
        If the file is unreadable, encrypted, of an unknown kind, or in no known encoding.
    """
    if path.suffix.lower() in (".csv", ".tsv"):
        return _delimited(path, shown)
    try:
        with python_calamine.load_workbook(path) as book:
            return [
                Sheet(
                    name,
                    [[cell_text(cell) for cell in row] for row in _all_rows(book.get_sheet_by_name(name))],
                )
                for name in book.sheet_names
            ]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise LedgerError(
            "文件打不开：损坏、加密，或不是表格文件",
            where=shown,
            expected="xlsx、xls、ods 或 csv 表格",
            todo="请用 Excel 打开确认，去掉密码后另存为 .xlsx",
        ) from error


def _all_rows(sheet: python_calamine.CalamineSheet) -> list[list[Any]]:
    # with the empty area kept, position in the list is position in the file
    return sheet.to_python(skip_empty_area=False)


def cell_text(value: Any) -> str:
    """The text of one cell value: dates in ISO form, whole floats without a decimal point.

    Numbers keep the 15 digits that Excel shows: 3.3 worked out as 3 × 1.1 is stored with a
    binary remainder that nobody entered. A number of 16 digits or more has lost digits in the file already; it stays in
    scientific notation, so that no code pattern can mistake it for the code it was.
    """
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if value.is_integer():
            return str(int(value)) if abs(value) < 1e15 else f"{value:.15e}"
        return format(Decimal(f"{value:.15g}"), "f")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    return str(value)


def _delimited(path: Path, shown: str) -> list[Sheet]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise LedgerError("文件读不出来", where=shown, todo="请检查文件是否存在、是否有读取权限") from error
    text = decode(raw, shown)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [[cell.strip() for cell in row] for row in lines]
    except csv.Error as error:
        raise LedgerError(
            "csv 文件读不成表格：一个单元格长得不合情理，多半是少了一个引号",
            where=f"{shown} 第 {lines.line_num} 行之前",
            todo="请用 Excel 打开核对，改正引号后另存",
        ) from error
    return [Sheet(path.stem, rows)]


def decode(raw: bytes, shown: str) -> str:
    """Text of a csv file: UTF-8 with or without BOM, else GB18030, both strict.

    Raises
    ------
    LedgerError
        If it is neither.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LedgerError(
        "文件编码无法识别", where=shown, expected="UTF-8 或 GB18030", todo="请另存为 UTF-8 编码的 csv"
    )
