"""Selections that many figures share."""

from __future__ import annotations

import re

import pandas as pd

from workreport.errors import MissingLedger
from workreport.ledgers.frames import LEDGER, ONLY


def among(frame: pd.DataFrame, column: str, *values: str) -> pd.DataFrame:
    """Rows whose `column` has one of `values`.

    Raises
    ------
    MissingLedger
        If a mapping sets the column to another value throughout: such a table was never about `values`.
    """
    only = frame.attrs.get(ONLY, {}).get(column)
    if only is not None and only not in values:
        raise MissingLedger(f"台账只有“{only}”，未提供“{'、'.join(values)}”：{frame.attrs[LEDGER]}")
    return frame[frame[column].isin(values)]


def includes(frame: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    """Rows whose `column`, several values joined by 、, has `value` as one of them."""
    return frame[frame[column].str.contains(rf"(?:^|、){re.escape(value)}(?:、|$)", regex=True, na=False)]
