"""What a copy keeps of a text file: rows of unequal length until somebody mends them."""

from __future__ import annotations

from workreport.ledgers.read.origin import NAME, origin_rows, restored
from workreport.ledgers.read.own_sheets import is_generated
from workreport.ledgers.read.sheet import Sheet

ROWS = [["甲", "乙", "丙"], ["1", "2", ""], ["1", "2", "3", "4"], [], ["1"], ["1", "a\x0bb", "3", ""]]


def padded(rows: list[list[str]], width: int = 4) -> list[Sheet]:
    """The sheets of a workbook made of a text file with these rows: all are equally long there."""
    origin = Sheet(NAME, origin_rows([Sheet("x", ROWS, delimited=True)]))
    return [origin, Sheet("x", [row + [""] * (width - len(row)) for row in rows])]


def test_rows_are_as_long_as_they_were():
    origin, sheet = restored(padded([[text.replace("\x0b", "") for text in row] for row in ROWS]))
    assert is_generated(origin) and sheet.delimited
    assert [len(row) for row in sheet.rows if any(row)] == [len(row) for row in ROWS if any(row)]


def test_a_mended_row_has_the_usual_length():
    mended = [*ROWS[:2], ["1", "2", "3.4"], [], ["1", "2"], ["1", "ab", "3", "5"]]
    _, sheet = restored(padded(mended))
    assert [len(row) for row in sheet.rows if any(row)] == [3, 3, 3, 3, 4]


def test_other_workbooks_are_left_alone():
    sheets = [Sheet("x", [["甲", "", ""]])]
    assert restored(sheets) == sheets
    workbook = Sheet(NAME, origin_rows([Sheet("x", [["甲"]])]))
    assert restored([workbook, *sheets]) == [workbook, *sheets]
