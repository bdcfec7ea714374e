"""Snapshot of a run, stored with its manifest: each ledger's typed rows, and the rows behind each figure."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from workreport.base.errors import MissingLedger
from workreport.base.hashing import sha256
from workreport.figures.book import Book
from workreport.figures.csv_files import exact_text
from workreport.figures.evidence import is_long
from workreport.figures.registry import FIGURES
from workreport.history.definition_hashes import definitions
from workreport.history.inputs import files_used
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.intake import Intake

TEXTS = ("figure", "ledger", "file", "sheet", "key", "measured")
EVIDENCE = pa.schema([*((name, pa.string()) for name in TEXTS), ("row", pa.int64())])
BETWEEN = " / "
NOT_KEPT = "evidence_not_kept"
"""Manifest key: the figures whose evidence is too long to be stored with every run."""


class Contents(dict[str, bytes | Path]):
    """Contents by their SHA-256; a large one stays in its file."""

    def get(self, name: str, default: None = None) -> bytes | None:  # type: ignore[override]
        content = super().get(name)
        return content.read_bytes() if isinstance(content, Path) else content


@dataclass
class Snapshot:
    """Contents by their hash, and their metadata for the manifest."""

    objects: Contents = field(default_factory=Contents)
    metadata: dict[str, Any] = field(default_factory=dict)

    def add(self, content: bytes | Path) -> str:
        """Add `content`, or the content of a file; returns its SHA-256."""
        name = sha256(content) if isinstance(content, Path) else hashlib.sha256(content).hexdigest()
        self.objects[name] = content
        return name


def take_snapshot(book: Book, now: Mapping[str, Any], defined: Mapping[str, str] | None = None) -> Snapshot:
    """The snapshot of a run with the inputs `now` (see ``inputs_now``).

    Personal columns are dropped at reading, so it contains none. `defined` are definition hashes already computed.
    """
    snapshot, intake = Snapshot(), book.frames.intake
    long = [id for id in sorted(FIGURES) if is_long(book, id)]
    snapshot.metadata = {
        **now,
        "inputs": add_tables(snapshot, intake, files_used(intake, book.period)),
        "definitions": dict(defined) if defined else definitions(),
        "evidence": snapshot.add(evidence_rows(book, [id for id in sorted(FIGURES) if id not in long])),
    }
    if long:
        snapshot.metadata[NOT_KEPT] = long
    return snapshot


def add_tables(snapshot: Snapshot, intake: Intake, files: list[LedgerFile]) -> list[dict[str, Any]]:
    """Add the typed rows of each file to the snapshot; returns the manifest's entries.

    Raises
    ------
    LedgerError
        If a file cannot be read as its ledger.
    """
    return [
        {
            "ledger": file.ledger,
            "file": file.shown,
            "year": file.year,
            "sha256": file.sha256,
            "rows": intake.read(file).accounts.read,
            "table": snapshot.add(intake.table(file)),
        }
        for file in files
    ]


def evidence_rows(book: Book, ids: Iterable[str]) -> bytes:
    """One row for each ledger row behind each of these figures that is row-based, as Parquet.

    Figures with long evidence are to be left out: their ledger's rows are stored, and the run's folder has the evidence.
    """
    parts = []
    for id in (id for id in ids if FIGURES[id].rows is not None):
        figure = FIGURES[id]
        try:
            rows = book.rows(id)
        except MissingLedger:
            continue
        cells = partial(book.cells, id, rows, write=texts_of)
        part = {
            "figure": [id] * len(rows),
            "ledger": [figure.ledgers[0]] * len(rows),
            "file": cells(FILE),
            "sheet": cells(SHEET),
            "key": keys(book.contract_of(figure.ledgers[0]), rows, cells),
            "measured": joined([cells(name) for name in figure.columns if name in rows], len(rows)),
            "row": rows[ROW].to_numpy(dtype="int64"),
        }
        parts.append(pa.table(part, EVIDENCE))
    whole = pa.concat_tables([EVIDENCE.empty_table(), *parts])
    order = [(name, "ascending") for name in ("figure", "key", "file", "sheet", "row")]
    sink = io.BytesIO()
    pq.write_table(whole.sort_by(order).combine_chunks(), sink, compression="zstd")
    return sink.getvalue()


def keys(contract: Contract, rows: pd.DataFrame, cells: Callable[[str], list[str]]) -> list[str]:
    """The key of each row as text, or its place if the ledger has no complete key; `cells` converts a column."""
    names = contract.primaryKey
    columns = names if names and set(names) <= set(rows) else [FILE, SHEET, ROW]
    return joined([cells(name) for name in columns], len(rows))


def joined(columns: Sequence[Sequence[str]], rows: int) -> list[str]:
    """The texts of several columns joined row by row."""
    return [BETWEEN.join(cells) for cells in zip(*columns, strict=True)] if columns else [""] * rows


def texts_of(column: pd.Series) -> list[str]:
    """The cells of a column as ``text_of`` writes them; each distinct day and number is converted once."""
    if isinstance(column.dtype, pd.StringDtype):
        return column.fillna("").tolist()
    if not isinstance(column.dtype, np.dtype | pd.BooleanDtype | pd.Int64Dtype) or column.dtype == object:
        return [text_of(value) for value in column.astype(object).tolist()]
    positions, distinct = pd.factorize(column, use_na_sentinel=False)
    texts = [text_of(value) for value in distinct]
    return [texts[position] for position in positions.tolist()]


def text_of(value: Any) -> str:
    """A typed cell as text: dates ISO, numbers exact, list items joined, empty for missing."""
    if isinstance(value, str):
        return value
    if hasattr(value, "__iter__"):
        return "、".join(map(text_of, value))
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "是" if value else "否"
    if isinstance(value, pd.Timestamp):
        return value.isoformat(sep=" ") if value != value.normalize() else value.date().isoformat()
    return exact_text(value) if isinstance(value, Decimal) else str(value)
