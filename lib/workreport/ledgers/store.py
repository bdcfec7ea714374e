"""The store: each ledger file is read and validated once, then kept as Parquet under its content's hash."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from workreport.hashing import fingerprint, sha256
from workreport.ledgers.findings import COLUMNS

if TYPE_CHECKING:  # pandera is slow to import, and what is kept needs no validation
    from workreport.ledgers.validating.validation import Validated


@dataclass(frozen=True)
class Accounts:
    """Rows of one file: read = kept + duplicate + quarantined + not data."""

    read: int
    duplicate: int
    quarantined: int
    not_data: int


@dataclass(frozen=True)
class Stored:
    """One validated file: typed rows, findings, accounts, and the typed rows set aside as contradicting each other."""

    frame: pd.DataFrame
    findings: pd.DataFrame
    accounts: Accounts
    contradicting: pd.DataFrame


@dataclass(frozen=True)
class Store:
    """A folder of validated ledgers, addressed by a key over everything that made them."""

    folder: Path
    renew: bool = False
    """True to make every entry anew."""

    def get(self, key: str, make: Callable[[], tuple[Validated, Accounts]]) -> Stored:
        """The entry of `key`, made and kept if it is not there yet or unreadable."""
        table, notes = self.folder / f"{key}.parquet", self.folder / f"{key}.json"
        aside = self.folder / f"{key}.aside.parquet"
        if not self.renew and notes.exists() and table.exists() and (kept := _kept(table, notes, aside)):
            return kept
        validated, accounts = make()
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(table, lambda path: validated.frame.to_parquet(path, index=False))
        if len(validated.contradicting):
            write_whole(aside, lambda path: validated.contradicting.to_parquet(path, index=False))
        content = {
            "accounts": asdict(accounts),
            "findings": validated.findings.to_dict("records"),
            "contradicting": len(validated.contradicting),
        }
        text = json.dumps(content, ensure_ascii=False, default=int)
        write_whole(notes, lambda path: path.write_text(text, encoding="utf-8"))
        return Stored(validated.frame, validated.findings, accounts, validated.contradicting)

    def table(self, key: str) -> bytes:
        """The rows of an entry that `get` has given, as Parquet: the same bytes for the same rows."""
        return (self.folder / f"{key}.parquet").read_bytes()

    def digest(self, key: str) -> str:
        """A hash over all that is kept of an entry that `get` has given: equal where it says the same."""
        parts = sorted(self.folder.glob(f"{key}*"))
        return fingerprint(f"{path.name.removeprefix(key)} {sha256(path)}" for path in parts)


def _kept(table: Path, notes: Path, aside: Path) -> Stored | None:
    """A stored entry; None where its files are damaged, so that it is made anew."""
    try:
        kept = json.loads(notes.read_text(encoding="utf-8"))
        found = pd.DataFrame(kept["findings"], columns=COLUMNS)
        frame = read_parquet(table.read_bytes())
        contradicting = read_parquet(aside.read_bytes()) if kept["contradicting"] else frame.iloc[:0]
        return Stored(frame, found, Accounts(**kept["accounts"]), contradicting)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_parquet(content: bytes) -> pd.DataFrame:
    """A stored table with the types it had: decimals stay exact Arrow decimals."""
    return pq.read_table(io.BytesIO(content)).to_pandas(
        types_mapper=lambda t: pd.ArrowDtype(t) if pa.types.is_decimal(t) else None
    )


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside `path`, then rename: several processes may fill the store at once."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    write(part)
    part.replace(path)
