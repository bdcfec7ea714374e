"""Looking at a ledger as it was known on an earlier day."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from workreport.ledgers.declared.contract import Contract


def as_known_on(contract: Contract, frame: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """The ledger as it stood at the end of `day`.

    What happened later is taken back as the contract's ``as_of`` declares: the later date
    becomes missing and the cells that depend on it fall back. Rows and their order stay.
    """
    end = pd.Timestamp(day) + pd.Timedelta(days=1)
    seen = frame
    for view in contract.as_of:
        if view.date not in frame:
            continue
        later = frame[view.date] >= end
        if not later.any():
            continue
        if seen is frame:
            seen = frame.copy()
        for name, value in {view.date: None, **view.resets}.items():
            if name in seen:
                seen[name] = seen[name].where(~later, pd.NA if value is None else value)
    return seen


def in_stock(contract: Contract, frame: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Rows of a register that are in it at the end of `day`: entered on or before, not yet left."""
    if contract.stock is None or contract.stock.start not in frame:
        return frame
    end = pd.Timestamp(day) + pd.Timedelta(days=1)
    inside = frame[contract.stock.start] < end
    if contract.stock.until and contract.stock.until in frame:
        left = frame[contract.stock.until]
        inside &= left.isna() | (left >= end)
    return frame[inside]
