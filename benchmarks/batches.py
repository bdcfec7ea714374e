"""Twenty-four bureau-periods by one process, by two, and by a Dask cluster of two workers on this machine."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path

import yaml
from distributed import LocalCluster
from measuring import Goal, Times, call, interleaved
from peers import BIN

from workreport.base.workspace import REPOSITORY

OF_IDEAL = 0.85
WORKERS = 2
BUREAUX = ("甲局", "乙局")
MONTHS = [f"2021-{month:02d}" for month in range(1, 13)]


def measure(rounds: int) -> tuple[dict[str, Times], list[Goal]]:
    """Seconds of the whole batch, nothing cached, and how near two come to half the time of one."""
    with tempfile.TemporaryDirectory(prefix="workreport-bench-") as work:
        for name in BUREAUX:
            shutil.copytree(REPOSITORY / "data", Path(work) / name)

        def batch(folder: Path, *options: object) -> None:
            plan = {
                "out": str(folder / "reports"),
                "periods": MONTHS,
                "bureaux": [{"name": name, "data": str(Path(work) / name)} for name in BUREAUX],
            }
            path = folder / "plan.yaml"
            path.write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
            call([BIN / "workreport", "batch", path, *options], folder, clean=False)
            made = list(folder.glob("reports/*/*/index.html"))
            assert len(made) == len(MONTHS) * len(BUREAUX), f"{len(made)} reports"

        with LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None) as cluster:
            taken = interleaved(
                {
                    "one process": lambda folder: batch(folder, "--workers", 1),
                    "two processes": lambda folder: batch(folder, "--workers", WORKERS),
                    "Dask, two workers": lambda folder: batch(
                        folder, "--scheduler", cluster.scheduler_address
                    ),
                },
                rounds,
            )
    return taken, [
        Goal(
            f"batch: {name}, of ideal", _of_ideal(taken["one process"], taken[name]), OF_IDEAL, at_least=True
        )
        for name in ("two processes", "Dask, two workers")
    ]


def _of_ideal(one: Times, many: Times) -> float:
    ratios = (alone / (WORKERS * shared) for alone, shared in zip(one.seconds, many.seconds, strict=True))
    return round(statistics.median(ratios), 3)
