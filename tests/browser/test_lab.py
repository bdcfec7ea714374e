"""JupyterLab as `make lab` starts it, in a browser: in Chinese, with a note for analysts; a section runs and draws."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import DESKTOP
from lab_server import PATIENCE, jupyterlab, wait_for_kernel
from playwright.sync_api import Browser, expect

from workreport.cli.analysts import save_without_outputs


@pytest.fixture(scope="module")
def address(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("home")
    with jupyterlab(home, "--out", str(home)) as started:
        yield started


def test_a_section_runs_in_jupyterlab(browser: Browser, address: str, repository: Path) -> None:
    """The note opens, menus are Chinese, Run All of a section ends with its chart; nothing is saved."""
    path = repository / "notebooks" / "02_enterprise_visits.ipynb"  # a small ledger
    before = path.read_bytes()
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(address.replace("/?", "/lab/tree/README.md?"))
    note = page.locator(".jp-MarkdownViewer")
    expect(note.locator("h1")).to_contain_text("分析台", timeout=PATIENCE * 1000)
    expect(page.locator("#jp-MainMenu")).to_contain_text("运行")
    note.get_by_role("link", name="02_enterprise_visits").click()
    wait_for_kernel(address)
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
    for path, has_outputs in (("03_food_safety.ipynb", False), ("desk.ipynb", False), ("mine.ipynb", True)):
        model = {
            "type": "notebook",
            "content": {"cells": [json.loads(json.dumps(cell)), {"cell_type": "markdown"}]},
        }
        save_without_outputs(model, path=path, contents_manager=None)
        assert bool(model["content"]["cells"][0]["outputs"]) is has_outputs
        assert (model["content"]["cells"][0]["execution_count"] is not None) is has_outputs
