"""What the forms offer to choose from: periods, sections, steps, texts, runs, what can be waived.

Each function returns pairs of a text for people and the value for the command.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workreport.base.office_texts import TEXTS
from workreport.base.period import Period
from workreport.base.workspace import DRAFTS, PUBLISHED, Workspace
from workreport.checks.verdicts import VERDICTS
from workreport.history.runs import MANIFEST, History
from workreport.history.section_content import WRITTEN, WRITTEN_TITLE
from workreport.history.signing_steps import load_steps
from workreport.ledgers.declared.findings import describe, fingerprints

Pairs = list[tuple[str, str]]
PARTS = ("", "H1", "H2", "Q1", "Q2", "Q3", "Q4", *(f"-{month:02}" for month in range(1, 13)))
WAIVED = ("FAILS", "CONFLICT", "SUSPECT")
"""Verdicts that somebody may accept; what could not be checked waits for its ledger."""
NORMALISED = "normalised"
QUOTED = "'"
"""First character of a cell that a table quotes, so that no program runs it as a formula."""


@dataclass(frozen=True)
class Chosen:
    """The bureau and the period that all forms work on."""

    workspace: Workspace
    period: Period

    @property
    def folder(self) -> Path:
        """The folder of the published report; it may not exist."""
        return self.workspace.out / self.period.id


def periods(workspace: Workspace) -> list[str]:
    """The usual periods of every year that has a folder, latest year first."""
    return [f"{year}{part}" for year in reversed(workspace.years) for part in PARTS]


def sections(chosen: Chosen) -> Pairs:
    """The sections of the published report, the written report first; before the first run, those of the bureau."""
    try:
        manifest = json.loads((chosen.folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return [(one.title, one.id) for one in chosen.workspace.sections]
    written = [(WRITTEN_TITLE, WRITTEN)] if manifest.get("written") else []
    return written + [(one["title"], one["id"]) for one in manifest["sections"]]


def roles(chosen: Chosen) -> Pairs:
    """The steps of signing, with what each reviews."""
    return [
        (f"{one.role}（{one.does}）" if one.does else one.role, one.role)
        for one in load_steps(chosen.workspace).steps
    ]


def texts(chosen: Chosen) -> Pairs:
    """The office's texts of all years, latest first."""
    return [(chosen.workspace.shown(path), str(path)) for path in _texts(chosen.workspace)]


def word_texts(chosen: Chosen) -> Pairs:
    """Those of the texts that are Word files."""
    return [(shown, path) for shown, path in texts(chosen) if path.endswith(".docx")]


def runs(chosen: Chosen) -> Pairs:
    """The published reports, then the stored runs of the period, latest first."""
    out, history = chosen.workspace.out, History.of(chosen.workspace.out)
    published = sorted((path.parent.name for path in out.glob(f"*/{MANIFEST}")), reverse=True)
    stored = [f"{chosen.period.id}@{one.id}" for one in reversed(history.runs(chosen.period.id))]
    return [(name, name) for name in published + stored]


def to_waive(chosen: Chosen) -> Pairs:
    """Checks of the published report that do not hold or are doubted, by id; findings to correct, by fingerprint."""
    checks = [
        (f"{row['id']} {VERDICTS[row['verdict']]} {row['explanation']}", row["id"])
        for row in rows(chosen.folder / "checks.csv")
        if row["verdict"] in WAIVED
    ]
    found = pd.DataFrame(rows(chosen.folder / "findings.csv"))
    if found.empty:
        return checks
    pairs = zip(found.to_dict("records"), fingerprints(found), strict=True)
    return checks + [
        (describe({**row, "row": int(row["row"])}), fingerprint)
        for row, fingerprint in pairs
        # the fingerprint of a quoted cell is not that of the cell
        if row["disposition"] != NORMALISED and not any(str(cell).startswith(QUOTED) for cell in row.values())
    ]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table in the outputs; none where there is no such file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        return []
    return [*csv.DictReader(io.StringIO(text, newline=""))]


def _texts(workspace: Workspace) -> Iterator[Path]:
    for year in reversed(workspace.years):
        for folder in (DRAFTS, PUBLISHED):
            for path in sorted((workspace.year_folder(year) / folder).rglob("*")):
                if path.suffix.lower() in TEXTS and not path.name.startswith((".", "~$")):
                    yield path
