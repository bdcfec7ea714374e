"""Validate large ledgers chunk by chunk into Parquet, with the findings and accounts of the whole file.

Rows are validated one by one, except for duplicates and contradictions. For these a 64-bit hash of each key is kept;
only rows with equal hashes are read back and compared in full, so that a hash collision
changes nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from workreport.base.renaming import replace
from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import combine
from workreport.ledgers.declared.source_columns import SOURCE
from workreport.ledgers.large.parquet import Table, Writer, hashes, sharing
from workreport.ledgers.read.ledger_table import TextTable
from workreport.ledgers.validate.duplicates import (
    blocking_findings,
    comparable,
    near_duplicates,
    without_duplicates,
)
from workreport.ledgers.validate.rows import Validated, validate_rows

BLOCKED = "blocked"
MAX_COMPARED = 500_000
"""Most rows of shared keys compared at a time."""


@dataclass
class _State:
    """State accumulated over all chunks: counts, findings, hashes, and the texts of keys changed by reading."""

    read: int = 0
    not_data: int = 0
    typed: int = 0
    found: list[pd.DataFrame] = field(default_factory=list)
    hashes: dict[tuple[str, ...], list[np.ndarray]] = field(default_factory=dict)
    texts: list[pd.DataFrame] = field(default_factory=list)


def validate_chunks(
    contract: Contract, tables: Iterable[TextTable], codes: dict[str, CodeList], year: int | None, path: Path
) -> tuple[Validated, int, int]:
    """Validate a file's tables one by one and write the rows that count to `path`.

    Returns
    -------
    Validated without ``frame`` (the rows are in the file), the number of rows read and of those not data.
    """
    part = path.with_name(f"{path.name}.all")
    try:
        with Writer(part) as writer:
            state = _write(contract, tables, codes, year, writer)
        counted, contradicting, duplicate, repeated = _without_duplicates(contract, part, path, state)
    finally:
        part.unlink(missing_ok=True)
    validated = Validated(
        None, combine([*state.found, *repeated]), contradicting, duplicate, state.typed - duplicate - counted
    )
    return validated, state.read, state.not_data


def _write(
    contract: Contract,
    tables: Iterable[TextTable],
    codes: dict[str, CodeList],
    year: int | None,
    writer: Writer,
) -> _State:
    state = _State()
    for table in tables:
        state.read, state.not_data = state.read + table.read, state.not_data + table.not_data
        if table.frame.empty:
            state.found.append(table.noted)
            continue
        sound, findings = validate_rows(contract, table.frame, codes, table.noted, year=year)
        state.typed += len(table.frame)
        state.found.append(findings)
        start = writer.rows
        writer.write(sound)
        for names in _unique_fields(contract, sound):
            blanks = names == tuple(contract.primaryKey)
            compared = comparable(sound, names) if names == tuple(contract.near) else sound
            state.hashes.setdefault(names, []).append(hashes(compared, names, blanks=blanks))
        names = _shown_fields(contract, sound)
        texts = table.frame.loc[sound.index, names].set_axis(range(start, writer.rows))
        differs = (texts != sound[names].astype("str").set_axis(texts.index)).any(axis=1)
        state.texts.append(texts[differs])
        del sound, findings, texts
        gc.collect(
            0
        )  # the collector is paused while files are read, and pandera's reports are full of cycles
    return state


def _unique_fields(contract: Contract, typed: pd.DataFrame) -> list[tuple[str, ...]]:
    """Fields that must not, or should not, repeat: the key, unique fields, and ``near`` fields."""
    key = tuple(name for name in contract.primaryKey if name in typed)
    if not key:
        return []
    unique = [(f.name,) for f in contract.read_fields if f.constraints.unique and f.name in typed]
    near = [tuple(contract.near)] if contract.near and set(contract.near) <= set(typed) else []
    return list(dict.fromkeys([key, *unique, *near]))


def _shown_fields(contract: Contract, typed: pd.DataFrame) -> list[str]:
    """Fields whose original text is shown in findings on duplicates."""
    unique = [f.name for f in contract.read_fields if f.constraints.unique]
    return [name for name in dict.fromkeys([*contract.primaryKey, *unique]) if name in typed]


def _without_duplicates(
    contract: Contract, part: Path, path: Path, state: _State
) -> tuple[int, pd.DataFrame, int, list[pd.DataFrame]]:
    """As ``without_duplicates`` over all rows, which writes the counted rows to `path` and returns their number."""
    table, near = Table(part), tuple(contract.near)
    texts = pd.concat(state.texts) if state.texts else pd.DataFrame()
    every = {names: np.concatenate(parts) for names, parts in state.hashes.items()}
    alone = contract.model_copy(update={"near": []})
    aside, contradicting, findings, duplicate = [np.array([], dtype="int64")], [], [], 0
    for places in _candidates({names: values for names, values in every.items() if names != near}):
        typed = table.take(places)
        standing, against, repeated, noted = without_duplicates(alone, typed, _text(contract, typed, texts))
        aside.append(np.setdiff1d(places, standing.index.to_numpy(), assume_unique=True))
        duplicate += repeated
        contradicting.append(against)
        findings += [part for part in noted if not part["disposition"].eq(BLOCKED).any()]
    excluded = np.sort(np.concatenate(aside))
    against = pd.concat(contradicting).sort_index() if contradicting else table.head()
    findings.append(blocking_findings(contract, against))
    if near in every:
        every[near][excluded] = 0
        columns = list(
            dict.fromkeys([*SOURCE, *contract.primaryKey, *near, *_shown_fields(contract, table.head())])
        )
        typed = table.take(sharing(every[near]), columns)
        findings.append(near_duplicates(contract, _text(contract, typed, texts), typed))
    if len(excluded):
        _copy(table, path, excluded)
    else:
        replace(part, path)
    return Table(path).rows, against.reset_index(drop=True), duplicate, findings


def _text(contract: Contract, typed: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """Source columns of some rows, with their keys as handed in."""
    names = _shown_fields(contract, typed)
    text = typed[SOURCE].assign(**{name: typed[name].astype("str").fillna("") for name in names})
    own = texts.loc[texts.index.intersection(text.index)] if len(texts) else texts
    if len(own):
        text.loc[own.index, names] = own[names]
    return text


def _candidates(hashed: dict[tuple[str, ...], np.ndarray]) -> Iterator[np.ndarray]:
    """Places of the rows that share a hash with another, in batches that keep equal hashes together."""
    places = {names: sharing(values) for names, values in hashed.items()}
    filled = [names for names in places if len(places[names])]
    if not filled:
        return
    every = np.unique(np.concatenate([places[names] for names in filled]))
    if len(filled) > 1 or len(every) <= MAX_COMPARED:
        # rows of one key may share another value with rows of a second key: compare such chains together
        yield every
        return
    values, parts = hashed[filled[0]][every], len(every) // MAX_COMPARED + 1
    for at in range(parts):
        yield every[values % np.uint64(parts) == at]


def _copy(table: Table, path: Path, excluded: np.ndarray) -> None:
    with Writer(path) as writer:
        for start, group in table.groups():
            stop = start + len(group)
            inside = excluded[np.searchsorted(excluded, start) : np.searchsorted(excluded, stop)]
            keep = np.ones(len(group), dtype=bool)
            keep[inside - start] = False
            writer.add(group.filter(pa.array(keep)) if len(inside) else group)
