"""Typed ledgers in the cache: each ledger file is read and validated once, then stays as Parquet under its content's hash.

An entry counts the rows and names the SHA-256 of its files, which hold them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from workreport.base.cache import Cache
from workreport.base.checked_files import is_intact, read_file, temporary_path
from workreport.base.hashing import fingerprint, sha256
from workreport.ledgers.declared.findings import COLUMNS
from workreport.ledgers.large.parquet import GROUP, Table, to_frame
from workreport.ledgers.read.sheet_selection import NOT_FILLED_IN

if TYPE_CHECKING:  # pandera is slow to import, and what is kept needs no validation
    from workreport.ledgers.validate.rows import Validated


@dataclass(frozen=True)
class Accounts:
    """Rows of one file: read = kept + duplicate + quarantined + not data."""

    read: int
    duplicate: int
    quarantined: int
    not_data: int


ROWS, ASIDE, FINDINGS = "parquet", "aside.parquet", "findings.parquet"
"""Files of an entry; the last two only where rows contradict each other, or findings are many."""
LARGE = 50_000
"""Rows from which a table stays in its file, to be read as far as it is asked for."""


@dataclass(frozen=True)
class TypedLedger:
    """One validated file: typed rows, findings, accounts, and the typed rows set aside as contradicting each other.

    The rows are ``loaded``, or those of a large ledger left in their ``table``.
    """

    table: Table | None
    findings: pd.DataFrame
    accounts: Accounts
    contradicting: pd.DataFrame
    loaded: pd.DataFrame | None = None

    @property
    def is_large(self) -> bool:
        """Whether the rows are left in their file."""
        return self.loaded is None

    @property
    def rows(self) -> int:
        return self.table.rows if self.loaded is None else len(self.loaded)

    @property
    def is_filled_in(self) -> bool:
        """Whether the file has a row, be it set aside, or says that there is nothing to report."""
        return bool(
            self.rows
            or self.accounts.duplicate
            or self.accounts.quarantined
            or not self.findings["rule"].str.endswith(f"-{NOT_FILLED_IN}").any()
        )

    @property
    def columns(self) -> list[str]:
        return list(self.table.columns if self.loaded is None else self.loaded.columns)

    @property
    def frame(self) -> pd.DataFrame:
        """All rows with all columns; of a large ledger they take much memory."""
        return pd.concat(self.table.parts()) if self.loaded is None else self.loaded

    @property
    def groups(self) -> list[int]:
        """Rows of each part that can be read by itself."""
        return self.table.sizes if self.loaded is None else [len(self.loaded)]

    def part(self, at: int, columns: Sequence[str]) -> pd.DataFrame:
        """The rows of one part with some columns."""
        return self.table.part(at, columns) if self.loaded is None else self.loaded[list(columns)]

    def take(self, places: np.ndarray) -> pd.DataFrame:
        """The rows at some places, which are in order, with all columns."""
        return self.table.take(places) if self.loaded is None else self.loaded.iloc[places]

    def parts(self, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """The rows in parts of one row label after another; of a large ledger the given columns alone."""
        if self.loaded is None:
            yield from self.table.parts(columns)
        else:
            yield self.loaded


@dataclass(frozen=True)
class TableCache:
    """The validated ledgers of a cache, each by a key over everything that it is made of."""

    cache: Cache
    _digests: dict[str, str] = field(default_factory=dict)
    """Digests of the entries that were found whole, once in a process."""

    def has(self, key: str) -> bool:
        """Whether `get` would find the entry, and find it whole."""
        if key in self._digests:
            return True
        return (notes := self._notes(key)) is not None and self._is_whole(key, notes)

    def get(self, key: str, validate: Callable[[Path], tuple[Validated, Accounts]]) -> TypedLedger:
        """The entry of `key`; a ledger that is not there yet, or damaged, is validated and put there.

        `validate` is given a place where it may write the rows itself; its ``Validated`` then has no frame.
        """
        if (stored := self._read(key)) is not None:
            return stored
        table = self.table(key)
        table.parent.mkdir(parents=True, exist_ok=True)
        part = temporary_path(table)
        try:
            validated, accounts = validate(part)
            if validated.frame is not None:
                validated.frame.to_parquet(part, index=False, row_group_size=GROUP)
            part.replace(table)
        finally:
            part.unlink(missing_ok=True)
        self._put(key, validated, accounts)
        frame = validated.frame
        loaded = None if frame is None or len(frame) > LARGE else frame
        return TypedLedger(Table(table), validated.findings, accounts, validated.contradicting, loaded)

    def table(self, key: str) -> Path:
        """Where the rows of an entry that `get` has given are, as Parquet: the same bytes for the same rows."""
        return self.cache.file(key, ROWS)

    def digest(self, key: str) -> str:
        """A hash over an entry that `has` or `get` has found: equal where it says the same."""
        return self._digests[key]

    def _put(self, key: str, validated: Validated, accounts: Accounts) -> None:
        """Write what an entry has temporary_path its rows, the digests of all its files last."""
        tables = {ROWS: self.table(key)}
        many = len(validated.findings) > GROUP
        others = {ASIDE: validated.contradicting} if len(validated.contradicting) else {}
        others |= {FINDINGS: _texts(validated.findings)} if many else {}
        for suffix, frame in others.items():
            tables[suffix] = self.cache.put_file(
                key, suffix, lambda path, frame=frame: frame.to_parquet(path, index=False)
            )
        notes = {
            "accounts": asdict(accounts),
            "findings": None if many else validated.findings.to_dict("records"),
            "rows": Table(tables[ROWS]).rows,
            "digests": {suffix: sha256(path) for suffix, path in tables.items()},
        }
        content = json.dumps(notes, ensure_ascii=False, default=int).encode()
        self.cache.put(key, content)
        self._digests[key] = _digest(content)

    def _notes(self, key: str) -> dict[str, Any] | None:
        """What the entry says of itself, its ``digest`` among it."""
        if (content := self.cache.get(key)) is None:
            return None
        return json.loads(content) | {"digest": _digest(content)}

    def _is_whole(self, key: str, notes: dict[str, Any]) -> bool:
        """Whether all files of an entry are as they were written."""
        digests = notes["digests"].items()
        if not all(is_intact(self.cache.file(key, suffix), digest) for suffix, digest in digests):
            return False
        self._digests[key] = notes["digest"]
        return True

    def _read(self, key: str) -> TypedLedger | None:
        """A stored entry; None where it is not there or damaged.

        What is read into memory is checked as it is read; a large table, which is read in parts later, as a whole once.
        """
        if (notes := self._notes(key)) is None:
            return None
        large = notes["rows"] > LARGE
        if large and key not in self._digests and not self._is_whole(key, notes):
            return None
        frames = {}
        for suffix, digest in notes["digests"].items():
            if suffix == ROWS and large:
                continue
            if (content := read_file(self.cache.file(key, suffix), digest)) is None:
                return None
            frames[suffix] = read_parquet(content)
        self._digests[key] = notes["digest"]
        table, frame = Table(self.table(key)), frames.get(ROWS)
        findings = (
            pd.DataFrame(notes["findings"], columns=COLUMNS) if FINDINGS not in frames else frames[FINDINGS]
        )
        none = table.head() if frame is None else frame.iloc[:0]
        return TypedLedger(table, findings, Accounts(**notes["accounts"]), frames.get(ASIDE, none), frame)


def _digest(notes: bytes) -> str:
    """A hash over an entry, whose notes hold the digests of all that is not in them."""
    return fingerprint([notes.decode()])


def _texts(found: pd.DataFrame) -> pd.DataFrame:
    """Findings in columns of one type each."""
    return found.astype({name: "int64" if name == "row" else "str" for name in COLUMNS})


def read_parquet(content: bytes) -> pd.DataFrame:
    """A stored table with the types it had."""
    return to_frame(pq.ParquetFile(io.BytesIO(content)).read(use_threads=False))
