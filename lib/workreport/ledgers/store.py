"""The store: each ledger file is read and validated once, then kept as Parquet under its content's hash."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from workreport.hashing import fingerprint, sha256
from workreport.ledgers.findings import COLUMNS
from workreport.ledgers.reading.gathering import NOT_FILLED_IN
from workreport.ledgers.stored import GROUP, Table, to_frame

if TYPE_CHECKING:  # pandera is slow to import, and what is kept needs no validation
    from workreport.ledgers.validating.validation import Validated


@dataclass(frozen=True)
class Accounts:
    """Rows of one file: read = kept + duplicate + quarantined + not data."""

    read: int
    duplicate: int
    quarantined: int
    not_data: int


KINDS = ("json", "parquet", "aside.parquet", "findings.parquet")
"""Files of an entry; the last two only where rows contradict each other, or findings are many."""
LARGE = 50_000
"""Rows from which a table stays in its file, to be read as far as it is asked for."""


@dataclass(frozen=True)
class Stored:
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
class Store:
    """A folder of validated ledgers, addressed by a key over everything that made them."""

    folder: Path
    renew: bool = False
    """True to make every entry anew, once."""
    made: set[str] = field(default_factory=set)
    """Entries that were."""

    def has(self, key: str) -> bool:
        """Whether `get` would find the entry, whole or damaged."""
        anew = self.renew and key not in self.made
        return not anew and all((self.folder / f"{key}.{kind}").exists() for kind in ("json", "parquet"))

    def get(self, key: str, make: Callable[[Path], tuple[Validated, Accounts]]) -> Stored:
        """The entry of `key`, made and kept if it is not there yet or unreadable.

        `make` is given a place where it may write the rows itself; its ``Validated`` then has no frame.
        """
        table, notes = self.folder / f"{key}.parquet", self.folder / f"{key}.json"
        aside = self.folder / f"{key}.aside.parquet"
        if self.has(key) and (kept := _kept(table, notes, aside)):
            return kept
        self.folder.mkdir(parents=True, exist_ok=True)
        part = _beside(table)
        try:
            validated, accounts = make(part)
            if validated.frame is not None:
                validated.frame.to_parquet(part, index=False, row_group_size=GROUP)
            part.replace(table)
        finally:
            part.unlink(missing_ok=True)
        if len(validated.contradicting):
            write_whole(aside, lambda path: validated.contradicting.to_parquet(path, index=False))
        many = len(validated.findings) > GROUP
        content = {
            "accounts": asdict(accounts),
            "findings": None if many else validated.findings.to_dict("records"),
            "contradicting": len(validated.contradicting),
        }
        if many:
            write_whole(
                _findings(table), lambda path: _texts(validated.findings).to_parquet(path, index=False)
            )
        text = json.dumps(content, ensure_ascii=False, default=int)
        write_whole(notes, lambda path: path.write_text(text, encoding="utf-8"))
        frame = validated.frame
        loaded = None if frame is None or len(frame) > LARGE else frame
        return Stored(Table(table), validated.findings, accounts, validated.contradicting, loaded)

    def table(self, key: str) -> Path:
        """Where the rows of an entry that `get` has given are, as Parquet: the same bytes for the same rows."""
        return self.folder / f"{key}.parquet"

    def digest(self, key: str) -> str:
        """A hash over all that is kept of an entry that `get` has given: equal where it says the same."""
        kinds = (kind for kind in KINDS if (self.folder / f"{key}.{kind}").exists())
        return fingerprint(f"{kind} {sha256(self.folder / f'{key}.{kind}')}" for kind in kinds)


def _kept(table: Path, notes: Path, aside: Path) -> Stored | None:
    """A stored entry; None where its files are damaged, so that it is made anew."""
    try:
        kept = json.loads(notes.read_text(encoding="utf-8"))
        if kept["findings"] is None:
            found = pd.read_parquet(_findings(table))
        else:
            found = pd.DataFrame(kept["findings"], columns=COLUMNS)
        rows = Table(table)
        frame = None if rows.rows > LARGE else read_parquet(table.read_bytes())
        none = rows.head() if frame is None else frame.iloc[:0]
        contradicting = read_parquet(aside.read_bytes()) if kept["contradicting"] else none
        return Stored(rows, found, Accounts(**kept["accounts"]), contradicting, frame)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _findings(table: Path) -> Path:
    """Where the findings of an entry are if they are many."""
    return table.with_suffix(".findings.parquet")


def _texts(found: pd.DataFrame) -> pd.DataFrame:
    """Findings in columns of one type each."""
    return found.astype({name: "int64" if name == "row" else "str" for name in COLUMNS})


def read_parquet(content: bytes) -> pd.DataFrame:
    """A stored table with the types it had."""
    return to_frame(pq.ParquetFile(io.BytesIO(content)).read(use_threads=False))


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside `path`, then rename: several processes may fill the store at once."""
    part = _beside(path)
    write(part)
    part.replace(path)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}")
