"""One small sampling ledger with awkward cells, written as xlsx, xls, ods and csv, for tests of marked copies."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from html import escape
from pathlib import Path

from awkward import changed, ods, workbook
from old_workbooks import Error, stream
from tiny_bureau import SAMPLE

HEADER = [*SAMPLE, "抽样人"]
DATES = ("抽样日期", "报告日期")
EPOCH = dt.date(1899, 12, 30)
UNIT = '0.000"吨"'
NOT_WORKED_OUT = "not worked out"


@dataclass(frozen=True)
class Cell:
    """One cell: ``kind`` is text, number, weight (a number shown in 吨), date, error, formula, unworked, struck or part."""

    kind: str
    value: str | float | dt.date = ""


@dataclass(frozen=True)
class Table:
    """Rows below the header; ``merged`` are first and last row of merged cells in 承办机构, ``hidden`` rows, ``lengths`` the
    number of cells of a text file's rows; rows are counted from 1, the header is row 0."""

    rows: list[list[Cell]]
    merged: tuple[tuple[int, int], ...] = ()
    hidden: frozenset[int] = frozenset()
    lengths: tuple[int, ...] = ()
    since_1904: bool = False

    def covered(self, number: int, column: int) -> bool:
        return column == HEADER.index("承办机构") and any(a < number <= b for a, b in self.merged)


def write(table: Table, kind: str, path: Path) -> Path:
    return {"xlsx": _xlsx, "xls": _xls, "ods": _ods, "csv": _csv}[kind](table, path)


def _xlsx(table: Table, path: Path) -> Path:
    def build(book) -> None:
        sheet = book.add_worksheet("抽样")
        strike = book.add_format({"font_strikeout": True})
        formats = {
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "weight": book.add_format({"num_format": UNIT}),
        }
        sheet.write_row(0, 0, HEADER)
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                value, place = cell.value, (number, column)
                if table.covered(*place) or value == "":
                    continue
                if cell.kind == "part":
                    sheet.write_rich_string(*place, strike, value, f"{value}新")
                elif cell.kind in ("error", "formula", "unworked"):
                    worked = {"error": "#REF!", "unworked": NOT_WORKED_OUT}.get(cell.kind, value)
                    sheet.write_formula(*place, "=X9", value=worked)
                elif cell.kind == "date":
                    sheet.write_datetime(*place, dt.datetime.combine(value, dt.time()), formats["date"])
                elif isinstance(value, str):
                    sheet.write_string(*place, value, strike if cell.kind == "struck" else None)
                else:
                    sheet.write_number(*place, value, formats.get(cell.kind))
            if number in table.hidden:
                sheet.set_row(number, None, None, {"hidden": True})
        column = HEADER.index("承办机构")
        for first, last in table.merged:
            sheet.merge_range(first, column, last, column, table.rows[first - 1][column].value)

    if table.since_1904:
        import xlsxwriter

        with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
            build(book)
    else:
        workbook(path, build)
    unworked = f' t="str"><f>X9</f><v>{NOT_WORKED_OUT}</v>'.encode()
    return changed(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(unworked, b"><f>X9</f><v></v>"))


def _xls(table: Table, path: Path) -> Path:
    rows: list[list] = [list(HEADER)]
    struck = set()
    for number, row in enumerate(table.rows, start=1):
        rows.append([])
        for column, cell in enumerate(row):
            value = cell.value
            if cell.kind in ("struck", "part"):
                struck.add((number, column))
            if cell.kind == "error":
                value = Error()
            elif isinstance(value, dt.date):
                value = float((value - EPOCH).days - (1462 if table.since_1904 else 0))
            rows[-1].append(None if value == "" or table.covered(number, column) else value)
    formats = {HEADER.index(title): "yyyy-mm-dd" for title in DATES}
    column = HEADER.index("承办机构")
    path.write_bytes(
        stream(
            8,
            rows,
            formats=formats | {HEADER.index("控制数量（kg）"): UNIT},
            struck=struck,
            merged=[(first, last, column) for first, last in table.merged],
            hidden=table.hidden,
            since_1904=table.since_1904,
        )
    )
    return path


def _ods(table: Table, path: Path) -> Path:
    rows = [
        "<table:table-row>" + "".join(_ods_cell(Cell("text", t), 1) for t in HEADER) + "</table:table-row>"
    ]
    spans = {first: last - first + 1 for first, last in table.merged}
    for number, row in enumerate(table.rows, start=1):
        cells = [
            "<table:covered-table-cell/>"
            if table.covered(number, column)
            else _ods_cell(cell, spans.get(number, 1) if HEADER[column] == "承办机构" else 1)
            for column, cell in enumerate(row)
        ]
        hidden = ' table:visibility="collapse"' if number in table.hidden else ""
        rows.append(f"<table:table-row{hidden}>{''.join(cells)}</table:table-row>")
    strike = "".join(
        f'<style:style style:name="{name}" style:family="{family}"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
        for name, family in (("s1", "table-cell"), ("s2", "text"))
    )
    return changed(
        ods(path, "".join(rows)),
        "content.xml",
        lambda xml: xml.replace(b"<office:body>", strike.encode() + b"<office:body>"),
    )


def _ods_cell(cell: Cell, rows: int) -> str:
    value, span = cell.value, f' table:number-rows-spanned="{rows}"' if rows > 1 else ""
    if value == "":
        return "<table:table-cell/>"
    formula = ' table:formula="of:=[.X9]"' if cell.kind in ("formula", "unworked", "error") else ""
    style = ' table:style-name="s1"' if cell.kind == "struck" else ""
    if cell.kind == "unworked":
        return f"<table:table-cell{formula}/>"
    if cell.kind == "error":
        return (
            f'<table:table-cell{formula} calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
        )
    if isinstance(value, dt.date):
        kind = f'office:value-type="date" office:date-value="{value}"'
    elif isinstance(value, float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    text = escape(f"{value:.3f}吨" if cell.kind == "weight" else str(value)).replace("\x0b", "")
    if cell.kind == "part":
        text = f'<text:span text:style-name="s2">{text}</text:span>新'
    return f"<table:table-cell{formula}{span}{style} {kind}><text:p>{text}</text:p></table:table-cell>"


def _csv(table: Table, path: Path) -> Path:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(HEADER)
    for number, row in enumerate(table.rows, start=1):
        texts = [f"{c.value}吨" if c.kind == "weight" else f"{c.value}" for c in row]
        length = table.lengths[number - 1] if table.lengths else len(HEADER)
        lines.writerow((texts + ["多出"] * len(texts))[:length])
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path
