"""One run: all sections of a period, from ledgers to the published folder."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import pandas as pd

from workreport.base.atomic_folder import staged
from workreport.base.paths import NOTEBOOKS
from workreport.base.period import Period
from workreport.base.startup import fast_imports
from workreport.base.workers import Worker, beside, processors
from workreport.base.workspace import Workspace
from workreport.checks.relations import load_relations
from workreport.checks.waivers import load_waivers
from workreport.execution.log import run_log
from workreport.figures.book import Book
from workreport.figures.profile import load_profile
from workreport.history.inputs import inputs_now
from workreport.history.previous_runs import PreviousRuns
from workreport.history.previous_runs import keep as keep_run
from workreport.history.runs import MANIFEST, History
from workreport.history.signing_steps import load_steps
from workreport.history.signoff_record import load_record
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.pipeline.assessment import Judgement, pending
from workreport.pipeline.figure_cache import FigureCache
from workreport.pipeline.fingerprints import Fingerprints
from workreport.pipeline.ledger_side import ledger_side
from workreport.pipeline.plan import section_tasks
from workreport.pipeline.prefetch import prefetch_ledgers
from workreport.pipeline.section_cache import SectionCache
from workreport.pipeline.signoffs import Review
from workreport.pipeline.up_to_date import LOG
from workreport.rendering.report_model import ReportContext, SectionResult

logger = logging.getLogger(__name__)


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
    force: bool = False,
    intake: Intake | None = None,
) -> Outcome:
    """Build the report of a period and publish it as ``<out>/<period>/``.

    Parameters
    ----------
    given : sequence of str
        ``NAME=VALUE`` texts for the notebooks' own parameters.
    jobs : int, optional
        Sections at a time; by default one more than there are processors.
    stream : TextIO
        Where progress is shown.
    history : History, optional
        The earlier runs that the report may speak of; by default all that ``<out>`` has kept.
    force : bool
        True to read every ledger and run every section again, whatever is kept.
    intake : Intake, optional
        What was found in the workspace, where somebody has looked already.

    Raises
    ------
    WorkreportError
        If the call, the settings, a notebook's parameters or a ledger file is unusable. Nothing is
        published then, and what was published before stays.
    """
    load_profile(workspace)
    intake = intake or Intake.of(workspace, fresh=force)
    relations, waivers = load_relations(workspace), load_waivers(workspace, period)
    record, steps = load_record(workspace, period), load_steps(workspace)
    tasks = section_tasks(notebooks, period, given, workspace.bureau.sections)
    known = SectionCache.of(Fingerprints(intake), period, fresh=force)
    earlier = PreviousRuns.of(
        history or History.of(workspace.out), period, inputs_now(intake, period, notebooks)
    )
    stream.write("".join(f"{line}\n" for line in earlier.warning))
    with staged(workspace.out, period.id) as folder, run_log(folder / LOG), _notes() as notes:
        logger.info("period %s, %d ledger files", period.id, len(intake.files))
        for line in earlier.warning:
            logger.info(line.strip())
        frames, processes = Frames(intake), jobs or processors()
        prefetch_ledgers(frames, period, processes)  # a broken file stops the run here
        forked, book = processes > 1, Book(frames, period)
        kept = FigureCache.of(frames, period, known.uses)
        before = None if force else workspace.out / period.id
        work = ledger_side(
            book,
            relations,
            waivers,
            earlier,
            record,
            steps,
            given,
            folder,
            notes,
            kept,
            before,
            forked=forked,
        )
        # forked before kernels and their threads begin
        with beside(work, forked=forked) as aside:
            with fast_imports():  # while that goes on
                from workreport.pipeline.html_cache import prepared_of
                from workreport.pipeline.portal import list_reports
                from workreport.pipeline.run_sections import execute
                from workreport.pipeline.write_outputs import write_report
                from workreport.rendering.documents.all_documents import apart, documents_beside

            with beside(documents_beside(ahead=forked), forked=apart()) as documents:
                sections = execute(tasks, known, notes, jobs=jobs, stream=stream)
                aside.send(sections)
                documents.send(sections)
                with ThreadPoolExecutor(1) as waiting:
                    judged = waiting.submit(_judged, sections, aside, documents)
                    prepared = prepared_of(sections, known) if forked else None
                    sections, findings, judgement, reviewed, context = judged.result()
                warnings = (*judgement.warnings, *reviewed.warnings)
                for warning in warnings:
                    logger.warning(warning)
                files = write_report(
                    folder,
                    book,
                    sections,
                    judgement,
                    context,
                    prepared,
                    aside,
                    documents,
                    given=given,
                    earlier=earlier,
                )
                aside.receive()  # all is kept for the next run
    keep_run(workspace.out, files[MANIFEST], judgement.kept, files["figures.csv"])
    list_reports(workspace.out)
    published = workspace.out / period.id
    return Outcome(published, sections, findings, judgement.blocking, context, warnings)


def _judged(
    sections: Sequence[SectionResult], aside: Worker, documents: Worker
) -> tuple[tuple[SectionResult, ...], pd.DataFrame, Judgement, Review, ReportContext]:
    """The sections with what is said of them, and what the ledgers come to; documents begin as soon as that is known."""
    findings, judgement, reviewed, context = aside.receive()
    told = reviewed.told_in(pending(sections, judgement))
    # it has their notebooks already
    documents.send((context, [replace(one, notebook=None) for one in told], judgement.records))
    return told, findings, judgement, reviewed, context


@contextmanager
def _notes() -> Iterator[Path]:
    """A folder in which a run and its kernels tell each other what they use and know."""
    with tempfile.TemporaryDirectory(prefix="workreport-") as folder:
        yield Path(folder)
