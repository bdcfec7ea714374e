"""What the ledgers come to is the same, assessed here or in a worker beside the sections."""

from __future__ import annotations

import io

import pytest

from workreport.base.errors import WorkreportError
from workreport.base.paths import REPOSITORY
from workreport.base.period import Period
from workreport.base.workers import Worker
from workreport.base.workspace import Workspace
from workreport.pipeline import assess as module
from workreport.pipeline.assess import assess_ledgers
from workreport.pipeline.compute_figures import Figures, compute_figures
from workreport.pipeline.plan import RunRequest, make_plan
from workreport.pipeline.read_ledgers import read_ledgers


@pytest.fixture(scope="module")
def figures(sample_frames) -> Figures:
    workspace = Workspace.open(REPOSITORY / "data", sample_frames.intake.workspace.out)
    request = RunRequest(workspace, Period.parse("2021-08"), io.StringIO(), jobs=1)
    return compute_figures(read_ledgers(make_plan(request)))


def test_a_worker_says_the_same(figures):
    here = assess_ledgers(figures)
    with Worker(figures, forked=True) as worker:
        there = worker.submit(assess_ledgers).result()
    assert there.checks == here.checks and len(here.checks) > 50
    assert there.findings.equals(here.findings) and there.row_accounts.equals(here.row_accounts)
    assert there.definitions == here.definitions and there.records == here.records
    assert (
        there.snapshot.metadata == here.snapshot.metadata and there.snapshot.objects == here.snapshot.objects
    )


def test_what_judging_raises_is_raised_where_it_is_awaited(figures, monkeypatch):
    def failing(figures):
        raise WorkreportError("核对失败")

    monkeypatch.setattr(module, "judge_checks", failing)
    with Worker(figures, forked=True) as worker, pytest.raises(WorkreportError, match="核对失败"):
        worker.submit(assess_ledgers).result()
