"""Findings of reading a sheet, before any value is read: their place and their text, personal data masked."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from workreport.base.personal_data import masked
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import findings
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET


def note(
    contract: Contract,
    rows: pd.DataFrame,
    column: str,
    rule: str,
    disposition: str,
    message: pd.Series | str,
    original: str = "",
) -> pd.DataFrame:
    """A finding of reading for each of the rows, with the ledger in the rule id and personal data masked."""
    shown = rows[column] if column in rows and not original else original
    shown, message = (x.map(masked) if isinstance(x, pd.Series) else masked(x) for x in (shown, message))
    return findings(contract, rows, column, shown, f"{contract.code}-{rule}", disposition, message)


def place(shown: str, sheet: str, numbers: Iterable[int] = (0,)) -> pd.DataFrame:
    """Source columns for findings on rows outside the table: totals, and row 0 for the whole sheet."""
    rows = list(numbers)
    frame = pd.DataFrame({FILE: shown, SHEET: sheet, ROW: rows})
    return frame.astype({ROW: "int64"})
