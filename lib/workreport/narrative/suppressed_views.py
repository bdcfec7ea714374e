"""Views of one table, chart or sentence: all numbers for review, and the same without small cells.

A contract says by ``suppress_below`` which ledgers' counts are so protected. The public sees none of the small ones.
Leaders see those of units and months, unless the bureau hides small numbers everywhere; what a matter was about may
point to a person, so small numbers by such a dimension are hidden from them too. A block has what leaders or the public
see under ``leaders`` and ``public``; rendering puts it in its place.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal, TypeVar

from workreport.blocks.block import Chart, Nothing, Table
from workreport.blocks.text import Cell, Run
from workreport.figures.attribution import ORG, SUB_BUREAU
from workreport.figures.book import Book
from workreport.figures.measure import MONTH, Number
from workreport.figures.registry import FIGURES
from workreport.narrative.sentence_errors import Blocked
from workreport.narrative.suppression import BESIDE, SMALL, State, hidden
from workreport.narrative.tables import COLUMN_TITLES, SHARE, cut_values

View = Literal["review", "leaders", "public"]
REVIEW, LEADERS, PUBLIC = VIEWS = ("review", "leaders", "public")
EVERYWHERE = "everywhere"
OF_WORK = (SUB_BUREAU, ORG, MONTH)
"""Dimensions that tell where and when the bureau worked, not whom a matter concerned."""
Shown = TypeVar("Shown", Table, Chart)
BESIDE_MARK = "※"
LAST_YEAR = COLUMN_TITLES["last_year"]
HIDDEN_NOTE = f"涉及个人的小数以“<”示意，为防由合计反推而隐去的数以“{BESIDE_MARK}”示意。"
OF_OTHERS = (COLUMN_TITLES["change"], SHARE)
"""Columns worked out from another one of their line."""


def threshold(book: Book, *ids: str) -> int | None:
    """The first number that leaders see of these figures' cells; None where their ledgers protect nobody."""
    ledgers = {ledger for id in ids for ledger in book.ledgers(id)}
    return (
        max((book.frames.intake.contracts[name].suppress_below or 0 for name in ledgers), default=0) or None
    )


def is_count(id: str) -> bool:
    """Whether a figure's cells are counts that add up."""
    figure = FIGURES[id]
    if figure.parts:
        return all(map(is_count, (*figure.parts, *figure.less)))
    return not (figure.numerator or figure.total or figure.distinct or figure.median or figure.single)


def leaders_see(book: Book, by: tuple[str, ...]) -> bool:
    """Whether leaders see the small numbers of a cut."""
    bureau = book.frames.intake.workspace.bureau
    return bureau.small_numbers != EVERYWHERE and all(one in OF_WORK for one in by)


def hides(book: Book, view: View, by: tuple[str, ...]) -> bool:
    """Whether a view hides the small numbers of a cut."""
    return view == PUBLIC or (view == LEADERS and not leaders_see(book, by))


def with_hidden(book: Book, by: tuple[str, ...], full: Shown, without: Table | Chart | Nothing) -> Shown:
    """A block by some dimensions, with what those see instead who do not see its small numbers."""
    return replace(full, public=without) if leaders_see(book, by) else replace(full, leaders=without)


def guarded_cross(book: Book, by: tuple[str, str], table: Table) -> Table:
    """A table of one figure by the dimensions `by` with its totals, in every view."""
    limit = threshold(book, *table.figures)
    if limit is None or table.total is None or not is_count(table.figures[0]):
        return table
    found = hidden([[cell.number for cell in row[1:-1]] for row in table.rows], limit)
    if not found.any:
        return table
    rows = [
        [row[0], *(_hide(cell, one, limit) for cell, one in zip(row[1:], [*states, state], strict=True))]
        for row, states, state in zip(table.rows, found.cells, found.rows, strict=True)
    ]
    below = zip(table.total[1:], [*found.columns, found.whole], strict=True)
    total = [table.total[0], *(_hide(cell, state, limit) for cell, state in below)]
    return with_hidden(book, by, table, _suppressed(table, _hidden_last(rows, -1), total))


def guarded_cut(book: Book, by: str, table: Table) -> Table:
    """A table of several figures by one dimension, in every view.

    Columns of which one is the sum of others are one cross-table; every other count is a column of its own.
    A rate whose parts are hidden, and a change on a hidden number, are hidden with them.
    """
    limit = threshold(book, *table.figures)
    if limit is None:
        return table
    states = _states(table, limit)
    small = {
        (id, label)
        for id in {part for one in table.figures for part in _parts(one)}
        for label, number in _cut(book, id, by).items()
        if is_count(id) and number and 0 < number < limit
    }
    for at, line in enumerate(table.lines):
        gone = {cell.figure for to, cell in enumerate(line) if states.get((at, to))}
        for to, cell in enumerate(line[1:], start=1):
            if not cell.figure or (at, to) in states:
                continue
            parts = _parts(cell.figure)
            of_small = len(parts) > 1 and (
                gone & parts or any((one, *cell.link.cut) in small for one in parts)
            )
            if of_small or (table.header[to] in OF_OTHERS and cell.figure in gone):
                states[at, to] = BESIDE
    if not any(states.values()):
        return table
    made = [
        [_hide(cell, states.get((at, to), ""), limit) for to, cell in enumerate(line)]
        for at, line in enumerate(table.lines)
    ]
    rows, total = (made[:-1], made[-1]) if table.total else (made, None)
    if by not in (MONTH, SUB_BUREAU):
        rows = _hidden_last(rows, 1)
    return with_hidden(book, (by,), table, _suppressed(table, rows, total))


def cut_state(book: Book, id: str, by: tuple[str, ...], cut: tuple[str, ...]) -> State:
    """How one number of a figure's cut by one or two dimensions is hidden; as in a table of the whole cut."""
    limit = threshold(book, id)
    if limit is None:
        return ""
    if is_count(id):
        return _state_in_cut(book.cut(id, by), cut, limit)
    parts = (one for one in _parts(id) if is_count(one))
    return BESIDE if any(_state_in_cut(book.cut(one, by), cut, limit) for one in parts) else ""


def _state_in_cut(values: dict[tuple[str, ...], Number | None], cut: tuple[str, ...], limit: int) -> State:
    if cut not in values:
        return ""
    rows, columns = (
        list(dict.fromkeys(names)) for names in zip(*((key[0], key[1:]) for key in values), strict=True)
    )
    grid = [[values.get((row, *column)) for column in columns] for row in rows]
    found = hidden(grid, limit, row_totals=len(cut) > 1)
    return found.cells[rows.index(cut[0])][columns.index(cut[1:])]


def marked(text: str) -> bool:
    """Whether a mark stands in a text in place of a hidden number."""
    return re.search(rf"{BESIDE_MARK}|<\d", text) is not None


def hidden_text(book: Book, id: str, state: State) -> str:
    """What stands in place of a hidden number of a figure."""
    return _mark(state, threshold(book, id) or 0)


def hidden_places(
    book: Book, ids: tuple[str, ...], columns: list[list[Number | None]]
) -> set[tuple[int, int]]:
    """Place and series of each number of a chart that is hidden; the sums of the series count as known."""
    limit = threshold(book, *ids)
    if limit is None or not all(map(is_count, ids)) or not columns:
        return set()
    found = hidden(list(zip(*columns, strict=True)), limit, row_totals=len(columns) > 1)
    return {(at, to) for at, row in enumerate(found.cells) for to, state in enumerate(row) if state}


def _hidden_last(rows: list[list[Cell]], column: int) -> list[list[Cell]]:
    """Rows ordered by a number that is hidden come last by their labels: their place would tell it."""
    gone = [row for row in rows if row[column].kind == "hidden"]
    return [row for row in rows if row not in gone] + sorted(gone, key=lambda row: row[0].text)


def _states(table: Table, limit: int) -> dict[tuple[int, int], str]:
    """What becomes of each count of a table by line and column."""
    counts: dict[int, str] = {}
    for to in range(1, len(table.header)):
        own = [row[to] for row in table.rows if row[to].figure]
        if (
            own
            and len(own) == len(table.rows)
            and is_count(own[0].figure)
            and table.header[to] not in OF_OTHERS
        ):
            counts[to] = "" if table.header[to].startswith(LAST_YEAR) else own[0].figure
    columns = {id: to for to, id in counts.items() if id}
    groups: list[tuple[list[int], int | None]] = []
    for id, to in columns.items():
        parts = FIGURES[id].parts
        if parts and not FIGURES[id].less and all(part in columns for part in parts):
            groups.append(([columns[part] for part in parts], to))
    taken = {to for group, total in groups for to in (*group, total)}
    groups += [([to], None) for to in counts if to not in taken]
    states: dict[tuple[int, int], str] = {}
    last = len(table.rows)
    for group, total in groups:
        found = hidden(
            [[row[to].number for to in group] for row in table.rows], limit, row_totals=total is not None
        )
        for at in range(last):
            states |= {(at, to): found.cells[at][place] for place, to in enumerate(group)}
            if total is not None:
                states[at, total] = found.rows[at]
        if table.total:
            states |= {(last, to): found.columns[place] for place, to in enumerate(group)}
            if total is not None:
                states[last, total] = found.whole
    return states


def _parts(id: str) -> set[str]:
    """The figure itself and those that it is made of."""
    return {id, *(part for need in FIGURES[id].components for part in _parts(need))}


def _cut(book: Book, id: str, by: str) -> dict[str, Number | None]:
    try:
        return cut_values(book, id, by)
    except Blocked:
        return {}


def _hide(cell: Cell, state: str, limit: int) -> Cell:
    if not state:
        return cell
    return Cell(_mark(state, limit), kind="hidden")


def _mark(state: str, limit: int) -> str:
    return f"<{limit}" if state == SMALL else BESIDE_MARK


def _suppressed(table: Table, rows: list[list[Cell]], total: list[Cell] | None) -> Table:
    """The table with marks in place of hidden numbers, the marks explained."""
    return replace(table, rows=rows, total=total, note=(*table.note, Run(HIDDEN_NOTE)))
