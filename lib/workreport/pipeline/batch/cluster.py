"""Jobs on a Dask cluster: each on whatever worker is free; one whose worker dies goes to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from workreport.base.errors import UsageError
from workreport.base.hashing import code_hash
from workreport.base.paths import REPOSITORY
from workreport.base.workspace import Workspace
from workreport.pipeline.batch.build_job import build
from workreport.pipeline.batch.job import Done, Job, broken

PATIENCE = "10s"


def run_cluster(
    jobs: Sequence[Job],
    scheduler: str,
    *,
    retries: int,
    force: bool = False,
    build: Callable[[Job, bool], Done] = build,
) -> Iterator[Done]:
    """Run jobs on the cluster of a scheduler; each as soon as it has ended.

    Raises
    ------
    UsageError
        If the scheduler does not answer, has no workers, or one of them runs another version of the workbook.
    """
    from distributed import Client, as_completed

    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            "连不上 Dask 调度器", where=scheduler, todo="请核对地址，并先启动 dask scheduler"
        ) from error
    with client:
        _require_alike(client, scheduler)
        attempts = dict.fromkeys(jobs, 1)

        def submit(job: Job) -> Any:
            return client.submit(build, job, force, key=f"{job.out}/{job.period}#{attempts[job]}", pure=False)

        asked = {submit(job): job for job in jobs}
        ended = as_completed(list(asked), loop=client.loop)
        for future in ended:
            job = asked.pop(future)
            if future.status == "finished":
                done = future.result()
                yield Done(job, done.state, done.seconds, done.remarks, attempts[job])
            elif attempts[job] > retries:
                yield broken(job, future.exception(), attempts[job])
            else:
                attempts[job] += 1
                again = submit(job)
                asked[again] = job
                ended.add(again)


def _require_alike(client: Any, scheduler: str) -> None:
    """The same inputs give the same bytes only with the same code."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise UsageError(
            "集群上没有工作进程", where=scheduler, todo="请先启动 dask worker --nthreads 1"
        ) from error
    profile = Workspace.open(REPOSITORY / "data").package
    versions = client.run(code_hash, profile)
    if strange := sorted(worker for worker, version in versions.items() if version != code_hash(profile)):
        raise UsageError(
            "集群上的程序与本机不同",
            where="、".join(strange),
            todo="请在各机器上装同一版本后重启 dask worker",
        )
