"""Tables in every layout, and facts said twice."""

from __future__ import annotations

import pytest

from workreport.drafts.model import CONFLICT, FAILS, FORCED100, HOLDS, ROUNDED

WRONG = (FAILS, CONFLICT, ROUNDED, FORCED100)
ROWS = [
    ("甲区", 704, 605, "16.36%"),
    ("乙区", 581, 502, "15.74%"),
    ("丙区", 487, 464, "4.96%"),
    ("丁区", 520, 466, "11.59%"),
]


def bars(rows: list[tuple[object, ...]]) -> str:
    """Rows between bars."""
    head = "单位 | 今年（件） | 去年（件） | 同比 |\n"
    return head + "\n".join(" | ".join(map(str, row)) + " |" for row in rows)


def one_a_line(rows: list[tuple[object, ...]]) -> str:
    """One cell a line, empty lines between."""
    return "\n\n".join(
        ["单位", "今年（件）", "去年（件）", "同比", *(str(cell) for row in rows for cell in row)]
    )


def on_one_line(rows: list[tuple[object, ...]]) -> str:
    """All cells on one line."""
    return "表1 对照 " + " ".join(str(cell) for row in rows for cell in row)


@pytest.mark.parametrize("layout", [bars, one_a_line, on_one_line])
def test_a_column_follows_from_others_in_every_layout(judge, layout) -> None:
    assert sum(each.kind == "table" for each in judge(layout(ROWS), HOLDS)) >= 4
    assert judge(layout(ROWS), *WRONG) == []
    wrong = [*ROWS[:2], ("丙区", 487, 464, "5.96%"), ROWS[3]]
    assert [(each.printed, each.expected) for each in judge(layout(wrong), FAILS)] == [("5.96%", "4.96")]


def test_a_total_row_is_the_sum_of_its_column(judge) -> None:
    rows = [("甲区", 704, 605), ("乙区", 581, 502), ("丙区", 487, 464)]
    assert judge(bars([*rows, ("合计", 1772, 1571)]), *WRONG) == []
    found = judge(bars([*rows, ("合计", 1772, 1561)]), FAILS)
    assert [(each.printed, each.expected) for each in found] == [("1561", "1571")]


def test_one_wrong_cell_is_one_finding(judge) -> None:
    rows = [("甲区", 30, 12, 8, 7, 3), ("乙区", 41, 20, 9, 8, 4), ("合计", 71, 32, 17, 15, "{}")]
    assert judge(bars(rows).format(7), *WRONG) == []
    assert [(each.printed, each.expected) for each in judge(bars(rows).format(8), *WRONG)] == [("8", "7")]


def test_a_table_cut_off_before_its_total_is_left_alone(judge) -> None:
    rows = [("甲类", 35, 33, 2), ("乙类", 25, 21, 4), ("丙类", 10, 7, 3)]
    assert judge("全年抽样133批次。\n" + bars(rows), *WRONG) == []


def test_a_row_short_by_pending_cases_is_left_alone(judge) -> None:
    rows = [("甲类", 35, 33, 2), ("乙类", 25, 21, 4), ("丙类", 40, 27, 3)]
    assert judge(bars(rows), *WRONG) == []


def test_shares_in_a_table_are_of_a_total_of_the_text(judge) -> None:
    rows = [("甲类", 565, "41.33%"), ("乙类", 203, "14.85%"), ("丙类", 85, "{}"), ("丁类", 67, "4.90%")]
    text = "全月收件1367件。\n" + bars(rows)
    assert judge(text.format("6.22%"), *WRONG) == []
    assert [each.printed for each in judge(text.format("6.72%"), FAILS)] == ["6.72%"]


def test_a_cell_without_the_per_cent_of_its_column(judge) -> None:
    rows = [("甲类", 565, "41.33%"), ("乙类", 203, "14.85%"), ("丙类", 85, "6.22"), ("丁类", 67, "4.90%")]
    found = judge("全月收件1367件。\n" + bars(rows), FAILS)
    assert [(each.kind, each.expected) for each in found] == [("unit", "6.22%")]


def test_text_and_table_agree_or_conflict(judge) -> None:
    text = "居前列的有甲区{}件、乙区581件、丙区487件。\n" + bars(ROWS)
    assert sum(each.kind == "twice" for each in judge(text.format(704), HOLDS)) >= 3
    assert judge(text.format(704), *WRONG) == []
    assert [(each.kind, each.printed) for each in judge(text.format(724), CONFLICT)] == [("twice", "724件")]


def test_a_part_of_a_row_is_not_the_row(judge) -> None:
    rows = [("来函", 704, 605), ("来电", 581, 502), ("来访", 487, 464)]
    text = "全月来函704件、来电581件、来访487件。已办结来函372件，其中急件来函31件。\n" + bars(rows)
    assert judge(text, *WRONG) == []


def test_one_change_of_one_thing_has_one_value(judge) -> None:
    text = "全月咨询2020件，同比上升73.1%。\n本月咨询2020件，同比上升{}%。"
    assert judge(text.format("73.1"), *WRONG) == []
    assert [each.printed for each in judge(text.format("55.0"), CONFLICT)] == ["55.0%"]


def test_a_number_taken_up_again_must_be_the_same(judge) -> None:
    text = "全月咨询2020件，来函602件。\n{}件来函由两片承办。"
    assert judge(text.format(602), *WRONG) == []
    assert [each.printed for each in judge(text.format(620), CONFLICT)] == ["620件"]


def test_an_exact_number_and_the_same_in_ten_thousands(judge) -> None:
    found = judge("在册设备24.98万台。\n到年底，在册设备249800台。", HOLDS)
    assert "rounding" in {each.kind for each in found}
