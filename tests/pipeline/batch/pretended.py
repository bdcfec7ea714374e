"""Stands in for building a report: a job's period says what becomes of it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from workreport.pipeline.batch.job import Done, Job


def pretend(job: Job, force: bool = False) -> Done:
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
        return Done(job, "failed", 0.1, ("台账读不了",))
    if what == "draft":
        return Done(job, "draft", 0.1, ("· 一处问题行", "✗ 缺台账"))
    return Done(job, "skipped" if what == "same" else "done", 0.1)
