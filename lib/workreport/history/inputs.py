"""The inputs of a run: ledgers, settings and notebooks, each by its hash; what changed among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workreport.base.hashing import sha256
from workreport.base.period import Period
from workreport.base.sections import FILE as SECTIONS_FILE
from workreport.base.workspace import PROFILE_FILE, Workspace
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.intake import Intake

KINDS = ("inputs", "settings", "notebooks")
"""Parts of a manifest that name files: ledgers, settings and the office's texts, notebooks."""
NAMES = {"inputs": "台账", "settings": "设置和文字", "notebooks": "笔记本"}
SHARED = ("contracts", "codes", "checks", "mappings", "review")
RULES = ("contracts", "codes", "mappings")
YEARLY = (".yaml", ".yml", ".md", ".csv", ".json", ".txt")
State = Literal["changed", "missing", "added"]
STATES = {"changed": "内容有改动", "missing": "现在没有", "added": "当时没有"}


@dataclass(frozen=True)
class InputChange:
    """One input file that is not what it was: which part of the manifest it stands in, its ledger, how."""

    kind: str
    file: str
    state: State
    ledger: str = ""

    def __str__(self) -> str:
        return f"{NAMES[self.kind]} {self.file}：{STATES[self.state]}"


def drawn_on(intake: Intake, period: Period) -> list[LedgerFile]:
    """The files that a period's report may take rows from, last year's registers for comparison included."""
    first, last = period.last_year().start.year, period.end.year
    found = []
    for file in intake.files:
        kind = intake.contracts[file.ledger].kind
        if (
            kind == "reference"
            or file.year is None
            or (file.year <= last and (kind == "flow" or file.year >= first))
        ):
            found.append(file)
    return found


def inputs_now(intake: Intake, period: Period, notebooks: Path) -> dict[str, list[dict[str, Any]]]:
    """Every file that shapes the period's report, as the manifest names it; no ledger is opened."""
    files = drawn_on(intake, period)
    return {
        "inputs": [{"ledger": f.ledger, "file": f.shown, "year": f.year, "sha256": f.sha256} for f in files],
        "settings": [
            {"file": intake.workspace.shown(path), "sha256": sha256(path)}
            for path in _settings(intake, period.end.year)
        ],
        "notebooks": [
            {"file": path.name, "sha256": sha256(path)}
            for path in (intake.workspace.notebook(one.id, notebooks) for one in intake.workspace.sections)
            if path.is_file()
        ],
    }


def _settings(intake: Intake, last: int) -> Iterable[Path]:
    """Settings of bureau and trade, its own programs, the shared rules, and in the years' folders whatever is not a ledger."""
    workspace, ledgers = intake.workspace, {file.path for file in intake.files}
    yield workspace.data / "bureau.yaml"
    yield from filter(None, map(workspace.shared_file, (SECTIONS_FILE, PROFILE_FILE)))
    yield from workspace.figure_files
    for folder in SHARED:
        yield from (path for path in workspace.shared_files(folder, "*") if path.is_file())
    for year in workspace.years:
        if year <= last:
            for path in sorted(workspace.year_folder(year).rglob("*")):
                if path.suffix in YEARLY and not path.name.startswith(".") and path not in ledgers:
                    yield path


def compare_inputs(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[InputChange]:
    """What differs between the inputs of two manifests, ledgers first, by file."""
    found = []
    for kind in KINDS:
        old, new = (
            {(one.get("ledger", ""), one["file"]): one["sha256"] for one in told.get(kind, [])}
            for told in (before, after)
        )
        for ledger, file in sorted({*old, *new}, key=lambda place: place[::-1]):
            was, now = old.get((ledger, file)), new.get((ledger, file))
            if was != now:
                state: State = "added" if was is None else "missing" if now is None else "changed"
                found.append(InputChange(kind, file, state, ledger))
    return found


def rules(told: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """What turns rows into figures in a run: its code and its shared settings by their hashes."""
    shared = {one["file"]: one["sha256"] for one in told.get("settings", []) if _is_rule(one["file"])}
    return told["code"], shared


def rules_now(workspace: Workspace) -> tuple[str, dict[str, str]]:
    """The same for a workspace as it is."""
    paths = [workspace.data / "bureau.yaml"]
    paths += [path for folder in RULES for path in workspace.shared_files(folder, "*") if path.is_file()]
    return workspace.code, {workspace.shown(path): sha256(path) for path in paths}


def _is_rule(file: str) -> bool:
    return file == "bureau.yaml" or file.partition("/")[0] in RULES
