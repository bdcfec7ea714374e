"""No small number of a table can be worked out: every hidden one has several solutions."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workreport.narrative.suppression import BESIDE, SMALL, Hidden, hidden


def solutions(grid, found: Hidden, row_totals: bool, most: int = 12) -> list[set[int]]:
    """What each small cell may be, tried out: all tables that show the same numbers and the same marks."""
    cells = list(itertools.chain.from_iterable(grid))
    states = list(itertools.chain.from_iterable(found.cells))
    shown = [*zip(cells, states, strict=True), *zip(map(sum, grid), found.rows, strict=True)]
    shown += zip(map(sum, zip(*grid, strict=True)), found.columns, strict=True)
    least = 1 if any(state == BESIDE and number < 3 for number, state in shown) else 3

    def choices(number: int, state: str) -> range:
        if not state:
            return range(number, number + 1)
        return range(1, 3) if state == SMALL else range(least, most)

    def fits(total: int, shown: int, state: str) -> bool:
        return total in choices(shown, state) if total < most or not state else state == BESIDE

    width, possible = len(grid[0]), [set() for _ in cells]
    for tried in itertools.product(*map(choices, cells, states)):
        rows = [tried[at : at + width] for at in range(0, len(tried), width)]
        right = not row_totals or all(map(fits, map(sum, rows), map(sum, grid), found.rows))
        columns = zip(*rows, strict=True), zip(*grid, strict=True)
        below = all(map(fits, map(sum, columns[0]), map(sum, columns[1]), found.columns))
        if right and below and fits(sum(tried), sum(cells), found.whole):
            for seen, number in zip(possible, tried, strict=True):
                seen.add(number)
    return [seen for seen, number in zip(possible, cells, strict=True) if 0 < number < 3]


TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 7), min_size=width, max_size=width), min_size=1, max_size=3
    )
)


@settings(max_examples=60, deadline=None)
@given(TABLES, st.booleans())
def test_no_small_number_can_be_worked_out(grid, row_totals) -> None:
    found = hidden(grid, 3, row_totals=row_totals)
    hidden_cells = sum(bool(state) for row in found.cells for state in row)
    for row, states in zip(grid, found.cells, strict=True):
        for number, state in zip(row, states, strict=True):
            assert bool(state) or not 0 < number < 3
            assert number or not state, "a zero stays"
    if hidden_cells <= 5:
        assert all(len(seen) > 1 for seen in solutions(grid, found, row_totals))


@pytest.mark.parametrize(
    ("grid", "cells"),
    [
        ([[5, 4], [3, 9]], [["", ""], ["", ""]]),
        ([[0, 0], [0, 9]], [["", ""], ["", ""]]),
        # one small cell takes another of its row, of its column, and the corner between
        ([[1, 9, 20], [9, 8, 30], [20, 30, 40]], [[SMALL, BESIDE, ""], [BESIDE, BESIDE, ""], ["", "", ""]]),
        # two small ones in a row may not sum to what only one pair can make
        ([[1], [1], [9]], [[SMALL], [SMALL], [BESIDE]]),
        ([[1], [2], [9]], [[SMALL], [SMALL], [""]]),
        # beside 3 a small number would be known, were the marks to differ
        ([[1], [3]], [[BESIDE], [BESIDE]]),
    ],
)
def test_what_is_hidden(grid, cells) -> None:
    assert hidden(grid, 3, row_totals=len(grid[0]) > 1).cells == cells


def test_a_table_of_one_number_hides_its_total() -> None:
    found = hidden([[2]], 3, row_totals=False)
    assert found.cells == [[SMALL]] and found.columns == [SMALL] and found.whole == SMALL


def test_trying_out_finds_what_is_not_protected() -> None:
    naive = Hidden([[SMALL, ""], ["", ""]], ["", ""], ["", ""], "")
    assert solutions([[1, 9], [4, 5]], naive, True) == [{1}]
