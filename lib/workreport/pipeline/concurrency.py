"""Concurrency of a run, defined here only.

=================  ==========================================================
documents' worker  imports document modules  │ Word, PDF, slides, workbook
ledgers' worker                 assesses the ledgers, proofs the texts │ tables
main process       reads, computes figures   │ executes sections  │ pages
=================  ==========================================================

Reading ledgers (``read_ledgers``) and last year's figures (``compute_figures``) use short-lived processes, sections use
kernels (``execution.pool``). With one process, everything runs in sequence.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from workreport.base.period import Period
from workreport.base.workers import Worker
from workreport.pipeline.assess import Assessment, LedgerAssessment, assess_ledgers
from workreport.pipeline.compute_figures import Figures
from workreport.pipeline.make_tables import make_tables
from workreport.pipeline.output_metadata import evidence_requests
from workreport.pipeline.plan import Plan
from workreport.pipeline.written_report import OfficeTexts, office_texts
from workreport.rendering.documents.all_documents import build_documents, fork_is_safe, load_documents


class Workers:
    """The workers of one run; they end when the ``with`` block ends."""

    def __init__(self, plan: Plan) -> None:
        self._forked = plan.request.processes > 1
        self._stack = ExitStack()
        # separate from the ledgers' worker: typst starts threads, which a process forked later would lack
        self._documents = self._start(None, forked=self._forked and fork_is_safe())
        self._documents.submit(load_documents)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.close()

    def assess(self, figures: Figures) -> tuple[Future[LedgerAssessment], Future[OfficeTexts]]:
        """Start assessing the ledgers, then the office's texts.

        Call it before kernels start: a worker forked later would lack their threads.
        """
        self._ledgers = self._start(figures, forked=self._forked)
        return self._ledgers.submit(assess_ledgers), self._ledgers.submit(office_texts)

    def tables(self, assessment: Assessment, folder: Path) -> Future[dict[str, bytes | Path]]:
        """Start making the report's tables; long ones are written to `folder`."""
        ledgers = assessment.ledgers
        period = Period.parse(assessment.context.parameters["period"])
        requests = evidence_requests(assessment.sections, period, assessment.context.written)
        tables = ledgers.findings, ledgers.row_accounts, ledgers.sources, ledgers.checks
        return self._ledgers.submit(make_tables, *tables, requests, folder)

    def documents(self, assessment: Assessment) -> Future[dict[str, bytes]]:
        """Start making the report's documents."""
        return self._documents.submit(
            _documents,
            assessment.context,
            assessment.sections,
            assessment.ledgers.records,
            assessment.papers,
        )

    def _start(self, state: Any, *, forked: bool) -> Worker:
        return self._stack.enter_context(Worker(state, forked=forked))


def _documents(_: None, *inputs: Sequence[Any]) -> dict[str, bytes]:
    return build_documents(*inputs)
