"""A scheduler and two workers as a cluster has them: processes of their own on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@dataclass
class Cluster:
    """Where its scheduler is, and the processes of its workers."""

    address: str
    folder: Path
    workers: list[subprocess.Popen] = field(default_factory=list)

    def add_worker(self) -> subprocess.Popen:
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self.folder)]
        worker = _start(self.folder, "dask_worker", self.address, *options)
        self.workers.append(worker)
        return worker


def _start(folder: Path, module: str, *options: str) -> subprocess.Popen:
    paths = os.pathsep.join([str(HERE), *filter(None, sys.path)])
    with (folder / f"{module}.log").open("a") as log:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *options],
            stdout=log, stderr=log, env=os.environ | {"PYTHONPATH": paths},
        )  # fmt: skip


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    scheduler = _start(folder, "dask_scheduler", *options)
    try:
        import json

        for _ in range(1200):
            if file.is_file() and file.stat().st_size:
                break
            time.sleep(0.1)
        started = Cluster(json.loads(file.read_text())["address"], folder)
        try:
            yield started
        finally:
            for worker in started.workers:
                worker.kill()
                worker.wait()
    finally:
        scheduler.kill()
        scheduler.wait()
