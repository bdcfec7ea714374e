"""Run sections in parallel, each in its own kernel; results in the registry's order."""

from __future__ import annotations

import logging
import queue
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Protocol

from workreport.base.errors import UsageError
from workreport.base.sections import Section
from workreport.base.workers import processors
from workreport.execution import warm
from workreport.execution.kernels import Kernels
from workreport.execution.notebooks import run_notebook
from workreport.execution.task import Executed, Task

logger = logging.getLogger(__name__)

_KILL_INTERVAL = 0.05  # seconds between two passes over kernels that may just have started


class Progress(Protocol):
    """Observer of a run; always called from the thread that called `run_sections`."""

    def started(self, section: Section) -> None:
        """A section's kernel is being started."""

    def finished(self, executed: Executed) -> None:
        """A section has run or failed."""


def run_sections(
    tasks: Sequence[Task],
    work: Path,
    progress: Progress,
    *,
    jobs: int | None = None,
) -> list[Executed]:
    """Run all tasks, `jobs` at a time, in their order.

    Kernels inherit the current environment, so variables for them must be set before.

    Parameters
    ----------
    tasks : sequence of Task
    work : Path
        Existing folder for papermill's own copies.
    progress : Progress
    jobs : int, optional
        Notebooks at a time; by default the number of processors plus one, since notebooks sometimes wait.

    Returns
    -------
    list of Executed
        In the order of `tasks`.

    Raises
    ------
    UsageError
        If `jobs` is not positive.
    KeyboardInterrupt
        When interrupted; by then no kernel of the run is left.
    """
    if jobs is not None and jobs < 1:
        raise UsageError(f"并行数不能为 {jobs}", expected="不小于 1 的整数")
    kernels = Kernels(work, warm.start())
    events: queue.SimpleQueue[Section | Future[Executed]] = queue.SimpleQueue()

    def run(task: Task) -> Executed | None:
        if kernels.cancelled:
            return None
        events.put(task.section)
        return run_notebook(task, work, kernels)

    with ThreadPoolExecutor(jobs or processors() + 1, thread_name_prefix="section") as pool:
        futures: dict[str, Future[Executed]] = {}
        try:
            for task in tasks:
                futures[task.section.id] = pool.submit(run, task)
                futures[task.section.id].add_done_callback(events.put)
            _watch(len(tasks), events, progress)
        except BaseException:
            _cancel(kernels, futures.values())
            raise
    return [futures[task.section.id].result() for task in tasks]


def _watch(total: int, events: queue.SimpleQueue, progress: Progress) -> None:
    """Pass events on until all sections have finished."""
    finished = 0
    while finished < total:
        event = events.get()
        if isinstance(event, Section):
            logger.info("开始 %s %s", event.id, event.title)
            progress.started(event)
            continue
        finished += 1
        executed = event.result()
        if executed.error is None:
            logger.info("完成 %s，%.1f 秒", executed.section.id, executed.seconds)
        else:
            logger.error("失败 %s，%.1f 秒\n%s", executed.section.id, executed.seconds, executed.error)
        progress.finished(executed)


def _cancel(kernels: Kernels, futures: Iterable[Future]) -> None:
    """Kill kernels until all threads have ended; further interrupts only repeat this."""
    pending = set(futures)
    while pending:
        try:
            kernels.cancel()
            for future in pending:
                future.cancel()
            pending = wait(pending, timeout=_KILL_INTERVAL).not_done
        except KeyboardInterrupt:
            continue
