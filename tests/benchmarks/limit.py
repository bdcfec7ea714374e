"""How much notebooks cost over the same section code as plain Python in processes that are already warm."""

from __future__ import annotations

import io
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import plain
from measuring import Goal, Times, interleaved, ratio
from peers import AT_ONCE, PERIOD

from workreport.building.tasks import section_tasks
from workreport.execution import warm
from workreport.execution.pool import run_sections
from workreport.execution.progress import PlainLines
from workreport.period import Period
from workreport.places import DATA_VARIABLE, NOTEBOOKS, OUT_VARIABLE, REPOSITORY
from workreport.rendering.report import build_report
from workreport.run import run
from workreport.workspace import Workspace

EXECUTION, WITH_RENDERING = 1.3, 1.6
"""Times the plain code."""


def measure(rounds: int) -> tuple[dict[str, Times], list[Goal]]:
    """Seconds of the plain code, of the executed notebooks, and of these with their pages."""
    with tempfile.TemporaryDirectory(prefix="workreport-bench-") as out:
        os.environ |= {DATA_VARIABLE: str(REPOSITORY / "data"), OUT_VARIABLE: out}
        workspace, period = Workspace.open(), Period.parse(PERIOD)
        made = run(workspace, period, stream=io.StringIO())  # fills the store; its context serves the pages
        tasks = section_tasks(NOTEBOOKS, period, ())
        warm.start()
        with ProcessPoolExecutor(AT_ONCE, get_context("spawn"), initializer=plain.warm) as pool:

            def plainly(folder: Path) -> None:
                jobs = [pool.submit(plain.run, str(task.notebook), PERIOD) for task in ordered]
                assert sum(job.result() for job in jobs) > len(jobs)

            def executed(folder: Path) -> list:
                done = run_sections(ordered, folder, PlainLines(io.StringIO(), len(tasks)), jobs=AT_ONCE)
                assert not any(one.error for one in done)
                return done

            def rendered(folder: Path) -> None:
                executed(folder)
                assert build_report(made.context, made.sections)

            first = run_sections(
                tasks, Path(tempfile.mkdtemp(dir=out)), PlainLines(io.StringIO(), len(tasks)), jobs=1
            )
            seconds = {one.section.id: one.seconds for one in first}
            # the longest first, in both
            ordered = sorted(tasks, key=lambda task: -seconds[task.section.id])
            plainly(Path(out))  # not counted: by then both processes have imported everything
            taken = interleaved(
                {"plain code": plainly, "workbook, executed": executed, "workbook, with pages": rendered},
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
