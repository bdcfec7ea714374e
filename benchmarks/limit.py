"""How much notebooks cost over the same section code as plain Python in processes that are already warm.

The workbook executes them as a run does: it computes every figure first, which is in the time. "notebooks alone" have no such
figures and compute what they need each by itself, as the plain code does.
"""

from __future__ import annotations

import io
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import plain
from executed import executed
from measuring import Goal, Times, interleaved, ratio
from peers import AT_ONCE, PERIOD

from workreport.base.paths import DATA_VARIABLE, NOTEBOOKS, OUT_VARIABLE, REPOSITORY
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.execution import warm
from workreport.execution.pool import run_sections
from workreport.execution.progress import PlainLines
from workreport.pipeline.plan import section_tasks
from workreport.pipeline.run import RunRequest, run
from workreport.rendering.pages.report_files import build_report
from workreport.rendering.report_model import SectionResult

EXECUTION, WITH_RENDERING = 1.3, 1.6
"""Times the plain code."""


def measure(rounds: int) -> tuple[dict[str, Times], list[Goal]]:
    """Seconds of the plain code, of the executed notebooks, and of these with their pages."""
    with tempfile.TemporaryDirectory(prefix="workreport-bench-") as out:
        os.environ |= {DATA_VARIABLE: str(REPOSITORY / "data"), OUT_VARIABLE: out}
        workspace, period = Workspace.open(), Period.parse(PERIOD)
        made = run(
            RunRequest(workspace, period, io.StringIO())
        )  # fills the store; its context serves the pages
        tasks = section_tasks(workspace, NOTEBOOKS, period, ())
        warm.start()
        with ProcessPoolExecutor(AT_ONCE, get_context("spawn"), initializer=plain.warm) as pool:

            def plainly(folder: Path) -> None:
                jobs = [pool.submit(plain.run, str(task.notebook), PERIOD) for task in ordered]
                assert sum(job.result() for job in jobs) > len(jobs)

            def notebooks(folder: Path) -> tuple[SectionResult, ...]:
                return executed(workspace, period)[1]

            def alone(folder: Path) -> None:
                done = run_sections(ordered, folder, PlainLines(io.StringIO(), len(tasks)), jobs=AT_ONCE)
                assert not any(one.error for one in done)

            def rendered(folder: Path) -> None:
                assert build_report(made.context, notebooks(folder)).files

            seconds = {}
            for task in tasks:
                start = time.perf_counter()
                pool.submit(plain.run, str(task.notebook), PERIOD).result()
                seconds[task.section.id] = time.perf_counter() - start
            ordered = sorted(tasks, key=lambda task: -seconds[task.section.id])  # the longest first
            plainly(Path(out))  # not counted: by then both processes have imported everything
            taken = interleaved(
                {
                    "plain code": plainly,
                    "workbook, executed": notebooks,
                    "workbook, with pages": rendered,
                    "notebooks alone": alone,
                },
                rounds,
            )
    bare = taken["plain code"]
    return taken, [
        Goal("limit: execution, times the plain code", ratio(taken["workbook, executed"], bare), EXECUTION),
        Goal(
            "limit: with pages, times the plain code",
            ratio(taken["workbook, with pages"], bare),
            WITH_RENDERING,
        ),
    ]
