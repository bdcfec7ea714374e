"""A definition that changed between two periods makes their comparison impossible, and says why."""

from __future__ import annotations

import pytest

from workreport.base.errors import ContractError
from workreport.figures.comparison import last_year, mom, yoy

pytestmark = pytest.mark.usefixtures("four_figures")


@pytest.fixture
def bureau(bureau):
    for year in (2020, 2021, 2022):
        day = f"{year}-03-05"
        bureau.samples(year, *({"抽样单编号": f"{year}{n}", "抽样日期": day, "报告日期": ""} for n in "12"))
        bureau.devices(year, {})
    return bureau


def declare(bureau, figure: str, since: str) -> None:
    path = bureau.data / "checks" / "definition_changes.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"- {{figure: {figure}, since: {since}, reason: 改按新办法, source: 某文}}\n", "utf-8")


@pytest.mark.parametrize(
    ("since", "period", "kind"),
    [
        ("2021-01-01", "2021", "redefined"),
        ("2021-01-01", "2022", "absolute"),
        ("2021-07-01", "2022", "redefined"),  # the base is of both definitions
        ("2022-01-01", "2021", "absolute"),  # not yet
    ],
)
def test_across_the_change_nothing_is_compared(bureau, since, period, kind):
    declare(bureau, "t.samples", since)
    found = yoy(bureau.book(period), "t.samples")
    assert found.kind == kind
    assert (found.number is None) == (kind == "redefined")


def test_a_stock_is_seen_on_its_cut_off_day(bureau):
    declare(bureau, "t.devices", "2021-07-01")
    assert yoy(bureau.book("2021"), "t.devices").kind == "redefined"
    assert yoy(bureau.book("2022"), "t.devices").kind == "absolute"


def test_what_is_made_of_it_changes_with_it_and_says_why(bureau):
    declare(bureau, "t.failed", "2021-01-01")
    book = bureau.book("2021")
    assert yoy(book, "t.rate").kind == "redefined"
    assert yoy(book, "t.rate").reason == "改按新办法（某文，2021-01-01起）"
    assert last_year(book, "t.rate").number == 0  # what it was then is still told
    assert yoy(book, "t.samples").kind == "absolute"


def test_the_period_before_too(bureau):
    declare(bureau, "t.samples", "2021-03-01")
    assert mom(bureau.book("2021-03"), "t.samples").kind == "redefined"


def test_a_figure_that_does_not_exist_is_refused(bureau):
    declare(bureau, "t.unknown", "2021-01-01")
    with pytest.raises(ContractError, match="没有指标"):
        yoy(bureau.book("2021"), "t.samples")
