"""The words that name a number in a table: heads in one row or two, merged cells, names of rows."""

from __future__ import annotations

import pytest

from workreport.drafts.binding.table_words import words_of
from workreport.drafts.model import Line


def table(*rows: str) -> list[Line]:
    """A table whose cells are parted by bars; an empty one belongs to a merged cell."""
    lines, start = [], 0
    for number, row in enumerate(rows, start=1):
        text = row.replace("|", "\t")
        cells, at = [], 0
        for cell in text.split("\t"):
            cells.append((at, at + len(cell)))
            at += len(cell) + 1
        lines.append(Line(number, start, text, "table", 1, tuple(cells)))
        start += len(text) + 1
    return lines


def words(rows: tuple[str, ...], row: int, column: int) -> str:
    lines = table(*rows)
    counting = {line.number for line in lines if any(character.isdigit() for character in line.text)}
    return words_of(lines, lines[row], column, counting)


ONE = ("项目|今年|上年", "新办|12|10", "注销|3|4")
TWO = ("单位|合计|新办||注销|", "||窗口|网上|窗口|网上", "城东|30|12|8|7|3")
STUB_BELOW = ("|新办||合计", "单位|窗口|网上|", "城东|12|8|20")
TITLED = ("各单位业务表||", "单位|新办|注销", "城东|12|8")
SIDES = ("领域|项目|单位|数量", "食品|抽检|批次|100", "|检查|家次|200", "药品|检查|家次|30")


@pytest.mark.parametrize(
    ("rows", "row", "column", "expected"),
    [
        (ONE, 1, 1, "新办今年"),
        (ONE, 2, 2, "注销上年"),
        (TWO, 2, 1, "城东合计"),
        (TWO, 2, 2, "城东新办窗口"),
        (TWO, 2, 3, "城东新办网上"),
        (TWO, 2, 5, "城东注销网上"),
        (STUB_BELOW, 2, 2, "城东新办网上"),
        (STUB_BELOW, 2, 3, "城东合计"),
        (TITLED, 2, 1, "城东新办"),
        (SIDES, 1, 3, "食品抽检数量"),
        (SIDES, 2, 3, "食品检查数量"),
        (SIDES, 3, 3, "药品检查数量"),
    ],
)
def test_heads_and_row_names_are_joined(rows, row, column, expected):
    assert words(rows, row, column) == expected


def test_a_table_without_numbers_in_its_first_rows_has_one_row_of_heads():
    rows = ("项目|今年", "新办|—", "注销|3")
    assert words(rows, 2, 1) == "注销今年"


def test_a_number_in_the_heads_has_no_heads_over_it():
    assert words(("项目|12", "新办|3"), 0, 1) == "项目"
