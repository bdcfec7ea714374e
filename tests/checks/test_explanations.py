"""A change of more than half on a base of thirty asks for an explanation; one that explains nothing is stale."""

from __future__ import annotations

import json

import pytest

from workreport.base.errors import ContractError
from workreport.checks.explanations import (
    explanation_rows,
    large_changes,
    notes,
    stale,
    unexplained,
    warnings,
)

pytestmark = pytest.mark.usefixtures("four_figures")
NOTE = {"figure": "t.samples", "text": "任务增加", "author": "抽检股", "date": "2022-01-05"}


def book(bureau, before: int, now: int, *written: dict, period: str = "2021"):
    """So many samples in March 2020 and 2021, and the notes of 2021; every one of 2021 failed."""
    for year, count, result in ((2020, before, "合格"), (2021, now, "不合格")):
        day = f"{year}-03-05"
        rows = [
            {"抽样单编号": f"{year}{n}", "抽样日期": day, "报告日期": "", "检验结论": result}
            for n in range(count)
        ]
        bureau.samples(year, *rows)
    if written:
        lines = "".join(
            "- " + json.dumps(NOTE | one, ensure_ascii=False).replace('"2022-01-05"', "2022-01-05") + "\n"
            for one in written
        )
        (bureau.data / "2021" / "notes.yaml").write_text(lines, "utf-8")
    return bureau.book(period)


@pytest.mark.parametrize(
    ("before", "now", "asks"),
    [(30, 46, True), (30, 45, False), (29, 60, False), (30, 14, True), (30, 15, False), (40, 0, True)],
)
def test_more_than_half_on_a_base_of_thirty_asks(bureau, before, now, asks):
    assert bool(large_changes(book(bureau, before, now), [("t.samples", "yoy")])) is asks


def test_a_rate_has_no_base_and_does_not_ask(bureau):
    assert not large_changes(book(bureau, 30, 30), [("t.rate", "yoy")])


def test_the_note_of_the_period_goes_before_that_of_the_year(bureau):
    noted = book(bureau, 30, 60, {"text": "全年的"}, {"text": "本期的", "period": "2021"})
    assert [note.text for note in notes(noted)] == ["本期的", "全年的"]
    assert large_changes(noted, [("t.samples", "yoy")])[0].note.text == "本期的"
    assert unexplained(noted) == [] and stale(noted) == []


@pytest.mark.parametrize("period", ["2021H1", "2021-03"])
def test_a_note_explains_its_own_period_and_one_without_a_period_the_year(bureau, period):
    noted = book(bureau, 30, 60, {"text": "全年的"}, {"text": "本期的", "period": period}, period=period)
    assert [note.text for note in notes(noted)] == ["本期的"]
    noted = book(bureau, 30, 60, {"text": "全年的"}, period=period)
    assert [change.note for change in large_changes(noted, [("t.samples", "yoy")])] == [None]
    assert stale(noted) == []


def test_a_note_of_another_period_or_comparison_explains_nothing(bureau):
    noted = book(bureau, 30, 60, {"period": "2021H1"}, {"comparison": "mom"})
    assert [change.figure for change in unexplained(noted)] == ["t.samples"]


def test_a_note_on_a_change_that_is_not_large_is_stale(bureau):
    noted = book(bureau, 30, 31, {})
    assert [note.figure for note in stale(noted)] == ["t.samples"]
    assert warnings(noted, explanation_rows(noted, [])) == [
        "变动已不大，说明可删去：抽样（同比）（2021/notes.yaml）"
    ]


def test_the_terminal_names_what_is_open_and_where_to_write(bureau):
    noted = book(bureau, 30, 60)
    rows = explanation_rows(noted, [("t.samples", "yoy")])
    assert [(row["figure"], row["state"]) for row in rows] == [("t.samples", "待说明")]
    assert "抽样（同比）" in warnings(noted, rows)[0] and "2021/notes.yaml" in warnings(noted, rows)[0]


def test_personal_data_in_a_note_is_masked(bureau):
    noted = book(bureau, 30, 60, {"text": "请联系13800138000"})
    assert "13800138000" not in notes(noted)[0].text


@pytest.mark.parametrize("change", [{"figure": "t.unknown"}, {"colour": "红"}, {"comparison": "环比"}])
def test_a_note_that_cannot_be_read_is_refused(bureau, change):
    with pytest.raises(ContractError):
        notes(book(bureau, 30, 60, change))
