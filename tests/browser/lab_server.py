"""JupyterLab as `make lab` starts it, for one test file: loopback, a free port, a token, a home of its own."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PATIENCE = 60


@contextmanager
def jupyterlab(home: Path, *options: str) -> Iterator[str]:
    """The address of its first page; it ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    own = {"JUPYTER_TOKEN": token, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config")}
    log = home / "lab.log"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, "-m", "workreport.cli", "lab", "--no-browser", "--port", str(port), *options],
            env=os.environ | own,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/status?token={token}", server, log)
        yield f"http://127.0.0.1:{port}/?token={token}"
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(PATIENCE * 10):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(log.read_text(encoding="utf-8"))


def wait_for_kernel(address: str) -> None:
    """Until the notebook's kernel answers: “run all” before that asks which kernel to take."""
    for _ in range(PATIENCE * 10):
        # while a kernel is about to start, the server cannot tell of it
        with (
            suppress(urllib.error.HTTPError),
            urllib.request.urlopen(address.replace("/?", "/api/kernels?"), timeout=5) as answer,
        ):
            if any(
                kernel["execution_state"] == "idle" and kernel["connections"] for kernel in json.load(answer)
            ):
                return
        time.sleep(0.1)
    pytest.fail("内核没有启动")
