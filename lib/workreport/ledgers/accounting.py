"""Accounting: the outcome of every row of every file, and all findings."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

import pandas as pd

from workreport.base.errors import MissingLedger
from workreport.base.period import Period
from workreport.ledgers.carried_forward import untouched_register
from workreport.ledgers.declared.findings import QUARANTINED, combine
from workreport.ledgers.declared.source_columns import FILE
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.frames import Frames
from workreport.ledgers.referential import missing_partners


def accounts(frames: Frames, period: Period) -> pd.DataFrame:
    """Account for every row of every file used for the period.

    Returns
    -------
    DataFrame, one row per ledger file: ledger, file, read, counted, out_of_period, duplicate,
    quarantined, not_data; ``read`` is the sum of the rest. A row counts in the period of its
    ``period_date``; rows of a register and of reference tables count if known on the
    cut-off day. No row of a ledger counts that is not filled in for the period.
    """
    rows = []
    for ledger, files in frames.all_provided(period).items():
        totals, counted, clashes = _by_file(frames, ledger, files, period)
        for file in files:
            stored = frames.intake.read(file)
            moved = int(((clashes["file"] == file.shown) & (clashes["disposition"] == QUARANTINED)).sum())
            inside, account = counted[file.shown], stored.accounts
            joined = stored.rows - moved
            # rows that are also in another year's file
            twice = joined - totals[file.shown]
            rows.append(
                {
                    "ledger": ledger,
                    "file": file.shown,
                    "read": account.read,
                    "counted": inside,
                    "out_of_period": joined - twice - inside,
                    "duplicate": account.duplicate + twice,
                    "quarantined": account.quarantined + moved,
                    "not_data": account.not_data,
                }
            )
    return pd.DataFrame(rows)


def remarks(frames: Frames, period: Period) -> list[dict[str, str]]:
    """The remarks below the tables of the files used for the period: ledger, file, sheet, row, text."""
    rows = []
    for ledger, files in frames.all_provided(period).items():
        for file in files:
            place = {"ledger": ledger, "file": file.shown}
            entries = frames.intake.read(file).accounts.remarks
            rows += [place | {"sheet": sheet, "row": str(row), "text": text} for sheet, row, text in entries]
    return rows


def _by_file(
    frames: Frames, ledger: str, files: list[LedgerFile], period: Period
) -> tuple[Counter[str], Counter[str], pd.DataFrame]:
    """Number of known rows and of rows counted in the period by file, and findings between files."""
    try:
        clashes = frames.clashes(ledger, period)
    except MissingLedger:
        return Counter({file.shown: frames.intake.read(file).rows for file in files}), Counter(), combine([])
    contract = frames.contract(ledger)
    dates = [contract.period_date, contract.stock.start if contract.stock else None]
    totals: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for rows in frames.iter_frames(ledger, period, [FILE, *filter(None, dates)]):
        totals.update(rows[FILE].value_counts().to_dict())
        counted.update(_counted(frames, ledger, rows, period)[FILE].value_counts().to_dict())
    return totals, counted, clashes


def _counted(frames: Frames, ledger: str, rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    contract = frames.contract(ledger)
    if contract.kind == "reference":
        return rows
    if contract.kind == "register":
        start = contract.stock.start if contract.stock else contract.period_date
        if start is None or start not in rows:
            return rows
        return rows[~(rows[start] >= pd.Timestamp(period.end) + pd.Timedelta(days=1))]
    return frames.select_rows(ledger, rows, period, "flow", None)


def not_handed_in(frames: Frames, period: Period) -> list[str]:
    """Ledgers of the bureau that are missing or not filled in; one sentence each."""
    sentences = []
    for ledger, contract in frames.intake.contracts.items():
        if contract.kind != "reference" and frames.keeps(ledger, period):
            try:
                frames.files(ledger, period)
            except MissingLedger as error:
                sentences.append(error.what)
    return sentences


def all_findings(frames: Frames, period: Period) -> pd.DataFrame:
    """Findings in and between all files used for the period, in one table."""
    return combine(
        [
            file_findings(frames, period),
            *(missing_partners(frames, ledger, period) for ledger in frames.intake.contracts),
        ]
    )


def file_findings(frames: Frames, period: Period) -> pd.DataFrame:
    """Findings in all files used for the period, on rows in several files of a ledger, and on untouched registers."""
    parts = []
    for ledger, files in frames.all_provided(period).items():
        parts += [frames.intake.read(file).findings for file in files]
        with suppress(MissingLedger):
            parts.append(frames.clashes(ledger, period))
        parts.append(untouched_register(frames, ledger, period))
    return combine(parts)
