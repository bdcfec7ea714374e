"""Jobs side by side, here and on a cluster: each ends once, whatever breaks or is killed."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pretended
import pytest

from workreport.base.errors import UsageError
from workreport.pipeline.batch.batch_display import display, print_table
from workreport.pipeline.batch.cluster import local_cluster, run_cluster
from workreport.pipeline.batch.job import Job, JobOutcome

HERE = str(Path(__file__).parent)
PERIODS = ("2021", "same", "draft", "bad", "fails-1", "fails-9", "dies-1")


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    return [Job("甲局", "data", str(tmp_path), period) for period in PERIODS]


def states(outcomes: list[JobOutcome]) -> dict[str, tuple[str, int]]:
    assert len(outcomes) == len(PERIODS)
    return {done.job.period: (done.state, done.attempts) for done in outcomes}


def test_on_this_machine(jobs, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([HERE, *filter(None, sys.path)]))
    with local_cluster(2) as address:
        outcomes = list(run_cluster(jobs, address, retries=2, at_once=2, build=pretended.pretend))
    assert states(outcomes) == {
        "2021": ("done", 1),
        "same": ("skipped", 1),
        "draft": ("draft", 1),
        "bad": ("failed", 1),  # unusable data does not get better
        "fails-1": ("done", 2),
        "fails-9": ("failed", 3),
        "dies-1": ("done", 2),
    }
    assert next(done for done in outcomes if done.job.period == "fails-9").remarks == ("OSError: 网络断了",)


def test_processes_go_with_their_parent(tmp_path):
    code = (
        "import sys, os, signal, pretended\n"
        "from workreport.pipeline.batch.cluster import local_cluster, run_cluster\n"
        "from workreport.pipeline.batch.job import Job\n"
        "if __name__ == '__main__':\n"
        "    jobs = [Job('甲局', 'data', sys.argv[1], '2021')]\n"
        "    with local_cluster(1) as address:\n"
        "        for done in run_cluster(jobs, address, retries=0, build=pretended.pretend):\n"
        "            os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    (tmp_path / "parent.py").write_text(code, encoding="utf-8")
    paths = os.pathsep.join([HERE, *filter(None, sys.path)])
    subprocess.run(
        [sys.executable, str(tmp_path / "parent.py"), str(tmp_path)], env=os.environ | {"PYTHONPATH": paths}
    )
    worker = int((tmp_path / "2021").read_text().split()[0])
    end = time.monotonic() + 30
    while Path(f"/proc/{worker}").exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not Path(f"/proc/{worker}").exists()


def test_on_a_cluster_whose_workers_die(jobs, cluster, monkeypatch):
    with monkeypatch.context() as patched, pytest.raises(UsageError, match="没有工作进程"):
        patched.setattr("workreport.pipeline.batch.cluster.CONNECT_TIMEOUT", "1s")
        list(run_cluster(jobs[:1], cluster.address, retries=0, build=pretended.pretend))
    for _ in range(3):  # one is killed
        cluster.add_worker()
    monkeypatch.setattr(
        "workreport.pipeline.batch.cluster.CONNECT_TIMEOUT", "120s"
    )  # on a busy machine they start late
    outcomes = states(list(run_cluster(jobs, cluster.address, retries=2, build=pretended.pretend)))
    assert {period: state for period, (state, _) in outcomes.items()} == {
        "2021": "done", "same": "skipped", "draft": "draft", "bad": "failed", "fails-1": "done",
        "fails-9": "failed", "dies-1": "done",
    }  # fmt: skip
    assert outcomes["fails-9"][1] == 3


def test_no_scheduler_there(jobs, monkeypatch):
    monkeypatch.setattr("workreport.pipeline.batch.cluster.CONNECT_TIMEOUT", "1s")
    with pytest.raises(UsageError, match="连不上"):
        list(run_cluster(jobs, "tcp://127.0.0.1:1", retries=0))


def test_what_is_shown(jobs):
    outcomes = [
        JobOutcome(jobs[0], "done", 12.34),
        JobOutcome(jobs[1], "skipped", 0.3, attempts=2),
        JobOutcome(jobs[2], "draft", 9.0, ("· 一处问题行", "✗ 缺[企业走访]台账", "✗ 另一项")),
        JobOutcome(jobs[3], "failed", 1.0, ("台账读不了\n  位置：x",)),
    ]
    lines, table = io.StringIO(), io.StringIO()
    with display(lines, len(outcomes)) as shown:
        for done in outcomes:
            shown.ended(done)
    assert lines.getvalue().splitlines()[:2] == [
        "[1/4] 甲局 2021 成功 12.3 秒",
        "[2/4] 甲局 same 跳过（没有变化） 0.3 秒，第 2 次",
    ]
    print_table(outcomes, table)
    assert "成功 2（其中草稿 1），失败 1，跳过 1" in table.getvalue()
    assert "✗ 缺[企业走访]台账 等 2 项" in table.getvalue() and "台账读不了" in table.getvalue()
