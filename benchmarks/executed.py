"""The sections executed as a run executes them: figures computed, nothing of it taken from the cache."""

from __future__ import annotations

import io

from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.pipeline.compute_figures import Figures, compute_figures
from workreport.pipeline.execute_sections import execute_sections
from workreport.pipeline.plan import RunRequest, make_plan
from workreport.pipeline.read_ledgers import read_ledgers
from workreport.rendering.report_model import SectionResult


def executed(
    workspace: Workspace, period: Period, *, fresh: bool = True, jobs: int | None = None
) -> tuple[Figures, tuple[SectionResult, ...]]:
    """The figures of a period, and its sections in the report's order.

    With `fresh`, figures and sections are made anew; ledgers that an earlier run has read are taken from the cache.
    """
    plan = make_plan(RunRequest(workspace, period, io.StringIO(), jobs=jobs))
    ledgers = read_ledgers(plan)
    if fresh:
        for folder in ("figures", "sections"):
            for path in (workspace.out / ".store" / folder).rglob("*"):
                path.unlink() if path.is_file() else None
    figures = compute_figures(ledgers)
    sections = execute_sections(figures).results
    assert all(one.status == "ok" for one in sections), [one.error for one in sections]
    return figures, sections
