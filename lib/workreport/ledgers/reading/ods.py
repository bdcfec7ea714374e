"""What calamine does not tell of an ods: hidden and struck-out rows, errors, merged ranges, extent.

OpenDocument 1.2 part 1, chapter 9: rows and cells may be repeated by an attribute, so that a short
file can describe a huge table.
"""

from __future__ import annotations

import re
from html import unescape

from workreport.ledgers.reading.xlsx import DENSE_CELLS, Marks, TooWide

TABLE = re.compile(r'<table:table\b[^>]*?table:name="([^"]*)"[^>]*>(.*?)</table:table>', re.DOTALL)
ROW = re.compile(r"<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL)
CELL = re.compile(
    r"<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)", re.DOTALL
)
COLUMNS = re.compile(r'table:number-columns-repeated="(\d+)"')
ROWS = re.compile(r'table:number-rows-repeated="(\d+)"')
SPAN = re.compile(r'table:number-(columns|rows)-spanned="(\d+)"')
HIDDEN = re.compile(r'table:visibility="(?:collapse|filter)"')
STYLE = re.compile(r'table:style-name="([^"]*)"')
STRUCK = re.compile(
    r'<style:style\b(?=[^>]*style:family="table-cell")[^>]*?style:name="([^"]*)"[^>]*>'
    r'(?:(?!</style:style>).)*?style:text-line-through-style="(?!none)',
    re.DOTALL,
)
TEXT = re.compile(r"<text:p[^>]*>([^<]*)")
FILLED = re.compile(r"<text:p|office:value|office:date-value|office:boolean-value")
MOST_REPEATED = 10_000
"""A filled row repeated more often than this is no office's work."""


def look_into(content: str) -> dict[str, Marks]:
    """Marks of all sheets by name, from the text of ``content.xml``.

    Raises
    ------
    TooWide
        If the filled cells span more than memory should hold.
    """
    struck_styles = set(STRUCK.findall(content))
    return {
        unescape(name): _marks(unescape(name), body, struck_styles) for name, body in TABLE.findall(content)
    }


def _marks(name: str, body: str, struck_styles: set[str]) -> Marks:
    hidden, struck, faults, merged = set(), {}, {}, []
    number, last, widest = 1, 0, 0
    for row in ROW.finditer(body):
        repeated = int(m[1]) if (m := ROWS.search(row[1])) else 1
        inside = row[2] or ""
        if FILLED.search(inside):
            if repeated > MOST_REPEATED:
                raise TooWide(name)
            last = number + repeated - 1
            if HIDDEN.search(row[1]):
                hidden |= set(range(number, number + repeated))
            column, out = 0, set()
            for cell in CELL.finditer(inside):
                wide = int(m[1]) if (m := COLUMNS.search(cell[1])) else 1
                if FILLED.search(cell[0]):
                    widest = max(widest, column + wide)
                    if 'value-type="error"' in cell[1]:
                        faults[number, column] = (
                            unescape(t[1]) if (t := TEXT.search(cell[0])) and t[1] else "#错误"
                        )
                    if struck_styles and (s := STYLE.search(cell[1])) and s[1] in struck_styles:
                        out |= set(range(column, column + min(wide, MOST_REPEATED)))
                spans = {kind: int(count) for kind, count in SPAN.findall(cell[1])}
                if max(spans.values(), default=1) > 1:
                    down, right = spans.get("rows", 1), spans.get("columns", 1)
                    merged.append((number, column, number + down - 1, column + right - 1))
                column += wide
            if out:
                struck[number] = frozenset(out)
        number += repeated
        if last * widest > DENSE_CELLS:
            raise TooWide(name)
    return Marks(frozenset(hidden), struck, faults, tuple(merged))
