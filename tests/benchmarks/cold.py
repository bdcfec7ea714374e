"""A full report from nothing cached, beside the tools a user would pick."""

from __future__ import annotations

from measuring import Goal, Times, interleaved, ratio
from peers import COLD

SEQUENTIAL, OF_TWO = 10, 5
"""Times faster than the loop, and than two of it at a time."""


def measure(rounds: int) -> tuple[dict[str, Times], list[Goal]]:
    """Seconds of every tool, and how many times faster the workbook is."""
    taken = interleaved(COLD, rounds)
    own = taken["workbook"]
    faster = {name: ratio(other, own) for name, other in taken.items() if name != "workbook"}
    bounds = {"loop": SEQUENTIAL, "loop of two": OF_TWO}
    goals = [
        Goal(f"cold: times faster than {name}", value, bounds.get(name, 1), at_least=True)
        for name, value in faster.items()
    ]
    return taken, goals
