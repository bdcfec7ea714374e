"""Dependencies of figures and sections as hashes: the keys of the cache.

A section depends on the figures that its notebook names, a figure on its ledgers, and everything on the code and all
other inputs: contracts, code lists, reference tables, settings, notes. A changed ledger therefore invalidates the
sections that name its figures, and any other change invalidates all of them. House rules keep logic out of notebooks,
so the figure ids appear in their text. A notebook that reads something else is run again with ``--force``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from workreport.base.errors import WorkreportError
from workreport.base.hashing import environment, fingerprint, sha256
from workreport.base.office_texts import is_office_text
from workreport.base.period import Period
from workreport.checks.kinds import Declared
from workreport.checks.relations import statements
from workreport.execution.task import Task
from workreport.figures.registry import FIGURES, ledgers_of
from workreport.history.inputs import files_used
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.intake import Intake
from workreport.pipeline.up_to_date import input_files

NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*")
RANKED = re.compile(r"table_rank|[:,](highest|lowest|median|spread)\b")
"""What also looks at the figure that units are ranked by."""
PROVEN = re.compile(r"""\bholds\(\s*["']([^"']+)""")
"""Code that also depends on what a check names."""
ALL_FIGURES = re.compile(r"problems_table")
"""Code that depends on every figure."""
NOT_SHOWN = ("signoffs.yaml", "waivers.yaml", "steps.yaml")
"""Input files that no notebook shows, besides the office's drafts: signatures, waivers of checks."""


@dataclass
class Dependencies:
    """The inputs of a run as hashes; the files must not change afterwards.

    Raises the errors of ``Intake.read``, since a file's typed rows are hashed, not its bytes.
    """

    intake: Intake
    period: Period
    _ledgers: dict[str, str] = field(default_factory=dict)
    _files: dict[str, Path] = field(init=False)
    _stats: list[tuple[int, ...] | None] = field(init=False)

    def __post_init__(self) -> None:
        self._files = input_files(self.intake.workspace.data)
        self._stats = _stats(self._files.values())

    @cached_property
    def shared(self) -> str:
        """A hash of code, installation, period and all inputs except the divisions' ledgers."""
        own = {file.path for file in self.intake.files if not self._is_reference(file.ledger)}
        effective: dict[str, Path] = {}
        for place, path in self._files.items():  # the bureau's own files come first, and win
            effective.setdefault(place.partition("/")[2], path)
        others = {
            name: path
            for name, path in effective.items()
            if path not in own and path.name not in NOT_SHOWN and not is_office_text(name)
        }
        inputs = [f"{name} {sha256(path)}" for name, path in others.items()]
        extracts = [f"{file.shown} {file.sha256}" for file in self.intake.files if file.extract]
        return fingerprint(
            [self.intake.workspace.code, environment(), self.period.id, *sorted(inputs), *sorted(extracts)]
        )

    def of_ledgers(self, ledgers: Iterable[str]) -> str:
        """A hash of `shared` and the typed rows of some ledgers, of all years."""
        return fingerprint([self.shared, *(self._ledger(ledger) for ledger in sorted(set(ledgers)))])

    def of_section(self, task: Task) -> str:
        """A hash of a section's notebook, its parameters, and the ledgers of the figures that it names."""
        parameters = json.dumps(dict(task.parameters), ensure_ascii=False, sort_keys=True)
        ledgers = self.of_ledgers(named_ledgers(task.notebook, self.intake))
        return fingerprint([task.section.id, task.section.title, sha256(task.notebook), parameters, ledgers])

    def unchanged(self) -> bool:
        """Whether the files are unchanged since this object was made; kernels read some of them directly."""
        return self._stats == _stats(self._files.values())

    def _is_reference(self, ledger: str) -> bool:
        return self.intake.contracts[ledger].kind == "reference"

    def _ledger(self, ledger: str) -> str:
        if ledger not in self._ledgers:
            files = [] if self._is_reference(ledger) else self.intake.files_of(ledger)
            parts = (f"{file.year} {file.shown} {self._digest(file)}" for file in files)
            self._ledgers[ledger] = fingerprint([ledger, *parts])
        return self._ledgers[ledger]

    def _digest(self, file: LedgerFile) -> str:
        """A hash of a file's typed rows, or of its bytes if the period does not use it or it cannot be read."""
        if file in self._files_used:
            with suppress(WorkreportError):
                return self.intake.digest(file)
        return file.sha256

    @cached_property
    def _files_used(self) -> list[LedgerFile]:
        return files_used(self.intake, self.period)


def named_ledgers(notebook: Path, intake: Intake) -> set[str]:
    """The ledgers that a notebook depends on: those of the figures that its code names, and those named directly."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    if ALL_FIGURES.search(code):
        return set(intake.contracts)
    if RANKED.search(code):
        code += f" {intake.workspace.profile.ranking_base}"
    if proven := set(PROVEN.findall(code)):
        checks = statements(intake.workspace)
        code += " ".join(checks[id].model_dump_json() for id in proven if id in checks)
    return _ledgers_in(code, intake)


def check_ledgers(check: Declared, intake: Intake) -> set[str]:
    """The ledgers that a declared check names, by itself or by its figures; all if it names none."""
    return _ledgers_in(check.model_dump_json(), intake) or set(intake.contracts)


def _ledgers_in(text: str, intake: Intake) -> set[str]:
    """The ledgers of the figures that a text names, and those that it names directly."""
    names = set(NAME.findall(text))
    return (names & set(intake.contracts)).union(*map(ledgers_of, names & set(FIGURES)))


def _stats(paths: Iterable[Path]) -> list[tuple[int, ...] | None]:
    return [_stat(path) for path in paths]


def _stat(path: Path) -> tuple[int, ...] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
