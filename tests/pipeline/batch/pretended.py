"""Stands in for building a report: a job's period says what becomes of it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from workreport.pipeline.batch.job import Job, JobOutcome


def pretend(job: Job, force: bool = False) -> JobOutcome:
    """``fails-N`` breaks N times, ``dies-N`` kills its process N times, ``bad`` cannot be built."""
    what, _, times = job.period.partition("-")
    seen = Path(job.out) / job.period
    with seen.open("a") as lines:
        lines.write(f"{os.getpid()}\n")
    before = len(seen.read_text().splitlines())
    if what == "fails" and before <= int(times):
        raise OSError("网络断了")
    if what == "dies" and before <= int(times):
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    if what == "bad":
        return JobOutcome(job, "failed", 0.1, ("台账读不了",))
    if what == "draft":
        return JobOutcome(job, "draft", 0.1, ("· 一处问题行", "✗ 缺台账"))
    return JobOutcome(job, "skipped" if what == "same" else "done", 0.1)
