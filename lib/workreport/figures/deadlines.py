"""Time limits: working days by the calendar, limits by the rule in force on the day."""

from __future__ import annotations

import chinese_calendar
import pandas as pd
from chinese_calendar import constants

from workreport.base.errors import MissingLedger

LIBRARY_YEARS = (min(constants.holidays).year, max(constants.holidays).year)
"""First and last year whose holidays and shifted working days the library chinesecalendar knows."""
WORKING = "工作日"


def working_days(start: pd.Series, end: pd.Series, calendar: pd.DataFrame) -> pd.Series:
    """Working days after the day of `start` up to and with the day of `end`.

    Parameters
    ----------
    start, end : Series of datetime64
        Days or moments; the day of `start` itself does not count.
    calendar : DataFrame
        One row a day. Days that it lacks are taken from the library chinesecalendar, which
        holds the State Council's yearly notices for ``LIBRARY_YEARS``.

    Returns
    -------
    Series of Int64; missing where either day is.

    Raises
    ------
    MissingLedger
        If a day lies in a year that neither covers.
    """
    first, last = start.dt.normalize(), end.dt.normalize()
    both = pd.concat([first, last]).dropna()
    if both.empty:
        return pd.Series(pd.NA, index=start.index, dtype="Int64")
    passed = _workdays(both.min(), both.max(), calendar).cumsum()
    return last.map(passed).astype("Int64") - first.map(passed).astype("Int64")


def _workdays(first: pd.Timestamp, last: pd.Timestamp, calendar: pd.DataFrame) -> pd.Series:
    """For every day between two, 1 where offices are open and 0 where they are not."""
    days = pd.date_range(first, last)
    open_days = days.map(calendar.set_index("day")["is_workday"].astype("Int64"))
    known = pd.Series(open_days, index=days, dtype="Int64")
    unknown = days[known.isna()]
    covered = (unknown.year >= LIBRARY_YEARS[0]) & (unknown.year <= LIBRARY_YEARS[1])
    if not covered.all():
        years = "、".join(f"{year}年" for year in sorted(set(unknown[~covered].year)))
        raise MissingLedger(
            f"工作日历未登记{years}，日历库只覆盖{LIBRARY_YEARS[0]}年至{LIBRARY_YEARS[1]}年",
            todo="请法规股按当年放假安排补登工作日历",
        )
    known[unknown] = [int(chinese_calendar.is_workday(day.date())) for day in unknown]
    return known.astype("int64")


def limits(matter: str, start: pd.Series, deadlines: pd.DataFrame) -> pd.DataFrame:
    """Days that the rule in force on each day of `start` allows for a matter.

    Returns
    -------
    DataFrame with ``days`` (Int64) and ``working`` (whether working days are meant); both missing on
    days before the matter's first rule, when there was no limit to keep.

    Raises
    ------
    MissingLedger
        If a day lies after a rule that ended, and no later one is registered: the limit is then unknown.
    """
    days = pd.Series(pd.NA, index=start.index, dtype="Int64")
    working = pd.Series(pd.NA, index=start.index, dtype="boolean")
    rules = deadlines[deadlines["matter"] == matter].sort_values("valid_from")
    for rule in rules.itertuples():
        until = pd.Timestamp.max if pd.isna(rule.valid_to) else rule.valid_to + pd.Timedelta(days=1)
        inside = (start >= rule.valid_from) & (start < until)
        days, working = days.mask(inside, rule.days), working.mask(inside, rule.day_kind == WORKING)
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
    """Whether `end` came within the days allowed since `start`, working or calendar days as the rule says.

    Returns
    -------
    Series of boolean; missing where a day is missing or no rule was in force on the day of `start`,
    so that neither side of a rate takes the row.
    """
    allowed = limits(matter, start, deadlines)
    working = allowed["working"].fillna(False).astype(bool)
    passed = (end.dt.normalize() - start.dt.normalize()).dt.days.astype("Int64")
    if working.any():
        passed = passed.mask(working, working_days(start.where(working), end.where(working), calendar))
    return passed <= allowed["days"]


def judged(
    rows: pd.DataFrame,
    matter: str,
    start: str,
    end: str,
    deadlines: pd.DataFrame,
    calendar: pd.DataFrame,
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """Rows whose limit can be judged on the cut-off day, with ``in_time`` saying whether it was kept.

    Left out are rows without a rule in force on the day of `start`, and rows not ended whose limit still runs.
    """
    ended = rows[end].fillna(as_of)
    kept = within(matter, rows[start], ended, deadlines, calendar)
    due = kept.notna() & (rows[end].notna() | ~kept.fillna(True))
    return rows.assign(in_time=(kept & rows[end].notna()).fillna(False))[due]
