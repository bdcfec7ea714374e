"""Personal data in a marked copy: mask cells as reading does, remove hidden content of the workbook.

Hidden content is: cached rows of pivot tables, filter values, remarks,
pictures, page headers and footers, messages of drop-down lists.
"""

from __future__ import annotations

import dataclasses

import pandas as pd
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workreport.base.personal_data import masked
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.exchange.column_places import Places
from workreport.ledgers.read.files import Sheet
from workreport.ledgers.read.personal_screening import Masks, distinct_mask, holds_codes, suspects

AUTHOR = "股室"


def cells_of(sheet: Worksheet) -> list[Cell | MergedCell]:
    """The existing cells, row by row; ``iter_rows`` would create all cells of the used rectangle."""
    return [sheet._cells[place] for place in sorted(sheet._cells)]


def screened(
    sheet: Sheet, columns: Places, personal: dict[int, int], contract: Contract, masks: Masks
) -> Sheet:
    """The sheet with its personal columns emptied and other personal data masked by column, as reading does.

    Masked keys stay distinct; `masks` is shared by the sheets of a file.

    Parameters
    ----------
    personal : dict
        Row of the header by personal column, both counted from 0.
    """
    fields = {at: contract.by_name[name] for name, (_, at) in columns.items() if name in contract.by_name}
    rows = [list(row) for row in sheet.rows]
    for column, header in personal.items():
        for row in rows[header + 1 :]:
            if column < len(row):
                row[column] = ""
    for at in range(max(map(len, rows), default=0)):
        texts = pd.Series([row[at] if at < len(row) else "" for row in rows], dtype="str")
        field = fields.get(at)
        identifies = field is not None and contract.identifies(field)
        hits = suspects(texts, identifies or holds_codes(field))
        for number, text in enumerate(texts, start=1) if hits else ():
            if text in hits:
                shown = hits[text].masked
                if field is not None and identifies:
                    mask = distinct_mask(hits[text], (contract.name, sheet.name, number))
                    shown = masks.setdefault((field.name, text), mask)
                rows[number - 1][at] = shown
    emptied = {(row, column) for row, column in sheet.faults if row - 1 > personal.get(column, row)}
    faults = {place: text for place, text in sheet.faults.items() if place not in emptied}
    return dataclasses.replace(sheet, rows=rows, faults=faults)


def mask_remarks(target: Worksheet) -> None:
    """Mask personal data in the remarks of a sheet's cells."""
    for cell in cells_of(target):
        if cell.comment is not None:
            cell.comment = Comment(masked(cell.comment.text), AUTHOR)


def strip(book: Workbook) -> None:
    """Remove content of a workbook that may hold hidden personal data and is not needed for corrections."""
    for sheet in book.chartsheets:
        book.remove(sheet)
    for name in [name for name, area in book.defined_names.items() if area.value != masked(str(area.value))]:
        del book.defined_names[name]
    for sheet in book.worksheets:
        sheet._images, sheet._charts, sheet._pivots = [], [], []
        sheet.auto_filter.filterColumn = []
        sheet.tables.clear()
        for side in (
            sheet.oddHeader,
            sheet.evenHeader,
            sheet.firstHeader,
            sheet.oddFooter,
            sheet.evenFooter,
            sheet.firstFooter,
        ):
            for part in (side.left, side.center, side.right):
                part.text = masked(part.text) if part.text else part.text
        for rule in sheet.data_validations.dataValidation:
            for name in ("promptTitle", "prompt", "errorTitle", "error", "formula1", "formula2"):
                text = getattr(rule, name)
                setattr(rule, name, masked(text) if text else text)
        for cell in cells_of(sheet):
            link = cell.hyperlink.target if cell.hyperlink is not None else None
            if link and (link.startswith(("mailto:", "tel:")) or masked(link) != link):
                cell.hyperlink = None
