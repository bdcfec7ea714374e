"""Leaders see no small number of complaints by what they were about; the public none; reviewers see all."""

from __future__ import annotations

import re

import pytest
from sample_sections import sample_section

from workreport.narrative.section import Section
from workreport.narrative.suppressed_views import BESIDE_MARK

MONTH = "2021-08"
SMALL = re.compile(r'<data [^>]*value="[12]"[^>]*data-figure="complaint\.')


@pytest.fixture(scope="module")
def desk(book_of) -> Section:
    return Section(sample_section("10_consumer_rights"), book_of(MONTH))


def views(shown) -> tuple[str, str]:
    """What reviewers and what leaders see, as HTML."""
    return shown.html(), shown.leaders.html()


def test_a_cross_table(desk: Section) -> None:
    full, leaders = views(
        desk.table_cross("各机构各客体", "complaint.total", rows="org_code", columns="obj_l2", name="cross")
    )
    assert SMALL.search(full) and not SMALL.search(leaders)
    assert "&lt;3" in leaders and "&lt;3" not in full
    # a reader of the leaders' table finds no label of a cut beside a hidden number
    assert leaders.count("<data") < full.count("<data")


def test_a_sum_and_its_parts_are_one_cross_table(desk: Section) -> None:
    ids = ["complaint.total", "complaint.complaints", "complaint.reports"]
    shown = desk.table_by("客体类别", "obj_l2", ids, name="objects", last_year=True)
    assert BESIDE_MARK in views(shown)[1]
    for row in shown.leaders.rows:
        assert not {1, 2} & {cell.number for cell in (row[1], row[2], row[4], row[5])}
        hidden = [cell.text in ("<3", BESIDE_MARK) for cell in row[1:]]
        total, before, change, complaints, reports = hidden
        assert change or not (total or before), "a change on a hidden number is hidden"
        shown_zero = any(cell.number == 0 for cell in (row[4], row[5]))
        assert total or shown_zero or complaints == reports, "one part alone would follow from the sum"


def test_rates_of_small_numbers_are_hidden(desk: Section) -> None:
    ids = ["complaint.decisions", "complaint.decision_in_time_rate"]
    shown = desk.table_by("办理时效", "org_code", ids, name="timeliness")
    assert shown.public is not None
    for row in shown.public.rows:
        assert row[1].number is not None or row[2].number is None


def test_a_chart_has_gaps_and_says_so(desk: Section) -> None:
    shown = desk.charts.heat("热力图", "complaint.total", by="obj_l2", across="org_code", name="heat")
    full, leaders = (
        [value for line in view.series for value in line.values] for view in (shown, shown.leaders)
    )
    assert "" in leaders and not {"1", "2"} & set(leaders) and {"1", "2"} & set(full)
    assert not re.search(r"\s[12][、。]", shown.leaders.alt) and "隐去" in shown.leaders.source
    [ranking] = desk.charts.ranked("排名", "complaint.total", "obj_l2", name="ranked").leaders.series
    shown_first = ranking.values[: ranking.values.index("")]
    assert set(ranking.values[len(shown_first) :]) == {""}, "their place would tell them"


def test_ledgers_that_protect_nobody_have_one_view(book_of) -> None:
    desk = Section(sample_section("03_food_safety"), book_of(MONTH))
    shown = desk.table_by("各大类", "food_l1", ["food.sampling.total_batches"], name="foods")
    assert shown.leaders is None


def test_sub_bureaus_keep_their_order_where_numbers_are_hidden(desk: Section) -> None:
    ids = ["complaint.total", "complaint.complaints", "complaint.reports", "complaint.per_thousand_subjects"]
    shown = desk.table_orgs("各分局投诉举报", ids, name="orgs")
    assert shown.public, "the month has a small number"
    assert [row[0].text for row in shown.public.rows] == [row[0].text for row in shown.rows]
    for full, row in zip(shown.rows, shown.public.rows, strict=True):
        assert not {1, 2} & {cell.number for cell in row[1:4]}
        if row[1].number is None and full[1].number is not None:
            assert row[4].number is None, "a number on its base tells the number"


def drawn_and_listed(desk: Section) -> list:
    """A table, a ranking, a chart and a sentence by units and months."""
    ids = ["complaint.total", "complaint.complaints", "complaint.reports"]
    return [
        desk.table_orgs("各分局投诉举报", ids, name="orgs"),
        desk.table_rank("各分局比较", "complaint.reports", name="rank"),
        desk.charts.multiples("各分局各月", "complaint.reports", "sub_bureau", name="months"),
        desk.say("最高的是{complaint.reports:highest}。"),
    ]


def test_leaders_see_the_numbers_of_units_and_the_public_does_not(desk: Section) -> None:
    for shown in drawn_and_listed(desk):
        assert shown.for_leaders == shown and shown.leaders is None
        assert shown.public is not None and shown.for_public == shown.public != shown
        assert shown.for_public.public is None, "nothing of the numbers is left in what the public gets"


def test_a_bureau_may_hide_the_numbers_of_units_everywhere(desk: Section, monkeypatch) -> None:
    workspace = desk.book.frames.intake.workspace
    public = [shown.for_public for shown in drawn_and_listed(desk)]
    strict = workspace.bureau.model_copy(update={"small_numbers": "everywhere"})
    monkeypatch.setitem(vars(workspace), "bureau", strict)
    for shown, seen in zip(drawn_and_listed(desk), public, strict=True):
        assert shown.for_leaders == shown.for_public == seen and shown.public is None
