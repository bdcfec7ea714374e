"""Run a batch: run its jobs, show progress, list the reports on one page."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TextIO

from workreport.base.atomic_folder import require_ours
from workreport.base.temporary_folders import temporary_folder
from workreport.pipeline.batch.batch_display import display
from workreport.pipeline.batch.batch_plan import absolute, jobs_of, load_plan
from workreport.pipeline.batch.cluster import local_cluster, run_cluster
from workreport.pipeline.batch.job import Job, JobOutcome, is_url
from workreport.pipeline.batch.remote import fetch, send_file
from workreport.pipeline.up_to_date import MANIFEST, PAGE

LISTED = (MANIFEST, "figures.csv")
"""Files of a report that the portal page is made from."""


def run_batch(
    path: Path, *, scheduler: str | None, workers: int, retries: int | None, force: bool, stream: TextIO
) -> list[JobOutcome]:
    """Run the plan in a file; the outcomes in the plan's order.

    Raises
    ------
    WorkreportError
        If the plan or the cluster is unusable; nothing is built then.
    """
    plan = load_plan(path)
    folder = path.absolute().parent
    jobs = jobs_of(plan, folder)
    _require_listable(absolute(plan.out, folder))
    again = plan.retries if retries is None else retries
    count = min(workers, len(jobs))
    cluster = nullcontext(scheduler) if scheduler else local_cluster(count)
    outcomes: dict[Job, JobOutcome] = {}
    with cluster as address, display(stream, len(jobs)) as shown:
        for outcome in run_cluster(
            jobs, address, retries=again, at_once=None if scheduler else count, force=force
        ):
            outcomes[outcome.job] = outcome
            shown.ended(outcome)
    _list(absolute(plan.out, folder), jobs)
    return [outcomes[job] for job in jobs]


def _require_listable(out: str) -> None:
    """Require that the portal page may be written, before anything is built."""
    if not is_url(out):
        require_ours(Path(out) / PAGE)
        return
    with temporary_folder() as scratch:
        fetch(f"{out}/{PAGE}", scratch / PAGE)
        require_ours(scratch / PAGE, shown=f"{out}/{PAGE}")


def _list(out: str, jobs: Sequence[Job]) -> None:
    """Write the portal page of all bureaux and periods."""
    from workreport.pipeline.portal import list_reports

    if not is_url(out):
        Path(out).mkdir(parents=True, exist_ok=True)
        list_reports(Path(out))
        return
    with temporary_folder() as scratch:
        for job in jobs:
            for name in LISTED:
                fetch(f"{job.out}/{job.period}/{name}", scratch / job.bureau / job.period / name)
        list_reports(scratch)
        send_file(scratch / PAGE, f"{out}/{PAGE}")
