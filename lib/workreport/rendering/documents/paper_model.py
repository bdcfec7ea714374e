"""What the papers beside the report are made from: statements of figures, and what the director has to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

INTERNAL = (
    "勾稽",
    "互相矛盾",
    "待说明",
    "估算",
    "台账",
    "已报",
    "对外报送",
    "无从得知",
    "未提供",
    "口径",
    "存疑",
)
"""Words of remarks between colleagues: a sentence with one of them stands in the review and the note only."""
COUNT = 3
"""Highlights, problems, and requests of one brief."""


def for_leaders(text: str) -> bool:
    """Whether a sentence may stand in a paper for leaders."""
    return not any(word in text for word in INTERNAL)


@dataclass(frozen=True)
class FigureStatements:
    """Sentences about figures, as an official would write them, without a full stop.

    ``of_figure`` has one per figure with a number, by id: its value and its change. ``problem_counts`` has how many
    matters are overdue and behind, named or not; ``estimates`` are figures that count what was estimated.
    """

    of_figure: Mapping[str, str]
    highlights: Sequence[str] = ()
    problems: Sequence[str] = ()
    problem_counts: Sequence[tuple[str, int]] = ()
    estimates: Sequence[str] = ()


@dataclass(frozen=True)
class DraftState:
    """The written report of the period: how many of its numbers are bound to figures.

    ``overridden`` has one line per bound number that people set otherwise, with the reason; ``open`` one per number
    or claim that somebody has to look at.
    """

    file: str
    numbers: int
    bound: int
    overridden: Sequence[str] = ()
    open: Sequence[str] = ()


@dataclass(frozen=True)
class Papers:
    """Beside the report's context: the statements, what keeps the report a draft, and the written report if any."""

    statements: FigureStatements
    blocking: Sequence[str] = ()
    written: DraftState | None = None
