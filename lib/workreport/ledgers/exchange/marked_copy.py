"""Marked copy of a ledger for its division: cells coloured by disposition, remarks, a summary sheet in front.

The copy can be read like the original: a division corrects the coloured cells and hands it in.
Personal columns are emptied and other personal data is masked, because copies are passed on.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workreport.ledgers.declared.findings import DISPOSITIONS
from workreport.ledgers.declared.value_help import allowed
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.exchange.column_places import columns_of, personal_columns, personal_titles
from workreport.ledgers.exchange.copied_workbook import AUTHOR, Original, opened, plain
from workreport.ledgers.exchange.same_reading import require_same_reading
from workreport.ledgers.exchange.screened_copy import mask_remarks, screened, strip
from workreport.ledgers.exchange.summary import COLOURS, add_summary
from workreport.ledgers.intake import Intake
from workreport.ledgers.read.date_system import date_system
from workreport.ledgers.read.file_kind import container
from workreport.ledgers.read.files import Sheet, read_sheets
from workreport.ledgers.read.origin import NAME as ORIGIN
from workreport.ledgers.read.origin import origin_rows
from workreport.ledgers.read.own_sheets import is_generated

logger = logging.getLogger(__name__)

SUFFIX = "_问题标注"
WITHOUT_FORMATS = "原文件的格式不能照搬，标注件只保留内容、合并、隐藏行和删除线，不带其余格式。"
MAX_SHEET_ROWS = 1_048_576
MAX_REMARKS = 5_000
"""Most cells with a remark; the summary lists every finding."""
BY_SEVERITY = ["normalised", "warned", "quarantined", "blocked"]


def copy_name(path: PurePath, more: str = "") -> str:
    """The name of a file's marked copy; it begins like the original, so that discovery finds the same ledger."""
    return f"{path.stem.removesuffix(SUFFIX)}{more and '_' + more}{SUFFIX}.xlsx"


@dataclass(frozen=True)
class Copy:
    """A marked copy as xlsx, and a remark on it, or ""."""

    content: bytes
    remark: str


def marked_copy(intake: Intake, file: LedgerFile, findings: pd.DataFrame) -> Copy | None:
    """The marked copy; None if a sheet is too long for one.

    Parameters
    ----------
    findings : DataFrame
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
            return Copy(_marked(intake, original, findings, *opened(raw, original), ""), "")
        except Exception:  # an .ods, or a workbook that openpyxl rejects or does not keep
            logger.info("%s is copied without its formats", file.shown, exc_info=True)
    remark = "" if container(raw) == "text" else WITHOUT_FORMATS
    return Copy(_marked(intake, original, findings, *plain(original), remark), remark)


def _original(intake: Intake, file: LedgerFile, sheets: list[Sheet]) -> Original:
    contract, mapping, masks = intake.contracts[file.ledger], intake.mappings.get(file.ledger), {}
    personal = [personal_columns(contract, mapping, sheet) for sheet in sheets]
    safe = [
        screened(sheet, columns_of(contract, mapping, sheet), own, contract, masks)
        for sheet, own in zip(sheets, personal, strict=True)
    ]
    return Original(file, sheets, personal, safe, date_system(file.path))


def _marked(
    intake: Intake,
    original: Original,
    findings: pd.DataFrame,
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
    places = list(_mark(book, names, intake, file, original.sheets, findings))
    personal = list(personal_titles(contract, intake.mappings.get(file.ledger)))
    add_summary(book, contract, file.shown, findings, places, personal, remark)
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


def _mark(
    book: Workbook,
    names: dict[str, str],
    intake: Intake,
    file: LedgerFile,
    sheets: list[Sheet],
    findings: pd.DataFrame,
) -> Iterator[tuple[str, str] | None]:
    """Colour and annotate cells; yield sheet title and cell of each finding, None if it concerns no cell."""
    contract = intake.contracts[file.ledger]
    fields = {field.title: field for field in contract.fields}
    headers = {sheet.name: columns_of(contract, intake.mappings.get(file.ledger), sheet) for sheet in sheets}
    severity = dict(zip(BY_SEVERITY, range(len(BY_SEVERITY)), strict=True))
    worst: dict[tuple[str, str], int] = {}
    for number, finding in enumerate(findings.to_dict("records")):
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
