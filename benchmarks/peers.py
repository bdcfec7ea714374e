"""The 2021 report by the workbook and by what a user would take instead, on the same notebooks and ledgers.

Each takes an empty folder as its output and starts with nothing cached. What can make HTML makes HTML. MyST installs but
fetches its theme from its own site before it runs anything, and Quarto's package fetches Quarto: neither is among them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from measuring import Task, call

from workreport.base.workspace import REPOSITORY, Workspace

BIN = Path(sys.executable).parent
PEERS = REPOSITORY / ".venv" / "peers" / "bin" / "python"
"""Python with the peers that the workbook itself does not need; ``make bench`` sets it up."""
PERIOD = "2021"
SECTIONS = Workspace.open(REPOSITORY / "data").sections
NOTEBOOKS = [REPOSITORY / "notebooks" / f"{section.id}.ipynb" for section in SECTIONS]
AT_ONCE = 2
POOL, ALIKE = (Path(__file__).with_name(name) for name in ("ploomber_pool.py", "alike.py"))
WORKBOOK, ALIKE_NAME = "workbook", "workbook, what peers make"


def workbook(folder: Path) -> None:
    """All forms of the report, checks and evidence included."""
    call([BIN / "workreport", "run", PERIOD, "--out", folder], folder)
    assert (folder / PERIOD / "index.html").is_file()


def alike(folder: Path) -> None:
    """What the peers make, and no more: see ``alike.py``."""
    call([sys.executable, ALIKE, PERIOD, folder], folder)
    assert all((folder / f"{section.id}.html").is_file() for section in SECTIONS)


def _papermill(folder: Path, notebook: Path) -> None:
    made = folder / notebook.name
    call([BIN / "papermill", notebook, made, "-r", "period", PERIOD], folder)
    call([BIN / "jupyter", "nbconvert", "--to", "html", made], folder)
    assert made.with_suffix(".html").is_file()


def loop(folder: Path) -> None:
    """``for nb in *.ipynb; do papermill …; jupyter nbconvert …; done``"""
    for notebook in NOTEBOOKS:
        _papermill(folder, notebook)


def loop_of_two(folder: Path) -> None:
    """The loop with two notebooks at a time, as ``xargs -P 2`` does."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda notebook: _papermill(folder, notebook), NOTEBOOKS))


def nbconvert_each(folder: Path) -> None:
    """``jupyter nbconvert --execute``, one notebook after the other."""
    for notebook in NOTEBOOKS:
        _nbconvert(folder, [notebook])


def nbconvert_all(folder: Path) -> None:
    """``jupyter nbconvert --execute`` given all notebooks at once."""
    _nbconvert(folder, NOTEBOOKS)


def _nbconvert(folder: Path, notebooks: list[Path]) -> None:
    call(
        [BIN / "jupyter", "nbconvert", "--to", "html", "--execute", f"--output-dir={folder}", *notebooks],
        folder,
    )
    assert all((folder / notebook.name).with_suffix(".html").is_file() for notebook in notebooks)


def _ploomber(at_once: int) -> Callable[[Path], None]:
    def run(folder: Path) -> None:
        call([PEERS, POOL, at_once, PERIOD, folder, *NOTEBOOKS], folder)
        assert all((folder / notebook.name).is_file() for notebook in NOTEBOOKS)

    return run


COLD: dict[str, Task] = {
    WORKBOOK: workbook,
    ALIKE_NAME: alike,
    "loop": loop,
    "loop of two": loop_of_two,
    "nbconvert --execute, each": nbconvert_each,
    "nbconvert --execute, all": nbconvert_all,
    "ploomber-engine": _ploomber(1),
    "ploomber-engine, pool of two": _ploomber(AT_ONCE),
}
