"""Real reports in a batch: the same bytes here and on a cluster, a worker killed while it builds one."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from small_bureau import published, small_bureau

from workreport.base.errors import WorkreportError
from workreport.pipeline.batch.run_batch import run_batch

COMPARED = ("fair.reviewed", "party.study.collective_sessions")
PERIODS = ("2021", "2021H1")
PLAN = """
out: {out}
periods: ["2021", "2021H1"]
bureaux:
  - {{name: 甲局, data: data}}
"""


@pytest.fixture(scope="module")
def folder(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch")
    compared_bureau(folder / "data", repository)
    return folder


def compared_bureau(folder: Path, repository: Path, name: str = "晴川区市场监督管理局") -> None:
    """A small bureau that is compared by figures of the ledgers that it keeps."""
    small_bureau(folder, repository, name)
    (folder / "profile.yaml").write_text(f"portal: [{', '.join(COMPARED)}]\n", encoding="utf-8")


def listing(out: Path) -> str:
    """The page that lists all reports, its links as people write them."""
    return unquote((out / "index.html").read_text(encoding="utf-8"))


def batch(folder: Path, out: str, scheduler: str | None = None) -> dict[str, str]:
    plan = folder / f"{out.rpartition('/')[2]}.yaml"
    plan.write_text(PLAN.format(out=out), encoding="utf-8")
    outcomes = run_batch(
        plan, scheduler=scheduler, workers=2, retries=None, force=False, stream=io.StringIO()
    )
    return {done.job.period: done.state for done in outcomes}


@pytest.fixture(scope="module")
def here(folder: Path) -> dict[str, dict[str, str]]:
    assert set(batch(folder, "here").values()) <= {"done", "draft"}
    return {period: published(folder / "here" / "甲局" / period) for period in PERIODS}


def test_again_nothing_is_left_to_do(folder, here):
    assert batch(folder, "here") == dict.fromkeys(PERIODS, "skipped")
    page = listing(folder / "here")
    assert all(f"甲局/{period}/index.html" in page for period in PERIODS)


def test_the_same_on_a_cluster_whose_worker_is_killed(folder, here, cluster):
    workers = [cluster.add_worker() for _ in range(2)]
    place = folder / "there" / "甲局"

    def kill_first() -> None:
        """Kill a worker as soon as it has a section done."""
        while not list(place.glob(".store/sections/*/*")):
            time.sleep(0.02)
        workers[0].kill()

    killer = threading.Thread(target=kill_first, daemon=True)
    killer.start()
    assert set(batch(folder, "there", cluster.address).values()) <= {"done", "draft"}
    killer.join(10)
    assert workers[0].wait(10) and workers[1].poll() is None
    assert {period: published(place / period) for period in PERIODS} == here


@pytest.mark.parametrize("out", ["taken", "file://{}/taken"])
def test_somebodys_page_stops_the_batch_before_anything_is_built(folder, out):
    (folder / "taken").mkdir(exist_ok=True)
    (folder / "taken" / "index.html").write_bytes(b"mine")
    with pytest.raises(WorkreportError, match="不是 workreport 生成的") as caught:
        batch(folder, out.format(folder))
    assert "taken/index.html" in caught.value.where
    assert [(path.name, path.read_bytes()) for path in (folder / "taken").iterdir()] == [
        ("index.html", b"mine")
    ]


@pytest.mark.parametrize("out", ["own", "file://{}/own"])
def test_somebodys_folder_fails_its_job_and_stays(folder, out):
    place = folder / "own" / "甲局"
    for period in PERIODS:
        (place / period).mkdir(parents=True, exist_ok=True)
        (place / period / "台账.xlsx").write_bytes(b"mine")
    assert batch(folder, out.format(folder)) == dict.fromkeys(PERIODS, "failed")
    assert [path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()] == [b"mine", b"mine"]


def test_the_same_by_urls(folder, here):
    """Only the year: fetched, built, sent back; then nothing is left to do."""
    out = f"file://{folder}/far"
    plan = PLAN.replace("data: data", f"data: 'file://{folder}/data', periods: ['2021']")
    for state in ({"done", "draft"}, {"skipped"}):
        path = folder / "far.yaml"
        path.write_text(plan.format(out=out), encoding="utf-8")
        outcomes = run_batch(path, scheduler=None, workers=1, retries=0, force=False, stream=io.StringIO())
        assert {done.state for done in outcomes} <= state, outcomes
    assert published(folder / "far" / "甲局" / "2021") == here["2021"]
    assert "甲局/2021/index.html" in listing(folder / "far")


TWO = """
out: two
periods: ["2021"]
bureaux:
  - {name: 甲局, data: data}
  - {name: 乙局, data: other}
"""


def test_a_process_that_has_declared_no_figure_lists_two_bureaux(folder, repository):
    """As the command line does: the parent process only hands out jobs."""
    compared_bureau(folder / "other", repository, "乙区市场监督管理局")
    plan = folder / "two.yaml"
    plan.write_text(TWO, encoding="utf-8")
    command = [sys.executable, "-m", "workreport.cli", "batch", str(plan)]
    process = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert process.returncode in (0, 1), process.stderr
    page = listing(folder / "two")
    assert "甲局/2021/index.html" in page and "乙局/2021/index.html" in page
    # the key figures that these bureaux have: both are ranked by them
    assert "各单位排名" in page and 'class="wr-num">' in page
    labels = re.findall(r'<th scope="col" class="wr-num">(.*?)</th>', page)
    assert labels and len(set(labels)) * 2 == len(labels)
