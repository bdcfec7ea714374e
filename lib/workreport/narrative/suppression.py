"""Small cells: which numbers of a cross-table must not be shown, so that none of them can be worked out.

Numbers from 1 to below a threshold are shown as “<3”. A hidden number must not follow from totals, so
others are hidden beside it (“※”) until each has at least two possible values for a reader who knows all
that is shown, that “<3” is 1 or 2, and that ※ is 3 or more. Zeros stay: nothing happened is no secret.

A table with its totals is a network: what flows into a row from the grand total flows out into its cells
and on into the columns. A hidden number can be another one exactly if some cycle through it can carry one
more or one less, and numbers to hide are found as the cheapest such cycle.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from workreport.figures.measure import Number

State = Literal["", "small", "beside"]
SMALL, BESIDE = "small", "beside"
Grid = Sequence[Sequence[Number | None]]
SOURCE, SINK = ("all", 0), ("all", 1)
FAR = 10**12


@dataclass
class Arc:
    """One number of the table between two nodes of its network; `free` where the table does not show it."""

    tail: tuple[str, int]
    head: tuple[str, int]
    value: int
    state: State = ""
    free: bool = False
    cost: int = 0


@dataclass(frozen=True)
class Hidden:
    """For each cell, row total, column total and the grand total whether it is shown (“”), small, or hidden beside it."""

    cells: list[list[State]]
    rows: list[State]
    columns: list[State]
    whole: State

    @property
    def any(self) -> bool:
        return any([*self.rows, *self.columns, self.whole, *(state for row in self.cells for state in row)])


def hidden(grid: Grid, threshold: int, *, row_totals: bool = True) -> Hidden:
    """What to hide of a table of counts whose column totals are shown, or can be known.

    Parameters
    ----------
    grid : sequence of sequences of int or None
        One sequence a row; None counts as 0.
    threshold : int
        The first number that may be shown.
    row_totals : bool
        Whether the sums of rows are shown or can be known as well.
    """
    arcs = _network(grid, threshold, row_totals)
    if lost := _protect(list(arcs.values()), threshold, least=threshold):
        # a small number that no other can cover is hidden like those beside: ※ may then be any number
        for arc in lost:
            arc.state = BESIDE
        _protect(list(arcs.values()), threshold, least=1)
    states = {place: arc.state for place, arc in arcs.items()}
    height, width = len(grid), max(map(len, grid), default=0)
    return Hidden(
        [[states[at, to] for to in range(width)] for at in range(height)],
        [states[at, None] for at in range(height)],
        [states[None, to] for to in range(width)],
        states[None, None],
    )


def _network(grid: Grid, threshold: int, row_totals: bool) -> dict[tuple[int | None, int | None], Arc]:
    """Every number of the table by row and column; None for a total."""
    width = max(map(len, grid), default=0)
    numbers = [[int(number or 0) for number in row] for row in grid]
    arcs: dict[tuple[int | None, int | None], Arc] = {}
    for at, row in enumerate(numbers):
        for to, number in enumerate(row):
            arcs[at, to] = Arc(("row", at), ("column", to), number, cost=number)
        arcs[at, None] = Arc(SOURCE, ("row", at), sum(row), free=not row_totals, cost=10**6 + sum(row))
    for to in range(width):
        total = sum(row[to] for row in numbers)
        arcs[None, to] = Arc(("column", to), SINK, total, cost=10**6 + total)
    whole = sum(map(sum, numbers))
    arcs[None, None] = Arc(SINK, SOURCE, whole, cost=10**9 + whole)
    for arc in arcs.values():
        if 0 < arc.value < threshold and not arc.free:
            arc.state = SMALL
    return arcs


def _protect(arcs: list[Arc], threshold: int, *, least: int) -> list[Arc]:
    """Hide numbers until every small one may be another; those for which that cannot be."""
    lost = []
    for arc in (one for one in arcs if one.state and 0 < one.value < threshold):
        best = min(
            (found for step in (1, -1) if (found := _cycle(arcs, arc, step, threshold, least))),
            key=lambda found: found[0],
            default=None,
        )
        if best is None:
            lost.append(arc)
        for other in best[1] if best else ():
            other.state = BESIDE
    return lost


def _cycle(arcs: list[Arc], arc: Arc, step: int, threshold: int, least: int) -> tuple[int, list[Arc]] | None:
    """The cheapest way to change a number by `step` with all sums kept, and the numbers that are shown on it."""
    if not _may(arc, step, threshold, least):
        return None
    start, goal = (arc.head, arc.tail) if step > 0 else (arc.tail, arc.head)
    best = {start: 0}
    came: dict[tuple[str, int], tuple[tuple[str, int], Arc]] = {}
    queue = [(0, start)]
    while queue:
        cost, node = heapq.heappop(queue)
        if node == goal:
            break
        if cost > best.get(node, FAR * FAR):
            continue
        for other in arcs:
            if other is arc:
                continue
            for tail, head, way in ((other.tail, other.head, 1), (other.head, other.tail, -1)):
                if tail != node or not _may(other, way, threshold, least):
                    continue
                more = cost + (0 if other.state or other.free else other.cost)
                if more < best.get(head, FAR * FAR):
                    best[head], came[head] = more, (node, other)
                    heapq.heappush(queue, (more, head))
    if goal not in best:
        return None
    path, node = [], goal
    while node != start:
        node, other = came[node]
        if not other.state and not other.free:
            path.append(other)
    return best[goal], path


def _may(arc: Arc, step: int, threshold: int, least: int) -> bool:
    """Whether a reader must reckon with the number being one more, or one less, once it is hidden.

    `least` is what ※ stands for at least; the grand total, which stands elsewhere too, is the last to be hidden.
    """
    if arc.free:
        return step > 0 or arc.value > 0
    if arc.value == 0 or (arc.tail == SINK and not arc.state and least > 1):
        return False
    if arc.state == SMALL:
        return 0 < arc.value + step < threshold
    return arc.value + step >= least
