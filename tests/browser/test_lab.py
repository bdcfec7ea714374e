"""JupyterLab as `make lab` starts it, in a browser: in Chinese, with a note to begin from; a section runs and draws."""

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
from contextlib import suppress
from pathlib import Path

import pytest
from chromium import DESKTOP
from playwright.sync_api import Browser, expect

from workreport.cli.analysts import save_without_outputs

PATIENCE = 60


@pytest.fixture(scope="module")
def address(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The first page of a JupyterLab of this test's own: loopback, a free port, a token, a home of its own."""
    home = tmp_path_factory.mktemp("home")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    own = {"JUPYTER_TOKEN": token, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config")}
    log = (home / "lab.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "workreport.cli", "lab", "--no-browser", "--port", str(port), "--out", home],
        env=os.environ | own,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/status?token={token}", server, home / "lab.log")
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


def _wait_for_kernel(address: str) -> None:
    """Until the notebook's kernel answers: “run all” before that asks which kernel to take."""
    for _ in range(PATIENCE * 10):
        # while a kernel is about to start, the server cannot tell of it
        with (
            suppress(urllib.error.HTTPError),
            urllib.request.urlopen(address.replace("/?", "/api/kernels?"), timeout=5) as answer,
        ):
            if any(one["execution_state"] == "idle" and one["connections"] for one in json.load(answer)):
                return
        time.sleep(0.1)
    pytest.fail("内核没有启动")


def test_a_section_runs_in_jupyterlab(browser: Browser, address: str, repository: Path) -> None:
    """The note opens first, menus are Chinese, Run All of a section ends with its chart; nothing is saved."""
    path = repository / "notebooks" / "02_enterprise_visits.ipynb"  # a small ledger
    before = path.read_bytes()
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(address)
    note = page.locator(".jp-MarkdownViewer")
    expect(note.locator("h1")).to_contain_text("分析台", timeout=PATIENCE * 1000)
    expect(page.locator("#jp-MainMenu")).to_contain_text("运行")
    note.get_by_role("link", name="02_enterprise_visits").click()
    _wait_for_kernel(address)
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()
    page.locator("#jp-MainMenu").get_by_text("运行", exact=True).click()
    page.locator('[data-command="runmenu:run-all"], [data-command="notebook:run-all-cells"]').click()
    chart = page.locator('.jp-NotebookPanel [data-mime-type="image/svg+xml"] :is(img, svg)').first
    chart.scroll_into_view_if_needed()
    assert chart.bounding_box()["height"] > 100
    assert not page.locator('.jp-OutputArea-output[data-mime-type*="error"]').count()
    context.close()
    assert path.read_bytes() == before


def test_notebooks_of_the_report_are_saved_without_outputs(repository: Path) -> None:
    cell = {"cell_type": "code", "outputs": [{"text": "甲"}], "execution_count": 3, "source": ""}
    for path, kept in (("03_food_safety.ipynb", False), ("explore.ipynb", False), ("mine.ipynb", True)):
        model = {
            "type": "notebook",
            "content": {"cells": [json.loads(json.dumps(cell)), {"cell_type": "markdown"}]},
        }
        save_without_outputs(model, path=path, contents_manager=None)
        assert bool(model["content"]["cells"][0]["outputs"]) is kept
        assert (model["content"]["cells"][0]["execution_count"] is not None) is kept
