"""Read any ledger file into sheets of text cells that keep their position.

The content determines the kind of a file; a suffix that contradicts it is reported and otherwise ignored.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path

from workreport.base.errors import LedgerError
from workreport.base.file_names import readable
from workreport.base.personal_data import MASK, masked
from workreport.ledgers.read.delimited import decode, looks_tabular, read_delimited
from workreport.ledgers.read.file_kind import container
from workreport.ledgers.read.origin import restored
from workreport.ledgers.read.sheet import Notice, Sheet, cell_text
from workreport.ledgers.read.workbooks import read_workbook

TEXT = (".csv", ".tsv", ".txt", "")
WORKBOOKS = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xltx": "xlsx",
    ".xltm": "xlsx",
    ".xlsb": "xlsb",
    ".xls": "xls",
    ".xlt": "xls",
    ".et": "et",
    ".ett": "et",
    ".ods": "ods",
    ".ots": "ods",
}
"""Kind of content by suffix; et is the suffix of WPS, whose files are xls or xlsx by content."""
SUFFIXES = (*TEXT, *WORKBOOKS)
MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")


def read_sheets(path: Path, shown: str) -> list[Sheet]:
    """All sheets of a file, as text.

    Parameters
    ----------
    path : Path
        A csv, tsv, xlsx, xls or ods file under any of their suffixes; never written.
    shown : str
        The file's name in messages.

    Raises
    ------
    LedgerError
        If the file is unreadable, empty, encrypted, in an unknown encoding, or not a table
        by its suffix or its content.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise LedgerError(
            f"文件名与台账相符，扩展名 {suffix} 却不是表格的，没有读入",
            where=shown,
            expected="xlsx、xls、ods 或 csv 表格",
            todo="请另存为 .xlsx 后报送；不是台账的，请改名或移走",
        )
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise LedgerError("文件读不出来", where=shown, todo="请检查文件是否存在、是否有读取权限") from error
    if not raw.strip():
        raise LedgerError(
            "文件打不开：文件是空的，没有任何内容",
            where=shown,
            todo="请重新报送；确无数据的，请报送带表头并注明“零报告”的台账",
        )
    if container(raw) != "text":
        sheets, kind = read_workbook(raw, shown)
        sheets = restored(sheets)
    else:
        sheets, kind = [_text(raw, path, shown)], "csv"
    if not any(any(row) for sheet in sheets for row in sheet.rows):
        raise LedgerError(
            "文件打不开：表里一个单元格都没有填",
            where=shown,
            todo="请重新报送；确无数据的，请报送带表头并注明“零报告”的台账",
        )
    mismatch = suffix_notices(suffix, kind)
    sheets[0] = dataclasses.replace(sheets[0], notices=(*mismatch, *sheets[0].notices))
    return [
        _renamed(sheet, name) for sheet, name in zip(sheets, safe_names(s.name for s in sheets), strict=True)
    ]


def suffix_notices(suffix: str, kind: str) -> tuple[Notice, ...]:
    """Notices for a file whose suffix contradicts its content."""
    if WORKBOOKS.get(suffix, "csv") == kind:
        return ()
    message = f"{f'扩展名是 {suffix}' if suffix else '没有扩展名'}，内容其实是 {kind}，按内容读入"
    return (Notice("扩展名", "normalised", message, suffix),)


def safe_names(names: Iterable[str]) -> list[str]:
    """Sheet names without personal data, all distinct."""
    safe: list[str] = []
    for name in names:
        hidden = masked(name)
        alike = sum(other == hidden or other.startswith(f"{hidden}-") for other in safe)
        safe.append(f"{hidden}-{alike + 1}" if alike and hidden != name else hidden)
    return safe


def _renamed(sheet: Sheet, name: str) -> Sheet:
    if name == sheet.name:
        return sheet
    notice = Notice("个人信息", "warned", "文件名或工作表名里有个人信息，已遮盖，请改名", MASK)
    return dataclasses.replace(sheet, name=name, notices=(*sheet.notices, notice))


def _text(raw: bytes, path: Path, shown: str) -> Sheet:
    suffix = path.suffix.lower()
    if raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise LedgerError(
            "文件打不开：内容是网页或 XML，不是表格文件",
            where=shown,
            expected="xlsx、xls、ods 或 csv 表格",
            todo="请用 Excel 打开后另存为 .xlsx",
        )
    if suffix in WORKBOOKS and not looks_tabular(raw):
        raise LedgerError(
            "文件打不开：损坏、加密，或不是表格文件",
            where=shown,
            expected="xlsx、xls、ods 或 csv 表格",
            todo="请用 Excel 打开确认，去掉密码后另存为 .xlsx",
        )
    return read_delimited(raw, readable(path.stem), "\t" if suffix == ".tsv" else ",", shown)


__all__ = ["SUFFIXES", "Sheet", "cell_text", "decode", "read_sheets", "safe_names"]
