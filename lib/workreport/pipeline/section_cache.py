"""Sections kept from earlier runs, each with what it used: one is taken again while all of that is as it was.

``<out>/.store/sections/<period>/<section>/<key>-<uses>.json`` holds an executed notebook and its uses. The key is over
what every section depends on: its notebook, its parameters, the code that all share, the installation. Each section is
kept as soon as it has run, so that a run that was killed goes on where it stopped.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from workreport.base.checked_files import read_entry, write_entry
from workreport.base.dependency_tracking import noted, uses_file
from workreport.base.hashing import code_hash, environment, fingerprint, sha256
from workreport.base.paths import STORE
from workreport.base.period import Period
from workreport.execution.task import Executed, Task
from workreport.pipeline.fingerprints import Fingerprints
from workreport.pipeline.up_to_date import input_files

FOLDER = "sections"
MOST = 6
"""Entries kept of one section and period: going back to an earlier state of the ledgers costs nothing."""
CLOCK = "papermill"
"""Metadata of an executed notebook that says when and where it ran."""


@dataclass
class SectionCache:
    """The executed sections of one period that an output folder keeps.

    Parameters
    ----------
    fresh : bool
        True to find nothing: every section is run again, and kept anew.

    Attributes
    ----------
    found, entries : dict of str to Path
        By section, the entry that it was taken from in this run; or taken from or kept as.
    """

    folder: Path
    uses: Fingerprints
    fresh: bool = False
    found: dict[str, Path] = field(default_factory=dict)
    entries: dict[str, Path] = field(default_factory=dict)
    _looks: dict[Path, tuple[int, ...] | None] = field(default_factory=dict)

    @classmethod
    def of(cls, uses: Fingerprints, period: Period, *, fresh: bool = False) -> SectionCache:
        """Those in the workspace's output folder; the inputs must stay from now on as they are."""
        kept = cls(uses.intake.workspace.out / STORE / FOLDER / period.id, uses, fresh)
        files = input_files(uses.intake.workspace.data)
        kept._looks = {path: _look(path) for path in files.values()}
        return kept

    def find(self, task: Task) -> Executed | None:
        """The task as it ran earlier on what is the same now; None where it has to run."""
        if self.fresh:
            return None
        for path in sorted((self.folder / task.section.id).glob(f"{self._key(task)}-*.json")):
            if (content := read_entry(path)) is None:
                continue
            kept = json.loads(content)
            with suppress(KeyError):  # it used a kind of thing that is no longer noted
                if all(self.uses.now(kind, name) == was for kind, name, was in kept["uses"]):
                    executed = Executed(task.section, nbformat.from_dict(kept["notebook"]), None, None, 0.0)
                    self.found[task.section.id] = self.entries[task.section.id] = path
                    return executed
        return None

    def keep(self, task: Task, executed: Executed, notes: Path) -> None:
        """Keep a section that ran without error and noted what it used, unless its inputs changed meanwhile."""
        names = noted(uses_file(notes, task.section.id))
        if executed.error is not None or not names or not self._still():
            return
        uses = [(kind, name, self.uses.now(kind, name)) for kind, name in names]
        key = f"{self._key(task)}-{fingerprint(map(repr, uses))}"
        folder = self.folder / task.section.id
        text = json.dumps({"uses": uses, "notebook": _without_clock(executed.notebook)}, ensure_ascii=False)
        entry = self.entries[task.section.id] = folder / f"{key}.json"
        write_entry(entry, text.encode())
        for old in sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)[:-MOST]:
            old.unlink(missing_ok=True)

    def _key(self, task: Task) -> str:
        bureau = self.uses.intake.workspace.data / "bureau.yaml"
        parameters = json.dumps(dict(task.parameters), ensure_ascii=False, sort_keys=True)
        parts = sha256(task.notebook), parameters, sha256(bureau), code_hash(), environment()
        return fingerprint([task.section.id, *parts])[:16]

    def _still(self) -> bool:
        """Whether the inputs are those that this run has looked at.

        A kernel reads them itself. Time stamps serve only to keep nothing in doubt, never to take it again.
        """
        return all(_look(path) == before for path, before in self._looks.items())


def _look(path: Path) -> tuple[int, ...] | None:
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_ino, told.st_size, told.st_mtime_ns


def _without_clock(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    for part in (notebook, *notebook.cells):
        part.metadata.pop(CLOCK, None)
    return notebook
