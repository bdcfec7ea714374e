"""The workbook of a marked copy: the original's, or a plain one of its text; nothing in it is personal or runs.

Both are read like the original.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import openpyxl
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from workreport.base.personal_data import masked
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.exchange.screened_copy import cells_of
from workreport.ledgers.read.files import Sheet, cell_text, safe_names
from workreport.ledgers.read.own_sheets import MARK

AUTHOR = "工作簿"
"""Author of the marks that copies carry."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters of a text that a spreadsheet program reads as a formula (OWASP, CSV injection)."""
OUTSIDE_ACCESS = re.compile(r"\||\b(WEBSERVICE|HYPERLINK|CALL|REGISTER|EXEC)\b", re.IGNORECASE)
"""Formulas that start programs or access the network."""
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What a workbook takes for an escaped character (ECMA-376-1 section 22.9.2.19), and openpyxl does not escape."""
UNCALCULATED = "=NA()"
"""A formula in the place of one that cannot be passed on: without a value, and an error once it is calculated."""


@dataclass(frozen=True)
class Original:
    """The file to be copied: its sheets as read and as they may be passed on, their personal columns, its date system."""

    file: LedgerFile
    sheets: list[Sheet]
    personal: list[dict[int, int]]
    screened: list[Sheet]
    epoch: int | None


def neutralise(cell: Cell, text: str) -> None:
    """Write text into a cell so that it is never read as a formula or an error."""
    cell.value = ESCAPE.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    if text.startswith(FORMULA):
        cell.quotePrefix = True
        cell.number_format = "@"


def opened(raw: bytes, original: Original) -> tuple[Workbook, dict[str, str]]:
    """Open the workbook and make it safe; return it and its sheet titles by name in the file.

    Raises various errors of openpyxl.
    """
    book = openpyxl.load_workbook(io.BytesIO(raw), keep_links=False, rich_text=True)
    for sheet in book.worksheets:
        if MARK in str(sheet["A1"].value):
            book.remove(sheet)
    for sheet, name in zip(book.worksheets, safe_names(s.title for s in book.worksheets), strict=True):
        sheet.title = name[:31]
    names = {sheet.name: book[sheet.name].title for sheet in original.sheets}
    for sheet, safe, personal in zip(original.sheets, original.screened, original.personal, strict=True):
        _make_safe(book[names[sheet.name]], sheet, safe, personal)
    return book, names


def plain(original: Original) -> tuple[Workbook, dict[str, str]]:
    """A new workbook of the sheets' text, with the formats relevant to reading; titles as ``opened``."""
    book, names = openpyxl.Workbook(), {}
    book.remove(book.active)
    if original.epoch == 1904:
        book.epoch = CALENDAR_MAC_1904
    for sheet in original.screened:
        target = book.create_sheet("".join("_" if c in r"[]:*?/\'" else c for c in sheet.name)[:31] or "台账")
        names[sheet.name] = target.title
        target.sheet_state = "hidden" if sheet.hidden else "visible"
        for at, row in enumerate(sheet.rows, start=1):
            for column, text in enumerate(row, start=1):
                if text:
                    _write(target.cell(at, column), text, sheet.faults.get((at, column - 1)))
                    if column - 1 in sheet.struck.get(at, ()):
                        target.cell(at, column).font = Font(strike=True)
        for at in sheet.hidden_rows:
            if at <= len(sheet.rows):
                target.row_dimensions[at].hidden = True
        for area in sheet.merged:
            _merge(target, sheet, *area)
    return book, names


def _merge(target: Worksheet, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
    """Merge a range; text below its first cell stays, which ``merge_cells`` would delete."""
    rows = [row[left : right + 1] for row in sheet.rows[top - 1 : bottom]]
    if any(any(row[1:] if not at else row) for at, row in enumerate(rows)):
        target.merged_cells.add(CellRange(None, left + 1, top, right + 1, bottom))
    else:
        target.merge_cells(start_row=top, start_column=left + 1, end_row=bottom, end_column=right + 1)


def _write(cell: Cell, text: str, fault: str | None) -> None:
    """Write text that is read as such; an error or an uncalculated formula stays one."""
    if fault is None:
        neutralise(cell, text)
        cell.number_format = "@"
    elif fault.startswith("="):
        cell.value = UNCALCULATED
    else:
        cell.value, cell.data_type = fault if fault in ERROR_CODES else "#VALUE!", "e"


def _make_safe(target: Worksheet, sheet: Sheet, safe: Sheet, personal: dict[int, int]) -> None:
    """Empty personal cells, mask others, replace formulas by their results, remove earlier marks, neutralise text.

    Parameters
    ----------
    safe : Sheet
        The sheet as it may be passed on.
    """
    for cell in cells_of(target):
        if isinstance(cell, MergedCell):
            continue
        if cell.comment is not None and cell.comment.author == AUTHOR:
            cell.comment, cell.fill = None, PatternFill()
        at, column = cell.row - 1, cell.column - 1
        text, shown = _text_at(sheet, at, column), _text_at(safe, at, column)
        if column in personal and at > personal[column]:
            cell.value = cell.comment = cell.hyperlink = None
        elif text != shown:
            cell.hyperlink = None
            _write(cell, shown, None)
        elif cell.data_type == "f":
            fault = sheet.faults.get((at + 1, column))
            if fault is None:
                _show(cell, shown)
            elif not fault.startswith("=") or OUTSIDE_ACCESS.search(str(cell.value)):
                _write(cell, shown, fault)
            # else an uncalculated formula stays, since it is the fault
        elif isinstance(cell.value, str) and ESCAPE.search(cell.value):
            neutralise(cell, shown)  # openpyxl resolves some escapes only
        elif isinstance(cell.value, str) and cell.value.startswith(FORMULA):
            neutralise(cell, cell.value)
        if isinstance(cell.value, str) and at >= len(sheet.rows):
            cell.value = masked(cell.value)


def _text_at(sheet: Sheet, at: int, column: int) -> str:
    return sheet.rows[at][column] if at < len(sheet.rows) and column < len(sheet.rows[at]) else ""


def _show(cell: Cell, shown: str) -> None:
    try:
        number = float(shown)
    except ValueError:
        number = None
    if number is not None and cell_text(number) == shown:
        cell.value = number
    else:
        neutralise(cell, shown)
        cell.number_format = "@"
