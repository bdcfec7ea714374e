"""Marked copy of a ledger for its division: cells coloured by disposition, remarks, a summary sheet in front.

The copy can be read like the original: a division corrects the coloured cells and hands it in.
Personal columns are emptied and other personal data is masked, because copies are passed on.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import openpyxl
import pandas as pd
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from workreport.base.personal_data import masked
from workreport.ledgers.declared.findings import DISPOSITIONS
from workreport.ledgers.declared.value_help import allowed
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.exchange.column_places import columns_of, personal_columns, personal_titles
from workreport.ledgers.exchange.same_reading import require_same_reading
from workreport.ledgers.exchange.screened_copy import cells_of, mask_remarks, screened, strip
from workreport.ledgers.exchange.summary import COLOURS, add_summary
from workreport.ledgers.intake import Intake
from workreport.ledgers.read.date_system import date_system
from workreport.ledgers.read.file_kind import container
from workreport.ledgers.read.files import Sheet, cell_text, read_sheets, safe_names
from workreport.ledgers.read.origin import NAME as ORIGIN
from workreport.ledgers.read.origin import origin_rows
from workreport.ledgers.read.own_sheets import MARK, is_generated

logger = logging.getLogger(__name__)

AUTHOR = "工作簿"
SUFFIX = "_问题标注"
WITHOUT_FORMATS = "原文件的格式不能照搬，标注件只保留内容、合并、隐藏行和删除线，不带其余格式。"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters of a text that a spreadsheet program reads as a formula (OWASP, CSV injection)."""
OUTSIDE_ACCESS = re.compile(r"\||\b(WEBSERVICE|HYPERLINK|CALL|REGISTER|EXEC)\b", re.IGNORECASE)
"""Formulas that start programs or access the network."""
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What a workbook takes for an escaped character (ECMA-376-1 section 22.9.2.19), and openpyxl does not escape."""
MAX_SHEET_ROWS = 1_048_576
MAX_REMARKS = 5_000
"""Most cells with a remark; the summary lists every finding."""
UNCALCULATED = "=NA()"
"""A formula in the place of one that cannot be passed on: without a value, and an error once it is calculated."""
BY_SEVERITY = ["normalised", "warned", "quarantined", "blocked"]


def copy_name(path: PurePath, more: str = "") -> str:
    """The name of a file's marked copy; it begins like the original, so that discovery finds the same ledger."""
    return f"{path.stem.removesuffix(SUFFIX)}{more and '_' + more}{SUFFIX}.xlsx"


@dataclass(frozen=True)
class Copy:
    """A marked copy as xlsx, and a remark on it, or ""."""

    content: bytes
    remark: str


@dataclass(frozen=True)
class _Original:
    """The file to be copied: its sheets as read and as they may be passed on, their personal columns, its date system."""

    file: LedgerFile
    sheets: list[Sheet]
    personal: list[dict[int, int]]
    screened: list[Sheet]
    epoch: int | None


def marked_copy(intake: Intake, file: LedgerFile, found: pd.DataFrame) -> Copy | None:
    """The marked copy; None if a sheet is too long for one.

    Parameters
    ----------
    found : DataFrame
        The file's findings.

    Raises
    ------
    NotTheSame
        If no copy can be made that is read like the file.
    """
    sheets = [sheet for sheet in read_sheets(file.path, file.shown) if not is_generated(sheet)]
    if any(len(sheet.rows) > MAX_SHEET_ROWS for sheet in sheets):
        return None
    original = _original(intake, file, sheets)
    raw = file.path.read_bytes()
    if container(raw) == "zip":
        try:
            return Copy(_marked(intake, original, found, *_opened(raw, original), ""), "")
        except Exception:  # an .ods, or a workbook that openpyxl rejects or does not keep
            logger.info("%s is copied without its formats", file.shown, exc_info=True)
    remark = "" if container(raw) == "text" else WITHOUT_FORMATS
    return Copy(_marked(intake, original, found, *_plain(original), remark), remark)


def _original(intake: Intake, file: LedgerFile, sheets: list[Sheet]) -> _Original:
    contract, mapping, masks = intake.contracts[file.ledger], intake.mappings.get(file.ledger), {}
    personal = [personal_columns(contract, mapping, sheet) for sheet in sheets]
    safe = [
        screened(sheet, columns_of(contract, mapping, sheet), own, contract, masks)
        for sheet, own in zip(sheets, personal, strict=True)
    ]
    return _Original(file, sheets, personal, safe, date_system(file.path))


def _marked(
    intake: Intake,
    original: _Original,
    found: pd.DataFrame,
    book: Workbook,
    names: dict[str, str],
    remark: str,
) -> bytes:
    """Mark the workbook and complete it; `names` maps sheet names in the file to sheet titles."""
    file = original.file
    contract = intake.contracts[file.ledger]
    for title in names.values():
        mask_remarks(book[title])
    strip(book)
    places = list(_mark(book, names, intake, file, original.sheets, found))
    personal = list(personal_titles(contract, intake.mappings.get(file.ledger)))
    add_summary(book, contract, file.shown, found, places, personal, remark)
    if original.epoch is None:
        origin = book.create_sheet(ORIGIN)
        origin.sheet_state = "veryHidden"
        for row in origin_rows(original.screened):
            origin.append(row)
    # remove author and machine of the original
    book.properties = DocumentProperties(creator=AUTHOR, title=f"{contract.title}问题标注")
    book.custom_doc_props = CustomPropertyList()
    out = io.BytesIO()
    book.save(out)
    content = out.getvalue()
    require_same_reading(content, original.screened, original.epoch, file.shown)
    return content


def neutralise(cell: Cell, text: str) -> None:
    """Write text into a cell so that it is never read as a formula or an error."""
    cell.value = ESCAPE.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    if text.startswith(FORMULA):
        cell.quotePrefix = True
        cell.number_format = "@"


def _opened(raw: bytes, original: _Original) -> tuple[Workbook, dict[str, str]]:
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


def _plain(original: _Original) -> tuple[Workbook, dict[str, str]]:
    """A new workbook of the sheets' text, with the formats relevant to reading; titles as ``_opened``."""
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


def _mark(
    book: Workbook,
    names: dict[str, str],
    intake: Intake,
    file: LedgerFile,
    sheets: list[Sheet],
    found: pd.DataFrame,
) -> Iterator[tuple[str, str] | None]:
    """Colour and annotate cells; yield sheet title and cell of each finding, None if it concerns no cell."""
    contract = intake.contracts[file.ledger]
    fields = {field.title: field for field in contract.fields}
    headers = {sheet.name: columns_of(contract, intake.mappings.get(file.ledger), sheet) for sheet in sheets}
    severity = dict(zip(BY_SEVERITY, range(len(BY_SEVERITY)), strict=True))
    worst: dict[tuple[str, str], int] = {}
    for number, finding in enumerate(found.to_dict("records")):
        name, row = str(finding["sheet"]), finding["row"]
        if name not in names or not str(row).isdigit() or not 0 < int(row) <= MAX_SHEET_ROWS:
            yield None
            continue
        target, columns = book[names[name]], headers[name]
        field = fields.get(str(finding["column"]))
        if field is not None and field.name in columns:
            positions = [columns[field.name][1] + 1]
        else:
            positions = sorted({column + 1 for _, column in columns.values()}) or [1]
        cells = [_writable(target, int(row), column) for column in positions]
        rank = severity[str(finding["disposition"])]
        for cell in cells:
            place = (target.title, cell.coordinate)
            if rank >= worst.get(place, 0):
                worst[place] = rank
                cell.fill = PatternFill("solid", fgColor=COLOURS[str(finding["disposition"])])
        if number < MAX_REMARKS:
            may = allowed(field, intake.codes, most=12) if field else ""
            _remark(cells[0], finding, f"\n允许：{may}" if may else "")
        yield target.title, cells[0].coordinate


def _writable(target: Worksheet, row: int, column: int) -> Cell:
    """The cell, or the first cell of its merged range."""
    cell = target.cell(row, column)
    if isinstance(cell, MergedCell):
        merged = next(area for area in target.merged_cells.ranges if cell.coordinate in area)
        cell = target.cell(merged.min_row, merged.min_col)
    return cell


def _remark(cell: Cell, finding: dict[str, object], may: str) -> None:
    original = f"\n原值：{finding['original']}" if finding["original"] != "" else ""
    text = f"【{DISPOSITIONS[str(finding['disposition'])]}】{finding['message']}{original}{may}"
    before = f"{cell.comment.text}\n\n" if cell.comment is not None else ""
    cell.comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", before + text), AUTHOR, width=320, height=140)
