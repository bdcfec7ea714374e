"""Accounting: what became of every row of every file, and all that was found on the way."""

from __future__ import annotations

import pandas as pd

from workreport.errors import MissingLedger
from workreport.ledgers.findings import QUARANTINED, combine
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import LedgerFile
from workreport.ledgers.positions import FILE
from workreport.ledgers.validating.partners import across
from workreport.period import Period


def accounts(frames: Frames, period: Period) -> pd.DataFrame:
    """What became of every row of every file that the period draws on.

    Returns
    -------
    DataFrame, one row per ledger file: ledger, file, read, counted, out_of_period, duplicate,
    quarantined, not_data; ``read`` is the sum of the rest. A row counts in the period that its
    ``period_date`` says; rows of a register and of reference tables count when known on the
    cut-off day.
    """
    rows = []
    for ledger in frames.intake.contracts:
        try:
            files = frames.files(ledger, period)
        except MissingLedger:
            continue
        counted = _counted(frames, ledger, period).groupby(FILE).size()
        clashes = frames.clashes(ledger, period)
        clashes = clashes[clashes["disposition"] == QUARANTINED]
        for file in files:
            stored = frames.intake.read(file)
            moved = int((clashes["file"] == file.shown).sum())
            inside = int(counted.get(file.shown, 0))
            known = stored.accounts
            joined = len(stored.frame) - moved
            twice = _twice(frames, ledger, file, joined, period)
            rows.append(
                {
                    "ledger": ledger,
                    "file": file.shown,
                    "read": known.read,
                    "counted": inside,
                    "out_of_period": joined - twice - inside,
                    "duplicate": known.duplicate + twice,
                    "quarantined": known.quarantined + moved,
                    "not_data": known.not_data,
                }
            )
    return pd.DataFrame(rows)


def _counted(frames: Frames, ledger: str, period: Period) -> pd.DataFrame:
    contract = frames.contract(ledger)
    if contract.kind == "reference":
        return frames.known(ledger, period)
    if contract.kind == "register":
        frame = frames.known(ledger, period)
        start = contract.stock.start if contract.stock else contract.period_date
        if start is None or start not in frame:
            return frame
        return frame[~(frame[start] >= pd.Timestamp(period.end) + pd.Timedelta(days=1))]
    return frames.flow(ledger, period, None)


def _twice(frames: Frames, ledger: str, file: LedgerFile, joined: int, period: Period) -> int:
    """Rows of a file that already stood in another year's file."""
    return joined - int((frames.known(ledger, period)[FILE] == file.shown).sum())


def all_findings(frames: Frames, period: Period) -> pd.DataFrame:
    """Findings in every file that the period draws on, and across them, in one table."""
    parts = []
    for ledger in frames.intake.contracts:
        try:
            files = frames.files(ledger, period)
        except MissingLedger:
            continue
        parts += [frames.intake.read(file).findings for file in files]
        parts.append(frames.clashes(ledger, period))
    return combine([*parts, across(frames, period)])
