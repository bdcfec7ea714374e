"""Measuring: rounds in which every task has its turn, so that a busy machine slows all of them alike."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workreport.base.paths import DATA_VARIABLE, OUT_VARIABLE, REPOSITORY

Task = Callable[[Path], object]
"""Something to measure, given an empty folder of its own; where it gives a float, it has measured its seconds itself."""


@dataclass(frozen=True)
class Times:
    """Wall seconds of one task, a number a round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def told(self) -> dict[str, object]:
        """As results.json keeps it: the median, and all rounds for the noise."""
        return {"median": round(self.median, 3), "seconds": [round(one, 3) for one in self.seconds]}


def interleaved(tasks: Mapping[str, Task], rounds: int) -> dict[str, Times]:
    """Seconds of each task; making and removing its folder does not count."""
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for at in range(rounds):
        for name, task in tasks.items():
            folder = Path(tempfile.mkdtemp(prefix="workreport-bench-"))
            try:
                start = time.perf_counter()
                own = task(folder)
                taken[name].append(own if isinstance(own, float) else time.perf_counter() - start)
            finally:
                shutil.rmtree(folder)
            print(f"  round {at + 1} {name}: {taken[name][-1]:.2f} s", flush=True)
    return {name: Times(tuple(seconds)) for name, seconds in taken.items()}


def call(
    command: Sequence[object], out: Path, *, data: Path = REPOSITORY / "data", clean: bool = True
) -> str:
    """Run a command that must succeed; what it says on standard error.

    Kernels find the bureau's folders in their environment, as in a run. Compiled modules are cached for all:
    some machines forbid it, which doubles the time of every import.
    """
    told = {DATA_VARIABLE: str(data), OUT_VARIABLE: str(out), "PLOOMBER_STATS_ENABLED": "false"}
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [str(part) for part in command], env=environment | told, cwd=out, capture_output=True, text=True
    )
    if clean and done.returncode:
        raise RuntimeError(f"{command}: status {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stderr


def ratio(one: Times, other: Times) -> float:
    """Median of the rounds' own ratios: each round compares two neighbours in time."""
    return round(statistics.median(a / b for a, b in zip(one.seconds, other.seconds, strict=True)), 3)


@dataclass(frozen=True)
class Goal:
    """What a ratio has to be: at least or at most a bound; without one it is told, and nothing fails by it."""

    name: str
    value: float
    bound: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool | None:
        if self.bound is None:
            return None
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def told(self) -> dict[str, object]:
        sign = ">=" if self.at_least else "<="
        bound = "" if self.bound is None else f"{sign} {self.bound:g}"
        return {"goal": self.name, "value": self.value, "bound": bound, "met": self.met}
