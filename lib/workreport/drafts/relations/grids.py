"""Tables of a text, however they are laid out: real ones, bars, tabs, one cell a line, or all on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workreport.drafts.model import QUANTITY, DraftText, Line, Token
from workreport.drafts.relations.arithmetic import Span, span
from workreport.drafts.relations.words import folded

LONGEST_CELL = 30
FEWEST_CELLS = 8
_NUMBER = re.compile(r"^\s*[+\-−↑↓]?\s*\d[\d,]*(?:\.\d+)?\s*[%％‰]?\s*$")
_SPACED_ROW = re.compile(r"((?:[^\s\d|↑↓%%]+ ){1,2})((?:[↑↓+\-]?\d[\d.,]*%? ?){2,})")
TOTALS = re.compile(r"^(?:合计|总计|小计|共计|总数|全[部省市县区州年]?合?计?)$")


@dataclass(frozen=True)
class Cell:
    """One cell: its words, and its number if it holds one."""

    text: str
    token: Token | None = None
    line: int = 0

    @property
    def sign(self) -> int:
        """−1 where an arrow or a minus says so."""
        return -1 if self.text.lstrip()[:1] in {"↓"} else 1


@dataclass(frozen=True)
class Row:
    """One row: its name and the cells with numbers behind it."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """One table: the words above its first row of numbers, its rows, and the lines it takes."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    lines: frozenset[int]
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def width(self) -> int:
        """The number of columns of numbers that most rows have."""
        widths = [len(row.cells) for row in self.rows]
        return max(set(widths), key=lambda width: (widths.count(width), width))

    @property
    def body(self) -> list[Row]:
        """The full rows that are no totals."""
        return [row for row in self.rows if len(row.cells) == self.width and not TOTALS.match(row.name)]

    @property
    def totals(self) -> list[Row]:
        """The rows of totals; columns at their end may be missing."""
        return [row for row in self.rows if TOTALS.match(row.name) and 0 < len(row.cells) <= self.width]


def grids_of(text: DraftText, tokens: Sequence[Token]) -> tuple[Grid, ...]:
    """All tables with at least one row of numbers."""
    at = {token.start: token for token in tokens if token.kind == QUANTITY and token.value is not None}
    grids: list[Grid] = []
    for block in _blocks(text):
        cells = [cell for line in block for cell in _cells(line, at)]
        grid = (
            _grid([_of_line(line, at) for line in block], block) if _is_wide(block) else _grid([cells], block)
        )
        if grid:
            grids.append(grid)
    taken = {number for grid in grids for number in grid.lines}
    grids += [grid for line in text.lines if line.number not in taken for grid in _spaced(line, at)]
    return tuple(grids)


def _blocks(text: DraftText) -> list[list[Line]]:
    """Runs of lines that look like rows or cells; empty lines between them do not count."""
    blocks: list[list[Line]] = []
    run: list[Line] = []
    for line in text.lines:
        plain = line.text.replace("|", "").strip()
        if not plain:
            continue
        if _is_row(line) or _is_cell(plain):
            if run and (line.table != run[-1].table or _is_row(line) != _is_row(run[-1])):
                blocks.append(run)
                run = []
            run.append(line)
        else:
            blocks.append(run)
            run = []
    blocks.append(run)
    return [block for block in blocks if block and (_is_wide(block) or len(block) >= FEWEST_CELLS)]


def _is_row(line: Line) -> bool:
    return bool(line.cells) or line.text.count("|") >= 2 or line.text.strip().count("\t") >= 1


def _is_wide(block: list[Line]) -> bool:
    return _is_row(block[0])


def _is_cell(plain: str) -> bool:
    numbered = re.match(r"(?:\d{1,2}[.、．]|[一二三四五六七八九十]+、|[(（⑴-⒇])\s*\D", plain)
    return len(plain) <= LONGEST_CELL and not numbered and not re.search(r"[。；;！!？?：:]", plain)


def _pieces(line: Line) -> list[tuple[int, str]]:
    if line.cells:
        return [(start, line.text[start:end]) for start, end in line.cells]
    mark = r"[^|]+" if "|" in line.text else r"[^\t]+"
    return [(match.start(), match[0]) for match in re.finditer(mark, line.text)]


def _cells(line: Line, at: dict[int, Token]) -> list[Cell]:
    return [_cell(line, start, piece, at) for start, piece in _pieces(line) if piece.strip()]


def _of_line(line: Line, at: dict[int, Token]) -> list[Cell]:
    return _cells(line, at)


def _cell(line: Line, offset: int, piece: str, at: dict[int, Token]) -> Cell:
    token = None
    if _NUMBER.match(piece):
        start = line.start + offset
        token = next((at[place] for place in range(start, start + len(piece)) if place in at), None)
    return Cell(folded(piece).strip(), token, line.number)


def _grid(lists: list[list[Cell]], block: list[Line]) -> Grid | None:
    """The table of several rows, or of one list of cells, of which each row is a name and the numbers behind it."""
    heads: list[str] = []
    rows: list[Row] = []
    for cells in lists:
        name, numbers = "", []
        for cell in cells:
            if cell.token is None:
                if numbers:
                    rows.append(Row(name, tuple(numbers)))
                    numbers = []
                elif not rows:
                    heads += [name] if name else []
                name = cell.text
            else:
                numbers.append(cell)
        if numbers:
            rows.append(Row(name, tuple(numbers)))
        elif name and not rows:
            heads.append(name)
    rows = _without_serials(rows)
    if not rows:
        return None
    return Grid(tuple(heads), tuple(rows), frozenset(line.number for line in block))


def _without_serials(rows: list[Row]) -> list[Row]:
    """The rows without the running number of the next row, where one cell a line joins it to the row before."""
    tails = [row.cells[-1].token for row in rows[:-1]]
    values = [None if tail is None else tail.value for tail in tails]
    if len(values) < 2 or any(value != number for number, value in enumerate(values, start=2)):
        named = [row for row in rows if row.name and not row.name.isdigit()]
        return named or rows
    return [Row(row.name, row.cells[:-1]) for row in rows[:-1]] + [rows[-1]]


def _spaced(line: Line, at: dict[int, Token]) -> list[Grid]:
    """Tables run together on one line: names and as many numbers each, separated by spaces."""
    grids: list[Grid] = []
    rows: list[Row] = []
    start = end = -1
    for match in _SPACED_ROW.finditer(line.text + " "):
        places = [match.start(2) + piece.start() for piece in re.finditer(r"\S+", match[2])]
        pieces = re.findall(r"\S+", match[2])
        cells = tuple(
            _cell(line, place, piece, at)
            for place, piece in zip(places, pieces, strict=True)
            if _NUMBER.match(piece)
        )
        if any(cell.token is None for cell in cells):
            continue
        if rows and (len(cells) != len(rows[-1].cells) or match.start() > end + 1):
            grids += _finished(rows, line, start, end)
            rows = []
        if not rows:
            start = match.start()
        rows.append(Row(folded(match[1].split()[-1]), cells))
        end = match.end()
    return grids + _finished(rows, line, start, end)


def _finished(rows: list[Row], line: Line, start: int, end: int) -> list[Grid]:
    if len(rows) < 2:
        return []
    place = ((line.start + start, line.start + end),)
    return [Grid((), tuple(rows), frozenset({line.number}), place)]


def value(cell: Cell) -> Span:
    """The values a cell stands for, arrows read as signs."""
    assert cell.token is not None
    values = span(cell.token)
    return Span(-values.high, -values.low) if cell.sign < 0 else values


def is_per_cent(cells: Sequence[Cell]) -> bool:
    """Whether a column holds per cents: most of its cells say so."""
    return sum(cell.token is not None and cell.token.measure in {"%", "％", "‰"} for cell in cells) * 2 > len(
        cells
    )


def adds_to_hundred(column: Sequence[Cell]) -> bool:
    return abs(sum(cell.token.value or 0 for cell in column if cell.token) - 100) < Decimal("1.5")
