"""Time limits: working days by the calendar, limits by the rule in force on the day."""

from __future__ import annotations

import chinese_calendar
import pandas as pd
from chinese_calendar import constants

from workreport.base.errors import MissingLedger

LIBRARY_YEARS = (min(constants.holidays).year, max(constants.holidays).year)
"""First and last year whose holidays and shifted working days the library chinesecalendar has."""
WORKING = "工作日"


def working_days(start: pd.Series, end: pd.Series, calendar: pd.DataFrame) -> pd.Series:
    """Working days after the day of `start`, up to and including the day of `end`.

    Parameters
    ----------
    start, end : Series of datetime64
        Days or moments; the day of `start` itself does not count.
    calendar : DataFrame
        One row per day. Other days are taken from the library chinesecalendar, which holds the
        State Council's yearly notices for ``LIBRARY_YEARS``.

    Returns
    -------
    Series of Int64; missing where either day is missing.

    Raises
    ------
    MissingLedger
        If neither covers the year of a day.
    """
    first, last = start.dt.normalize(), end.dt.normalize()
    both = pd.concat([first, last]).dropna()
    if both.empty:
        return pd.Series(pd.NA, index=start.index, dtype="Int64")
    passed = _workdays(both.min(), both.max(), calendar).cumsum()
    return last.map(passed).astype("Int64") - first.map(passed).astype("Int64")


def _workdays(first: pd.Timestamp, last: pd.Timestamp, calendar: pd.DataFrame) -> pd.Series:
    """1 for each day from `first` to `last` on which offices are open, else 0."""
    days = pd.date_range(first, last)
    open_days = days.map(calendar.set_index("day")["is_workday"].astype("Int64"))
    is_open = pd.Series(open_days, index=days, dtype="Int64")
    unknown = days[is_open.isna()]
    covered = (unknown.year >= LIBRARY_YEARS[0]) & (unknown.year <= LIBRARY_YEARS[1])
    if not covered.all():
        years = "、".join(f"{year}年" for year in sorted(set(unknown[~covered].year)))
        raise MissingLedger(
            f"工作日历未登记{years}，日历库只覆盖{LIBRARY_YEARS[0]}年至{LIBRARY_YEARS[1]}年",
            todo="请法规股按当年放假安排补登工作日历",
        )
    is_open[unknown] = [int(chinese_calendar.is_workday(day.date())) for day in unknown]
    return is_open.astype("int64")


def limits(matter: str, start: pd.Series, deadlines: pd.DataFrame) -> pd.DataFrame:
    """Days allowed for a matter by the rule in force on each day of `start`.

    Returns
    -------
    DataFrame with ``days`` (Int64) and ``working`` (True for working days); both missing on days before the
    matter's first rule, when there was no limit.

    Raises
    ------
    MissingLedger
        If a day lies after the end of a rule and no later rule is registered: the limit is then unknown.
    """
    days = pd.Series(pd.NA, index=start.index, dtype="Int64")
    working = pd.Series(pd.NA, index=start.index, dtype="boolean")
    rules = deadlines[deadlines["matter"] == matter].sort_values("valid_from")
    # column by column: a column that the table lacks is then named
    columns = (rules[name] for name in ("valid_from", "valid_to", "days", "day_kind"))
    for first, last, limit, kind in zip(*columns, strict=True):
        until = pd.Timestamp.max if pd.isna(last) else last + pd.Timedelta(days=1)
        inside = (start >= first) & (start < until)
        days, working = days.mask(inside, limit), working.mask(inside, kind == WORKING)
    if len(rules) and (gap := start[(start >= rules["valid_from"].iloc[0]) & days.isna()]).size:
        day = gap.min()
        raise MissingLedger(
            f"法定期限参数没有{day.year}年{day.month}月{day.day}日施行的“{rules['label'].iloc[-1]}”期限",
            todo="请法规股补登该日施行的规定及日数",
        )
    return pd.DataFrame({"days": days, "working": working})


def within(
    matter: str, start: pd.Series, end: pd.Series, deadlines: pd.DataFrame, calendar: pd.DataFrame
) -> pd.Series:
    """Whether `end` came within the days allowed since `start`; the rule sets working or calendar days.

    Returns
    -------
    Series of boolean; missing where a day is missing or no rule was in force on the day of `start`, so
    that neither side of a rate counts the row.
    """
    allowed = limits(matter, start, deadlines)
    working = allowed["working"].fillna(False).astype(bool)
    passed = (end.dt.normalize() - start.dt.normalize()).dt.days.astype("Int64")
    if working.any():
        passed = passed.mask(working, working_days(start.where(working), end.where(working), calendar))
    return passed <= allowed["days"]


def with_deadline_met(
    rows: pd.DataFrame,
    matter: str,
    start: str,
    end: str,
    deadlines: pd.DataFrame,
    calendar: pd.DataFrame,
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """Rows whose limit can be judged on the cut-off day, with ``in_time``: whether the limit was met.

    Rows without a rule in force on the day of `start` and open rows whose limit has not passed are left out.
    """
    ended = rows[end].fillna(as_of)
    met = within(matter, rows[start], ended, deadlines, calendar)
    due = met.notna() & (rows[end].notna() | ~met.fillna(True))
    return rows.assign(in_time=(met & rows[end].notna()).fillna(False))[due]
