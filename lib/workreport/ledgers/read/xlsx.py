"""Formatting scan of an xlsx, beyond calamine: hidden and struck-out rows, errors, formulas without value, extent.

The XML of each sheet is split at its row tags, and cells are parsed one by one only in rows
that hold something of interest.
Formatting follows ECMA-376-1 section 18.3 (worksheets) and 18.8 (styles).
"""

from __future__ import annotations

import dataclasses
import io
import posixpath
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple
from xml.etree import ElementTree

from workreport.ledgers.read.number_formats import BUILT_IN, matters
from workreport.ledgers.read.sheet import Notice

DENSE_CELLS = 20_000_000
"""Most cells of a sheet: calamine stores the whole rectangle of filled cells."""
ROW_GAP, COLUMN_GAP = 1_000, 200

PREFIX = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*>")
ROW_NUMBER = re.compile(rb"""\br=["'](\d+)["']""")
HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
LETTERS = re.compile(rb"[A-Z]+")
REF = re.compile(rb"""\br=["']([A-Z]+)\d+["']""")
TYPE = re.compile(rb"""\bt=["'](\w+)["']""")
STYLE = re.compile(rb"""\bs=["'](\d+)["']""")
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
FORMULA = re.compile(rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)<)")
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")

STRUCK_RUN = re.compile(rb"""<(?:\w+:)?strike\b(?!\s+val=["'](?:0|false)["'])""")


class TooWide(ValueError):
    """The filled cells of a sheet span too large a rectangle for memory."""


@dataclass(frozen=True)
class Formatting:
    """Formatting of one sheet; rows from 1, columns from 0, as in ``Sheet``.

    ``formats`` are the number formats of the cells whose text depends on them, ``last`` the last row with a value.
    """

    hidden_rows: frozenset[int] = frozenset()
    struck: dict[int, frozenset[int]] = field(default_factory=dict)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    notices: tuple[Notice, ...] = ()
    beyond: int = 0
    trimmed: bytes | None = None
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    last: int = 0


class Styles(NamedTuple):
    """Numbers of the cell styles and shared strings that are struck out, and number formats that matter, by style."""

    struck: set[bytes]
    strings: set[bytes]
    formats: dict[bytes, str]


@dataclass(frozen=True)
class Book:
    """Formatting and part name by sheet, whether formulas refer to other files, and the date system."""

    sheets: dict[str, Formatting]
    parts: dict[str, str]
    linked: bool
    epoch: int = 1900


def scan_formatting(parts: zipfile.ZipFile) -> Book:
    """Formatting of all sheets of an xlsx whose parts are undamaged."""
    names = set(parts.namelist())
    if "xl/workbook.xml" not in names:
        return Book({}, {}, False)
    related = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    targets = {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip(
            "/"
        )
        for relation in related
    }
    where: dict[str, str] = {}
    workbook = ElementTree.fromstring(parts.read("xl/workbook.xml"))
    for sheet in workbook.iterfind(".//{*}sheet"):
        part = next((targets.get(v, "") for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        if part in names:
            where[sheet.get("name", "")] = part
    struck, formats = _styles(parts.read("xl/styles.xml")) if "xl/styles.xml" in names else (set(), {})
    strings = (
        _struck_strings(parts.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else set()
    )
    out = Styles(struck, strings, formats)
    marks = {name: _marks(name, parts.read(part), out) for name, part in where.items()}
    linked = any(name.startswith("xl/externalLinks/") for name in names)
    since_1904 = any(p.get("date1904") in ("1", "true") for p in workbook.iterfind("{*}workbookPr"))
    return Book(marks, where, linked, 1904 if since_1904 else 1900)


def rewritten(parts: zipfile.ZipFile, book: Book) -> bytes:
    """The workbook with its trimmed sheets, in memory."""
    trimmed = {book.parts[name]: m.trimmed for name, m in book.sheets.items() if m.trimmed is not None}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        for name in parts.namelist():
            out.writestr(name, trimmed[name] if name in trimmed else parts.read(name))
    return target.getvalue()


def _styles(xml: bytes) -> tuple[set[bytes], dict[bytes, str]]:
    """Numbers of the cell styles whose font is struck out, and the number formats that matter by style."""
    root = ElementTree.fromstring(xml)
    fonts = [_strikes(font.iterfind("{*}strike")) for font in root.iterfind("{*}fonts/{*}font")]
    codes = {str(key): code for key, code in BUILT_IN.items()}
    codes |= {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iterfind("{*}numFmts/{*}numFmt")}
    struck, formats = set(), {}
    for at, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        if (font := int(style.get("fontId", "0"))) < len(fonts) and fonts[font]:
            struck.add(str(at).encode())
        if (code := codes.get(style.get("numFmtId", "0"))) is not None and matters(code):
            formats[str(at).encode()] = code
    return struck, formats


def _struck_strings(xml: bytes) -> set[bytes]:
    """Numbers of the shared strings with struck-out words."""
    if b"strike" not in xml:
        return set()
    root = ElementTree.fromstring(xml)
    return {str(at).encode() for at, text in enumerate(root.iterfind("{*}si")) if _struck_runs(text)}


def _struck_runs(text: ElementTree.Element) -> bool:
    return any(
        _strikes(run.iterfind("{*}rPr/{*}strike"))
        and "".join(t.text or "" for t in run.iterfind("{*}t")).strip()
        for run in text.iterfind("{*}r")
    )


def _strikes(marks: Iterable[ElementTree.Element]) -> bool:
    return any(mark.get("val", "1") not in ("0", "false") for mark in marks)


def _marks(name: str, xml: bytes, out: Styles) -> Formatting:
    start = PREFIX.search(xml)
    if start is None:
        return Formatting()
    prefix = start[1]
    end = xml.find(b"</" + prefix + b"sheetData>", start.end())
    end = len(xml) if end < 0 else end
    rows = xml[start.end() : end].split(b"<" + prefix + b"row")[1:]
    hidden, number, widest, last = set(), 0, 0, 0
    cell_marks = _Found({}, {}, {})
    values = (b"<" + prefix + b"v", b"<" + prefix + b"is>")
    wanted = _wanted(xml[start.end() : end], prefix, out)
    for row in rows:
        tag = row[: row.find(b">") + 1]
        number = int(m[1]) if (m := ROW_NUMBER.search(tag)) else number + 1
        if b"hidden" in tag and HIDDEN.search(tag):
            hidden.add(number)
        at = row.rfind(b' r="') + 4
        if at > len(tag) and (ref := LETTERS.match(row, at)):
            widest = max(widest, column_index(ref[0]))
        if any(mark in row for mark in values):
            last = number
        if wanted and any(mark in row for mark in wanted):
            _scan_cells(row, number, out, cell_marks)
    merged = tuple(
        (int(m[2]), column_index(m[1]), int(m[4]), column_index(m[3])) for m in MERGED.finditer(xml, end)
    )
    marks = Formatting(
        frozenset(hidden), cell_marks.struck, cell_marks.faults, merged, formats=cell_marks.formats, last=last
    )
    if number * (widest + 1) <= DENSE_CELLS:
        return marks
    return _trimmed(name, marks, xml, start.end(), end, prefix, rows)


class _Found(NamedTuple):
    """What the cells of a sheet hold beyond their values."""

    struck: dict[int, frozenset[int]]
    faults: dict[tuple[int, int], str]
    formats: dict[tuple[int, int], str]


def _wanted(body: bytes, prefix: bytes, out: Styles) -> list[bytes]:
    """Marks of the rows whose cells are parsed one by one, of those that occur."""
    wanted = [b'"e"', b"'e'", b"<" + prefix + b"f"]
    wanted += [b's="%s"' % style for style in sorted({*out.struck, *out.formats})]
    wanted += [b"<" + prefix + b"strike", *(b">%s<" % number for number in sorted(out.strings))]
    return [mark for mark in wanted if mark in body]


def _scan_cells(row: bytes, number: int, out: Styles, cell_marks: _Found) -> None:
    """Faults, struck-out columns and number formats of one row, from all filled cells."""
    struck = set()
    for column, attributes, content in cells_of(row):
        kind = t[1] if (t := TYPE.search(attributes)) else b""
        value = v[1].strip() if (v := VALUE.search(content)) else b""
        if kind == b"e":
            cell_marks.faults[number, column] = unescape(value.decode("utf-8", "replace")) or "#错误"
        elif not value and kind not in (b"str", b"inlineStr") and (f := FORMULA.search(content)):
            cell_marks.faults[number, column] = "=" + unescape((f[1] or b"").decode("utf-8", "replace"))[:60]
        style = s[1] if (s := STYLE.search(attributes)) else b""
        if content and style in out.formats:
            cell_marks.formats[number, column] = out.formats[style]
        if content and (
            style in out.struck or (kind == b"s" and value in out.strings) or STRUCK_RUN.search(content)
        ):
            struck.add(column)
    if struck:
        cell_marks.struck[number] = frozenset(struck)


def cells_of(row: bytes) -> list[tuple[int, bytes, bytes]]:
    """Column, attributes and content of each cell tag of a row."""
    cells, column = [], -1
    for cell in CELL.finditer(row):
        column = column_index(ref[1]) if (ref := REF.search(cell[1])) else column + 1
        cells.append((column, cell[1], cell[2] or b""))
    return cells


def column_index(letters: bytes) -> int:
    """Column from 0 by its letters: A, …, Z, AA, …"""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def _trimmed(
    name: str, marks: Formatting, xml: bytes, start: int, end: int, prefix: bytes, rows: list[bytes]
) -> Formatting:
    """The formatting with the sheet trimmed to its table: distant filled cells are removed and counted."""
    filled: list[tuple[int, set[int]]] = []
    numbers, number = [], 0
    for row in rows:
        number = int(m[1]) if (m := ROW_NUMBER.search(row[: row.find(b">") + 1])) else number + 1
        numbers.append(number)
        columns = {
            column for column, _, content in cells_of(row) if VALUE.search(content) or b"is>" in content
        }
        if columns:
            filled.append((number, columns))
    last_row = _before_gap([number for number, _ in filled], ROW_GAP)
    near = sorted({column for number, columns in filled if number <= last_row for column in columns})
    last_column = _before_gap(near, COLUMN_GAP)
    if last_row * (last_column + 1) > DENSE_CELLS:
        raise TooWide(name)
    tag = b"<" + prefix + b"row"
    kept_rows = []
    for number, row in zip(numbers, rows, strict=True):
        if number > last_row:
            continue
        cells = [
            m[0]
            for m, (column, _, _) in zip(CELL.finditer(row), cells_of(row), strict=True)
            if column <= last_column
        ]
        head = row[: row.find(b">") + 1]
        if head.endswith(b"/>"):
            continue
        kept_rows.append(tag + head + b"".join(cells) + b"</" + prefix + b"row>")
    beyond = sum(number > last_row for number, _ in filled)
    lost = sum(len(c) if n > last_row else sum(x > last_column for x in c) for n, c in filled)
    notices = ()
    if lost:
        message = (
            f"表格以外很远处还有 {lost} 个有内容的单元格（第 {last_row} 行以下或很右边），没有读入，请删去"
        )
        notices = (Notice("使用区域", "warned", message),)
    return dataclasses.replace(
        marks,
        hidden_rows=frozenset(n for n in marks.hidden_rows if n <= last_row),
        faults={k: v for k, v in marks.faults.items() if k[0] <= last_row and k[1] <= last_column},
        merged=tuple(m for m in marks.merged if m[2] <= last_row),
        notices=notices,
        beyond=beyond,
        last=last_row,
        trimmed=xml[:start] + b"".join(kept_rows) + xml[end:],
    )


def _before_gap(places: list[int], gap: int) -> int:
    """The last of ascending places before the first gap."""
    last = places[0] if places else 0
    for place in places:
        if place - last > gap:
            break
        last = place
    return last
