"""The inputs of a run with their hashes: ledgers, settings and notebooks; changes between two sets of inputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workreport.base.hashing import sha256
from workreport.base.office_texts import texts_of
from workreport.base.period import Period
from workreport.base.sections import FILE as SECTIONS_FILE
from workreport.base.workspace import PROFILE_FILE, Workspace
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.intake import Intake

KINDS = ("inputs", "settings", "notebooks")
"""Parts of a manifest that list files: ledgers, settings and the office's texts, notebooks."""
NAMES = {"inputs": "台账", "settings": "设置和文字", "notebooks": "笔记本"}
SHARED = ("contracts", "codes", "checks", "mappings", "review")
RULES = ("contracts", "codes", "mappings")
YEARLY = (".yaml", ".yml", ".md", ".csv", ".json", ".txt")
State = Literal["changed", "missing", "added"]
STATES = {"changed": "内容有改动", "missing": "现在没有", "added": "当时没有"}


@dataclass(frozen=True)
class InputChange:
    """One input file that differs: its part of the manifest, its ledger, its state."""

    kind: str
    file: str
    state: State
    ledger: str = ""

    def __str__(self) -> str:
        return f"{NAMES[self.kind]} {self.file}：{STATES[self.state]}"


def files_used(intake: Intake, period: Period) -> list[LedgerFile]:
    """The files that a period's report can take rows from, including last year's registers for comparison."""
    first, last = period.last_year().start.year, period.end.year
    files = []
    for file in intake.files:
        kind = intake.contracts[file.ledger].kind
        if (
            kind == "reference"
            or file.year is None
            or (file.years[0] <= last and (kind == "flow" or file.years[-1] >= first))
        ):
            files.append(file)
    return files


def inputs_now(intake: Intake, period: Period, notebooks: Path) -> dict[str, list[dict[str, Any]]]:
    """Every input file of the period's report, as the manifest lists it; no ledger is opened."""
    files = files_used(intake, period)
    return {
        "inputs": [{"ledger": f.ledger, "file": f.shown, "year": f.year, "sha256": f.sha256} for f in files],
        "settings": [
            {"file": intake.workspace.shown(path), "sha256": sha256(path)}
            for path in _settings(intake, period)
        ],
        "notebooks": [
            {"file": path.name, "sha256": sha256(path)}
            for path in (
                intake.workspace.notebook(section.id, notebooks) for section in intake.workspace.sections
            )
            if path.is_file()
        ],
    }


def _settings(intake: Intake, period: Period) -> Iterable[Path]:
    """Settings of bureau and trade, the bureau's programs, shared rules, and files of the years that are not ledgers."""
    workspace, ledgers = intake.workspace, {file.path for file in intake.files}
    yield workspace.data / "bureau.yaml"
    yield from filter(None, map(workspace.shared_file, (SECTIONS_FILE, PROFILE_FILE)))
    yield from workspace.figure_files
    for folder in SHARED:
        yield from (path for path in workspace.shared_files(folder, "*") if path.is_file())
    for year in workspace.years:
        if year <= period.end.year:
            for path in sorted(
                workspace.year_folder(year).rglob("*"), key=lambda path: workspace.shown(path).split("/")
            ):
                if path.suffix in YEARLY and not path.name.startswith(".") and path not in ledgers:
                    yield path
    yield from (path for path in texts_of(workspace, period) if path.suffix not in YEARLY)


def compare_inputs(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[InputChange]:
    """Differences between the inputs of two manifests, ledgers first, by file."""
    changes = []
    for kind in KINDS:
        old, new = (
            {(entry.get("ledger", ""), entry["file"]): entry["sha256"] for entry in manifest.get(kind, [])}
            for manifest in (before, after)
        )
        for ledger, file in sorted({*old, *new}, key=lambda place: place[::-1]):
            was, now = old.get((ledger, file)), new.get((ledger, file))
            if was != now:
                state: State = "added" if was is None else "missing" if now is None else "changed"
                changes.append(InputChange(kind, file, state, ledger))
    return changes


def rules(manifest: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The rules by which a run turned rows into figures: hashes of its code and its shared settings."""
    settings = manifest.get("settings", [])
    return manifest["code"], {file["file"]: file["sha256"] for file in settings if _is_rule(file["file"])}


def rules_now(workspace: Workspace) -> tuple[str, dict[str, str]]:
    """The current rules of a workspace."""
    paths = [workspace.data / "bureau.yaml"]
    paths += [path for folder in RULES for path in workspace.shared_files(folder, "*") if path.is_file()]
    return workspace.code, {workspace.shown(path): sha256(path) for path in paths}


def _is_rule(file: str) -> bool:
    return file == "bureau.yaml" or file.partition("/")[0] in RULES
