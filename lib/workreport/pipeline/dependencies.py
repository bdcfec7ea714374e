"""What figures and sections are made of, each as a hash: the keys of the cache.

A section depends on the figures that its notebook names, a figure on its ledgers, and everything on the code and on all
other inputs: contracts, code lists, reference tables, settings, notes. So a changed ledger touches the sections that
name its figures, and any other change touches all of them. House rules keep logic out of notebooks: their figures stand
in their text. A notebook that reads something else is run again with ``--force``.
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
from workreport.base.period import Period
from workreport.checks.relations import statements
from workreport.execution.task import Task
from workreport.figures.registry import FIGURES, leaves
from workreport.history.inputs import drawn_on
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.intake import Intake
from workreport.pipeline.up_to_date import input_files

NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*")
RANKED = re.compile(r"table_rank|[:,](highest|lowest|median|spread)\b")
"""What also looks at the figure that units are ranked by."""
PROVEN = re.compile(r"""\bholds\(\s*["']([^"']+)""")
"""What also looks at the figures and ledgers of a check."""
ALL_FIGURES = re.compile(r"problems_table")
"""What looks at every figure."""
UNSEEN = ("signoffs.yaml", "waivers.yaml", "steps.yaml")
"""Files of inputs that no notebook shows: signatures, waivers of checks."""


@dataclass
class Dependencies:
    """The inputs of a run as hashes; they must stay as they are from now on.

    Errors are those of ``Intake.read``: a file's typed rows count, not its bytes.
    """

    intake: Intake
    period: Period
    _ledgers: dict[str, str] = field(default_factory=dict)
    _files: dict[str, Path] = field(init=False)
    _looks: list[tuple[int, ...] | None] = field(init=False)

    def __post_init__(self) -> None:
        self._files = input_files(self.intake.workspace.data)
        self._looks = _looks(self._files.values())

    @cached_property
    def shared(self) -> str:
        """A hash over code, installation, period and every input but the ledgers of the divisions."""
        own = {file.path for file in self.intake.files if not self._is_reference(file.ledger)}
        others = {
            name: path for name, path in self._files.items() if path not in own and path.name not in UNSEEN
        }
        inputs = [f"{name} {sha256(path)}" for name, path in others.items()]
        asked = [f"{one.shown} {one.sha256}" for one in self.intake.files if one.extract]
        return fingerprint(
            [self.intake.workspace.code, environment(), self.period.id, *sorted(inputs), *sorted(asked)]
        )

    def of_ledgers(self, ledgers: Iterable[str]) -> str:
        """A hash over `shared` and the typed rows of some ledgers, of all years."""
        return fingerprint([self.shared, *(self._ledger(ledger) for ledger in sorted(set(ledgers)))])

    def of_section(self, task: Task) -> str:
        """A hash over a section's notebook, its parameters, and the ledgers of the figures that it names."""
        parameters = json.dumps(dict(task.parameters), ensure_ascii=False, sort_keys=True)
        ledgers = self.of_ledgers(named_ledgers(task.notebook, self.intake))
        return fingerprint([task.section.id, task.section.title, sha256(task.notebook), parameters, ledgers])

    def unchanged(self) -> bool:
        """Whether the files still look as they did when this was made: kernels read some of them by themselves."""
        return self._looks == _looks(self._files.values())

    def _is_reference(self, ledger: str) -> bool:
        return self.intake.contracts[ledger].kind == "reference"

    def _ledger(self, ledger: str) -> str:
        if ledger not in self._ledgers:
            files = [] if self._is_reference(ledger) else self.intake.files_of(ledger)
            parts = (f"{file.year} {file.shown} {self._digest(file)}" for file in files)
            self._ledgers[ledger] = fingerprint([ledger, *parts])
        return self._ledgers[ledger]

    def _digest(self, file: LedgerFile) -> str:
        """A hash over what a file says; over its bytes, where the period does not draw on it or it cannot be read."""
        if file in self._drawn_on:
            with suppress(WorkreportError):
                return self.intake.digest(file)
        return file.sha256

    @cached_property
    def _drawn_on(self) -> list[LedgerFile]:
        return drawn_on(self.intake, self.period)


def ledgers_of(id: str) -> set[str]:
    """The ledgers that a figure is computed from, those of its parts among them."""
    return {ledger for leaf in leaves(id) for ledger in FIGURES[leaf].ledgers}


def named_ledgers(notebook: Path, intake: Intake) -> set[str]:
    """The ledgers that a notebook's section is made of: those of the figures that its code names, and those it names itself."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    if ALL_FIGURES.search(code):
        return set(intake.contracts)
    names = set(NAME.findall(code))
    if RANKED.search(code):
        names.add(intake.workspace.profile.ranking_base)
    if proven := set(PROVEN.findall(code)):
        for id, check in statements(intake.workspace).items():
            names.update((*check.figures, *check.ledgers) if id in proven else ())
    figures = names & set(FIGURES)
    return (names & set(intake.contracts)).union(*map(ledgers_of, figures))


def _looks(paths: Iterable[Path]) -> list[tuple[int, ...] | None]:
    return [_look(path) for path in paths]


def _look(path: Path) -> tuple[int, ...] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
