"""A ledger as known on an earlier day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pandas as pd

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


def in_stock(contract: Contract, frame: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Rows in a register at the end of `day`: entered on or before it, not yet removed; a missing date is not applied."""
    if contract.stock is None or contract.stock.start not in frame:
        return frame
    end = pd.Timestamp(day) + pd.Timedelta(days=1)
    inside = frame[contract.stock.start] < end
    if contract.stock.until and contract.stock.until in frame:
        left = frame[contract.stock.until]
        inside &= left.isna() | (left >= end)
    return frame[inside]
