"""Cache of typed ledgers: each ledger file is read and validated once, then kept as Parquet under its content's hash.

An entry holds the number of rows and the SHA-256 of its files, which hold the rows.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from workreport.base.cache import Cache
from workreport.base.checked_files import is_intact, read_file, temporary_path
from workreport.base.hashing import fingerprint, sha256
from workreport.ledgers.declared.findings import COLUMNS
from workreport.ledgers.large.parquet import GROUP, Table, to_frame, write_frame
from workreport.ledgers.read.remarks import Remark
from workreport.ledgers.read.sheet_selection import NOT_FILLED_IN
from workreport.ledgers.read.sheet_use import SheetUse

if TYPE_CHECKING:  # pandera is slow to import, and cached ledgers need no validation
    from workreport.ledgers.validate.rows import Validated


@dataclass(frozen=True)
class Accounts:
    """Rows of one file: read = kept + duplicate + quarantined + not data; ``remarks`` are the texts of some of the last.

    ``sheets`` has the use of each sheet.
    """

    read: int
    duplicate: int
    quarantined: int
    not_data: int
    remarks: tuple[Remark, ...] = ()
    sheets: tuple[SheetUse, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "remarks", tuple(Remark(*remark) for remark in self.remarks))

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Accounts:
        """Accounts as stored."""
        uses = [
            SheetUse(**use | {"absent": tuple(use["absent"]), "unknown": tuple(map(tuple, use["unknown"]))})
            for use in stored["sheets"]
        ]
        return cls(**stored | {"sheets": tuple(uses)})


ROWS, CONTRADICTING, FINDINGS = "parquet", "aside.parquet", "findings.parquet"
"""Files of an entry; the last two only for contradicting rows, or many findings."""
LARGE = 50_000
"""Rows from which a table stays in its file and is read partially."""


@dataclass(frozen=True)
class TypedLedger:
    """One validated file: typed rows, findings, accounts, and the typed rows that contradict each other.

    The rows are ``loaded``, or for a large ledger only in their ``table``.
    """

    table: Table | None
    findings: pd.DataFrame
    accounts: Accounts
    contradicting: pd.DataFrame
    loaded: pd.DataFrame | None = None

    @property
    def is_large(self) -> bool:
        """Whether the rows stay in their file."""
        return self.loaded is None

    @property
    def rows(self) -> int:
        return self.table.rows if self.loaded is None else len(self.loaded)

    @property
    def is_filled_in(self) -> bool:
        """Whether the file has a row, counted or not, or declares that there is nothing to report."""
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
        """All rows with all columns; memory-intensive for a large ledger."""
        return pd.concat(self.table.parts()) if self.loaded is None else self.loaded

    @property
    def groups(self) -> list[int]:
        """Number of rows of each part that can be read separately."""
        return self.table.sizes if self.loaded is None else [len(self.loaded)]

    def part(self, at: int, columns: Sequence[str]) -> pd.DataFrame:
        """The rows of one part with some columns."""
        return self.table.part(at, columns) if self.loaded is None else self.loaded[list(columns)]

    def take(self, places: np.ndarray) -> pd.DataFrame:
        """The rows at sorted places, with all columns."""
        return self.table.take(places) if self.loaded is None else self.loaded.iloc[places]

    def parts(self, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """The rows in parts with consecutive labels; for a large ledger only the given columns."""
        if self.loaded is None:
            yield from self.table.parts(columns)
        else:
            yield self.loaded


@dataclass(frozen=True)
class TableCache:
    """The validated ledgers of a cache, by a key over all of their inputs."""

    cache: Cache
    _digests: dict[str, str] = field(default_factory=dict)
    """Digests of the entries verified in this process."""

    def has(self, key: str) -> bool:
        """Whether the entry exists and is intact."""
        if key in self._digests:
            return True
        return (notes := self._notes(key)) is not None and self._is_intact(key, notes)

    def get(self, key: str, validate: Callable[[Path], tuple[Validated, Accounts]]) -> TypedLedger:
        """The entry of `key`; a missing or damaged one is created by `validate`.

        `validate` receives a path to which it may write the rows itself; its ``Validated`` then has no frame.
        """
        if (stored := self._read(key)) is not None:
            return stored
        table = self.table(key)
        with self.cache.writable():
            table.parent.mkdir(parents=True, exist_ok=True)
        part = temporary_path(table)
        try:
            validated, accounts = validate(part)
            with self.cache.writable():
                if validated.frame is not None:
                    write_frame(validated.frame, part)
                part.replace(table)
        finally:
            part.unlink(missing_ok=True)
        self._put(key, validated, accounts)
        frame = validated.frame
        loaded = None if frame is None or len(frame) > LARGE else frame
        return TypedLedger(Table(table), validated.findings, accounts, validated.contradicting, loaded)

    def table(self, key: str) -> Path:
        """Path of the rows of an existing entry, as Parquet: the same bytes for the same rows."""
        return self.cache.file(key, ROWS)

    def digest(self, key: str) -> str:
        """A hash over the content of an entry that `has` or `get` has found."""
        return self._digests[key]

    def _put(self, key: str, validated: Validated, accounts: Accounts) -> None:
        """Write an entry after its rows: its other files, then the digests of all its files."""
        tables = {ROWS: self.table(key)}
        many = len(validated.findings) > GROUP
        others = {CONTRADICTING: validated.contradicting} if len(validated.contradicting) else {}
        others |= {FINDINGS: _texts(validated.findings)} if many else {}
        for suffix, frame in others.items():
            tables[suffix] = self.cache.put_file(key, suffix, partial(write_frame, frame))
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
        """The content of an entry, with its ``digest``."""
        if (content := self.cache.get(key)) is None:
            return None
        return json.loads(content) | {"digest": _digest(content)}

    def _is_intact(self, key: str, notes: dict[str, Any]) -> bool:
        """Whether all files of an entry are unchanged."""
        digests = notes["digests"].items()
        if not all(is_intact(self.cache.file(key, suffix), digest) for suffix, digest in digests):
            return False
        self._digests[key] = notes["digest"]
        return True

    def _read(self, key: str) -> TypedLedger | None:
        """A stored entry; None if it is missing or damaged.

        Files are verified as they are read into memory; a large table, which is read in parts later, once as a whole.
        """
        if (notes := self._notes(key)) is None:
            return None
        large = notes["rows"] > LARGE
        if large and key not in self._digests and not self._is_intact(key, notes):
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
        return TypedLedger(
            table, findings, Accounts.of(notes["accounts"]), frames.get(CONTRADICTING, none), frame
        )


def _digest(notes: bytes) -> str:
    """A hash over an entry, whose content includes the digests of its files."""
    return fingerprint([notes.decode()])


def _texts(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings with one type per column."""
    return findings.astype({name: "int64" if name == "row" else "str" for name in COLUMNS})


def read_parquet(content: bytes) -> pd.DataFrame:
    """Read a stored table with its original types."""
    return to_frame(pq.ParquetFile(io.BytesIO(content)).read(use_threads=False))
