"""Large ledgers: validated piece by piece into Parquet, with the findings and accounts that the whole file has.

A row is judged by itself, but for what repeats or contradicts another. Of each key 64 bits of a hash are kept;
only rows whose hash stands twice are read back and compared in full, so that a chance collision costs a look
and changes nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import combine
from workreport.ledgers.declared.source_columns import SOURCE
from workreport.ledgers.large.parquet import Table, Writer, hashes, sharing
from workreport.ledgers.read.ledger_table import TextTable
from workreport.ledgers.validate.duplicates import alike, blocking, without_duplicates
from workreport.ledgers.validate.rows import Validated, judged

BLOCKED = "blocked"
TOGETHER = 500_000
"""Rows of shared keys that are compared at a time."""


@dataclass
class _Gathered:
    """What is kept of all pieces: counts, findings, hashes, and the texts of keys that reading changed."""

    read: int = 0
    not_data: int = 0
    typed: int = 0
    found: list[pd.DataFrame] = field(default_factory=list)
    hashes: dict[tuple[str, ...], list[np.ndarray]] = field(default_factory=dict)
    texts: list[pd.DataFrame] = field(default_factory=list)


def validate_pieces(
    contract: Contract, tables: Iterable[TextTable], codes: dict[str, CodeList], year: int | None, path: Path
) -> tuple[Validated, int, int]:
    """Validate a file's tables one after another and write the rows that count to `path`.

    Returns
    -------
    Validated without ``frame`` (the rows are in the file), the rows read and those that are no data.
    """
    part = path.with_name(f"{path.name}.all")
    try:
        with Writer(part) as writer:
            seen = _write(contract, tables, codes, year, writer)
        kept, contradicting, duplicate, repeated = _without_duplicates(contract, part, path, seen)
    finally:
        part.unlink(missing_ok=True)
    validated = Validated(
        None, combine([*seen.found, *repeated]), contradicting, duplicate, seen.typed - duplicate - kept
    )
    return validated, seen.read, seen.not_data


def _write(
    contract: Contract,
    tables: Iterable[TextTable],
    codes: dict[str, CodeList],
    year: int | None,
    writer: Writer,
) -> _Gathered:
    seen = _Gathered()
    for table in tables:
        seen.read, seen.not_data = seen.read + table.read, seen.not_data + table.not_data
        if table.frame.empty:
            seen.found.append(table.noted)
            continue
        sound, found = judged(contract, table.frame, codes, table.noted, year=year)
        seen.typed += len(table.frame)
        seen.found.append(found)
        start = writer.rows
        writer.write(sound)
        for names in _together(contract, sound):
            blanks = names == tuple(contract.primaryKey)
            seen.hashes.setdefault(names, []).append(hashes(sound, names, blanks=blanks))
        told = _told(contract, sound)
        texts = table.frame.loc[sound.index, told].set_axis(range(start, writer.rows))
        differs = (texts != sound[told].astype("str").set_axis(texts.index)).any(axis=1)
        seen.texts.append(texts[differs])
        del sound, found, texts
        gc.collect(0)  # the collector rests while files are read, and pandera's reports are full of cycles
    return seen


def _together(contract: Contract, typed: pd.DataFrame) -> list[tuple[str, ...]]:
    """What must not, or should not, stand twice: the key, unique fields, what looks like one event."""
    key = tuple(name for name in contract.primaryKey if name in typed)
    if not key:
        return []
    unique = [(f.name,) for f in contract.kept if f.constraints.unique and f.name in typed]
    near = [tuple(contract.near)] if contract.near and set(contract.near) <= set(typed) else []
    return list(dict.fromkeys([key, *unique, *near]))


def _told(contract: Contract, typed: pd.DataFrame) -> list[str]:
    """Fields whose text, as handed in, findings about duplicates show."""
    unique = [f.name for f in contract.kept if f.constraints.unique]
    return [name for name in dict.fromkeys([*contract.primaryKey, *unique]) if name in typed]


def _without_duplicates(
    contract: Contract, part: Path, path: Path, seen: _Gathered
) -> tuple[int, pd.DataFrame, int, list[pd.DataFrame]]:
    """As ``without_duplicates`` over all rows; how many stand for themselves, which are written to `path`."""
    table, near = Table(part), tuple(contract.near)
    texts = pd.concat(seen.texts) if seen.texts else pd.DataFrame()
    every = {names: np.concatenate(parts) for names, parts in seen.hashes.items()}
    alone = contract.model_copy(update={"near": []})
    aside, contradicting, found, duplicate = [np.array([], dtype="int64")], [], [], 0
    for places in _candidates({names: values for names, values in every.items() if names != near}):
        typed = table.take(places)
        standing, against, repeated, noted = without_duplicates(alone, typed, _text(contract, typed, texts))
        aside.append(np.setdiff1d(places, standing.index.to_numpy(), assume_unique=True))
        duplicate += repeated
        contradicting.append(against)
        found += [part for part in noted if not part["disposition"].eq(BLOCKED).any()]
    gone = np.sort(np.concatenate(aside))
    against = pd.concat(contradicting).sort_index() if contradicting else table.head()
    found.append(blocking(contract, against))
    if near in every:
        every[near][gone] = 0
        columns = list(dict.fromkeys([*SOURCE, *contract.primaryKey, *near, *_told(contract, table.head())]))
        typed = table.take(sharing(every[near]), columns)
        found.append(alike(contract, _text(contract, typed, texts), typed))
    if len(gone):
        _copy(table, path, gone)
    else:
        part.replace(path)
    return Table(path).rows, against.reset_index(drop=True), duplicate, found


def _text(contract: Contract, typed: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """Places of some rows, with their keys as they were handed in."""
    told = _told(contract, typed)
    text = typed[SOURCE].assign(**{name: typed[name].astype("str").fillna("") for name in told})
    own = texts.loc[texts.index.intersection(text.index)] if len(texts) else texts
    if len(own):
        text.loc[own.index, told] = own[told]
    return text


def _candidates(found: dict[tuple[str, ...], np.ndarray]) -> Iterator[np.ndarray]:
    """Places of the rows that share a hash with another, rows of one hash together, so many at a time."""
    places = {names: sharing(values) for names, values in found.items()}
    filled = [names for names in places if len(places[names])]
    if not filled:
        return
    every = np.unique(np.concatenate([places[names] for names in filled]))
    if len(filled) > 1 or len(every) <= TOGETHER:
        # rows of one key may share another value with rows of a second key: such chains are compared at once
        yield every
        return
    values, parts = found[filled[0]][every], len(every) // TOGETHER + 1
    for at in range(parts):
        yield every[values % np.uint64(parts) == at]


def _copy(table: Table, path: Path, gone: np.ndarray) -> None:
    with Writer(path) as writer:
        for start, group in table.groups():
            stop = start + len(group)
            inside = gone[np.searchsorted(gone, start) : np.searchsorted(gone, stop)]
            keep = np.ones(len(group), dtype=bool)
            keep[inside - start] = False
            writer.add(group.filter(pa.array(keep)) if len(inside) else group)
