"""Running the command line as a user does: in a process of its own, or in this one where the process is not the point."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from workreport.cli import main
from workreport.execution.warm import KERNELS_VARIABLE, ORDINARY

STORE, BESIDE_TABLES = ".store", ("figures", "sections", "runs")
Run = Callable[..., subprocess.CompletedProcess]


@pytest.fixture(scope="session")
def workreport() -> Run:
    """``workreport`` with the given arguments and environment; output captured as text."""

    def call(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "workreport.cli", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"} | environment,
            timeout=600,
        )

    return call


@pytest.fixture(scope="session")
def call() -> Run:
    """The same within this process, for what is refused or answered without a report."""

    def called(*arguments: object) -> subprocess.CompletedProcess:
        given = [*map(str, arguments)]
        done = CliRunner().invoke(main, given, env={KERNELS_VARIABLE: ORDINARY})
        if not isinstance(done.exception, SystemExit | None):
            raise done.exception
        return subprocess.CompletedProcess(given, done.exit_code, done.stdout, done.stderr)

    return called


@pytest.fixture(scope="session")
def tables_of_sample(report_2021: Path) -> Callable[[Path], Path]:
    """A function that gives an output folder the sample ledgers as read already, and no figure or section; the folder."""

    def given(out: Path) -> Path:
        shutil.copytree(report_2021 / STORE, out / STORE, ignore=lambda folder, _: BESIDE_TABLES)
        return out

    return given


@pytest.fixture(scope="session")
def report_of(report_2021: Path, report_month: Path, report_half: Path) -> Callable[[str], Path]:
    """A function from a period to the folder of its report."""
    built = {"2021": report_2021, "2021-08": report_month, "2021H1": report_half}
    return lambda period: built[period] / period
