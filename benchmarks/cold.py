"""A full report from nothing cached, beside the tools a user would pick.

The goals are about the same notebooks and outputs: every section executed, each with its notebook and its page. The whole
report, with checks, evidence, tables, Word and PDF, which no other tool makes, is measured in the same rounds and told.
"""

from __future__ import annotations

from measuring import Goal, Times, interleaved, ratio
from peers import ALIKE_NAME, COLD, WORKBOOK

BOUNDS = {"loop": 10, "loop of two": 5}
"""Times faster than these; faster than any other."""


def measure(rounds: int) -> tuple[dict[str, Times], list[Goal]]:
    """Seconds of every tool, and how many times faster the workbook is."""
    taken = interleaved(COLD, rounds)
    peers = [name for name in taken if name not in (WORKBOOK, ALIKE_NAME)]
    alike = [
        Goal(
            f"cold: times faster than {name}",
            ratio(taken[name], taken[ALIKE_NAME]),
            BOUNDS.get(name, 1),
            at_least=True,
        )
        for name in peers
    ]
    whole = [
        Goal(f"cold, whole report: times faster than {name}", ratio(taken[name], taken[WORKBOOK]))
        for name in peers
    ]
    return taken, alike + whole
