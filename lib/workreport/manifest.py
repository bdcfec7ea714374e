"""The manifest: what a run was made of, so that it can be made again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from workreport import __version__
from workreport.figures.book import Book
from workreport.rendering.model import SectionResult

PACKAGES = ("pandas", "matplotlib", "papermill", "nbconvert", "pyarrow", "python-calamine")


def versions() -> dict[str, str]:
    """Versions of this workbook and of what shapes its output."""
    return {"workreport": __version__} | {name: version(name) for name in PACKAGES}


def code_hash() -> str:
    """One hash over the package's source files, names included."""
    root, digest = Path(__file__).parent, hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file() and p.suffix not in (".pyc", "")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def manifest(
    book: Book,
    row_accounts: pd.DataFrame,
    given: Sequence[str],
    sections: Sequence[SectionResult],
    files: Mapping[str, bytes],
    *,
    draft: bool,
) -> dict[str, Any]:
    """The manifest of a run: inputs and outputs with SHA-256, parameters, versions, sections with status.

    No time and no machine stands in it: the same inputs and code give the same manifest.
    """
    columns = (row_accounts.get(name, []) for name in ("ledger", "file", "read"))
    read = {(ledger, file): rows for ledger, file, rows in zip(*columns, strict=True)}
    inputs = [
        {"ledger": f.ledger, "file": f.shown, "sha256": f.sha256, "rows": int(read[f.ledger, f.shown])}
        for f in book.frames.intake.files
        if (f.ledger, f.shown) in read
    ]
    return {
        "bureau": book.frames.intake.workspace.bureau.name,
        "period": book.period.id,
        "start": book.period.start.isoformat(),
        "as_of": book.period.as_of.isoformat(),
        "draft": draft,
        "parameters": sorted(given),
        "versions": versions(),
        "code": code_hash(),
        "inputs": inputs,
        "sections": [{"id": r.section.id, "title": r.section.title, "status": r.status} for r in sections],
        "outputs": {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())},
    }
