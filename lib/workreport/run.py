"""One run: all sections of a period, from ledgers to the published folder."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import pandas as pd
from nbformat import NotebookNode

import workreport.figures.catalogue  # noqa: F401  (declares every figure)
from workreport.checks.explanations import Comparison
from workreport.checks.explanations import listed as explanations_listed
from workreport.checks.explanations import warnings as unexplained
from workreport.checks.relations import all_checks, load_relations
from workreport.checks.verdicts import Check
from workreport.checks.waivers import load_waivers, waive
from workreport.earlier import Earlier, explained
from workreport.earlier import keep as keep_run
from workreport.errors import WorkreportError
from workreport.execution.log import run_log
from workreport.execution.notebooks import Executed, Task
from workreport.execution.parameters import assign, check, read_parameters
from workreport.execution.pool import run_sections
from workreport.execution.progress import progress_to
from workreport.execution.publish import replace_file, staged, write_tree
from workreport.figures.book import Book
from workreport.figures.evidence import Behind
from workreport.figures.outputs import csv_bytes
from workreport.figures.registry import FIGURES
from workreport.ledgers.accounting import accounts, all_findings
from workreport.ledgers.findings import QUARANTINED, combine
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.ledgers.reading.database import SNAPSHOT, keep
from workreport.manifest import manifest
from workreport.narrative.office import office_findings
from workreport.period import Period
from workreport.rendering.model import ReportContext, SectionResult
from workreport.rendering.portal import Entry, portal_page
from workreport.rendering.report import build_report
from workreport.reporting import context_of, tables_of
from workreport.runs.history import History
from workreport.runs.inputs import inputs_now
from workreport.runs.reported import COLUMNS as REPORTED_COLUMNS
from workreport.runs.snapshot import snapshot
from workreport.sections import SECTIONS
from workreport.workspace import DATA_VARIABLE, OUT_VARIABLE, REPOSITORY, Workspace

logger = logging.getLogger(__name__)
LOG = "run.log"
NOTEBOOKS = REPOSITORY / "notebooks"


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    ``blocking`` lists, in Chinese, what keeps the report from being clean; empty means status 0.
    ``warnings`` lists what is to be tidied up and blocks nothing.
    """

    folder: Path
    sections: tuple[SectionResult, ...]
    findings: pd.DataFrame
    blocking: tuple[str, ...]
    context: ReportContext
    warnings: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        """0: built and clean; 1: built, with failed sections, missing ledgers or blocking checks."""
        return 1 if self.blocking else 0


def run(
    workspace: Workspace,
    period: Period,
    *,
    given: Sequence[str] = (),
    jobs: int | None = None,
    stream: TextIO,
    notebooks: Path = NOTEBOOKS,
    history: History | None = None,
) -> Outcome:
    """Build the report of a period and publish it as ``<out>/<period>/``.

    Parameters
    ----------
    given : sequence of str
        ``NAME=VALUE`` texts for the notebooks' own parameters.
    jobs : int, optional
        Sections at a time; the number of processors by default.
    stream : TextIO
        Where progress is shown.
    history : History, optional
        The earlier runs that the report may speak of; by default all that ``<out>`` has kept.

    Raises
    ------
    WorkreportError
        If the call, the settings, a notebook's parameters or a ledger file is unusable. Nothing is
        published then, and what was published before stays.
    """
    intake = Intake.of(workspace)
    relations, waivers = load_relations(workspace), load_waivers(workspace, period)
    tasks = _tasks(notebooks, period, given)
    earlier = Earlier.of(history or History.of(workspace.out), period, inputs_now(intake, period, notebooks))
    stream.write("".join(f"{line}\n" for line in earlier.warning))
    with staged(workspace.out, period.id) as folder, run_log(folder / LOG):
        logger.info("period %s, %d ledger files", period.id, len(intake.files))
        for line in earlier.warning:
            logger.info(line.strip())
        book = Book(Frames(intake), period)
        # reads every file: a broken one stops the run here
        findings = combine([all_findings(book.frames, period), office_findings(workspace, period)])
        with (
            tempfile.TemporaryDirectory(prefix="workreport-") as work,
            _kernels_find(workspace, intake, Path(work)),
            progress_to(stream, len(tasks)) as progress,
        ):
            executed = run_sections(tasks, Path(work), progress, jobs=jobs)
        sections = tuple(_result(one) for one in executed)
        kept = snapshot(book, earlier.now)
        judged = all_checks(book, relations)
        since = earlier.since_reported(book, kept, judged)
        checks, waivers = waive(explained(judged, since), waivers)
        explanations = explanations_listed(book, _changes(sections))
        warnings = (*(one.warning for one in waivers if one.stale), *unexplained(book, explanations))
        for warning in warnings:
            logger.warning(warning)
        blocking = tuple(_blocking(book, sections, findings, checks))
        row_accounts = accounts(book.frames, period)
        sections = tuple(replace(one, pending=_pending(book, row_accounts, one)) for one in sections)
        context = context_of(book, findings, row_accounts, checks, waivers, given, draft=bool(blocking))
        context = replace(
            context,
            reported=[row for one in since for row in one.rows_of_csv()],
            input_changes=earlier.listed(),
            explanations=explanations,
        )
        files = build_report(context, sections) | tables_of(
            book, findings, row_accounts, checks, _behind(sections)
        )
        files["reported.csv"] = csv_bytes(context.reported, REPORTED_COLUMNS)
        described = manifest(
            book, kept.told, given, sections, files, draft=bool(blocking), earlier=earlier.used(since)
        )
        files["manifest.json"] = (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()
        write_tree(folder, files)
    keep_run(workspace.out, files["manifest.json"], kept, files["figures.csv"])
    replace_file(workspace.out / "index.html", portal_page(_published(workspace.out)))
    return Outcome(workspace.out / period.id, sections, findings, blocking, context, warnings)


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


def _published(out: Path) -> list[Entry]:
    """The periods whose folders stand in `out`, by their manifests."""
    found = []
    for path in sorted(out.glob("*/manifest.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        period = Period.parse(told["period"])
        found.append(Entry(path.parent.name, period.label, told["bureau"], period.as_of, told["draft"]))
    return found


def _tasks(notebooks: Path, period: Period, given: Sequence[str]) -> list[Task]:
    """One task a section, its parameters checked before any kernel starts."""
    paths = {section: notebooks / f"{section.id}.ipynb" for section in SECTIONS}
    for section, path in paths.items():
        if not path.is_file():
            raise WorkreportError(
                f"找不到章节“{section.title}”的笔记本", where=path.name, todo="请从版本库恢复该文件"
            )
    declared = {section: read_parameters(path) for section, path in paths.items()}
    every = {name: one for names in declared.values() for name, one in names.items()}
    extra = assign(every, given, reserved=("period", "data"))
    tasks = []
    for section, path in paths.items():
        values = {"period": period.id} | {
            name: value for name, value in extra.items() if name in declared[section]
        }
        check(path, declared[section], values)
        tasks.append(Task(section, path, values))
    return tasks


def _result(executed: Executed) -> SectionResult:
    """A section's status from its outputs: blocked where it could say nothing but what is missing."""
    if executed.error is not None:
        return SectionResult(executed.section, "failed", executed.notebook, executed.error)
    kinds = [told.get("kind") for told in told_by(executed.notebook)]
    reasons = missing(executed.notebook)
    if reasons and not {"sentence", "table", "chart", "cards"} & set(kinds):
        return SectionResult(executed.section, "blocked", executed.notebook, "；".join(reasons))
    return SectionResult(executed.section, "ok", executed.notebook)


def told_by(notebook: NotebookNode) -> list[dict]:
    """What each output of an executed notebook says of itself, in order."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output.metadata["workreport"] for output in outputs if "workreport" in output.get("metadata", {})]


def _behind(sections: Sequence[SectionResult]) -> list[Behind]:
    """What stands behind the cuts and other periods that the sections show."""
    told = [told for one in sections if one.notebook for told in told_by(one.notebook)]
    shown = [Behind(id, tuple(by), period) for one in told for id, by, period in one.get("behind", [])]
    marks = [mark for one in told for mark in one.get("marks", {}).values()]
    return shown + [
        Behind(
            m["data-figure"], tuple(filter(None, m.get("data-by", "").split("|"))), m.get("data-period", "")
        )
        for m in marks
    ]


def _changes(sections: Sequence[SectionResult]) -> list[tuple[str, Comparison]]:
    """The changes that the sections show, as figure and comparison."""
    told = [told for one in sections if one.notebook for told in told_by(one.notebook)]
    return [(id, comparison) for one in told for id, comparison in one.get("changes", [])]


def _pending(book: Book, row_accounts: pd.DataFrame, result: SectionResult) -> int:
    """Rows set aside in the ledgers that a section's figures come from."""
    if result.notebook is None or row_accounts.empty:
        return 0
    figures = {id for told in told_by(result.notebook) for id in told.get("figures", ())}
    ledgers = {ledger for id in figures for ledger in book.ledgers(id)}
    return int(row_accounts.loc[row_accounts["ledger"].isin(ledgers), "quarantined"].sum())


def missing(notebook: NotebookNode) -> list[str]:
    """Reasons of a notebook's notices, each once."""
    return list(dict.fromkeys(told["reason"] for told in told_by(notebook) if told.get("kind") == "notice"))


def _blocking(
    book: Book, sections: Sequence[SectionResult], findings: pd.DataFrame, checks: Sequence[Check]
) -> list[str]:
    found = [f"{result.section.title}：生成失败" for result in sections if result.status == "failed"]
    if book.frames.intake.workspace.bureau.ledgers is None:  # else the bureau has said what it keeps
        lacking = [value.reason for value in map(book.value, sorted(FIGURES)) if value.status == "blocked"]
        found += dict.fromkeys(lacking)
    aside = int((findings["disposition"] == QUARANTINED).sum())
    if aside:
        found.append(f"台账中有{aside}处问题行被隔离，未计入")
    found += [
        f"勾稽 {one.id} 不成立：{one.explanation}（{one.left} 与 {one.right}）"
        for one in checks
        if one.blocks
    ]
    return found
