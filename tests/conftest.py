"""Shared by all tests: the repository's own sample bureau, read and reported once; which tests are slow; no skip on CI."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from functools import lru_cache
from pathlib import Path

import hypothesis
import pytest
from tiny_bureau import bureau, four_figures, own_figures, two_figures

from workreport.base.startup import without_optional_imports

with without_optional_imports():
    import nbformat  # noqa: F401, here first: what it brings along takes longer than all of its own

__all__ = ["bureau", "four_figures", "own_figures", "two_figures"]

# no test is timed: a loaded machine is slow
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

REPOSITORY = Path(__file__).resolve().parents[1]
SLOW_FOLDERS = ("acceptance", "browser", "end_to_end", "pipeline", "sampledata")
SLOW_FIXTURES = {
    "sample_frames",
    "report_2021",
    "report_month",
    "opened",
    "postgres",
    "cluster",
    "fork_server",
}
"""What reads the whole sample bureau or starts programs: tests that use one are slow wherever they stand."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--renew-screenshots``: take what the pages look like now as what they should look like."""
    parser.addoption("--renew-screenshots", action="store_true", help="rewrite tests/browser/expected")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that `make check` leaves to `make test`."""
    for item in items:
        room = item.path.relative_to(REPOSITORY / "tests").parts[0]
        if room in SLOW_FOLDERS or SLOW_FIXTURES & {*getattr(item, "fixturenames", ())}:
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Let go of what a module of slow tests leaves: large frames in cycles wait long for a collection of their own."""
    gc.unfreeze()  # a run within this process keeps all that was there from being looked through
    if item.get_closest_marker("slow") and (nextitem is None or nextitem.path != item.path):
        gc.collect()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On CI nothing is skipped: what a test needs must be there."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        report.outcome, report.longrepr = "failed", f"skipped on CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the checkout."""
    return REPOSITORY


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder of the test's own."""
    return tmp_path / "out"


@pytest.fixture(scope="session")
def sample_frames(tmp_path_factory: pytest.TempPathFactory):
    """The ledgers of the sample years, with a store of this test session's own."""
    from workreport.base.workspace import Workspace
    from workreport.ledgers.frames import Frames
    from workreport.ledgers.intake import Intake

    return Frames(Intake.of(Workspace.open(REPOSITORY / "data", tmp_path_factory.mktemp("store"))))


@pytest.fixture(scope="session")
def book_of(sample_frames):
    """A function from the text of a period to its book of figures.

    Numbers that were worked out stay; rows, which are a hundred times as large, only those of the last few books.
    """
    import marketsupervision  # noqa: F401
    from workreport.base.period import Period
    from workreport.figures.book import Book
    from workreport.figures.results import FigureResults
    from workreport.ledgers.frames import Frames

    worked = FigureResults()

    @lru_cache(maxsize=4)
    def book(text: str) -> Book:
        return Book(Frames(sample_frames.intake), Period.parse(text), worked)

    return book


@pytest.fixture(scope="session")
def report_2021(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Output folder with the 2021 report of the sample bureau, built once for all workers; only to be read."""
    return built_once(tmp_path_factory, worker_id, "2021")


@pytest.fixture(scope="session")
def report_month(tmp_path_factory: pytest.TempPathFactory, worker_id: str, report_2021: Path) -> Path:
    """The same of August 2021, with the ledgers as read for the year."""
    return built_once(tmp_path_factory, worker_id, "2021-08", store=report_2021 / ".store")


@pytest.fixture(scope="session")
def report_half(tmp_path_factory: pytest.TempPathFactory, worker_id: str, report_2021: Path) -> Path:
    """The same of the first half of 2021."""
    return built_once(tmp_path_factory, worker_id, "2021H1", store=report_2021 / ".store")


def built_once(
    factory: pytest.TempPathFactory, worker_id: str, period: str, store: Path | None = None
) -> Path:
    base = factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    out = shared / f"report_{period}"
    with (shared / f"report_{period}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (out / period / "index.html").is_file():
            if store is not None:
                shutil.copytree(store, out / store.name)
            build(out, period)
    return out


def build(out: Path, period: str) -> None:
    """The report as a user builds it, in a process of its own; ``end_to_end`` builds it in other surroundings too."""
    command = [sys.executable, "-m", "workreport.cli", "run", period, "--out", str(out)]
    here = {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"}
    process = subprocess.run(
        command, cwd=REPOSITORY, env=os.environ | here, capture_output=True, encoding="utf-8", timeout=600
    )
    assert process.returncode == 0 and (out / period / "index.html").is_file(), (
        process.stdout + process.stderr
    )
