"""Working days and limits: weekends and shifted days, the rule in force on the day, uncovered years."""

from __future__ import annotations

import pandas as pd
import pytest

from workreport.base.errors import MissingLedger
from workreport.figures.deadlines import LIBRARY_YEARS, limits, with_deadline_met, within, working_days

# 2021-02-11 (Thursday) to 17 was the Spring Festival; Saturday 20 and Sunday 7 were worked instead
DAYS = pd.date_range("2021-02-01", "2021-02-28")
FREE = {"2021-02-06", "2021-02-13", "2021-02-14", "2021-02-21", "2021-02-27", "2021-02-28"} | {
    f"2021-02-{day}" for day in range(11, 18)
}
CALENDAR = pd.DataFrame({"day": DAYS, "is_workday": [f"{day:%Y-%m-%d}" not in FREE for day in DAYS]})
RULES = pd.DataFrame(
    [
        ("accept", "受理", 2, "工作日", "2021-02-05", "2021-02-18"),
        ("accept", "受理", 5, "工作日", "2021-02-19", "2021-02-24"),
        ("other", "处置", 9, "自然日", "2021-02-01", None),
    ],
    columns=["matter", "label", "days", "day_kind", "valid_from", "valid_to"],
).astype({"valid_from": "datetime64[us]", "valid_to": "datetime64[us]"})  # fmt: skip


def dates(*texts: str | None) -> pd.Series:
    return pd.Series(pd.to_datetime(list(texts), format="ISO8601"))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2021-02-01", "2021-02-01", 0),
        ("2021-02-01 16:30", "2021-02-02 08:00", 1),
        ("2021-02-05", "2021-02-07", 1),  # Saturday free, Sunday worked
        ("2021-02-10", "2021-02-18", 1),  # over the festival
        ("2021-02-19", "2021-02-22", 2),  # Saturday worked, Sunday free
    ],
)
def test_working_days_after_the_first(start: str, end: str, days: int) -> None:
    assert working_days(dates(start), dates(end), CALENDAR).tolist() == [days]


def test_a_missing_day_gives_nothing() -> None:
    assert working_days(dates("2021-02-01", None), dates(None, "2021-02-03"), CALENDAR).isna().all()


def test_days_that_the_calendar_lacks_come_from_the_library() -> None:
    # 2021-10-01 to 07 was the National Day holiday; Saturday 9 was worked instead
    assert working_days(dates("2021-09-30"), dates("2021-10-11"), CALENDAR).tolist() == [3]
    assert working_days(dates("2021-09-30"), dates("2021-10-11"), CALENDAR.iloc[:0]).tolist() == [3]


def test_what_the_bureau_handed_in_goes_before_the_library() -> None:
    own = pd.DataFrame({"day": pd.to_datetime(["2021-10-09"]), "is_workday": [False]})
    assert working_days(dates("2021-09-30"), dates("2021-10-11"), own).tolist() == [2]


def test_a_year_that_neither_covers_is_an_error() -> None:
    year = LIBRARY_YEARS[1] + 1
    with pytest.raises(MissingLedger, match=f"{year}年"):
        working_days(dates(f"{year - 1}-12-31"), dates(f"{year}-01-04"), CALENDAR)


def test_the_rule_in_force_on_the_day_counts() -> None:
    found = limits("accept", dates("2021-02-04", "2021-02-05", "2021-02-18 17:00", "2021-02-19"), RULES)
    assert found["days"].isna().tolist() == [True, False, False, False]
    assert found["days"].dropna().tolist() == [2, 2, 5]


def test_after_the_last_rule_ended_the_limit_is_unknown_not_the_old_one() -> None:
    with pytest.raises(MissingLedger, match="2021年2月25日施行的“受理”期限"):
        limits("accept", dates("2021-02-10", "2021-02-25"), RULES)


def test_calendar_days_are_counted_where_the_rule_says_so() -> None:
    start = dates("2021-02-10", "2021-02-10")
    assert within("other", start, dates("2021-02-19", "2021-02-20"), RULES, CALENDAR).tolist() == [
        True,
        False,
    ]


def test_no_rule_no_verdict() -> None:
    start = dates("2021-02-04", "2021-02-08", "2021-02-08")
    found = within("accept", start, dates("2021-02-05", "2021-02-10", "2021-02-18"), RULES, CALENDAR)
    assert found.isna().tolist() == [True, False, False]
    assert found.dropna().tolist() == [True, False]


def test_what_is_not_ended_is_judged_only_once_its_limit_has_run_out() -> None:
    rows = pd.DataFrame(
        {
            "case": ["kept", "late", "missed", "running", "before the rule"],
            "start": dates("2021-02-05", "2021-02-05", "2021-02-05", "2021-02-18", "2021-02-04"),
            "end": dates("2021-02-08", "2021-02-18", None, None, None),
        }
    )
    found = with_deadline_met(rows, "accept", "start", "end", RULES, CALENDAR, pd.Timestamp("2021-02-19"))
    assert dict(zip(found["case"], found["in_time"], strict=True)) == {
        "kept": True,
        "late": False,
        "missed": False,
    }
