"""Jobs on a Dask cluster, of this machine or of several: each on whatever worker is free; one whose worker dies is tried again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any

from workreport.base.errors import UsageError
from workreport.base.hashing import code_hash
from workreport.base.paths import REPOSITORY
from workreport.base.temporary_folders import temporary_folder
from workreport.base.workspace import Workspace
from workreport.pipeline.batch.build_job import build
from workreport.pipeline.batch.job import Job, JobOutcome, failed_job

CONNECT_TIMEOUT = "10s"


@contextmanager
def local_cluster(workers: int) -> Iterator[str]:
    """A cluster of so many processes on this machine, each with one job at a time; the address of its scheduler."""
    import dask
    from distributed import LocalCluster

    # `run_cluster` counts attempts itself: a job whose process was killed comes back at once
    settings = {"distributed.scheduler.allowed-failures": 0}
    with (
        temporary_folder() as folder,
        dask.config.set(settings | {"temporary-directory": str(folder)}),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            memory_limit=None,
            local_directory=str(folder),
            silence_logs=logging.CRITICAL,
        ) as cluster,
    ):
        yield cluster.scheduler_address


def run_cluster(
    jobs: Sequence[Job],
    scheduler: str,
    *,
    retries: int,
    at_once: int | None = None,
    force: bool = False,
    build: Callable[[Job, bool], JobOutcome] = build,
) -> Iterator[JobOutcome]:
    """Run jobs on a scheduler's cluster; yields each outcome as it ends.

    Parameters
    ----------
    at_once : int, optional
        Jobs that the scheduler has at a time; by default all. Those that wait on a process that is killed count as tried.

    Raises
    ------
    UsageError
        If the scheduler does not answer, has no workers, or a worker runs another version of the workbook.
    """
    from distributed import Client, as_completed

    try:
        client = Client(scheduler, timeout=CONNECT_TIMEOUT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            "连不上 Dask 调度器", where=scheduler, todo="请核对地址，并先启动 dask scheduler"
        ) from error
    with client:
        _require_same_code(client, scheduler)
        attempts = dict.fromkeys(jobs, 1)

        def submit(job: Job) -> Any:
            return client.submit(build, job, force, key=f"{job.out}/{job.period}#{attempts[job]}", pure=False)

        waiting = iter(jobs)
        running = {submit(job): job for job in islice(waiting, at_once)}
        ended = as_completed(list(running), loop=client.loop)
        for future in ended:
            job = running.pop(future)
            failed = future.status != "finished"
            if failed and attempts[job] <= retries:
                attempts[job] += 1
                following: Job | None = job
            else:
                yield (
                    failed_job(job, future.exception(), attempts[job])
                    if failed
                    else replace(future.result(), job=job, attempts=attempts[job])
                )
                following = next(waiting, None)
            if following is not None:
                again = submit(following)
                running[again] = following
                ended.add(again)


def _require_same_code(client: Any, scheduler: str) -> None:
    """Require the same code on all workers: only then do the same inputs give the same bytes."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_TIMEOUT)
    except TimeoutError as error:
        raise UsageError(
            "集群上没有工作进程", where=scheduler, todo="请先启动 dask worker --nthreads 1"
        ) from error
    profile = Workspace.open(REPOSITORY / "data").package
    versions = client.run(code_hash, profile)
    if different := sorted(worker for worker, version in versions.items() if version != code_hash(profile)):
        raise UsageError(
            "集群上的程序与本机不同",
            where="、".join(different),
            todo="请在各机器上装同一版本后重启 dask worker",
        )
