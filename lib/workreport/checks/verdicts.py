"""What a check comes to: its verdict, both sides, and what is written of it in checks.csv."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

COLUMNS = ("id", "verdict", "left", "right", "difference", "explanation")
Verdict = Literal["HOLDS", "FAILS", "CONFLICT", "UNDEFINED"]
VERDICTS = {"HOLDS": "成立", "FAILS": "不成立", "CONFLICT": "与已报数不一致", "UNDEFINED": "无法核对"}
BLOCKING = "FAILS"


@dataclass(frozen=True)
class Check:
    """One judged relation; numbers as exact text, empty where a side has none."""

    id: str
    verdict: Verdict
    left: str
    right: str
    difference: str
    explanation: str

    def row(self) -> dict[str, str]:
        """The check as a row of checks.csv."""
        return {name: getattr(self, name) for name in COLUMNS}
