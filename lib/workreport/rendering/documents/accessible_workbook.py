"""Workbooks that a screen reader and a program read as well as an eye does.

After the published checklists for accessible spreadsheets: a cover, a list of the sheets, one table a sheet that is
marked up as a table and has a name, a title above it, one header row that stays in view, no merged cells, no hidden
rows or columns, no empty cell in a table, and a language in the document's properties.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workreport.base.zip_origin import without_origin

COVER, INDEX = "封面", "目录"
HEAD = 2
"""Row of a table's header; above it stand the sheet's title and what it holds."""
LANGUAGE = b"<dc:language>zh-CN</dc:language>"
PROPERTIES, END = "docProps/core.xml", b"</cp:coreProperties>"
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
STYLE = "Table Style Light 1"
NOT_APPLICABLE = "[不适用]"


@dataclass(frozen=True)
class Column:
    """A column of a table: its header, its width in characters, and whether long texts of it are wrapped."""

    name: str
    width: int
    wrap: bool = False


@dataclass(frozen=True)
class Number:
    """A number with the decimals that it is shown with; by a formula where it follows from others on its sheet."""

    value: int | float
    decimals: int = 0
    formula: str = ""


@dataclass(frozen=True)
class Link:
    """A link to another sheet, under its name."""

    sheet: str


CellValue = str | Number | Link


@dataclass(frozen=True)
class SheetTable:
    """One sheet with its table.

    Parameters
    ----------
    sheet, title, about : str
        Name of the sheet, its title, and the line below the title.
    name : str
        Name of the table, by which formulas and programs refer to it.
    rows : sequence of sequence of CellValue
        Without empty texts; no row at all leaves the sheet with `empty` instead of a table.
    fixed : int
        Columns that stay in view.
    """

    sheet: str
    title: str
    about: str
    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[CellValue]]
    fixed: int = 1
    empty: str = "本表没有内容。"


@dataclass(frozen=True)
class Book:
    """A workbook: title and author of its properties, its day, the lines of its cover, its tables in order."""

    title: str
    author: str
    day: dt.date
    cover: Sequence[str]
    tables: Sequence[SheetTable]


def sheet_name(text: str) -> str:
    """A text as the name of a sheet."""
    return NOT_IN_NAMES.sub("", text)[:LONGEST_NAME]


def workbook_bytes(content: Book) -> bytes:
    """The workbook as xlsx, the same bytes for the same content.

    Raises
    ------
    ValueError
        If a cell of a table is empty: a sign says why there is nothing.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = dt.datetime.combine(content.day, dt.time())
    book.set_properties({"title": content.title, "author": content.author, "created": day})
    writer = _Writer(book)
    writer.cover(content)
    for table in (_index(content), *content.tables):
        writer.table(table)
    book.close()
    return _with_language(out.getvalue())


def _index(content: Book) -> SheetTable:
    rows = [(Link(one.sheet), one.title, Number(len(one.rows))) for one in content.tables]
    columns = (Column("工作表", 30), Column("内容", 60, wrap=True), Column("行数", 10))
    return SheetTable(INDEX, f"{content.title}：目录", "点工作表的名称打开该表。", "contents", columns, rows)


def _with_language(archive: bytes) -> bytes:
    """The workbook with its language in the document's properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == PROPERTIES:
                part = part.replace(END, LANGUAGE + END)
            target.writestr(entry, part, compress_type=zipfile.ZIP_DEFLATED)
    return without_origin(out.getvalue())


class _Writer:
    """Sheets of one workbook in one style."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.numbers: dict[str, Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.muted = book.add_format({"font_color": "#5A6672"})
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#DDE7F0", "text_wrap": True, "valign": "vcenter"}
        )
        self.text = book.add_format({"valign": "top"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"font_color": "#1D4A73", "underline": 1, "valign": "top"})
        self.sign = book.add_format({"font_color": "#5A6672", "valign": "top"})

    def number(self, decimals: int) -> Format:
        """The number format that shows so many decimals."""
        code = "0" + ("." + "0" * decimals if decimals else "")
        if code not in self.numbers:
            self.numbers[code] = self.book.add_format({"num_format": code, "valign": "top"})
        return self.numbers[code]

    def cover(self, content: Book) -> None:
        """The first sheet: its title, then a line a row."""
        sheet = self.book.add_worksheet(COVER)
        sheet.set_column(0, 0, 90)
        sheet.write_string(0, 0, content.title, self.title)
        for row, line in enumerate(content.cover, start=1):
            sheet.write_string(row, 0, line, self.wrap)
        sheet.write_url(len(content.cover) + 1, 0, f"internal:'{INDEX}'!A1", self.link, INDEX)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def table(self, table: SheetTable) -> None:
        """A sheet with its table."""
        sheet = self.book.add_worksheet(table.sheet)
        sheet.write_string(0, 0, table.title, self.title)
        sheet.write_string(1, 0, table.about, self.muted)
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, column.width)
        if not table.rows:
            sheet.write_string(HEAD, 0, table.empty)
            return
        sheet.add_table(HEAD, 0, HEAD + len(table.rows), len(table.columns) - 1, self._markup(table))
        for at, row in enumerate(table.rows, start=HEAD + 1):
            for to, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                self._cell(sheet, (at, to), column, value)
        sheet.freeze_panes(HEAD + 1, table.fixed)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD)

    def _markup(self, table: SheetTable) -> Mapping[str, object]:
        heads = [{"header": column.name, "header_format": self.head} for column in table.columns]
        return {"name": table.name, "style": STYLE, "columns": heads}

    def _cell(self, sheet: Worksheet, place: tuple[int, int], column: Column, value: CellValue) -> None:
        if isinstance(value, Link):
            sheet.write_url(*place, f"internal:'{value.sheet}'!A1", self.link, value.sheet)
        elif isinstance(value, Number) and value.formula:
            sheet.write_formula(*place, value.formula, self.number(value.decimals), value.value)
        elif isinstance(value, Number):
            sheet.write_number(*place, value.value, self.number(value.decimals))
        elif not value:
            raise ValueError(f"an empty cell in column {column.name} of {sheet.get_name()}")
        else:
            form = self.wrap if column.wrap else self.sign if value.startswith("[") else self.text
            sheet.write_string(*place, value, form)
