"""The built report in a real browser, as a reader opens it: a file, without a network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chromium import DESKTOP, FLAGS, PROGRAMS
from playwright.sync_api import Browser, Page, sync_playwright

Open = Callable[..., Page]


# a package's fixture, not the session's: while it lives, its event loop is in the way of other tests' kernels
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium with a profile of its own."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        told = "没有找到 Chromium：请安装 Debian 的 chromium 软件包"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """A function that opens a file in a window of its own; scripts that fail, fail the test."""
    contexts, faults = [], []

    def opened(path: Path, *, dark: bool = False, size: dict = DESKTOP, **more) -> Page:
        context = browser.new_context(
            viewport=size,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            offline=True,
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def folder(report_2021: Path) -> Path:
    """The published folder of 2021."""
    return report_2021 / "2021"


@pytest.fixture(scope="session")
def section(folder: Path) -> Path:
    """A section with every kind of output."""
    return folder / "sections" / "03_food_safety.html"
