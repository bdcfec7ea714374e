"""Two runs compared: what rows, definitions and the period each account for, and which rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from workreport.base.workspace import Workspace
from workreport.figures.registry import FIGURES
from workreport.history.diff import compare, shortened
from workreport.history.diff_text import diff_lines, diff_page

BAD = {"检验结论": "不合格"}


@pytest.fixture
def compared(bureau):
    """A function that compares two runs; the differing figures by id."""
    return lambda before, after: compare(before, after, Workspace.open(bureau.data, bureau.out))


def figures(found):
    return {figure.id: figure for figure in found.figures}


def test_nothing_changed(bureau, store_run, compared):
    bureau.samples(2021, {}, BAD)
    found = compared(store_run(), store_run())
    assert (found.figures, found.inputs) == ((), ())


@pytest.mark.parametrize(
    ("rows", "figure", "effect", "change", "columns"),
    [
        ([{}, BAD, {}], "t.samples", 1, "新增", ""),
        ([{}], "t.samples", -1, "删除", ""),
        ([BAD, BAD], "t.failed", 1, "改动", "检验结论：合格→不合格"),
        ([{}, {}], "t.failed", -1, "改动", "检验结论：不合格→合格"),
        ([{}, BAD | {"检验项目数（项）": "9"}], "t.items", 5, "改动", "检验项目数：4→9"),
        ([{}, BAD | {"抽样日期": "2020-12-31"}], "t.samples", -1, "改动", "抽样日期：2021-03-05→2020-12-31"),
    ],
)
def test_revised_rows_are_named(bureau, store_run, compared, rows, figure, effect, change, columns):
    bureau.samples(2021, {}, BAD)
    before = store_run()
    bureau.samples(2021, *rows)
    difference = figures(compared(before, store_run()))[figure]
    assert difference.causes == ("ledger",)
    assert difference.effects == {"ledger": effect, "definition": 0, "period": 0}
    assert [(row.change, row.columns) for row in difference.rows] == [(change, columns)]


def test_a_row_that_only_moved_is_no_change(bureau, store_run, compared):
    bureau.samples(2021, {}, BAD)
    before = store_run()
    bureau.samples(2021, {"抽样单编号": "S2"} | BAD, {"抽样单编号": "S1"})
    found = compared(before, store_run())
    assert found.figures == ()
    assert [change.state for change in found.inputs] == ["changed"]


def test_a_ratio_has_the_rows_of_its_parts(bureau, store_run, compared):
    bureau.samples(2021, {}, BAD)
    before = store_run()
    bureau.samples(2021, {}, BAD, BAD)
    difference = figures(compared(before, store_run()))["t.rate"]
    assert {(row.figure, row.key) for row in difference.rows} == {("t.failed", "S3"), ("t.samples", "S3")}


def test_period_moved(bureau, store_run, compared):
    bureau.samples(2021, {}, {"抽样日期": "2021-09-01", "报告日期": "2021-09-02"})
    difference = figures(compared(store_run("2021H1"), store_run("2021")))["t.samples"]
    assert difference.causes == ("period",)
    assert difference.effects == {"ledger": 0, "definition": 0, "period": 1}
    assert [(row.change, row.cause, row.key) for row in difference.rows] == [("转入", "period", "S2")]


def redefine(id: str) -> None:
    """Another definition of a figure: samples with many items only."""

    def rows(samples):
        """项目多的抽样单。"""
        return samples[samples["items"] > 4]

    FIGURES[id] = replace(FIGURES[id], rows=rows)


def test_definition_changed(bureau, store_run, compared):
    bureau.samples(2021, {}, {"检验项目数（项）": "9"})
    before = store_run(code="an older one")
    redefine("t.samples")
    found = figures(compared(before, store_run()))
    difference = found["t.samples"]
    assert (difference.causes, difference.effects["definition"], difference.effects["ledger"]) == (
        ("definition",),
        -1,
        0,
    )
    assert [(row.change, row.cause, row.key) for row in difference.rows] == [("转出", "definition", "S1")]
    assert "t.failed" not in found


def test_definition_and_rows_changed_are_split(bureau, store_run, compared):
    bureau.samples(2021, {}, {"检验项目数（项）": "9"})
    before = store_run(code="an older one")
    redefine("t.samples")
    bureau.samples(2021, {}, *[{"检验项目数（项）": "9"}] * 3)
    difference = figures(compared(before, store_run()))["t.samples"]
    assert difference.causes == ("ledger", "definition")
    assert difference.effects == {"ledger": Decimal(2), "definition": Decimal(-1), "period": Decimal(0)}


def test_code_of_neither_run_is_said_and_causes_come_from_rows(bureau, store_run, compared):
    bureau.samples(2021, {})
    before = store_run(code="one")
    bureau.samples(2021, {}, {})
    found = compared(before, store_run(code="two"))
    difference = figures(found)["t.samples"]
    assert (difference.effects, difference.causes) == ({}, ("ledger",))
    assert "不能分别重算" in found.remarks[0]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("1", "2", ("1", "2")),
        ("33.33333333333", "50", ("33.3333", "50")),
        ("0.12345", "0.2", ("0.1235", "0.2")),
        ("0.00000001", "0.00000002", ("0.00000001", "0.00000002")),
        ("", "66.66666666667", ("", "66.6667")),
    ],
)
def test_values_are_shortened_for_people_half_up_and_never_made_alike(before, after, expected):
    assert shortened(before, after) == expected


def test_csv_text_and_page_say_the_same(bureau, store_run, compared):
    bureau.samples(2021, {}, BAD)
    before = store_run()
    bureau.samples(2021, BAD, BAD)
    found = compared(before, store_run())
    for text in ("\n".join(diff_lines(found)), diff_page(found).decode(), found.csv().decode()):
        assert "不合格" in text and "检验结论：合格→不合格" in text and "T01_抽样台账.csv" in text
    page = diff_page(found).decode()
    assert "http" not in page.split("</style>")[1]
