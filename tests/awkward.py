"""Workbooks as awkward as offices make them, written by the tests of files and sheets."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

HEADER = [
    "抽样单编号",
    "承办机构",
    "食品大类",
    "抽样日期",
    "检验结论",
    "检验项目数（项）",
    "控制数量（kg）",
    "单位名称",
]


def row(number: int, **changes: str) -> list[str]:
    """A clean row of the sampling ledger; keys of `changes` are its titles without units."""
    values = dict(
        zip(
            HEADER,
            [f"S{number}", "上浦分局", "糕点", "2021-03-05", "合格", "4", "1.5", "云杉糕点厂"],
            strict=True,
        )
    )
    return [changes.get(title.split("（")[0], text) for title, text in values.items()]


def workbook(path: Path, build: Callable[[xlsxwriter.Workbook], None]) -> Path:
    """An xlsx built by XlsxWriter."""
    with xlsxwriter.Workbook(path) as book:
        build(book)
    return path


def fill(book: xlsxwriter.Workbook, name: str, rows: list[list], **options) -> xlsxwriter.worksheet.Worksheet:
    """A sheet of these rows; digits in the numeric columns become numbers."""
    sheet = book.add_worksheet(name)
    for at, cells in enumerate(rows):
        for column, text in enumerate(cells):
            if text != "":
                sheet.write(at, column, text)
    return sheet


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The same zip with one part changed."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def ods(path: Path, rows: str) -> Path:
    """A minimal OpenDocument spreadsheet; `rows` is its table's XML."""
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="一季度">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("META-INF/manifest.xml", manifest)
        out.writestr("content.xml", content)
    return path


def ods_row(*texts: str) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{t}</text:p></table:table-cell>' for t in texts
    )
    return f"<table:table-row>{cells}</table:table-row>"
