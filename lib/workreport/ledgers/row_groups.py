"""Parts of a large ledger: a row group of its file, read with the requested columns and rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workreport.ledgers.as_of import as_known_on
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.source_columns import REST, SOURCE
from workreport.ledgers.large.parquet import hashes, sharing
from workreport.ledgers.table_cache import TypedLedger
from workreport.ledgers.values.parsing import dtype_of


@dataclass(frozen=True)
class Part:
    """Some rows of a ledger, as known on `day`.

    ``start`` is the index label of the first; ``left_out`` are the places of rows not read, because they
    are also in another file.
    """

    contract: Contract
    stored: TypedLedger
    columns: tuple[str, ...]
    group: int
    start: int
    rows: int
    left_out: np.ndarray
    day: dt.date

    def read(self, columns: Sequence[str] | None = None, mask: np.ndarray | None = None) -> pd.DataFrame:
        """The rows, or those of `mask`, with the given columns that the ledger has; all by default."""
        wanted = self.columns if columns is None else [name for name in self.columns if name in {*columns}]
        views = [view for view in self.contract.as_of if {view.date, *view.resets} & {*wanted}]
        dates = [view.date for view in views if view.date in self.columns]
        present = [name for name in dict.fromkeys([*wanted, *dates]) if name in self.stored.columns]
        frame = self.stored.part(self.group, present).set_axis(
            pd.RangeIndex(self.start, self.start + self.rows)
        )
        if mask is not None or len(self.left_out):
            keep = np.ones(self.rows, dtype=bool) if mask is None else mask.copy()
            keep[self.left_out] = False
            frame = frame[keep]
        lacking = {
            name: pd.Series(pd.NA, index=frame.index, dtype=dtype_of(self.contract.by_name[name]))
            for name in wanted
            if name not in present
        }
        frame = frame.assign(**lacking) if lacking else frame
        return as_known_on(self.contract, frame, self.day)[list(wanted)]


def shared_rows(
    contract: Contract, stored: Sequence[TypedLedger], elsewhere: pd.DataFrame
) -> tuple[np.ndarray, pd.DataFrame]:
    """Rows of several files that may share their key with another row or one of `elsewhere`: places and rows.

    Places are counted over all files; rows with a unique hash of their key are left out.
    """
    key = [name for name in contract.primaryKey if all(name in file.columns for file in stored)]
    every = [
        hashes(part, key or [name for name in part if name not in (*SOURCE, REST)], blanks=True)
        for rows in (*(file.parts(key or None) for file in stored), [elsewhere])
        for part in (rows if len(stored) > 1 else ())
    ]
    places = sharing(np.concatenate(every)) if every else np.array([], dtype="int64")
    places = places[places < sum(file.rows for file in stored)]
    parts, start = [], 0
    for file in stored:
        inside = places[np.searchsorted(places, start) : np.searchsorted(places, start + file.rows)]
        if len(inside):
            parts.append(file.take(inside - start).set_axis(inside))
        start += file.rows
    return places, pd.concat(parts) if parts else stored[0].table.head()
