"""Rows of one ledger against time and memory: a province's tickets read, its section built, its evidence written.

Run by ``make bench`` or by itself: ``python benchmarks/scale.py --rows 10000 1000000``. Each size has a bureau of
its own that keeps this ledger alone, and each round a process of its own, whose memory and that of its kernels is watched.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import psutil
from measuring import Goal, Times, interleaved, ratio

from sampledata import complaints
from sampledata.contracts import load_contracts
from sampledata.scale import write_scaled
from sampledata.world import build_world
from sampledata.write import write_csv
from workreport.base.workspace import REPOSITORY

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
LIMIT_MIB = 1536
"""Of any process, at the largest size."""
GROWTH = 1.2
"""What a row may take at the largest size, as times of what it takes at the size before: noise, not growth."""
LEDGER, SECTION, YEAR = "complaints", "10_consumer_rights", 2021
WATCH = 0.2
PARTS = ("reading", "section", "evidence")


def bureau(folder: Path, rows: int) -> Path:
    """A data folder with the sample bureau's settings and reference tables, last year's tickets and so many of this."""
    shutil.copytree(REPOSITORY / "data" / "reference", folder / "reference")
    told = (REPOSITORY / "data" / "bureau.yaml").read_text(encoding="utf-8")
    (folder / "bureau.yaml").write_text(
        f"{told}ledgers: [{LEDGER}]\nsections: [{SECTION}]\n", encoding="utf-8"
    )
    world, contract = build_world(), load_contracts(REPOSITORY / "data" / "contracts")[LEDGER]
    last = folder / str(YEAR - 1)
    last.mkdir()
    write_csv(last / f"{contract.code}_上年.csv", contract, complaints.rows(world, YEAR - 1)[LEDGER])
    write_scaled(folder / str(YEAR), contract, complaints.rows(world, YEAR)[LEDGER], rows, world, YEAR)
    return folder


def work(data: Path, out: Path) -> dict[str, float]:
    """What one process does, in seconds: read and account for the ledger, run its notebook, write its evidence."""
    from executed import executed

    import marketsupervision  # noqa: F401
    from workreport.base.period import Period
    from workreport.base.workspace import Workspace
    from workreport.figures.book import Book
    from workreport.figures.evidence import evidence_files
    from workreport.ledgers.accounting import accounts, all_findings
    from workreport.ledgers.frames import Frames
    from workreport.ledgers.intake import Intake
    from workreport.pipeline.output_metadata import evidence_requests

    times = {}

    def timed(name: str, since: float) -> float:
        times[name] = round(time.perf_counter() - since, 2)
        return time.perf_counter()

    began = time.perf_counter()
    period, workspace = Period.parse(str(YEAR)), Workspace.open(data, out)
    book = Book(Frames(Intake.of(workspace)), period)
    all_findings(book.frames, period)
    accounts(book.frames, period)
    began = timed("reading", began)
    figures, sections = executed(workspace, period)
    began = timed("section", began)
    evidence_files(figures.book, evidence_requests(sections), out)
    timed("evidence", began)
    return times


def watched(data: Path, out: Path) -> dict[str, float]:
    """The same in a process of its own, with the highest memory of any process that takes part."""
    command = [sys.executable, __file__, "--work", str(data), str(out)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = 0
    while process.poll() is None:
        try:
            there = psutil.Process(process.pid)
            peak = max([peak, *(_highest(one.pid) for one in [there, *there.children(recursive=True)])])
        except psutil.NoSuchProcess:
            pass
        time.sleep(WATCH)
    assert process.stdout is not None and process.returncode == 0, "the work failed, see above"
    return json.loads(process.stdout.read().splitlines()[-1]) | {"peak_mib": peak}


def _highest(pid: int) -> int:
    """A process's highest resident memory so far, in MiB, as Linux tells it."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM:")), 0)


def measure(rounds: int = 1, sizes: tuple[int, ...] = SIZES) -> tuple[dict[str, Times], list[Goal]]:
    """Seconds of each size, named by its rows; what each may take of memory, and a row of the largest of time."""
    sizes = tuple(sorted(sizes))
    peaks = dict.fromkeys(sizes, 0)

    def one(rows: int, data: Path, out: Path) -> float:
        found = watched(data, out)
        print(json.dumps({"rows": rows} | found), file=sys.stderr, flush=True)
        peaks[rows] = max(peaks[rows], int(found["peak_mib"]))
        return sum(found[name] for name in PARTS)

    with tempfile.TemporaryDirectory(prefix="workreport-scale-") as folder:
        data = {rows: bureau(Path(folder) / str(rows), rows) for rows in sizes}
        tasks = {str(rows): partial(one, rows, data[rows]) for rows in sizes}
        taken = interleaved(tasks, rounds)
    goals = [
        Goal(f"scale: MiB at most in one process, {rows} rows", peaks[rows], LIMIT_MIB) for rows in sizes
    ]
    if len(sizes) > 1:
        before, last = sizes[-2:]
        growth = ratio(taken[str(last)], taken[str(before)]) * before / last
        goals.append(Goal(f"scale: time a row, {last} rows over {before}", round(growth, 3), GROWTH))
    return taken, goals


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=SIZES)
    parser.add_argument("--work", type=Path, nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        print(json.dumps(work(*given.work)))
    else:
        print(json.dumps([goal.told() for goal in measure(sizes=tuple(given.rows))[1]]))


if __name__ == "__main__":
    main()
