"""Step 1 of a run: check the request against notebooks and settings, and collect its tasks and earlier runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from workreport.base.errors import WorkreportError
from workreport.base.paths import NOTEBOOKS
from workreport.base.period import Period
from workreport.base.sections import FILE, place
from workreport.base.workers import processors
from workreport.base.workspace import Workspace
from workreport.checks.explanations import load_notes
from workreport.checks.kinds import Declared
from workreport.checks.problems import load_problems
from workreport.checks.relations import load_relations
from workreport.checks.waivers import Waiver, load_waivers
from workreport.execution.parameters import assign, check, read_parameters
from workreport.execution.task import Task
from workreport.figures.definition_changes import definition_changes
from workreport.figures.profile import load_profile
from workreport.history.inputs import inputs_now
from workreport.history.previous_runs import PreviousRuns
from workreport.history.runs import History
from workreport.history.signing_steps import Steps, load_steps
from workreport.history.signoff_record import SignoffRecord, load_record
from workreport.ledgers.handed_in import keeps
from workreport.ledgers.intake import Intake
from workreport.pipeline.dependencies import named_ledgers


@dataclass(frozen=True)
class RunRequest:
    """Request for a run.

    Parameters
    ----------
    stream : TextIO
        Where progress is shown.
    given : sequence of str
        ``NAME=VALUE`` texts for the notebooks' own parameters.
    jobs : int, optional
        Number of sections run at a time; default: processors plus one. With 1, no worker process is started.
    history : History, optional
        The earlier runs that the report may refer to; default: the history of ``<out>``.
    force : bool
        True to read every ledger and run every section again, ignoring the cache.
    intake : Intake, optional
        The workspace's intake, if it was opened already.
    """

    workspace: Workspace
    period: Period
    stream: TextIO
    given: Sequence[str] = ()
    jobs: int | None = None
    notebooks: Path = NOTEBOOKS
    history: History | None = None
    force: bool = False
    intake: Intake | None = None

    @property
    def processes(self) -> int:
        """Number of processes that may run at a time."""
        return self.jobs or processors()


@dataclass(frozen=True)
class Plan:
    """A request with its inputs: one task per section, checks, waivers, signatures, earlier runs."""

    request: RunRequest
    intake: Intake
    tasks: Sequence[Task]
    relations: Sequence[Declared]
    waivers: Sequence[Waiver]
    signatures: SignoffRecord
    signing_steps: Steps
    earlier: PreviousRuns

    @property
    def period(self) -> Period:
        return self.request.period

    @property
    def out(self) -> Path:
        return self.request.workspace.out


def make_plan(request: RunRequest) -> Plan:
    """Check the request and the settings, then scan the data folder; reads no ledger.

    Raises
    ------
    WorkreportError
        If the request, the settings or a notebook's parameters are unusable.
    """
    workspace, period = request.workspace, request.period
    load_profile(workspace)
    tasks = section_tasks(workspace, request.notebooks, period, request.given)
    _check_texts(workspace, period)
    intake = request.intake or Intake.of(workspace, fresh=request.force)
    tasks = [task for task in tasks if _has_ledger(task, intake, period)] or tasks
    return Plan(
        request,
        intake,
        tasks,
        load_relations(workspace),
        load_waivers(workspace, period),
        load_record(workspace, period),
        load_steps(workspace),
        PreviousRuns.of(
            request.history or History.of(workspace.out),
            period,
            inputs_now(intake, period, request.notebooks),
            workspace.code,
        ),
    )


def _has_ledger(task: Task, intake: Intake, period: Period) -> bool:
    """Whether the bureau keeps a ledger of a section in the period; one that needs none is always there."""
    own = [
        name for name in named_ledgers(task.notebook, intake) if intake.contracts[name].kind != "reference"
    ]
    return not own or any(keeps(intake, name, period.end.year) for name in own)


def _check_texts(workspace: Workspace, period: Period) -> None:
    """Read the files that sections read in their kernels, so that a fault in one is reported once, before anything runs."""
    load_notes(workspace, period)
    load_problems(workspace)
    definition_changes(workspace)


def section_tasks(workspace: Workspace, notebooks: Path, period: Period, given: Sequence[str]) -> list[Task]:
    """One task per section, in the report's order.

    Parameters
    ----------
    notebooks : Path
        Folder of the notebooks that are not in the bureau's own data folder.
    given : sequence of str
        ``NAME=VALUE`` texts for the notebooks' own parameters.

    Raises
    ------
    WorkreportError
        If sections.yaml is wrong, a notebook is missing, or a parameter is unknown or of another type.
    """
    paths = {section: workspace.notebook(section.id, notebooks) for section in workspace.sections}
    for section, path in paths.items():
        if not path.is_file():
            number = workspace.all_sections.index(section) + 1
            raise WorkreportError(
                f"找不到章节“{section.title}”的笔记本 {path.name}",
                where=place(FILE, number),
                todo="请补上该文件，或改正 id",
            )
    declared = {section: read_parameters(path) for section, path in paths.items()}
    all_parameters = {name: value for names in declared.values() for name, value in names.items()}
    extra = assign(all_parameters, given, reserved=("period", "data"))
    tasks = []
    for section, path in paths.items():
        values = {"period": period.id} | {
            name: value for name, value in extra.items() if name in declared[section]
        }
        check(path, declared[section], values)
        tasks.append(Task(section, path, values))
    return tasks
