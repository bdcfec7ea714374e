"""Commands that the desk starts: their lines arrive as they come, they can be stopped, and end with the desk."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_bureau import small_bureau

from workreport.cli.desk.jobs import Job

pytestmark = pytest.mark.slow
PATIENCE = 120


@pytest.fixture
def folders(tmp_path: Path, repository: Path) -> dict[str, str]:
    data = small_bureau(tmp_path / "data", repository)
    return {"WORKREPORT_DATA": str(data), "WORKREPORT_OUT": str(tmp_path / "outputs")}


def members(group: int) -> list[int]:
    """The processes of a group that have not ended."""
    listing = subprocess.run(["ps", "-eo", "pid=,pgid=,stat="], capture_output=True, text=True).stdout
    rows = [line.split() for line in listing.splitlines()]
    return [int(pid) for pid, pgid, state in rows if int(pgid) == group and state[0] != "Z"]


def until(condition) -> None:
    for _ in range(PATIENCE * 10):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("it did not come to that")


def test_a_stopped_run_leaves_no_process_and_no_report(folders: dict[str, str], tmp_path: Path) -> None:
    lines: list[str] = []
    ended: list[int] = []
    job = Job(["run", "2021"], folders, lines.append, ended.append)
    until(lambda: len(members(job.group)) > 1 or not job.running)
    job.stop()
    assert job.wait(PATIENCE) == 143 and ended == [143]
    assert "已中断；此前的输出未改动。" in lines
    until(lambda: not members(job.group))
    assert not (tmp_path / "outputs" / "2021").exists()
    job.stop()  # nothing is left to stop


def test_a_command_ends_with_the_process_that_started_it(folders: dict[str, str]) -> None:
    program = (
        "from workreport.cli.desk.jobs import Job; import time\n"
        f"job = Job(['run', '2021'], {folders!r}, print, print); print(job.group, flush=True); time.sleep(1)"
    )
    process = subprocess.run(
        [sys.executable, "-c", program], env=os.environ, capture_output=True, text=True, timeout=PATIENCE
    )
    group = int(process.stdout.split()[0])
    until(lambda: not members(group))
