"""Tables in Parquet, read partially: some columns, some rows, a row group at a time."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

GROUP = 65_536
"""Rows of a row group, the unit in memory."""


def to_frame(table: pa.Table) -> pd.DataFrame:
    """A stored table with its original types: decimals stay exact Arrow decimals."""
    return table.to_pandas(types_mapper=lambda t: pd.ArrowDtype(t) if pa.types.is_decimal(t) else None)


@dataclass(frozen=True)
class Table:
    """A Parquet file of typed rows. The index of its frames is the row's place in the file."""

    path: Path

    @cached_property
    def _file(self) -> pq.ParquetFile:
        return pq.ParquetFile(_source(self.path))

    @property
    def rows(self) -> int:
        return self._file.metadata.num_rows

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(self._file.schema_arrow.names)

    @cached_property
    def sizes(self) -> list[int]:
        """Rows of each group."""
        metadata = self._file.metadata
        return [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]

    def part(self, at: int, columns: Sequence[str]) -> pd.DataFrame:
        """The rows of one group with some columns."""
        return to_frame(self._file.read_row_group(at, columns=list(columns), use_threads=False))

    def groups(self, columns: Sequence[str] | None = None) -> Iterator[tuple[int, pa.Table]]:
        """Each row group with the place of its first row."""
        start = 0
        for at in range(self._file.metadata.num_row_groups):
            group = self._file.read_row_group(at, columns=columns, use_threads=False)
            yield start, group
            start += group.num_rows

    def parts(self, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """The rows, a group at a time."""
        for start, group in self.groups(columns):
            yield to_frame(group).set_axis(pd.RangeIndex(start, start + group.num_rows))

    def take(self, places: np.ndarray, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The rows at sorted places."""
        parts = []
        for start, group in self.groups(columns):
            inside = places[np.searchsorted(places, start) : np.searchsorted(places, start + group.num_rows)]
            if len(inside):
                parts.append(to_frame(group.take(pa.array(inside - start))).set_axis(inside))
        return pd.concat(parts) if parts else self.head()

    def head(self, rows: int = 0) -> pd.DataFrame:
        """The first rows; by default none, with all columns."""
        return to_frame(self._file.schema_arrow.empty_table()) if not rows else next(self.parts()).head(rows)


def _source(path: Path) -> Path | pa.BufferReader:
    """The file for Arrow, which opens names in UTF-8 only; another one is mapped into memory, for forked readers too."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        with path.open("rb") as file:
            return pa.BufferReader(pa.py_buffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
    return path


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write typed rows to a Parquet file of any name."""
    with path.open("wb") as file:
        frame.to_parquet(file, index=False, row_group_size=GROUP)


class Writer:
    """Write typed rows to a Parquet file in row groups of ``GROUP``, for frames of any size."""

    def __init__(self, path: Path) -> None:
        self.path, self.rows = path, 0
        self._schema: pa.Schema | None = None
        self._writer: pq.ParquetWriter | None = None
        self._file: IO[bytes]
        self._waiting: list[pa.Table] = []

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None and self._waiting:
            self._flush(self._waiting)
        if self._writer is not None:
            self._writer.close()
            self._file.close()

    def write(self, frame: pd.DataFrame) -> None:
        """Add rows; all frames must have the same columns and types."""
        self.add(pa.Table.from_pandas(frame, self._schema, preserve_index=False))

    def add(self, table: pa.Table) -> None:
        """Add rows as an Arrow table."""
        if self._writer is None:
            self._schema = table.schema
            self._file = self.path.open("wb")
            self._writer = pq.ParquetWriter(self._file, self._schema)
        self.rows += len(table)
        self._waiting.append(table)
        while sum(map(len, self._waiting)) >= GROUP:
            whole = pa.concat_tables(self._waiting)
            self._writer.write_table(whole.slice(0, GROUP), row_group_size=GROUP)
            self._waiting = [whole.slice(GROUP)]

    def _flush(self, waiting: list[pa.Table]) -> None:
        assert self._writer is not None, "a waiting table has a schema"
        whole = pa.concat_tables(waiting)
        if len(whole):
            self._writer.write_table(whole, row_group_size=GROUP)


def hashes(rows: pd.DataFrame, columns: Iterable[str], *, blanks: bool = False) -> np.ndarray:
    """64-bit hash of each row's values in some columns; 0 if one of them is missing, unless `blanks` are values too."""
    keys = rows[list(columns)]
    values = pd.util.hash_pandas_object(keys, index=False, categorize=False).to_numpy(copy=True)
    values[values == 0] = 1
    if not blanks:
        values[keys.isna().any(axis=1).to_numpy()] = 0
    return values


def sharing(values: np.ndarray) -> np.ndarray:
    """Sorted places of the hashes that occur more than once; 0 means blank."""
    ordered = np.sort(values)
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    return np.flatnonzero(is_in(values, twice[twice != 0]))


def is_in(values: np.ndarray, ordered: np.ndarray) -> np.ndarray:
    """Whether each value occurs in a sorted array; computed in blocks to save memory."""
    inside = np.zeros(len(values), dtype=bool)
    for start in range(0, len(values) if len(ordered) else 0, GROUP):
        block = values[start : start + GROUP]
        at = np.minimum(np.searchsorted(ordered, block), len(ordered) - 1)
        inside[start : start + GROUP] = ordered[at] == block
    return inside
