"""Step 7 of a run: write the manifest, publish the folder, store the run in the history."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workreport.base.atomic_folder import staged, write_tree
from workreport.base.cache import prune
from workreport.execution.log import run_log
from workreport.history.manifest import manifest
from workreport.history.previous_runs import store_run
from workreport.history.runs import MANIFEST
from workreport.pipeline.compute_figures import Figures
from workreport.pipeline.plan import Plan
from workreport.pipeline.portal import list_reports
from workreport.pipeline.render import Report
from workreport.pipeline.standing import standing
from workreport.pipeline.up_to_date import LOG
from workreport.rendering.report_model import ReportContext, SectionResult

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """Outcome of a run.

    ``findings`` are those that nobody has accepted. ``blocking`` lists, in Chinese, what makes the report a draft; empty means status 0. ``warnings`` lists what
    should be fixed but blocks nothing.
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


@contextmanager
def output_folder(plan: Plan) -> Iterator[Path]:
    """A folder to build the report in, with the run's log; it replaces the published one when the block ends.

    If the block raises, the published folder stays.
    """
    stream, changes = plan.request.stream, plan.earlier.warning
    stream.write("".join(f"{line}\n" for line in changes))
    with staged(plan.out, plan.period.id) as folder, run_log(folder / LOG):
        logger.info("period %s, %d ledger files", plan.period.id, len(plan.intake.files))
        for line in changes:
            logger.info(line.strip())
        yield folder


def write_manifest(figures: Figures, report: Report) -> bytes:
    """Write the manifest, the last file of the folder."""
    assessment = report.assessment
    for warning in report.warnings:
        logger.warning(warning)
    content = manifest(
        figures.book,
        assessment.ledgers.snapshot.metadata,
        figures.plan.request.given,
        assessment.sections,
        report.files,
        draft=assessment.context.draft,
        earlier=figures.plan.earlier.ids_used(assessment.ledgers.since),
        written=assessment.texts.content,
        standing=standing(assessment, figures.book.frames.intake.workspace.profile.portal),
    )
    data = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
    write_tree(report.folder, {MANIFEST: data})
    return data


def publish(plan: Plan, report: Report, manifest: bytes) -> Outcome:
    """Store the run in the history, list the published reports, remove old cache entries."""
    assessment = report.assessment
    store_run(plan.out, manifest, assessment.ledgers.snapshot, report.files["figures.csv"])
    list_reports(plan.out)
    prune(plan.out)
    return Outcome(
        plan.out / plan.period.id,
        assessment.sections,
        assessment.ledgers.open_findings,
        assessment.blocking,
        assessment.context,
        report.warnings,
    )
