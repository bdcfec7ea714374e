"""Builds the report of a job, in whatever process the job lands."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from workreport.base.atomic_folder import Busy
from workreport.base.errors import WorkreportError
from workreport.base.period import Period
from workreport.pipeline.batch.job import Done, Job, State
from workreport.pipeline.batch.remote import here
from workreport.pipeline.build import report

_one_at_a_time = threading.Lock()
"""A run sets its process's environment for its kernels: jobs of one process wait for each other."""


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
