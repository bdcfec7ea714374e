"""Flows add up: the months make the year, the halves make the year, whatever the split."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_figures import SAMPLE_FIGURES

from workreport.base.period import Period


def adds_up(id: str) -> bool:
    """Counts and sums dated by one day add up; numbers of different units, medians and ratios do not."""
    figure = SAMPLE_FIGURES[id]
    if figure.kind != "flow" or figure.distinct or figure.median or figure.numerator:
        return False
    return all(adds_up(part) for part in figure.components)


ADDITIVE = sorted(id for id in SAMPLE_FIGURES if adds_up(id))
DISTINCT = sorted(id for id, figure in SAMPLE_FIGURES.items() if figure.kind == "flow" and figure.distinct)


def wrong_sums(book_of, parts: list[str], year: str = "2021") -> dict[str, Decimal]:
    """Figures whose numbers of the parts do not add up to the year's, with what they add up to."""
    sums = dict.fromkeys(ADDITIVE, Decimal(0))
    for period in parts:
        for id in ADDITIVE:
            sums[id] += Decimal(book_of(period).value(id).number)
    return {id: total for id, total in sums.items() if total != Decimal(book_of(year).value(id).number)}


def test_there_is_something_to_add() -> None:
    assert len(ADDITIVE) > 60


@pytest.mark.parametrize("year", ["2020", "2021", "2022"])
def test_months_make_the_year(year: str, book_of) -> None:
    assert wrong_sums(book_of, [month.id for month in Period.parse(year).months()], year) == {}


@pytest.mark.parametrize(
    "parts",
    [
        ["2021H1", "2021H2"],
        ["2021Q1", "2021Q2", "2021Q3", "2021Q4"],
        ["2021-01..2021-10", "2021-11..2021-12"],
    ],
)
def test_parts_make_the_year(parts: list[str], book_of) -> None:
    assert wrong_sums(book_of, parts) == {}


@given(day=st.dates(min_value=Period.parse("2021").start, max_value=Period.parse("2021").end))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_any_day_splits_the_year(day, book_of) -> None:
    year = Period.parse("2021")
    if day == year.end:
        return
    from datetime import timedelta

    parts = [Period(year.start, day).id, Period(day + timedelta(days=1), year.end).id]
    assert wrong_sums(book_of, parts) == {}


@pytest.mark.parametrize("id", DISTINCT)
def test_distinct_units_of_parts_are_at_least_those_of_the_year(id: str, book_of) -> None:
    year = book_of("2021").value(id).number
    halves = [book_of(half).value(id).number for half in ("2021H1", "2021H2")]
    assert max(halves) <= year <= sum(halves)


@pytest.mark.parametrize(
    "period", ["2022", "2020", "2021H1", "2021Q3", "2021-08", "2021-01..2021-10", "2021-07-26..2021-08-25"]
)
def test_every_figure_has_a_number_or_a_reason(period: str, book_of) -> None:
    book = book_of(period)
    for id in SAMPLE_FIGURES:
        value = book.value(id)
        assert (
            value.number is not None or value.status in ("blocked", "undefined") or SAMPLE_FIGURES[id].median
        ), id
        assert value.status != "blocked", (id, value.reason)


@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_no_rate_leaves_its_bounds_in_any_month(year: int, book_of) -> None:
    """A rate over another period's rows shows itself in short periods: 600 % of one batch disposed of."""
    rates = [id for id, figure in SAMPLE_FIGURES.items() if figure.is_rate]
    for month in Period.parse(str(year)).months():
        numbers = {id: book_of(month.id).value(id).number for id in rates}
        assert {id: n for id, n in numbers.items() if n is not None and not 0 <= n <= 100} == {}


def test_cuts_add_up_to_their_figure(book_of) -> None:
    book = book_of("2021")
    for id in ADDITIVE:
        figure = SAMPLE_FIGURES[id]
        if figure.components or "org_code" not in book.contract_of(figure.ledgers[0]).by_name:
            continue
        assert (
            sum((Decimal(n or 0) for n in book.cut(id, ("org_code",)).values()), Decimal(0))
            == book.value(id).number
        ), id
