"""What goes on side by side in a run, decided here and nowhere else.

=================  ==========================================================
documents' worker  loads what documents take │ Word, PDF, workbook
ledgers' worker                              assesses the ledgers │ tables
main process       reads, computes figures   │ executes sections  │ pages
=================  ==========================================================

Readers of ledgers (``read_ledgers``) and the figures of last year (``compute_figures``) have processes of their own for
as long as they last, sections their kernels (``execution.pool``). With one process at a time all is done in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from workreport.base.workers import Worker
from workreport.pipeline.assess import Assessment, LedgerAssessment, assess_ledgers
from workreport.pipeline.compute_figures import Figures
from workreport.pipeline.make_tables import make_tables
from workreport.pipeline.output_metadata import behind
from workreport.pipeline.plan import Plan
from workreport.rendering.documents.all_documents import build_documents, fork_is_safe, load_documents


class Workers:
    """The workers of one run; they end with the block."""

    def __init__(self, plan: Plan) -> None:
        self._forked = plan.request.processes > 1
        self._stack = ExitStack()
        # apart from the ledgers' worker: typst's threads must not be missing in a process that is forked later
        self._documents = self._start(None, forked=self._forked and fork_is_safe())
        self._documents.submit(load_documents)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.close()

    def assess(self, figures: Figures) -> Future[LedgerAssessment]:
        """Begin to assess the ledgers. Call it before kernels start: their threads would be missing in the worker."""
        self._ledgers = self._start(figures, forked=self._forked)
        return self._ledgers.submit(assess_ledgers)

    def tables(self, assessment: Assessment, folder: Path) -> Future[dict[str, bytes | Path]]:
        """Begin to make the report's tables; long ones are written to `folder`."""
        known = assessment.ledgers
        requests = behind(assessment.sections)
        return self._ledgers.submit(
            make_tables, known.findings, known.row_accounts, known.checks, requests, folder
        )

    def documents(self, assessment: Assessment) -> Future[dict[str, bytes]]:
        """Begin to make the report's documents."""
        return self._documents.submit(
            _documents, assessment.context, assessment.sections, assessment.ledgers.records
        )

    def _start(self, state: Any, *, forked: bool) -> Worker:
        return self._stack.enter_context(Worker(state, forked=forked))


def _documents(_: None, *made_of: Sequence[Any]) -> dict[str, bytes]:
    return build_documents(*made_of)
