"""Build the report of a job in the current process."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from workreport.base.atomic_folder import Busy
from workreport.base.errors import WorkreportError
from workreport.base.period import Period
from workreport.pipeline.batch.job import Job, JobOutcome, State
from workreport.pipeline.batch.remote import local_folders
from workreport.pipeline.build import report

_one_at_a_time = threading.Lock()
"""A run sets environment variables for its kernels, so jobs of one process must run one after another."""


def build(job: Job, force: bool = False) -> JobOutcome:
    """Build a job's report in this process; sections run one at a time, since jobs run in parallel.

    Returns
    -------
    JobOutcome
        Unusable data, settings or parameters give a failed outcome instead of an error, since a retry cannot help.

    Raises
    ------
    Exception
        Any other error, including another process building the same report; a retry may succeed.
    """
    began = time.monotonic()
    with _one_at_a_time, Path(os.devnull).open("w") as nowhere:
        try:
            with local_folders(job) as (data, out):
                period = Period.parse(job.period)
                summary = report(data, out, period, given=job.given, jobs=1, force=force, stream=nowhere)
        except Busy:
            raise
        except WorkreportError as error:
            return JobOutcome(job, "failed", time.monotonic() - began, (error.message,))
    state: State = "skipped" if summary.unchanged else "draft" if summary.draft else "done"
    return JobOutcome(job, state, time.monotonic() - began, summary.remarks)
