"""Working days and limits: weekends and shifted days, the rule in force on the day, uncovered years."""

from __future__ import annotations

import pandas as pd
import pytest

from workreport.errors import MissingLedger
from workreport.figures.deadlines import limits, within, working_days

# 2021-02-11 (Thursday) to 17 was the Spring Festival; Saturday 20 and Sunday 7 were worked instead
DAYS = pd.date_range("2021-02-01", "2021-02-28")
FREE = {"2021-02-06", "2021-02-13", "2021-02-14", "2021-02-21", "2021-02-27", "2021-02-28"} | {
    f"2021-02-{day}" for day in range(11, 18)
}
CALENDAR = pd.DataFrame({"day": DAYS, "is_workday": [f"{day:%Y-%m-%d}" not in FREE for day in DAYS]})
RULES = pd.DataFrame(
    [("accept", 2, "2021-02-05", "2021-02-18"), ("accept", 5, "2021-02-19", None), ("other", 9, "2021-02-01", None)],
    columns=["matter", "days", "valid_from", "valid_to"],
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


def test_a_missing_day_gives_nothing_and_an_uncovered_one_is_an_error() -> None:
    assert working_days(dates("2021-02-01", None), dates(None, "2021-02-03"), CALENDAR).isna().all()
    with pytest.raises(MissingLedger, match="2020年"):
        working_days(dates("2020-02-03"), dates("2021-02-03"), CALENDAR)


def test_the_rule_in_force_on_the_day_counts() -> None:
    found = limits("accept", dates("2021-02-04", "2021-02-05", "2021-02-18 17:00", "2021-02-19"), RULES)
    assert found.isna().tolist() == [True, False, False, False]
    assert found.dropna().tolist() == [2, 2, 5]


def test_no_rule_no_verdict() -> None:
    start = dates("2021-02-04", "2021-02-08", "2021-02-08")
    found = within("accept", start, dates("2021-02-05", "2021-02-10", "2021-02-18"), RULES, CALENDAR)
    assert found.isna().tolist() == [True, False, False]
    assert found.dropna().tolist() == [True, False]
