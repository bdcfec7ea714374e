"""A whole batch: its jobs run, shown, listed on one page."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TextIO

from workreport.base.atomic_folder import require_ours
from workreport.pipeline.batch.batch_display import display
from workreport.pipeline.batch.batch_plan import jobs_of, load_plan, placed
from workreport.pipeline.batch.cluster import local_cluster, run_cluster
from workreport.pipeline.batch.job import Done, Job, is_url
from workreport.pipeline.batch.remote import fetch, send_file
from workreport.pipeline.up_to_date import MANIFEST, PAGE

LISTED = (MANIFEST, "figures.csv")
"""Files of a report that the page listing all reports is made of."""


def run_batch(
    path: Path, *, scheduler: str | None, workers: int, retries: int | None, force: bool, stream: TextIO
) -> list[Done]:
    """Run the plan in a file; the outcomes in the plan's order.

    Raises
    ------
    WorkreportError
        If the plan or the cluster is unusable; nothing is built then.
    """
    plan = load_plan(path)
    folder = path.absolute().parent
    jobs = jobs_of(plan, folder)
    _require_listable(placed(plan.out, folder))
    again = plan.retries if retries is None else retries
    count = min(workers, len(jobs))
    cluster = nullcontext(scheduler) if scheduler else local_cluster(count)
    outcomes: dict[Job, Done] = {}
    with cluster as address, display(stream, len(jobs)) as shown:
        for done in run_cluster(
            jobs, address, retries=again, at_once=None if scheduler else count, force=force
        ):
            outcomes[done.job] = done
            shown.ended(done)
    _list(placed(plan.out, folder), jobs)
    return [outcomes[job] for job in jobs]


def _require_listable(out: str) -> None:
    """See that the page listing all reports may be written, before anything is built."""
    if not is_url(out):
        require_ours(Path(out) / PAGE)
        return
    with tempfile.TemporaryDirectory(prefix="workreport-batch-") as scratch:
        fetch(f"{out}/{PAGE}", Path(scratch) / PAGE)
        require_ours(Path(scratch) / PAGE, shown=f"{out}/{PAGE}")


def _list(out: str, jobs: Sequence[Job]) -> None:
    """Write the page that lists all bureaux and periods."""
    from workreport.pipeline.portal import list_reports

    if not is_url(out):
        Path(out).mkdir(parents=True, exist_ok=True)
        list_reports(Path(out))
        return
    with tempfile.TemporaryDirectory(prefix="workreport-batch-") as scratch:
        for job in jobs:
            for name in LISTED:
                fetch(f"{job.out}/{job.period}/{name}", Path(scratch) / job.bureau / job.period / name)
        list_reports(Path(scratch))
        send_file(Path(scratch) / PAGE, f"{out}/{PAGE}")
