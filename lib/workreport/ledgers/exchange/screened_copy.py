"""A marked copy without personal data: cells masked as reading masks them, and what hides in a workbook taken out.

A workbook holds more than its cells: cached rows of pivot tables, values that a filter was set to, remarks,
pictures, headers and footers of the page, messages of drop-down lists.
"""

from __future__ import annotations

import pandas as pd
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workreport.base.personal_data import masked
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.exchange.column_places import Places
from workreport.ledgers.read.files import Sheet
from workreport.ledgers.read.personal_screening import Marks, marked, suspects

SOMEONE = "股室"


def cells_of(sheet: Worksheet) -> list[Cell | MergedCell]:
    """The cells that there are, row by row; ``iter_rows`` makes every other one of the rectangle around them."""
    return [sheet._cells[place] for place in sorted(sheet._cells)]


def mask(made: Worksheet, sheet: Sheet, columns: Places, contract: Contract, marks: Marks) -> None:
    """Mask the cells of one sheet, by column as when they are read; masked keys stay apart as they do there.

    `marks` is shared by the sheets of a file.
    """
    fields = {at: contract.by_name[name] for name, (_, at) in columns.items() if name in contract.by_name}
    for at in range(max(map(len, sheet.rows), default=0)):
        texts = pd.Series([row[at] if at < len(row) else "" for row in sheet.rows], dtype="str")
        field = fields.get(at)
        hits = suspects(texts, field)
        for row, text in enumerate(texts, start=1) if hits else ():
            if text in hits and made.cell(row, at + 1).value is not None:
                shown = hits[text].masked
                if field is not None and contract.identifies(field):
                    mark = marked(hits[text], (contract.name, sheet.name, row))
                    shown = marks.setdefault((field.name, text), mark)
                made.cell(row, at + 1).value = shown
                made.cell(row, at + 1).hyperlink = None
    for cell in cells_of(made):
        if cell.comment is not None:
            cell.comment = Comment(masked(cell.comment.text), SOMEONE)


def strip(book: Workbook) -> None:
    """Take out of a workbook what nobody needs to mend a cell, and what may hold personal data unseen."""
    for sheet in book.chartsheets:
        book.remove(sheet)
    for name in [name for name, one in book.defined_names.items() if one.value != masked(str(one.value))]:
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
