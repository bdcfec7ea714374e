"""A marked copy of a ledger for its division: cells coloured by disposition, remarks, a summary in front.

The copy reads like the original: a division mends the coloured cells and hands it in as it is.
Personal columns are emptied and personal data elsewhere is masked, for copies are passed on by hand.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePath

import openpyxl
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workreport.divisions.headers import columns_of, personal_columns
from workreport.divisions.screened import mask, strip
from workreport.divisions.summary import COLOURS, add_summary
from workreport.ledgers.allowed import allowed
from workreport.ledgers.findings import DISPOSITIONS
from workreport.ledgers.intake import Intake
from workreport.ledgers.locating import LedgerFile
from workreport.ledgers.reading.files import Sheet, cell_text, read_sheets, safe_names
from workreport.ledgers.reading.generated import MARK, is_generated

AUTHOR = "工作簿"
SUFFIX = "_问题标注"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet program take text for a formula (OWASP, CSV injection)."""
OUTSIDE = re.compile(r"\||\b(WEBSERVICE|HYPERLINK|CALL|REGISTER|EXEC)\b", re.IGNORECASE)
"""Formulas that start programs or fetch from the network."""
LONGEST_SHEET = 1_048_576
REMARKS = 5_000
"""Cells with a remark; the summary lists every finding."""
GRAVER = ["normalised", "warned", "quarantined", "blocked"]


def copy_name(path: PurePath, more: str = "") -> str:
    """The name of a file's marked copy; it begins like the original, so that it is found as the same ledger."""
    return f"{path.stem.removesuffix(SUFFIX)}{more and '_' + more}{SUFFIX}.xlsx"


def marked_copy(intake: Intake, file: LedgerFile, found: pd.DataFrame) -> bytes | None:
    """The marked copy as xlsx; None where a sheet is too long for one.

    Parameters
    ----------
    found : DataFrame
        The file's findings.
    """
    contract = intake.contracts[file.ledger]
    sheets = [sheet for sheet in read_sheets(file.path, file.shown) if not is_generated(sheet)]
    if any(len(sheet.rows) > LONGEST_SHEET for sheet in sheets):
        return None
    book, names = _opened(file, sheets)
    for sheet in sheets:
        personal = personal_columns(contract, sheet)
        _make_safe(book[names[sheet.name]], sheet, personal)
        mask(
            book[names[sheet.name]],
            sheet,
            columns_of(contract, intake.mappings.get(file.ledger), sheet),
            contract,
        )
    strip(book)
    places = list(_mark(book, names, intake, file, sheets, found))
    personal = [field.title for field in contract.fields if field.personal]
    add_summary(book, contract, file.shown, found, places, personal)
    # who made the original, on which machine, is nobody's business
    book.properties = DocumentProperties(creator=AUTHOR, title=f"{contract.title}问题标注")
    book.custom_doc_props = CustomPropertyList()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def neutralise(cell: Cell, text: str) -> None:
    """Put text into a cell so that it stays text, however it begins."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    if text.startswith(FORMULA):
        cell.data_type = "s"
        cell.quotePrefix = True
        cell.number_format = "@"


def _opened(file: LedgerFile, sheets: list[Sheet]) -> tuple[Workbook, dict[str, str]]:
    """The workbook to mark, and its sheets' titles by their names in the file."""
    raw = file.path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(raw)):
        try:
            book = openpyxl.load_workbook(io.BytesIO(raw), keep_links=False)
        except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile):
            book = None  # an .ods, or a workbook that openpyxl is too strict for
        if book is not None:
            for sheet in book.worksheets:
                if MARK in str(sheet["A1"].value):
                    book.remove(sheet)
            for sheet, name in zip(
                book.worksheets, safe_names(s.title for s in book.worksheets), strict=True
            ):
                sheet.title = name[:31]
        if book is not None and {sheet.name for sheet in sheets} <= set(book.sheetnames):
            return book, {sheet.name: sheet.name for sheet in sheets}
    book, names = openpyxl.Workbook(), {}
    book.remove(book.active)
    for sheet in sheets:
        made = book.create_sheet("".join("_" if c in r"[]:*?/\'" else c for c in sheet.name)[:31] or "台账")
        names[sheet.name] = made.title
        made.sheet_state = "hidden" if sheet.hidden else "visible"
        for at, row in enumerate(sheet.rows, start=1):
            for column, text in enumerate(row, start=1):
                if text:
                    cell = made.cell(at, column)
                    neutralise(cell, text)
                    cell.number_format = "@"
    return book, names


def _make_safe(made: Worksheet, sheet: Sheet, personal: dict[int, int]) -> None:
    """Personal cells emptied, formulas replaced by what they show, earlier marks taken off, text neutralised."""
    for row in made.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment, cell.fill = None, PatternFill()
            at, column = cell.row - 1, cell.column - 1
            if column in personal and at > personal[column]:
                cell.value = cell.comment = cell.hyperlink = None
            elif cell.data_type == "f":
                shown = (
                    sheet.rows[at][column] if at < len(sheet.rows) and column < len(sheet.rows[at]) else ""
                )
                # one that was never worked out stays, for it is what is wrong, unless it reaches outside
                if (at + 1, column) not in sheet.faults or OUTSIDE.search(shown):
                    _show(cell, shown)
            elif isinstance(cell.value, str) and cell.value.startswith(FORMULA):
                neutralise(cell, cell.value)


def _show(cell: Cell, shown: str) -> None:
    try:
        number = float(shown)
    except ValueError:
        number = None
    if number is not None and cell_text(number) == shown:
        cell.value = number
    else:
        neutralise(cell, shown)


def _mark(
    book: Workbook,
    names: dict[str, str],
    intake: Intake,
    file: LedgerFile,
    sheets: list[Sheet],
    found: pd.DataFrame,
) -> Iterator[tuple[str, str] | None]:
    """Colour and annotate; yields sheet title and cell of each finding, None where it is about no cell."""
    contract = intake.contracts[file.ledger]
    fields = {field.title: field for field in contract.fields}
    headers = {sheet.name: columns_of(contract, intake.mappings.get(file.ledger), sheet) for sheet in sheets}
    graver = dict(zip(GRAVER, range(len(GRAVER)), strict=True))
    worst: dict[tuple[str, str], int] = {}
    for number, finding in enumerate(found.to_dict("records")):
        name, row = str(finding["sheet"]), finding["row"]
        if name not in names or not str(row).isdigit() or not 0 < int(row) <= LONGEST_SHEET:
            yield None
            continue
        made, columns = book[names[name]], headers[name]
        field = fields.get(str(finding["column"]))
        if field is not None and field.name in columns:
            at = [columns[field.name][1] + 1]
        else:
            at = sorted({column + 1 for _, column in columns.values()}) or [1]
        cells = [_writable(made, int(row), column) for column in at]
        rank = graver[str(finding["disposition"])]
        for cell in cells:
            place = (made.title, cell.coordinate)
            if rank >= worst.get(place, 0):
                worst[place] = rank
                cell.fill = PatternFill("solid", fgColor=COLOURS[str(finding["disposition"])])
        if number < REMARKS:
            may = allowed(field, intake.codes, most=12) if field else ""
            _remark(cells[0], finding, f"\n允许：{may}" if may else "")
        yield made.title, cells[0].coordinate


def _writable(made: Worksheet, row: int, column: int) -> Cell:
    """The cell, or the first of the merged range that it lies in."""
    cell = made.cell(row, column)
    if isinstance(cell, MergedCell):
        merged = next(one for one in made.merged_cells.ranges if cell.coordinate in one)
        cell = made.cell(merged.min_row, merged.min_col)
    return cell


def _remark(cell: Cell, finding: dict[str, object], may: str) -> None:
    original = f"\n原值：{finding['original']}" if finding["original"] != "" else ""
    text = f"【{DISPOSITIONS[str(finding['disposition'])]}】{finding['message']}{original}{may}"
    before = f"{cell.comment.text}\n\n" if cell.comment is not None else ""
    cell.comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", before + text), AUTHOR, width=320, height=140)
