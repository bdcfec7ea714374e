"""Every form of a report period, and what follows from its interval."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workreport.base.errors import UsageError
from workreport.base.period import FORMS, Period

DAYS = st.dates(date(1960, 1, 1), date(2090, 12, 31))
INTERVALS = st.tuples(DAYS, DAYS).map(lambda ends: Period(min(ends), max(ends)))
YEARS = st.integers(1960, 2090)

# typed, canonical id, first day, last day, kind, label
READ = [
    ("2021", "2021", "2021-01-01", "2021-12-31", "year", "2021年"),
    ("2021H1", "2021H1", "2021-01-01", "2021-06-30", "half", "2021年上半年"),
    ("2021H2", "2021H2", "2021-07-01", "2021-12-31", "half", "2021年下半年"),
    ("2021Q1", "2021Q1", "2021-01-01", "2021-03-31", "quarter", "2021年第一季度"),
    ("2021Q2", "2021Q2", "2021-04-01", "2021-06-30", "quarter", "2021年第二季度"),
    ("2021Q3", "2021Q3", "2021-07-01", "2021-09-30", "quarter", "2021年第三季度"),
    ("2021Q4", "2021Q4", "2021-10-01", "2021-12-31", "quarter", "2021年第四季度"),
    ("2021-08", "2021-08", "2021-08-01", "2021-08-31", "month", "2021年8月"),
    ("2020-02", "2020-02", "2020-02-01", "2020-02-29", "month", "2020年2月"),
    ("2021-01..2021-10", "2021-01..2021-10", "2021-01-01", "2021-10-31", "months", "2021年1—10月"),
    ("2020-11..2021-02", "2020-11..2021-02", "2020-11-01", "2021-02-28", "months", "2020年11月—2021年2月"),
    ("2021-02..2021-04", "2021-02..2021-04", "2021-02-01", "2021-04-30", "months", "2021年2—4月"),
    ("2020-01..2021-12", "2020-01..2021-12", "2020-01-01", "2021-12-31", "months", "2020年1月—2021年12月"),
    (
        "2021-07-26..2021-08-25",
        "2021-07-26..2021-08-25",
        "2021-07-26",
        "2021-08-25",
        "days",
        "2021年7月26日—8月25日",
    ),
    (
        "2020-12-26..2021-01-25",
        "2020-12-26..2021-01-25",
        "2020-12-26",
        "2021-01-25",
        "days",
        "2020年12月26日—2021年1月25日",
    ),
    ("2021-08-05..2021-08-05", "2021-08-05..2021-08-05", "2021-08-05", "2021-08-05", "days", "2021年8月5日"),
    # the same interval is the same period, however it was typed
    ("2021-01..2021-12", "2021", "2021-01-01", "2021-12-31", "year", "2021年"),
    ("2021-01..2021-06", "2021H1", "2021-01-01", "2021-06-30", "half", "2021年上半年"),
    ("2021-08..2021-08", "2021-08", "2021-08-01", "2021-08-31", "month", "2021年8月"),
    ("2021-07-01..2021-09-30", "2021Q3", "2021-07-01", "2021-09-30", "quarter", "2021年第三季度"),
    # as typed with an input method left on, in small letters, with blanks around
    ("２０２１", "2021", "2021-01-01", "2021-12-31", "year", "2021年"),
    ("２０２１Ｈ１", "2021H1", "2021-01-01", "2021-06-30", "half", "2021年上半年"),
    ("2021－08", "2021-08", "2021-08-01", "2021-08-31", "month", "2021年8月"),
    ("2021-01．．2021-10", "2021-01..2021-10", "2021-01-01", "2021-10-31", "months", "2021年1—10月"),
    (" 2021q3 ", "2021Q3", "2021-07-01", "2021-09-30", "quarter", "2021年第三季度"),
]

UNREADABLE = [
    *("", " ", "..", "2021..", "..2021", "21", "202", "20211", "2021年", "去年", "二〇二一"),
    *("2021H", "2021H12", "2021M1", "H12021", "2021-8", "2021/08", "202108", "2021-08-05", "2021-W31"),
    *("2021-1..2021-10", "2021..2022", "2021H1..2021H2", "2021-01..2021-08-25", "2021-01-05..2021-08"),
    *("2021-01...2021-10", "2021-01..2021-02..2021-03", "2021-01 .. 2021-10", "2021-01~2021-10", "../2021"),
]
IMPOSSIBLE = [
    *(
        "2021H0",
        "2021H3",
        "2021Q0",
        "2021Q5",
        "2021-00",
        "2021-13",
        "0000",
        "1949",
        "2100",
        "2021-00..2021-02",
    ),
    *("2021-01..2021-13", "2021-02-01..2021-02-29", "2021-02-30..2021-03-05", "2021-04-31..2021-05-01"),
]
REVERSED = ["2021-10..2021-01", "2021-01..2020-12", "2021-08-25..2021-07-26", "2021-08-05..2021-08-04"]


@pytest.mark.parametrize(("typed", "id_", "start", "end", "kind", "label"), READ)
def test_reads_every_form(typed, id_, start, end, kind, label):
    period = Period.parse(typed)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert (period.id, period.kind, period.label) == (id_, kind, label)
    assert period.as_of == period.end


@pytest.mark.parametrize(
    ("text", "what"),
    [(text, "无法识别") for text in UNREADABLE]
    + [(text, "不存在") for text in IMPOSSIBLE]
    + [(text, "颠倒") for text in REVERSED],
)
def test_refuses_and_names_the_allowed_forms(text, what):
    with pytest.raises(UsageError) as caught:
        Period.parse(text)
    assert what in caught.value.what and repr(text) in caught.value.what
    assert all(form in caught.value.message for form in FORMS)


def test_reversed_interval_is_our_own_mistake():
    with pytest.raises(ValueError, match="ends before"):
        Period(date(2021, 2, 1), date(2021, 1, 1))


@pytest.mark.parametrize(
    ("period", "last_year", "previous"),
    [
        ("2021", "2020", None),
        ("2021H1", "2020H1", "2020H2"),
        ("2021H2", "2020H2", "2021H1"),
        ("2021Q1", "2020Q1", "2020Q4"),
        ("2021Q3", "2020Q3", "2021Q2"),
        ("2021-08", "2020-08", "2021-07"),
        ("2021-01", "2020-01", "2020-12"),
        ("2021-03", "2020-03", "2021-02"),
        ("2021-02", "2020-02", "2021-01"),  # 28 days against the whole 29 of a leap year
        ("2020-02", "2019-02", "2020-01"),
        ("2021-01..2021-10", "2020-01..2020-10", "2020-03..2020-12"),
        ("2020-11..2021-02", "2019-11..2020-02", "2020-07..2020-10"),
        ("2021-07-26..2021-08-25", "2020-07-26..2020-08-25", "2021-06-26..2021-07-25"),
        ("2021-02-26..2021-03-25", "2020-02-26..2020-03-25", "2021-01-26..2021-02-25"),
        ("2021-08-09..2021-08-15", "2020-08-09..2020-08-15", "2021-08-02..2021-08-08"),
        ("2021-03-05..2021-03-05", "2020-03-05..2020-03-05", "2021-03-04..2021-03-04"),
        ("2020-02-15..2020-02-29", "2019-02-15..2019-02-28", "2020-01-31..2020-02-14"),
        ("2020-02-29..2020-02-29", "2019-02-28..2019-02-28", "2020-02-28..2020-02-28"),
    ],
)
def test_comparison_periods(period, last_year, previous):
    period = Period.parse(period)
    assert period.last_year().id == last_year
    assert (period.previous() and period.previous().id) == previous


@pytest.mark.parametrize(
    ("period", "share"),
    [
        ("2021", Fraction(1)),
        ("2021H1", Fraction(1, 2)),
        ("2021H2", Fraction(1)),
        ("2021Q3", Fraction(3, 4)),
        ("2021-08", Fraction(2, 3)),
        ("2021-01..2021-10", Fraction(5, 6)),
        ("2021-07-26..2021-08-25", Fraction(7 * 31 + 25, 12 * 31)),
    ],
)
def test_elapsed_share(period, share):
    assert Period.parse(period).elapsed_share == share


def test_months_are_clipped():
    assert [m.id for m in Period.parse("2021-07-26..2021-09-02").months()] == [
        "2021-07-26..2021-07-31",
        "2021-08",
        "2021-09-01..2021-09-02",
    ]


def test_years_touched():
    assert Period.parse("2021").years == [2021]
    assert Period.parse("2019-12-26..2021-01-25").years == [2019, 2020, 2021]


@given(INTERVALS)
def test_id_reads_back_and_is_a_folder_name(period):
    assert Period.parse(period.id) == period
    assert not set(period.id) - set("0123456789HQ-.") and not period.id.startswith(".")


@given(INTERVALS)
def test_months_partition_the_period(period):
    months = period.months()
    assert (months[0].start, months[-1].end) == (period.start, period.end)
    assert all(a.end + timedelta(days=1) == b.start for a, b in pairwise(months))
    assert all((m.start.year, m.start.month) == (m.end.year, m.end.month) for m in months)


@given(YEARS)
def test_halves_and_quarters_partition_the_year(year):
    whole = Period.parse(str(year))
    months = whole.months()
    assert [m.id for m in months] == [f"{year}-{n:02}" for n in range(1, 13)]
    for letter, count in (("H", 2), ("Q", 4)):
        parts = [Period.parse(f"{year}{letter}{n}") for n in range(1, count + 1)]
        assert [month for part in parts for month in part.months()] == months


@given(INTERVALS)
def test_previous_block_ends_the_day_before(period):
    if period.kind == "year":
        assert period.previous() is None
    else:
        assert period.previous().end == period.start - timedelta(days=1)
        assert period.previous().kind == period.kind or period.kind in ("months", "days")


@given(INTERVALS)
def test_last_year_keeps_kind_and_months(period):
    earlier = period.last_year()
    assert earlier.start.year == period.start.year - 1
    assert len(earlier.months()) == len(period.months())
    assert 0 < period.elapsed_share <= 1
    if period.kind != "days":
        assert earlier.kind == period.kind


@given(INTERVALS, DAYS)
def test_contains(period, day):
    assert period.contains(period.start) and period.contains(period.end)
    assert period.contains(day) == any(month.contains(day) for month in period.months())
