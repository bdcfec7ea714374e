"""Shared by all tests: the repository's own sample bureau, read once."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--renew-screenshots``: take what the pages look like now as what they should look like."""
    parser.addoption("--renew-screenshots", action="store_true", help="rewrite tests/browser/expected")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def sample_frames(tmp_path_factory: pytest.TempPathFactory):
    """The ledgers of the sample years, with a store of this test session's own."""
    from workreport.base.workspace import Workspace
    from workreport.ledgers.frames import Frames
    from workreport.ledgers.intake import Intake

    return Frames(Intake.of(Workspace.open(REPOSITORY / "data", tmp_path_factory.mktemp("store"))))


@pytest.fixture(scope="session")
def book_of(sample_frames):
    """A function from the text of a period to its book of figures; one book a period."""
    import marketsupervision  # noqa: F401
    from workreport.base.period import Period
    from workreport.figures.book import Book

    first = Book(sample_frames, Period.parse("2021"))
    return lambda text: first.at(Period.parse(text))


@pytest.fixture(scope="session")
def report_2021(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Output folder with the 2021 report of the sample bureau, built once for all workers; only to be read."""
    return built_once(tmp_path_factory, worker_id, "2021")


@pytest.fixture(scope="session")
def report_month(tmp_path_factory: pytest.TempPathFactory, worker_id: str, report_2021: Path) -> Path:
    """The same of August 2021, with the ledgers as read for the year."""
    return built_once(tmp_path_factory, worker_id, "2021-08", store=report_2021 / ".store")


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
    """The report as a user builds it, in a process of its own."""
    command = [sys.executable, "-m", "workreport.cli", "run", period, "--out", str(out)]
    made = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=600)
    assert (out / period / "index.html").is_file(), made.stdout + made.stderr
