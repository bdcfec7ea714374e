"""Formatting scan of an ods, beyond calamine: hidden and struck-out rows, errors, formulas without value, merges, extent.

OpenDocument 1.2 part 1, chapters 9 (tables), 16 (styles) and 19.642 (formulas): rows and cells may be
repeated by an attribute, so that a short file can describe a huge table; a style may be set on the row or
the column instead of the cell, and inherits from its parent.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from workreport.ledgers.read.number_formats import BARE
from workreport.ledgers.read.xlsx import DENSE_CELLS, Formatting, TooWide

NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
TABLE, TEXT, STYLE, OFFICE = (f"{{{NAMESPACE.format(n)}}}" for n in ("table", "text", "style", "office"))
VALUE_TYPES = (
    OFFICE + "value-type",
    "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type",
)
VALUES = tuple(f"{OFFICE}{kind}value" for kind in ("", "date-", "time-", "boolean-", "string-"))
ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|(Err|错误)[:：]\s*\d+")
SHOWN = re.compile(r"(?P<before>\D*?)(?P<number>\d[\d,]*(?:\.(?P<places>\d+))?)(?P<after>\D*)")
"""A number as shown, with the words around it."""
NUMBERS = ("float", "currency", "percentage")
MAX_REPEATED = 10_000
"""Most repetitions of a filled row or a space in a plausible file."""


@dataclass
class _Styles:
    """Styles that strike text out, including inherited ones."""

    struck: dict[str, bool | None] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)

    def add(self, style: Element) -> None:
        name = style.get(STYLE + "name", "")
        for properties in style.iterfind(STYLE + "text-properties"):
            for part in ("text-line-through-style", "text-line-through-type"):
                if (line := properties.get(STYLE + part)) is not None:
                    self.struck[name] = line != "none"
        self.parents[name] = style.get(STYLE + "parent-style-name", "")

    def strike(self, name: str | None) -> bool:
        for _ in range(len(self.parents) + 1):
            if not name:
                return False
            if (struck := self.struck.get(name)) is not None:
                return struck
            name = self.parents.get(name)
        return False


@dataclass
class _Table:
    """One table during reading."""

    name: str
    columns: list[tuple[int, str | None]] = field(default_factory=list)
    number: int = 1
    last: int = 0
    widest: int = 0
    hidden: set[int] = field(default_factory=set)
    struck: dict[int, frozenset[int]] = field(default_factory=dict)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def marks(self) -> Formatting:
        hidden, merged = frozenset(self.hidden), tuple(self.merged)
        return Formatting(hidden, self.struck, self.faults, merged, formats=self.formats)


def scan_formatting(content: bytes, styles: bytes = b"") -> dict[str, Formatting]:
    """Formatting of all sheets by name, from the parts ``content.xml`` and ``styles.xml``.

    Raises
    ------
    TooWide
        If the filled cells span too large a rectangle.
    ParseError
        If the parts are not XML.
    """
    all_styles, tables, open_tables = _Styles(), {}, []
    for style in ElementTree.fromstring(styles).iter(STYLE + "style") if styles else ():
        all_styles.add(style)
    for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
        if event == "start":
            if element.tag == TABLE + "table":
                open_tables.append(_Table(element.get(TABLE + "name", "")))
        elif element.tag == STYLE + "style":
            all_styles.add(element)
        elif element.tag == TABLE + "table-column" and open_tables:
            style = element.get(TABLE + "default-cell-style-name")
            open_tables[-1].columns.append((_count(element, "number-columns-repeated"), style))
        elif element.tag == TABLE + "table-row" and open_tables:
            _row(open_tables[-1], element, all_styles)
            element.clear()
        elif element.tag == TABLE + "table" and open_tables:
            table = open_tables.pop()
            if not open_tables:  # a table within a cell is not a sheet
                tables[table.name] = table.marks
            element.clear()
    return tables


def _row(table: _Table, row: Element, styles: _Styles) -> None:
    repeated, column, struck, faults = _count(row, "number-rows-repeated"), 0, set(), {}
    filled, merged, formats = False, [], {}
    for cell in row:
        if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
            continue
        wide = _count(cell, "number-columns-repeated")
        formula, text = cell.get(TABLE + "formula"), _text(table.name, cell)
        if formula or text or any(value in cell.attrib for value in VALUES):
            filled, table.widest = True, max(table.widest, column + wide)
            if wide > MAX_REPEATED:
                raise TooWide(table.name)
            places = range(column, column + wide)
            if fault := _fault(cell, formula, text):
                faults |= dict.fromkeys(places, fault)
            elif code := _format(cell, text):
                formats |= dict.fromkeys(places, code)
            own = cell.get(TABLE + "style-name") or row.get(TABLE + "default-cell-style-name")
            for at in places:
                if styles.strike(own or _style_of(table.columns, at)) or _spans_struck(cell, styles):
                    struck.add(at)
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if max(down, right) > 1:
            merged.append((table.number, column, table.number + down - 1, column + right - 1))
        column += wide
    if filled:
        if repeated > MAX_REPEATED:
            raise TooWide(table.name)
        table.last = table.number + repeated - 1
        numbers = range(table.number, table.number + repeated)
        if row.get(TABLE + "visibility", "visible") != "visible":
            table.hidden |= set(numbers)
        for number in numbers:
            table.faults |= {(number, at): fault for at, fault in faults.items()}
            table.formats |= {(number, at): code for at, code in formats.items()}
            if struck:
                table.struck[number] = frozenset(struck)
    table.merged += merged
    table.number += repeated
    if table.last * table.widest > DENSE_CELLS:
        raise TooWide(table.name)


def _fault(cell: Element, formula: str | None, text: str) -> str:
    """An error shown by a cell, or its formula if no value was saved; else empty."""
    kinds = {cell.get(name) for name in VALUE_TYPES}
    if "error" in kinds or (formula and ERROR.fullmatch(text)):
        return text or "#错误"
    if formula and not text and "string" not in kinds and not any(value in cell.attrib for value in VALUES):
        return "=" + formula.partition("=")[2][:60]
    return ""


def _format(cell: Element, text: str) -> str:
    """A number format that shows the words that a number's saved text has around it; empty if it has none."""
    kind, value = cell.get(OFFICE + "value-type"), cell.get(OFFICE + "value")
    if kind not in NUMBERS or value is None:
        return ""
    if kind == "percentage":
        return "0%"
    match = SHOWN.fullmatch(text)
    # a format may show thousands only: its word is then no unit of the value
    if not match or abs(abs(float(value)) - float(match["number"].replace(",", ""))) > 10.0 ** -len(
        match["places"] or ""
    ):
        return ""
    before, after = (match[part].strip(BARE).replace('"', "") for part in ("before", "after"))
    return f'"{before}"0"{after}"' if before or after else ""


def _text(table: str, cell: Element) -> str:
    """The text of a cell's paragraphs, without its remarks."""
    for spaces in cell.iter(TEXT + "s"):
        if int(spaces.get(TEXT + "c", "1")) > MAX_REPEATED:
            raise TooWide(table)
    return "\n".join("".join(paragraph.itertext()) for paragraph in cell.iterfind(TEXT + "p")).strip()


def _spans_struck(cell: Element, styles: _Styles) -> bool:
    spans: Iterable[Element] = (s for p in cell.iterfind(TEXT + "p") for s in p.iter(TEXT + "span"))
    return any(
        styles.strike(span.get(TEXT + "style-name")) for span in spans if "".join(span.itertext()).strip()
    )


def _style_of(columns: list[tuple[int, str | None]], at: int) -> str | None:
    for wide, style in columns:
        if at < wide:
            return style
        at -= wide
    return None


def _count(element: Element, attribute: str) -> int:
    return max(1, int(element.get(TABLE + attribute, "1")))
