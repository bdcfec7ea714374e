"""A second run: with nothing changed, and with one ledger changed."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path

from measuring import Goal, Times, call, interleaved, ratio
from peers import BIN, PERIOD

from workreport.base.workspace import REPOSITORY

UNCHANGED = 0.05
"""Of a cold run."""
LEDGER = "LG13_*.csv"
CHANGED = 0.45
"""Of a cold run: three of twelve sections read the ledger, and checks, evidence and documents are made again."""


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
    cold = taken["cold"]
    goals = [
        Goal("unchanged: of a cold run", ratio(taken["unchanged"], cold), UNCHANGED),
        Goal("one ledger: of a cold run", ratio(taken["one ledger changed"], cold), CHANGED),
    ]
    return taken, goals
