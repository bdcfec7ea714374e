"""The text of a Word file: body, tables, text boxes, notes, headers and footers, with the place of every character.

Text boxes, charts, SmartArt and nested tables follow the line that holds them; notes, headers and footers follow the body, so that the
body's lines keep their order. Page numbers that Word fills in are left out, the numbers of lists are computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from workreport.base.errors import DraftError
from workreport.drafts.model import DraftText, Line
from workreport.drafts.reading.source import COMMENTABLE, Piece, ReadFile, WordSource
from workreport.drafts.reading.word_graphics import GRAPHICS, graphic_of
from workreport.drafts.reading.word_styles import ListNumbers, Styles
from workreport.drafts.reading.word_xml import MC, PLACES, M, R, W, WordPackage, content, on, value

BETWEEN = "\u3000"
"""Between the paragraphs of a cell, and for a tab or line break in it; no thousands mark."""
BLANKS = str.maketrans("\n\r\t", "   ")
"""Line breaks in the file's XML are spaces to Word."""
PAGE_NUMBER = re.compile(r"\s*(PAGE|PAGEREF|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
NOTES = (("footnoteReference", "footnotes"), ("endnoteReference", "endnotes"))


def read_word(raw: bytes, name: str, shown: str) -> ReadFile:
    """The text of a .docx.

    Raises
    ------
    DraftError
        If the file is damaged, protected or no Word document.
    """
    package = WordPackage(raw, shown)
    reader = WordReader(package)
    reader.read()
    text = DraftText(name, tuple(reader.lines))
    return ReadFile(text, WordSource(raw, package.main, tuple(reader.pieces), reader.hosts))


@dataclass
class OpenLine:
    """A line that is being read; offsets count from its start."""

    part: str
    table: int = 0
    text: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[tuple[int, int, int]] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)
    later: list[etree._Element] = field(default_factory=list)
    between: bool = False

    def add(self, text: str, node: int | None = None) -> None:
        """Add characters, and the element that holds them."""
        if self.between:
            self.between = False
            self.add(BETWEEN)
        self.text.append(text)
        if node is not None:
            self.pieces.append((self.length, self.length + len(text), node))
        self.length += len(text)


class WordReader:
    """Reads a package once, line by line.

    ``hosts`` is by line number the paragraph in the main part that a comment on the line can hang on.
    """

    def __init__(self, package: WordPackage) -> None:
        self.package = package
        self.styles = Styles(self._tree_of("styles"))
        self.numbers = ListNumbers(self._tree_of("numbering"), self.styles)
        self.lines: list[Line] = []
        self.pieces: list[Piece] = []
        self.hosts: dict[int, int] = {}
        self.position = self.tables = self.graphics = 0
        self.host: int | None = None
        self.fields: list[list[str | bool]] = []
        self.notes: list[tuple[str, str, int | None]] = []
        self.part = package.main
        self.places: dict[etree._Element, int] = {}

    def read(self) -> None:
        """Read all parts that are shown."""
        root = self._enter(self.package.main)
        body = root.find(f"{W}body")
        if body is None:
            raise DraftError(
                "不是普通的 Word 文档格式（可能是“Strict Open XML”）",
                where=self.package.shown,
                todo="请用 Word 或 WPS 另存为普通的 .docx",
            )
        self.blocks(content(body), "body")
        first = min(self.hosts.values(), default=None)
        self._notes()
        self.host = first
        for kind in ("header", "footer"):
            targets = dict(self.package.related(self.package.main, kind))
            used = [one.get(f"{R}id", "") for one in root.iter(f"{W}{kind}Reference")]
            for name in dict.fromkeys(targets[one] for one in used if one in targets):
                self.blocks(content(self._enter(name)), kind)

    def _notes(self) -> None:
        """Read footnotes and endnotes in the order of their marks in the text."""
        for mark, kind in NOTES:
            called = {id: host for one, id, host in self.notes if one == mark}
            for _, name in self.package.related(self.package.main, kind) if called else ():
                root = self._enter(name)
                found = {one.get(f"{W}id", ""): one for one in root}
                for id, host in called.items():
                    if id in found:
                        self.host = host
                        self.blocks(content(found[id]), "footnote")

    def _enter(self, name: str) -> etree._Element:
        """The root of a part, whose elements are counted from here on."""
        root = self.package.tree(name)
        if root is None:
            raise DraftError("Word 文件不完整，缺少部件", where=f"{self.package.shown} {name}")
        self.part, self.fields = name, []
        self.places = {element: at for at, element in enumerate(root.iter(*PLACES))}
        return root

    def _tree_of(self, kind: str) -> etree._Element | None:
        found = self.package.related(self.package.main, kind)
        return self.package.tree(found[0][1]) if found else None

    # lines

    def blocks(self, elements: Iterable[etree._Element], part: str) -> None:
        """Read paragraphs and tables that stand one below the other."""
        line: OpenLine | None = None
        for element in elements:
            if element.tag == f"{W}p":
                heading = part == "body" and self.styles.is_heading(element)
                line = line or OpenLine("")
                line.part = "heading" if heading else part
                if part in COMMENTABLE:
                    self.host = self.places[element]
                # a paragraph whose mark is deleted goes on in the next one
                goes_on = is_deleted(element)
                if not goes_on and not line.length:
                    self._number(element, line)
                self.paragraph(element, line)
                if not goes_on:
                    self.close(line)
                    line = None
            elif element.tag == f"{W}tbl":
                if line:
                    self.close(line)
                    line = None
                self.table(element, part)
        if line:
            self.close(line)

    def table(self, table: etree._Element, part: str) -> None:
        """Read a table, one line per row."""
        self.tables += 1
        number = self.tables
        for row in content(table):
            if row.tag != f"{W}tr" or is_deleted(row):
                continue
            line = OpenLine("table" if part in COMMENTABLE else part, number)
            first = next(row.iter(f"{W}p"), None)
            if part in COMMENTABLE and first is not None:
                self.host = self.places[first]
            self._blank_cells(line, value(row, f"{W}trPr/{W}gridBefore"), 0)
            for cell in content(row):
                if cell.tag == f"{W}tc" and cell.find(f"{W}tcPr/{W}cellDel") is None:
                    self._cell(cell, line)
                    self._blank_cells(line, value(cell, f"{W}tcPr/{W}gridSpan"), 1)
            self.close(line)

    def _graphic(self, element: etree._Element) -> None:
        """Read a chart or SmartArt, which the part holds by reference."""
        self.graphics += 1
        graphic = graphic_of(self.package, self.part, element, self.graphics)
        self.tables += graphic.part == "chart"
        for row in graphic.rows:
            line = OpenLine(graphic.part, self.tables if graphic.part == "chart" else 0)
            for cell in row:
                if line.cells:
                    line.add("\t")
                start = line.length
                line.add(cell)
                line.cells.append((start, line.length))
            self.close(line)

    def _cell(self, cell: etree._Element, line: OpenLine) -> None:
        if line.cells:
            line.add("\t")
        start, goes_on = line.length, False
        for element in content(cell):
            if element.tag == f"{W}p":
                line.between = line.length > start and not goes_on
                self._number(element, line)
                self.paragraph(element, line)
                goes_on = is_deleted(element)
            elif element.tag == f"{W}tbl":
                line.later.append(element)
        line.between = False
        line.cells.append((start, line.length))

    def _blank_cells(self, line: OpenLine, columns: str | None, own: int) -> None:
        """Add empty cells for the further columns of a wide one, so that columns stay below each other."""
        for _ in range(min(int(columns), 100) - own if columns and columns.isdigit() else 0):
            if line.cells:
                line.add("\t")
            line.cells.append((line.length, line.length))

    def _number(self, paragraph: etree._Element, line: OpenLine) -> None:
        if number := self.numbers.next(paragraph):
            line.add(number)

    def close(self, line: OpenLine) -> None:
        """Add a finished line (several if it has line breaks), then the text boxes and tables in it."""
        whole = "".join(line.text)
        for start, end, node in line.pieces:
            self.pieces.append(Piece(self.position + start, self.position + end, self.part, node))
        for text in whole.split("\n"):
            number = len(self.lines) + 1
            self.lines.append(Line(number, self.position, text, line.part, line.table, tuple(line.cells)))
            if self.host is not None:
                self.hosts[number] = self.host
            self.position += len(text) + 1
        for element in line.later:
            if element.tag == f"{W}tbl":
                self.table(element, line.part)
            elif element.tag in GRAPHICS:
                self._graphic(element)
            else:
                self.blocks(content(element), "textbox")

    # characters

    def paragraph(self, paragraph: etree._Element, line: OpenLine) -> None:
        """Add the characters of a paragraph to a line."""
        for element in content(paragraph):
            self._inline(element, line)
        # a field that is never closed must not hide the text after it
        self.fields = [one for one in self.fields if one[1] and not PAGE_NUMBER.match(str(one[0]))]

    def _inline(self, element: etree._Element, line: OpenLine) -> None:
        if element.tag == f"{W}r":
            self._run(element, line)
        elif element.tag == f"{W}fldSimple":
            if not PAGE_NUMBER.match(element.get(f"{W}instr", "")):
                for inside in content(element):
                    self._inline(inside, line)
        elif element.tag in (f"{M}oMath", f"{M}oMathPara"):
            for text in element.iter(f"{M}t"):
                self._text(text, line)

    def _run(self, run: etree._Element, line: OpenLine) -> None:
        if on(run, f"{W}rPr/{W}vanish"):
            return
        for child in run:
            if child.tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType"))
            elif child.tag == f"{W}instrText" and self.fields:
                self.fields[-1][0] = f"{self.fields[-1][0]}{child.text or ''}"
            elif child.tag in (f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}AlternateContent"):
                line.later += boxes(child)
            elif self._is_text():
                self._character(child, line)

    def _character(self, child: etree._Element, line: OpenLine) -> None:
        in_cell = bool(line.table)
        if child.tag == f"{W}t":
            self._text(child, line)
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            line.add(BETWEEN if in_cell else "\t", self.places[child])
        elif child.tag == f"{W}noBreakHyphen":
            line.add("-", self.places[child])
        elif child.tag in (f"{W}br", f"{W}cr") and child.get(f"{W}type", "textWrapping") == "textWrapping":
            line.add(BETWEEN if in_cell else "\n")
        elif child.tag == f"{W}ruby":
            for text in child.iterfind(f"{W}rubyBase/{W}r/{W}t"):
                self._text(text, line)
        elif child.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            name = etree.QName(child).localname
            self.notes.append((name, child.get(f"{W}id", ""), self.host))

    def _text(self, element: etree._Element, line: OpenLine) -> None:
        if element.text:
            line.add(element.text.translate(BLANKS), self.places[element])

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(["", False])
        elif kind == "separate" and self.fields:
            self.fields[-1][1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _is_text(self) -> bool:
        """Whether a run shows text: not a field's instruction, not a page number."""
        return all(shown and not PAGE_NUMBER.match(str(instruction)) for instruction, shown in self.fields)


def is_deleted(element: etree._Element) -> bool:
    """Whether a revision deletes a table row, or the mark at the end of a paragraph."""
    paths = [
        f"{W}{around}/{W}{mark}" for around in ("pPr/" + W + "rPr", "trPr") for mark in ("del", "moveFrom")
    ]
    return any(element.find(path) is not None for path in paths)


def boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes and graphics in a drawing, those inside others left to them; of alternatives the first."""
    if element.tag == f"{W}txbxContent" or element.tag in GRAPHICS:
        yield element
    elif element.tag == f"{MC}AlternateContent":
        chosen = element.find(f"{MC}Choice")
        chosen = element.find(f"{MC}Fallback") if chosen is None else chosen
        if chosen is not None:
            yield from boxes(chosen)
    elif isinstance(element.tag, str):
        for child in element:
            yield from boxes(child)
