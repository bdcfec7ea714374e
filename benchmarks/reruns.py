"""A second run: with nothing changed, and with one ledger changed."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path

from measuring import Goal, Times, call, interleaved, ratio
from peers import BIN, PERIOD

from workreport.base.sections import SECTIONS
from workreport.base.workspace import REPOSITORY

UNCHANGED = 0.05
"""Of a cold run."""
LEDGER = "LG13_*.csv"
READ_BY = ("00_summary", "08_intellectual_property", "11_problems_and_plans")
"""Sections that read it: the trademarks' own, and those that read every ledger."""
ALLOWED = 1.5
"""Times the sections' share of a cold run that a run after one change may take."""


def _run(data: Path, out: Path) -> None:
    call([BIN / "workreport", "run", PERIOD, "--data", data, "--out", out], out, data=data)


def measure(rounds: int) -> tuple[dict[str, Times], list[Goal]]:
    """Cold, unchanged and changed runs in turn; each change is another one."""
    with tempfile.TemporaryDirectory(prefix="workreport-bench-") as work:
        data, out = Path(work) / "data", Path(work) / "out"
        shutil.copytree(REPOSITORY / "data", data)
        out.mkdir()
        (path,) = (data / PERIOD).glob(LEDGER)
        given = path.read_bytes().splitlines(keepends=True)  # no cell of it holds a line break
        _run(data, out)
        fewer = itertools.count(1)

        def one_ledger(folder: Path) -> None:
            path.write_bytes(b"".join(given[: -next(fewer)]))
            _run(data, out)

        taken = interleaved(
            {
                "cold": lambda folder: _run(data, folder),
                "one ledger changed": one_ledger,
                "unchanged": lambda folder: _run(data, out),
            },
            rounds,
        )
    share = len(READ_BY) / len(SECTIONS)
    goals = [
        Goal("unchanged: of a cold run", ratio(taken["unchanged"], taken["cold"]), UNCHANGED),
        Goal(
            "one ledger: of a cold run",
            ratio(taken["one ledger changed"], taken["cold"]),
            round(ALLOWED * share, 3),
        ),
    ]
    return taken, goals
