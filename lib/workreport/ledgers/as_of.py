"""A ledger as known on an earlier day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pandas as pd

from workreport.base.errors import MissingLedger
from workreport.ledgers.declared.contract import Contract


def lacking_date(contract: Contract, name: str, columns: Collection[str]) -> str | None:
    """The absent date column without which a column's state on an earlier day is unknown; None if it is known."""
    dates = [view.date for view in contract.as_of if name in view.resets]
    return next((date for date in dates if date not in columns), None)


def as_known_on(contract: Contract, frame: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """The ledger as it stood at the end of `day`.

    Later events are undone as the contract's ``as_of`` declares: the later date
    becomes missing and dependent cells are reset. Rows and their order stay.
    """
    end = pd.Timestamp(day) + pd.Timedelta(days=1)
    view = frame
    for rule in contract.as_of:
        if rule.date not in frame:
            continue
        later = frame[rule.date] >= end
        if not later.any():
            continue
        if view is frame:
            view = frame.copy()
        for name, value in {rule.date: None, **rule.resets}.items():
            if name in view:
                view[name] = view[name].where(~later, pd.NA if value is None else value)
    return view


def in_stock(contract: Contract, frame: pd.DataFrame, day: dt.date, year: int) -> pd.DataFrame:
    """Rows in a register at the end of `day`: entered on or before it, not yet removed.

    Parameters
    ----------
    year : int
        The year of the register's folder, at whose end its cells hold.

    Raises
    ------
    MissingLedger
        If the register has no column of the day of removal, and none tells what stands on `day`.
    """
    if contract.stock is None or contract.stock.start not in frame:
        return frame
    end = pd.Timestamp(day) + pd.Timedelta(days=1)
    inside = frame[frame[contract.stock.start] < end]
    until = contract.stock.until
    if until is None or inside.empty:
        return inside
    if until not in frame:
        return _standing(contract, inside, day, year)
    left = inside[until]
    return inside[left.isna() | (left >= end)]


def _standing(contract: Contract, rows: pd.DataFrame, day: dt.date, year: int) -> pd.DataFrame:
    """Rows not removed, by the cells that ``as_of`` resets for a row whose removal is undone."""
    stock = contract.stock
    assert stock is not None and stock.until is not None, "only registers with a day of removal"
    before = next((view.resets for view in contract.as_of if view.date == stock.until), {})
    states = {name: value for name, value in before.items() if name in rows and value is not None}
    lacking = f"台账未提供“{contract.by_name[stock.until].title}”列"
    where = f"{contract.code} {contract.title}"
    if not states:
        raise MissingLedger(f"{lacking}，也没有状态，不知哪些仍在册：{where}")
    standing = pd.Series(True, index=rows.index)
    for name, value in states.items():
        standing &= rows[name].eq(value).fillna(False).astype(bool)
    if day < dt.date(year, 12, 31) and not standing.all():
        titles = "、".join(contract.by_name[name].title for name in states)
        raise MissingLedger(
            f"{lacking}，“{titles}”只说明{year}年末的情况，{day:%Y-%m-%d}哪些在册无从得知：{where}"
        )
    return rows[standing]
