"""Running the command line as a user does, in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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


@pytest.fixture
def bureau(repository: Path, tmp_path: Path) -> Path:
    """A copy of the sample bureau's data of 2020 and 2021 that a test may spoil."""
    folder = tmp_path / "data"
    for name in ("reference", "2020", "2021"):
        shutil.copytree(repository / "data" / name, folder / name)
    shutil.copy(repository / "data" / "bureau.yaml", folder)
    return folder
