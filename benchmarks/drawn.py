"""Charts of the results: medians as bars, each round as a dot, so that the noise shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

OWN, OTHER = "#0b5394", "#9aa5b1"
STYLE = {"svg.hashsalt": "workreport", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}


def draw(found: dict[str, Any], folder: Path) -> list[Path]:
    """One SVG a part that was measured, in `folder`."""
    made = []
    with plt.rc_context(STYLE):
        for name, part in found.items():
            seconds = part["seconds"]
            figure = _by_rows(seconds) if name == "scale" else _bars(seconds)
            made.append(folder / f"{name}.svg")
            figure.savefig(made[-1], metadata={"Date": None}, bbox_inches="tight")
            plt.close(figure)
    return made


def _bars(seconds: dict[str, Any]) -> plt.Figure:
    figure, axes = plt.subplots(figsize=(7, 0.4 * len(seconds) + 0.8))
    for at, (task, told) in enumerate(reversed(seconds.items())):
        own = task.startswith(("workbook", "unchanged", "one ledger"))
        axes.barh(at, told["median"], color=OWN if own else OTHER, height=0.6)
        axes.plot(told["seconds"], [at] * len(told["seconds"]), "k.", markersize=3)
        axes.annotate(
            f"{told['median']:.3g}", (max(told["seconds"]), at), xytext=(4, -3), textcoords="offset points"
        )
    axes.set_yticks(range(len(seconds)), list(reversed(seconds)))
    axes.set_xlabel("seconds, median (dots: each round)")
    return figure


def _by_rows(seconds: dict[str, Any]) -> plt.Figure:
    """Tasks are named by their rows; both axes are logarithmic, the dotted line grows as rows do."""
    figure, axes = plt.subplots(figsize=(6, 3.5))
    rows = [int(task) for task in seconds]
    medians = [told["median"] for told in seconds.values()]
    axes.loglog(rows, medians, "o-", color=OWN)
    axes.loglog(rows, [medians[-1] * one / rows[-1] for one in rows], ":", color=OTHER)
    axes.set_xlabel("rows")
    axes.set_ylabel("seconds, median")
    return figure
