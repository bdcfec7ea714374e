"""Filters that many figures share."""

from __future__ import annotations

import re

import pandas as pd

from workreport.base.errors import MissingLedger
from workreport.ledgers.frames import CHOSEN, LEDGER, ONLY, PART


def where_in(frame: pd.DataFrame, column: str, *values: str) -> pd.DataFrame:
    """Rows whose `column` has one of `values`.

    Raises
    ------
    MissingLedger
        If a mapping sets the column to one constant and another value is requested: the table does not
        cover that value, so the count would be incomplete.
    """
    only = frame.attrs.get(ONLY, {}).get(column)
    if only is not None and (lacking := [value for value in values if value != only]):
        raise MissingLedger(f"台账只有“{only}”，未提供“{'、'.join(lacking)}”：{frame.attrs[LEDGER]}")
    chosen = frame[frame[column].isin(values)]
    if column in frame.attrs.get(PART, ()):
        chosen.attrs[CHOSEN] = (*chosen.attrs.get(CHOSEN, ()), column)
    return chosen


def require_whole(frame: pd.DataFrame, rows: pd.DataFrame) -> None:
    """``MissingLedger`` if `rows` of `frame` count as a whole ledger of which a mapping provides only a part."""
    for column in set(frame.attrs.get(PART, ())) - set(rows.attrs.get(CHOSEN, ())):
        raise MissingLedger(
            f"台账只有“{frame.attrs[ONLY][column]}”，全部有多少无从得知：{frame.attrs[LEDGER]}"
        )


def includes(frame: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    """Rows whose `column`, a list of values joined by 、, contains `value`."""
    return frame[frame[column].str.contains(rf"(?:^|、){re.escape(value)}(?:、|$)", regex=True, na=False)]
