"""Formatting scan of an old xls, beyond calamine: hidden and struck-out rows, error values, the date system.

The formatting is read by xlrd. A formula with a saved empty text cannot be distinguished from an
uncalculated one; both are blank.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import xlrd
from xlrd.biffh import XL_CELL_BLANK, XL_CELL_EMPTY, XL_CELL_ERROR
from xlrd.book import Book
from xlrd.compdoc import CompDoc
from xlrd.sheet import Sheet as XlsSheet

from workreport.ledgers.read.xlsx import Formatting

ROWS, COLUMNS = 65_536, 256
"""The largest sheet of the format; a damaged file may declare more."""


def scan_formatting(raw: bytes) -> dict[str, Formatting]:
    """Formatting of all sheets by name.

    Raises
    ------
    Exception
        Of many kinds if the file is damaged; a less exact reader may still read its text.
    """
    with _opened(raw, formatting_info=True) as book:
        return {sheet.name: _marks(book, sheet) for sheet in map(book.sheet_by_index, range(book.nsheets))}


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
        As ``scan_formatting`` does.
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


def _marks(book: Book, sheet: XlsSheet) -> Formatting:
    out = [bool(font.struck_out) for font in book.font_list]
    fonts = [style.font_index for style in book.xf_list]
    styles = {at for at, font in enumerate(fonts) if font < len(out) and out[font]}
    struck, faults = {}, {}
    for row in range(min(sheet.nrows, ROWS)):
        columns = set()
        for column, kind, style in _filled(sheet, row):
            if kind == XL_CELL_ERROR:
                code = sheet.cell_value(row, column)
                faults[row + 1, column] = xlrd.error_text_from_code.get(code, "#错误")
            runs = sheet.rich_text_runlist_map.get((row, column), ())
            if style in styles or any(font < len(out) and out[font] for _, font in runs):
                columns.add(column)
        if columns:
            struck[row + 1] = frozenset(columns)
    hidden = frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
    merged = tuple(
        (top + 1, left, bottom, right - 1)
        for top, bottom, left, right in sheet.merged_cells
        if top < bottom <= ROWS and left < right <= COLUMNS
    )
    return Formatting(hidden, struck, faults, merged)


def _filled(sheet: XlsSheet, row: int) -> Iterator[tuple[int, int, int]]:
    """Column, kind and style of each filled cell of a row."""
    cells = zip(
        sheet.row_types(row),
        map(sheet.cell_xf_index, [row] * COLUMNS, range(sheet.row_len(row))),
        strict=False,
    )
    for column, (kind, style) in enumerate(cells):
        if kind not in (XL_CELL_EMPTY, XL_CELL_BLANK):
            yield column, kind, style
