"""Referential checks across ledgers and years: missing references and missing counterparts.

All findings are warnings and the rows count: the row may be right and its partner missing, or the reverse.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd

from workreport.base.errors import MissingLedger
from workreport.base.period import Period
from workreport.ledgers.declared.contract import Contract, ForeignKey, Match, Partner
from workreport.ledgers.declared.findings import combine, findings, no_findings
from workreport.ledgers.declared.source_columns import FILE, SOURCE
from workreport.ledgers.frames import Frames
from workreport.ledgers.large.parquet import hashes, is_in

WARNED = "warned"


def missing_partners(frames: Frames, ledger: str, period: Period) -> pd.DataFrame:
    """Findings on a ledger's rows that need other ledgers or years.

    Checked are the rows of the period, as known on its cut-off day and
    dated up to it; partners are searched in all rows of the other ledger, with any date. There are no findings
    if the other ledger, or the column, was not handed in.
    """
    contract = frames.contract(ledger)
    if contract.kind == "reference":
        return no_findings()
    parts: list[pd.DataFrame | None] = []
    with suppress(MissingLedger):
        for rows in _rows_to_check(frames, contract, period):
            parts += [_orphans(frames, contract, rows, key, period) for key in contract.foreignKeys]
            parts += [_without_partner(frames, contract, rows, p, period) for p in contract.partners]
            parts.append(_late_folder(frames, contract, rows, period))
    return combine(part for part in parts if part is not None)


def _rows_to_check(frames: Frames, contract: Contract, period: Period) -> Iterator[pd.DataFrame]:
    """The rows known and dated up to the cut-off day; for a large ledger in parts, with the needed columns."""
    day = contract.period_date
    keys = [key.fields for key in contract.foreignKeys]
    keys += [[*p.fields, *p.when, *p.unless] for p in contract.partners]
    columns = [*SOURCE, *filter(None, [day]), *(name for names in keys for name in names)]
    for rows in frames.iter_frames(contract.name, period, columns):
        if day is None or day not in rows:
            yield rows
        else:
            yield rows[~(rows[day] >= pd.Timestamp(period.end) + pd.Timedelta(days=1))]


def _orphans(
    frames: Frames, contract: Contract, rows: pd.DataFrame, key: ForeignKey, period: Period
) -> pd.DataFrame | None:
    target = Match(ledger=key.reference.resource, fields=key.reference.fields)
    lacking = _lacking(frames, rows, key.fields, [target], period)
    if lacking is None:
        return None
    other = frames.contract(target.ledger)
    message = f"在《{other.title}》中找不到该{other.by_name[target.fields[0]].title}，或该行已被隔离"
    column = key.fields[0]
    return findings(contract, lacking, column, lacking[column], f"{contract.code}-关联", WARNED, message)


def _without_partner(
    frames: Frames, contract: Contract, rows: pd.DataFrame, partner: Partner, period: Period
) -> pd.DataFrame | None:
    if not {*partner.when, *partner.unless} <= set(rows):
        return None
    needs = rows[_meets(rows, partner.when) & ~_any(rows, partner.unless)]
    lacking = _lacking(frames, needs, partner.fields, partner.among, period)
    if lacking is None:
        return None
    column = partner.fields[0]
    return findings(contract, lacking, column, lacking[column], partner.id, WARNED, partner.message)


def _lacking(
    frames: Frames, rows: pd.DataFrame, fields: list[str], among: list[Match], period: Period
) -> pd.DataFrame | None:
    """Rows whose key is in none of the other ledgers; None if that cannot be decided."""
    if not set(fields) <= set(rows):
        return None
    filled = rows[rows[fields].notna().all(axis=1)]
    missing = pd.Series(True, index=filled.index)
    for match in among:
        try:
            empty = frames.empty_frame(match.ledger, period)
        except MissingLedger:
            return None
        if not {*match.fields, *match.when} <= set(empty):
            return None
        missing &= ~_is_in_ledger(frames, match, filled, fields, period)
    return filled[missing]


def _is_in_ledger(
    frames: Frames, match: Match, rows: pd.DataFrame, fields: list[str], period: Period
) -> pd.Series:
    """Whether the key of each row is in another ledger; in a large one by a 64-bit hash."""
    name = ("keys", match.model_dump_json(), period.id)
    if not frames.is_large(match.ledger, period):
        other = frames.known(match.ledger, period)
        keys = frames.memoised(name, lambda: frozenset(_keys(other[_meets(other, match.when)], match.fields)))
        return pd.Series([key in keys for key in _keys(rows, fields)], index=rows.index, dtype=bool)
    key_hashes = frames.memoised(
        name,
        lambda: np.unique(
            np.concatenate(
                [
                    hashes(part[_meets(part, match.when)], match.fields)
                    for part in frames.iter_frames(match.ledger, period, [*match.fields, *match.when])
                ]
            )
        ),
    )
    return pd.Series(is_in(hashes(rows, fields), key_hashes), index=rows.index)


def _keys(rows: pd.DataFrame, fields: list[str]) -> list[Any]:
    columns = [rows[name].astype(object).tolist() for name in fields]
    return columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))


def _meets(rows: pd.DataFrame, conditions: dict[str, list[bool | str]]) -> pd.Series:
    met = pd.Series(True, index=rows.index)
    for name, values in conditions.items():
        met &= rows[name].isin(values).fillna(False).astype(bool)
    return met


def _any(rows: pd.DataFrame, conditions: dict[str, list[bool | str]]) -> pd.Series:
    met = pd.Series(False, index=rows.index)
    for name, values in conditions.items():
        met |= rows[name].isin(values).fillna(False).astype(bool)
    return met


def _late_folder(
    frames: Frames, contract: Contract, rows: pd.DataFrame, period: Period
) -> pd.DataFrame | None:
    """Rows of a flow ledger that are only in a later year's folder.

    The report of the year of their date does not read later folders.
    """
    day = contract.period_date
    if contract.kind != "flow" or day is None or day not in rows or rows.empty:
        return None
    years = {file.shown: file.years[0] for file in frames.files(contract.name, period)}
    places, shown = pd.factorize(rows[FILE])
    late = rows[rows[day].dt.year < np.array([years[name] for name in shown])[places]]
    title = contract.by_name[day].title
    message = f"{title}早于本文件所在年度，而当年的台账没有这一行；请核对日期，或补入当年的台账"
    return findings(
        contract, late, day, late[day].dt.strftime("%Y-%m-%d"), f"{contract.code}-年度", WARNED, message
    )
