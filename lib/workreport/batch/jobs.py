"""One job of a batch: the report of one bureau for one period, built wherever the job lands."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workreport.building.reports import report
from workreport.errors import WorkreportError
from workreport.execution.publish import Busy
from workreport.period import Period

State = Literal["done", "draft", "skipped", "failed"]
STATES: dict[State, str] = {
    "done": "成功",
    "draft": "成功（草稿）",
    "skipped": "跳过（没有变化）",
    "failed": "失败",
}

BLOCKING = "✗"
_one_at_a_time = threading.Lock()
"""A run sets its process's environment for its kernels: jobs of one process wait for each other."""


@dataclass(frozen=True)
class Job:
    """One report to build: the bureau's name, its data and output folder (path or URL), period, parameters."""

    bureau: str
    data: str
    out: str
    period: str
    given: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.bureau} {self.period}"


@dataclass(frozen=True)
class Done:
    """What became of a job.

    ``remarks`` are those of the report; of a failed job, what went wrong. ``attempts`` says how often it began.
    """

    job: Job
    state: State
    seconds: float
    remarks: tuple[str, ...] = ()
    attempts: int = 1

    @property
    def blocking(self) -> list[str]:
        """What keeps the report from being clean, or from being there."""
        if self.state == "failed":
            return list(self.remarks)
        return [remark for remark in self.remarks if remark.startswith(BLOCKING)]


def build(job: Job, force: bool = False) -> Done:
    """Build a job's report in this process; sections run one at a time, since jobs run side by side.

    Returns
    -------
    Done
        A report whose data, settings or parameters are unusable is told there, not raised: trying again is no use.

    Raises
    ------
    Exception
        Whatever else goes wrong, another process being at the same report included: it may go right next time.
    """
    from workreport.batch.remote import here

    began = time.monotonic()
    with _one_at_a_time, Path(os.devnull).open("w") as nowhere:
        try:
            with here(job) as (data, out):
                period = Period.parse(job.period)
                told = report(data, out, period, given=job.given, jobs=1, force=force, stream=nowhere)
        except Busy:
            raise
        except WorkreportError as error:
            return Done(job, "failed", time.monotonic() - began, (error.message,))
    state: State = "skipped" if told.unchanged else "draft" if told.draft else "done"
    return Done(job, state, time.monotonic() - began, told.remarks)


def broken(job: Job, error: BaseException, attempts: int) -> Done:
    """A job that was given up after so many attempts."""
    return Done(job, "failed", 0.0, (f"{type(error).__name__}: {error}".strip().splitlines()[0],), attempts)
