"""Execution: the sections' notebooks run on the workspace's data, and what became of each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from workreport.base.dependency_tracking import VARIABLE as NOTES_VARIABLE
from workreport.base.paths import DATA_VARIABLE, OUT_VARIABLE
from workreport.base.sections import Section
from workreport.execution.pool import Progress, run_sections
from workreport.execution.progress import progress_to
from workreport.execution.task import Executed, Task
from workreport.ledgers.intake import Intake
from workreport.pipeline.output_metadata import missing, output_metadata
from workreport.pipeline.section_cache import SectionCache
from workreport.rendering.report_model import SectionResult

SAYING = {"sentence", "table", "chart", "cards"}


def execute(
    tasks: Sequence[Task], kept: SectionCache, work: Path, *, jobs: int | None, stream: TextIO
) -> tuple[SectionResult, ...]:
    """Run those of the tasks that are not kept, `jobs` at a time; results in the order of `tasks`.

    Kernels work and leave their notes in the folder `work`. Progress is shown on `stream`.
    """
    done = {task.section: found for task in tasks if (found := kept.find(task))}
    # the longest first, so that none is left running alone at the end: a long notebook takes long, and one that draws
    # little itself, on every figure, finds the figures worked out by then
    waiting = sorted((task for task in tasks if task.section not in done), key=_size, reverse=True)
    if done:
        stream.write(f"{len(done)} 节没有变化，沿用；{len(waiting)} 节重新生成\n")
    if waiting:
        with _kernels_find(kept.uses.intake, work), progress_to(stream, len(waiting)) as shown:
            progress = Keeping(shown, kept, {task.section: task for task in waiting}, work)
            run = run_sections(waiting, work, progress, jobs=jobs)
        done |= {one.section: one for one in run}
    return tuple(_result(done[task.section]) for task in tasks)


@dataclass(frozen=True)
class Keeping:
    """Progress that keeps each section as soon as it has run."""

    shown: Progress
    kept: SectionCache
    tasks: Mapping[Section, Task]
    notes: Path

    def started(self, section: Section) -> None:
        self.shown.started(section)

    def finished(self, executed: Executed) -> None:
        self.kept.keep(self.tasks[executed.section], executed, self.notes)
        self.shown.finished(executed)


@contextmanager
def _kernels_find(intake: Intake, work: Path) -> Iterator[None]:
    """Kernels find this run's folders in their environment; parameters stay free of machine paths.

    What was found in the data folder and came out of databases lies in `work`: all sections tell of the same moment, and
    no kernel looks again.
    """
    workspace = intake.workspace
    told = {
        DATA_VARIABLE: str(workspace.data.resolve()),
        OUT_VARIABLE: str(workspace.out.resolve()),
        NOTES_VARIABLE: str(work),
    }
    intake.hand_over(work)
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


def _size(task: Task) -> int:
    return task.notebook.stat().st_size


def _result(executed: Executed) -> SectionResult:
    """A section's status from its outputs: blocked where it could say nothing but what is missing."""
    if executed.error is not None:
        return SectionResult(executed.section, "failed", executed.notebook, executed.error)
    kinds = {told.get("kind") for told in output_metadata(executed.notebook)}
    reasons = missing(executed.notebook)
    if reasons and not SAYING & kinds:
        return SectionResult(executed.section, "blocked", executed.notebook, "；".join(reasons))
    return SectionResult(executed.section, "ok", executed.notebook)
