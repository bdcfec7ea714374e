"""A full report from nothing cached, beside the tools a user would pick."""

from __future__ import annotations

from measuring import Goal, Times, interleaved, ratio
from peers import ALIKE_NAME, COLD, WORKBOOK

OWN = {WORKBOOK: "cold", ALIKE_NAME: "cold, what peers make"}
"""The whole report, and what of it the peers make as well."""
BOUNDS = {"loop": 10, "loop of two": 5}
"""Times faster than these; faster than any other."""


def measure(rounds: int) -> tuple[dict[str, Times], list[Goal]]:
    """Seconds of every tool, and how many times faster the workbook is."""
    taken = interleaved(COLD, rounds)
    goals = [
        Goal(
            f"{said}: times faster than {name}", ratio(other, taken[own]), BOUNDS.get(name, 1), at_least=True
        )
        for own, said in OWN.items()
        for name, other in taken.items()
        if name not in OWN
    ]
    return taken, goals
