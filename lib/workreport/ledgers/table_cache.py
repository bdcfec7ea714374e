"""The store: each ledger file is read and validated once, then kept as Parquet under its content's hash.

An entry is ``<key>.json``, which counts the rows and names the SHA-256 of the entry's other files, and these.
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

from workreport.base.checked_files import beside, is_whole, read_entry, read_file, write_entry, write_whole
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
    """A folder of validated ledgers, addressed by a key over everything that made them."""

    folder: Path
    renew: bool = False
    """True to make every entry anew, once."""
    made: set[str] = field(default_factory=set)
    """Entries that were."""
    _checked: dict[str, str] = field(default_factory=dict)
    """Digests of the entries whose files were found as they were written, once in a process."""

    def has(self, key: str) -> bool:
        """Whether `get` would find the entry, and find it whole."""
        if self._is_anew(key):
            return False
        return key in self._checked or self._is_whole(key)

    def get(self, key: str, make: Callable[[Path], tuple[Validated, Accounts]]) -> TypedLedger:
        """The entry of `key`, made and kept if it is not there yet or damaged.

        `make` is given a place where it may write the rows itself; its ``Validated`` then has no frame.
        """
        if not self._is_anew(key) and (kept := self._read(key)):
            return kept
        self.folder.mkdir(parents=True, exist_ok=True)
        table = self.table(key)
        part = beside(table)
        try:
            validated, accounts = make(part)
            if validated.frame is not None:
                validated.frame.to_parquet(part, index=False, row_group_size=GROUP)
            part.replace(table)
        finally:
            part.unlink(missing_ok=True)
        self._write_notes(key, validated, accounts)
        frame = validated.frame
        loaded = None if frame is None or len(frame) > LARGE else frame
        return TypedLedger(Table(table), validated.findings, accounts, validated.contradicting, loaded)

    def table(self, key: str) -> Path:
        """Where the rows of an entry that `get` has given are, as Parquet: the same bytes for the same rows."""
        return self._path(key, ROWS)

    def digest(self, key: str) -> str:
        """A hash over all that is kept of an entry that `has` or `get` has found: equal where it says the same."""
        return self._checked[key]

    def _path(self, key: str, kind: str) -> Path:
        return self.folder / f"{key}.{kind}"

    def _write_notes(self, key: str, validated: Validated, accounts: Accounts) -> None:
        """Write what an entry has beside its rows, the digests of all its files last."""
        tables = {ROWS: self.table(key)}
        many = len(validated.findings) > GROUP
        others = {ASIDE: validated.contradicting} if len(validated.contradicting) else {}
        others |= {FINDINGS: _texts(validated.findings)} if many else {}
        for kind, frame in others.items():
            tables[kind] = self._path(key, kind)
            write_whole(tables[kind], lambda path, frame=frame: frame.to_parquet(path, index=False))
        notes = {
            "accounts": asdict(accounts),
            "findings": None if many else validated.findings.to_dict("records"),
            "rows": Table(tables[ROWS]).rows,
            "digests": {kind: sha256(path) for kind, path in tables.items()},
        }
        content = json.dumps(notes, ensure_ascii=False, default=int).encode()
        write_entry(self._path(key, "json"), content)
        self._checked[key] = _digest(content)

    def _is_anew(self, key: str) -> bool:
        """Whether the entry has to be made, whatever is there."""
        return self.renew and key not in self.made

    def _notes(self, key: str) -> dict[str, Any] | None:
        """What the entry says of itself, its ``digest`` among it."""
        if (content := read_entry(self._path(key, "json"))) is None:
            return None
        return json.loads(content) | {"digest": _digest(content)}

    def _is_whole(self, key: str) -> bool:
        """Whether all files of an entry are as they were written."""
        notes = self._notes(key)
        if notes is None or not all(
            is_whole(self._path(key, kind), digest) for kind, digest in notes["digests"].items()
        ):
            return False
        self._checked[key] = notes["digest"]
        return True

    def _read(self, key: str) -> TypedLedger | None:
        """A stored entry; None where it is not there or damaged.

        What is read into memory is checked as it is read; a large table, which is read in parts later, as a whole once.
        """
        if (notes := self._notes(key)) is None or (notes["rows"] > LARGE and not self.has(key)):
            return None
        frames = {}
        for kind, digest in notes["digests"].items():
            if kind == ROWS and notes["rows"] > LARGE:
                continue
            if (content := read_file(self._path(key, kind), digest)) is None:
                return None
            frames[kind] = read_parquet(content)
        self._checked[key] = notes["digest"]
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
