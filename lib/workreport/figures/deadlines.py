"""Time limits: working days by the calendar (RF07), limits by the rule in force on the day (RF06)."""

from __future__ import annotations

import pandas as pd

from workreport.errors import MissingLedger


def working_days(start: pd.Series, end: pd.Series, calendar: pd.DataFrame) -> pd.Series:
    """Working days after the day of `start` up to and with the day of `end`.

    Parameters
    ----------
    start, end : Series of datetime64
        Days or moments; the day of `start` itself does not count.
    calendar : DataFrame
        RF07, one row a day.

    Returns
    -------
    Series of Int64; missing where either day is.

    Raises
    ------
    MissingLedger
        If a day lies in a year that the calendar does not cover.
    """
    days = calendar.sort_values("day").set_index("day")["is_workday"]
    passed = days.astype("Int64").cumsum()
    return _looked_up(end, passed) - _looked_up(start, passed)


def _looked_up(days: pd.Series, passed: pd.Series) -> pd.Series:
    plain = days.dt.normalize()
    found = plain.map(passed).astype("Int64")
    if (outside := plain[found.isna() & plain.notna()]).size:
        years = "、".join(f"{year}年" for year in sorted(outside.dt.year.unique()))
        raise MissingLedger(f"工作日历（RF07）未覆盖{years}")
    return found


def limits(matter: str, start: pd.Series, deadlines: pd.DataFrame) -> pd.Series:
    """Days that the rule in force on each day of `start` allows for a matter of RF06; missing where none was."""
    allowed = pd.Series(pd.NA, index=start.index, dtype="Int64")
    for rule in deadlines[deadlines["matter"] == matter].itertuples():
        until = pd.Timestamp.max if pd.isna(rule.valid_to) else rule.valid_to + pd.Timedelta(days=1)
        allowed = allowed.mask((start >= rule.valid_from) & (start < until), rule.days)
    return allowed


def within(
    matter: str, start: pd.Series, end: pd.Series, deadlines: pd.DataFrame, calendar: pd.DataFrame
) -> pd.Series:
    """Whether `end` came within the working days allowed since `start`.

    Returns
    -------
    Series of boolean; missing where a day is missing or no rule was in force on the day of `start`,
    so that neither side of a rate takes the row.
    """
    return working_days(start, end, calendar) <= limits(matter, start, deadlines)
