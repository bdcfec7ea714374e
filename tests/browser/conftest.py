"""The built report in a real browser, as a reader opens it: a file, without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chromium import DESKTOP, FLAGS
from playwright.sync_api import Browser, Page, sync_playwright
from programs import require

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's Chromium; asked for before a report is built."""
    (program,) = require(["chromium"])
    return program


# a package's fixture, not the session's: while it lives, its event loop is in the way of other tests' kernels
@pytest.fixture(scope="package")
def browser(chromium: Path) -> Iterator[Browser]:
    """Chromium with a profile of its own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
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
def folder(chromium: Path, request: pytest.FixtureRequest) -> Path:
    """The published folder of 2021."""
    return request.getfixturevalue("report_2021") / "2021"


@pytest.fixture(scope="session")
def section(folder: Path) -> Path:
    """A section with every kind of output."""
    return folder / "sections" / "03_food_safety.html"
