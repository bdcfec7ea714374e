"""Jobs on this machine: so many processes side by side, each job in one of them, a process that dies replaced."""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from workreport.pipeline.batch.build_job import build
from workreport.pipeline.batch.job import Done, Job, broken

Build = Callable[[Job, bool], Done]
PAUSE = 0.5
"""Seconds before a job is tried again, and between two looks at whether the parent lives."""


def run_local(
    jobs: Sequence[Job], *, workers: int, retries: int, force: bool = False, build: Build = build
) -> Iterator[Done]:
    """Run jobs on `workers` processes; each as soon as it has ended.

    A process that is killed takes its job with it: the job is tried again in a new one, `retries` times.
    """
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    ended: queue.SimpleQueue[Done] = queue.SimpleQueue()
    slots = [_Slot(waiting, ended, retries, force, build) for _ in range(min(workers, len(jobs)))]
    for slot in slots:
        slot.start()
    try:
        for _ in jobs:
            yield ended.get()
    finally:
        for slot in slots:
            slot.stop()


class _Slot(threading.Thread):
    """One process and what feeds it."""

    def __init__(
        self,
        waiting: queue.SimpleQueue[Job],
        ended: queue.SimpleQueue[Done],
        retries: int,
        force: bool,
        build: Build,
    ) -> None:
        super().__init__(daemon=True)
        self._waiting, self._ended = waiting, ended
        self._retries, self._force, self._build = retries, force, build
        self._stopped = False
        self._pool: ProcessPoolExecutor | None = None

    def run(self) -> None:
        while not self._stopped:
            try:
                job = self._waiting.get_nowait()
            except queue.Empty:
                break
            self._ended.put(self._tried(job))
        self._close()

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._stopped = True
        pool = self._pool
        for process in list((pool._processes or {}).values()) if pool else ():
            process.terminate()

    def _tried(self, job: Job) -> Done:
        for attempt in range(1, self._retries + 2):
            try:
                self._pool = self._pool or _process()
                done = self._pool.submit(self._build, job, self._force).result()
                return Done(done.job, done.state, done.seconds, done.remarks, attempt)
            except BaseException as error:
                if isinstance(error, BrokenProcessPool):
                    self._close()
                if attempt > self._retries or self._stopped:
                    return broken(job, error, attempt)
                time.sleep(PAUSE)
        raise AssertionError("every attempt ends in one of the two")

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=not self._stopped, cancel_futures=True)
            self._pool = None


def _process() -> ProcessPoolExecutor:
    # a new interpreter: a fork would take over threads, locks and kernels of this one
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=_end_with, initargs=(os.getpid(),))


def _end_with(parent: int) -> None:
    """End this process when its parent is gone: nobody would take what it makes, and nobody would end it."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PAUSE)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
