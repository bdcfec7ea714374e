"""Execution: the sections' notebooks run on the workspace's data, and what became of each."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from workreport.building.told import missing, told_by
from workreport.execution.notebooks import Executed, Task
from workreport.execution.pool import run_sections
from workreport.execution.progress import progress_to
from workreport.ledgers.intake import Intake
from workreport.ledgers.reading.database import SNAPSHOT, keep
from workreport.rendering.model import SectionResult
from workreport.workspace import DATA_VARIABLE, OUT_VARIABLE, Workspace

SAYING = {"sentence", "table", "chart", "cards"}


def execute(
    tasks: Sequence[Task], intake: Intake, *, jobs: int | None, stream: TextIO
) -> tuple[SectionResult, ...]:
    """Run the tasks, `jobs` at a time, progress shown on `stream`; results in the order of `tasks`."""
    with (
        tempfile.TemporaryDirectory(prefix="workreport-") as work,
        _kernels_find(intake.workspace, intake, Path(work)),
        progress_to(stream, len(tasks)) as progress,
    ):
        return tuple(map(_result, run_sections(tasks, Path(work), progress, jobs=jobs)))


@contextmanager
def _kernels_find(workspace: Workspace, intake: Intake, work: Path) -> Iterator[None]:
    """Kernels find this run's folders in their environment; parameters stay free of machine paths.

    What came out of databases lies in `work`: all sections tell of the same moment, and no kernel asks again.
    """
    told = {DATA_VARIABLE: str(workspace.data.resolve()), OUT_VARIABLE: str(workspace.out.resolve())}
    if asked := [file.extract for file in intake.files if file.extract]:
        keep(asked, work)
        told[SNAPSHOT] = str(work)
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _result(executed: Executed) -> SectionResult:
    """A section's status from its outputs: blocked where it could say nothing but what is missing."""
    if executed.error is not None:
        return SectionResult(executed.section, "failed", executed.notebook, executed.error)
    kinds = {told.get("kind") for told in told_by(executed.notebook)}
    reasons = missing(executed.notebook)
    if reasons and not SAYING & kinds:
        return SectionResult(executed.section, "blocked", executed.notebook, "；".join(reasons))
    return SectionResult(executed.section, "ok", executed.notebook)
