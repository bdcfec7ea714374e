"""Selections that many figures share."""

from __future__ import annotations

import re

import pandas as pd


def among(frame: pd.DataFrame, column: str, *values: str) -> pd.DataFrame:
    """Rows whose `column` has one of `values`."""
    return frame[frame[column].isin(values)]


def includes(frame: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    """Rows whose `column`, several values joined by 、, has `value` as one of them."""
    return frame[frame[column].str.contains(rf"(?:^|、){re.escape(value)}(?:、|$)", regex=True, na=False)]
