"""The manifest: the inputs, code and outputs of a run, so that it can be reproduced."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from workreport import __version__
from workreport.base.hashing import sha256
from workreport.figures.book import Book
from workreport.history.section_content import WRITTEN, WRITTEN_TITLE, Content
from workreport.rendering.report_model import SectionResult

PACKAGES = ("pandas", "matplotlib", "papermill", "nbconvert", "pyarrow", "python-calamine")


def versions() -> dict[str, str]:
    """Versions of this workbook and of the packages that affect its output."""
    return {"workreport": __version__} | {name: version(name) for name in PACKAGES}


def manifest(
    book: Book,
    snapshot: Mapping[str, Any],
    given: Sequence[str],
    sections: Sequence[SectionResult],
    files: Mapping[str, bytes | Path],
    *,
    draft: bool,
    earlier: Sequence[str],
    written: Content | None = None,
    standing: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The manifest of a run: inputs and outputs with SHA-256, parameters, versions, sections with status.

    `snapshot` is the metadata of the run's snapshot: ledgers, settings, notebooks, definitions, evidence.
    `earlier` lists the earlier runs that the report refers to, `written` is the content of the written report. `standing` says
    what is left to do about the report, for the portal. The manifest contains no time and no machine
    name: the same inputs and code give the same manifest.
    """
    return {
        "bureau": book.frames.intake.workspace.bureau.name,
        "period": book.period.id,
        "start": book.period.start.isoformat(),
        "as_of": book.period.as_of.isoformat(),
        "draft": draft,
        "parameters": sorted(given),
        "versions": versions(),
        "code": book.frames.intake.workspace.code,
        "portal": list(book.frames.intake.workspace.profile.portal),
        **snapshot,
        "earlier": list(earlier),
        "sections": [
            {
                "id": r.section.id,
                "title": r.section.title,
                "status": r.status,
                "content": r.content,
                "pending": r.pending,
            }
            for r in sections
        ],
        **_written(written),
        "standing": dict(standing or {}),
        "outputs": {path: _hash(content) for path, content in sorted(files.items())},
    }


def _written(content: Content | None) -> dict[str, Any]:
    """The written report as it is signed: its pieces are compared where a signature falls."""
    if content is None:
        return {}
    entry = {"id": WRITTEN, "title": WRITTEN_TITLE, "content": content.hash}
    return {"written": entry | {"pieces": dict(content.pieces), "figures": dict(content.figures)}}


def _hash(content: bytes | Path) -> str:
    return sha256(content) if isinstance(content, Path) else hashlib.sha256(content).hexdigest()
