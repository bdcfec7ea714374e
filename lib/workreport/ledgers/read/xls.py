"""Old workbooks (.xls, BIFF 2 to 8), read by xlrd: text, number formats, hidden and struck-out rows, error values.

calamine, which reads the other workbooks, takes the code page of a BIFF 8 file for that of its texts, and
ends at records that it does not expect. A formula with a saved empty text cannot be distinguished from an
uncalculated one; both are blank.
"""

from __future__ import annotations

import io

import xlrd
from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
    encoding_from_codepage,
)
from xlrd.book import Book
from xlrd.compdoc import CompDoc
from xlrd.sheet import Sheet as XlsSheet

from workreport.ledgers.read.number_formats import hidden_values, shown
from workreport.ledgers.read.sheet import Sheet, cell_text

ROWS, COLUMNS = 65_536, 256
"""The largest sheet of the format; a damaged file may declare more."""

# code pages for which Python has no codec of their number, and xlrd no other
encoding_from_codepage.update({10008: "gb2312", 20936: "gb2312", 54936: "gb18030", 65001: "utf_8"})


def read_sheets(raw: bytes) -> list[Sheet]:
    """All sheets, with their formatting.

    Raises
    ------
    Exception
        Of many kinds if the file is damaged; a less exact reader may still read its text.
    """
    with _opened(raw, formatting_info=True) as book:
        return [_sheet(book, sheet) for sheet in map(book.sheet_by_index, range(book.nsheets))]


def is_workbook(raw: bytes) -> bool:
    """Whether the file itself is a workbook, with any embedded documents."""
    try:
        parts = CompDoc(raw, logfile=io.StringIO())
        return any(parts.locate_named_stream(name)[0] is not None for name in ("Workbook", "Book"))
    except Exception:  # a damaged file can raise many kinds of errors
        return False


def date_system(raw: bytes) -> int:
    """1900 or 1904.

    Raises
    ------
    Exception
        As ``read_sheets`` does.
    """
    with _opened(raw, formatting_info=False) as book:
        return 1904 if book.datemode else 1900


def _opened(raw: bytes, formatting_info: bool) -> Book:
    return xlrd.open_workbook(
        file_contents=raw,
        logfile=io.StringIO(),
        formatting_info=formatting_info,
        on_demand=True,  # load sheets one by one, and none for the workbook's properties
        ragged_rows=True,  # no memory for missing cells
    )


def _sheet(book: Book, sheet: XlsSheet) -> Sheet:
    out = [bool(font.struck_out) for font in book.font_list]
    fonts = [style.font_index for style in book.xf_list]
    styles = {at for at, font in enumerate(fonts) if font < len(out) and out[font]}
    formats = [_format(book, style.format_key) for style in book.xf_list]
    epoch = 1904 if book.datemode else 1900
    struck, faults, unseen = {}, {}, []
    rows: list[list[str]] = []
    for row in range(min(sheet.nrows, ROWS)):
        texts, columns = [], set()
        cells = zip(sheet.row_types(row), sheet.row_values(row), strict=True)
        for column, (kind, value) in enumerate(cells):
            texts.append("")
            if kind in (XL_CELL_EMPTY, XL_CELL_BLANK) or column >= COLUMNS:
                continue
            style = sheet.cell_xf_index(row, column)
            if kind == XL_CELL_ERROR:
                texts[-1] = faults[row + 1, column] = xlrd.error_text_from_code.get(value, "#错误")
            elif kind == XL_CELL_BOOLEAN:
                texts[-1] = cell_text(bool(value))
            else:
                code = formats[style] if style < len(formats) else ""
                texts[-1], hidden = shown(value, code, epoch) if code else (cell_text(value), False)
                if hidden:
                    unseen.append((row + 1, column))
            runs = sheet.rich_text_runlist_map.get((row, column), ())
            if style in styles or any(font < len(out) and out[font] for _, font in runs):
                columns.add(column)
        rows.append(texts)
        if columns:
            struck[row + 1] = frozenset(columns)
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet(
        sheet.name,
        rows,
        notices=hidden_values(unseen),
        hidden=bool(sheet.visibility),
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        struck=struck,
        faults=faults,
        merged=tuple(
            (top + 1, left, bottom, right - 1)
            for top, bottom, left, right in sheet.merged_cells
            if top < bottom <= ROWS and left < right <= COLUMNS
        ),
    )


def _format(book: Book, key: int) -> str:
    """The code of a number format; empty for an unknown one."""
    entry = book.format_map.get(key)
    return str(entry.format_str) if entry is not None else ""
