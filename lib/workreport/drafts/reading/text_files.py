"""Plain text, Markdown and HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree, html

from workreport.base.errors import DraftError, LedgerError
from workreport.drafts.model import DraftText, Line
from workreport.ledgers.read.delimited import ENCODINGS, decode

HEADING = re.compile(r" {0,3}#{1,6}\s")
ROW = re.compile(r"\s*\|.*\|\s*")
CELL = re.compile(r"(?<=\|)[ \t]*([^|]*?)[ \t]*(?=\|)")
FENCE = re.compile(r"\s{0,3}(```|~~~)")
BETWEEN = "\u3000"
"""Between the paragraphs of a cell, as in a Word table."""
SPACES = re.compile(r"[ \t\r\n\f]+")
SKIPPED = {"script", "style", "head", "template", "noscript", "svg", "object", "iframe"}
TITLES = {f"h{level}" for level in range(1, 7)}
BLOCKS = TITLES | set(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer "
        "form header hr legend li main nav ol p pre section summary table tbody tfoot thead ul",
    )
)


def plain_text(raw: bytes, shown: str) -> str:
    """The characters of a text file with one kind of line break.

    Raises
    ------
    DraftError
        If the encoding is neither UTF-8 nor GB18030.
    """
    try:
        text = decode(raw, shown)
    except LedgerError as error:
        raise DraftError(
            error.what.replace("表头", "开头几行").replace("Excel 的“Unicode 文本”", "记事本的“Unicode”"),
            where=shown,
            expected=ENCODINGS,
            todo="请用记事本或 Word 打开确认文字正常，另存为 UTF-8",
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def markdown_text(name: str, text: str) -> DraftText:
    """A Markdown text, its marks kept; lines with # are headings, lines between bars rows of a table."""
    lines: list[Line] = []
    fenced, tables = False, 0
    for line in DraftText.of(name, text).lines:
        fenced ^= bool(FENCE.match(line.text))
        if HEADING.match(line.text) and not fenced:
            line = replace(line, part="heading")
        elif ROW.fullmatch(line.text) and not fenced:
            tables += not (lines and lines[-1].table)
            cells = tuple(cell.span(1) for cell in CELL.finditer(line.text))
            line = replace(line, part="table", table=tables, cells=cells)
        lines.append(line)
    return DraftText(name, tuple(lines))


def html_text(name: str, text: str, shown: str) -> DraftText:
    """The text that a browser would show, one line per block and table row."""
    # lxml refuses a text that names its encoding
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DraftError("网页读不出内容", where=shown, todo="请核对文件，或另存为 .docx") from error
    page = Page()
    page.walk(root, "body")
    page.end()
    return DraftText(name, tuple(page.lines))


@dataclass
class Page:
    """The lines of a page while it is read."""

    lines: list[Line] = field(default_factory=list)
    text: str = ""
    part: str = "body"
    table: int = 0
    tables: int = 0
    above: dict[int, int] = field(default_factory=dict)

    def walk(self, element: etree._Element, part: str) -> None:
        """Read an element and what it holds, without what follows it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in SKIPPED or element.get("hidden") is not None:
            return
        if tag == "tr":
            self._row(element)
            return
        part = "heading" if tag in TITLES else part
        if tag in BLOCKS or tag == "br":
            self.end()
        before, self.part = self.part, part
        if tag == "table":
            self.tables += 1
            outer, self.table, self.above = self.table, self.tables, {}
        self.add(element.text)
        for child in element:
            self.walk(child, part)
            self.add(child.tail)
        if tag in BLOCKS:
            self.end()
        if tag == "table":
            self.table = outer
        self.part = before

    def add(self, text: str | None) -> None:
        """Add characters; blanks count once."""
        text = SPACES.sub(" ", text or "")
        self.text += text.lstrip() if not self.text or self.text.endswith(" ") else text

    def end(self) -> None:
        """End a line, if there is one."""
        if text := self.text.rstrip(" "):
            self._line(text, self.part, 0, ())
        self.text = ""

    def _row(self, row: etree._Element) -> None:
        self.end()
        if row.find(".//table") is not None:  # a table that only lays out the page
            for cell in row:
                self.end()
                self.add(cell.text)
                for child in cell:
                    self.walk(child, self.part)
                    self.add(child.tail)
            self.end()
            return
        cells: list[str] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            self._fill_from_above(cells)
            inside = SPACES.sub(" ", "".join(_shown(cell))).strip()
            for at in range(_span(cell, "colspan")):
                self.above[len(cells)] = _span(cell, "rowspan") - 1
                cells.append("" if at else inside)
        self._fill_from_above(cells)
        places, at = [], 0
        for text in cells:
            places.append((at, at + len(text)))
            at += len(text) + 1
        if cells:
            self._line("\t".join(cells), "table", self.table, tuple(places))

    def _fill_from_above(self, cells: list[str]) -> None:
        """Add empty cells where a cell of an earlier row reaches down, so that columns stay below each other."""
        while self.above.get(len(cells), 0):
            self.above[len(cells)] -= 1
            cells.append("")

    def _line(self, text: str, part: str, table: int, cells: tuple[tuple[int, int], ...]) -> None:
        last = self.lines[-1] if self.lines else None
        start = last.start + len(last.text) + 1 if last else 0
        self.lines.append(Line(len(self.lines) + 1, start, text, part, table, cells))


def _span(cell: etree._Element, name: str) -> int:
    wide = cell.get(name, "1")
    return max(min(int(wide), 100), 1) if wide.isdecimal() else 1


def _shown(element: etree._Element) -> Iterator[str]:
    """The text in a table's cell."""
    if isinstance(element.tag, str) and element.tag not in SKIPPED:
        yield SPACES.sub(" ", element.text or "")
        for child in element:
            if child.tag in BLOCKS or child.tag == "br":
                yield BETWEEN
            yield from _shown(child)
            yield SPACES.sub(" ", child.tail or "")
