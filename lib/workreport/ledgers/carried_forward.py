"""Registers carried forward from last year and not touched since: told, because a register rarely stands still for a year."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pandas as pd

from workreport.base.errors import LedgerError, MissingLedger
from workreport.base.period import Period
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import findings, no_findings
from workreport.ledgers.declared.source_columns import REST, ROW, SOURCE
from workreport.ledgers.frames import Frames
from workreport.ledgers.large.parquet import hashes

RULE = "结转"


def untouched_register(frames: Frames, ledger: str, period: Period) -> pd.DataFrame:
    """A finding for a register that is carried forward, if its rows at the year's end are those of last year's end.

    Compared are the columns that are read, whatever the order of the rows; also if last year's file itself was handed in again.
    """
    contract, year = frames.contract(ledger), period.end.year
    if not contract.carry_forward:
        return no_findings()
    now, before = Period.parse(str(year)), Period.parse(str(year - 1))
    with suppress(MissingLedger, LedgerError):  # of last year: this year's are read already
        files, earlier = frames.files(ledger, now), frames.files(ledger, before)
        if {file.shown for file in files} & {file.shown for file in earlier}:
            return no_findings()  # one register is used for both years
        copied = sorted(file.sha256 for file in files) == sorted(file.sha256 for file in earlier)
        if copied or np.array_equal(_rows(frames, ledger, now), _rows(frames, ledger, before)):
            return _finding(frames, contract, now)
    return no_findings()


def _rows(frames: Frames, ledger: str, period: Period) -> np.ndarray:
    """A 64-bit hash of each row of a register, sorted."""
    contract = frames.contract(ledger)
    provided = [name for name in frames.empty_frame(ledger, period) if name not in (*SOURCE, REST)]
    names = [field.name for field in contract.read_fields]
    parts = [
        # an absent column is a blank one
        hashes(rows.reindex(columns=names).astype("str").fillna(""), names)
        for rows in frames.iter_frames(ledger, period, provided)
    ]
    return np.sort(np.concatenate(parts))


def _finding(frames: Frames, contract: Contract, year: Period) -> pd.DataFrame:
    first = next(iter(frames.iter_frames(contract.name, year, SOURCE))).head(1)
    if first.empty:
        return no_findings()
    message = (
        f"与{year.end.year - 1}年的台账各行相同，结转以后没有登记过新增、变更和注销；"
        "请补登，确实没有变动的，在 waivers.yaml 中写明"
    )
    place = first[SOURCE].assign(**{ROW: 0})
    return findings(contract, place, "", "", f"{contract.code}-{RULE}", "warned", message)
