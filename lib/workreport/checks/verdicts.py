"""What a check comes to: its verdict, both sides, and what is written of it in checks.csv."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from workreport.figures.csv_files import exact_text
from workreport.figures.measure import Number

COLUMNS = ("id", "verdict", "left", "right", "difference", "explanation")
Verdict = Literal["HOLDS", "FAILS", "CONFLICT", "UNDEFINED", "SUSPECT", "TRIVIAL"]
VERDICTS: dict[Verdict, str] = {
    "FAILS": "不成立",
    "CONFLICT": "互相矛盾",
    "SUSPECT": "存疑",
    "UNDEFINED": "无法核对",
    "TRIVIAL": "成立，但无信息",
    "HOLDS": "成立",
}
"""The verdicts, the gravest first.

FAILS: two sides that must agree do not, or rows break a rule; keeps the report a draft unless waived.
CONFLICT: two statements of one matter contradict each other, such as what was reported and what the rows give.
SUSPECT: the arithmetic may be right, the number is out of the ordinary; asks for evidence, never blocks.
UNDEFINED: a ledger, a column or a definition is missing; nothing is filled in.
TRIVIAL: holds and says nothing: 0 = 0, no row to judge, a part that is the whole (100 %), a sentence not said.
"""
BLOCKING: Verdict = "FAILS"


@dataclass(frozen=True)
class Check:
    """One judged relation; numbers as exact text, empty where a side has none.

    ``title`` and ``relation`` say in words what is compared, ``figures`` are those that take part,
    ``waiver`` is the reason for which the office lets a verdict stand.
    """

    id: str
    verdict: Verdict
    left: str
    right: str
    difference: str
    explanation: str
    title: str = ""
    relation: str = ""
    figures: tuple[str, ...] = ()
    waiver: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the report stays a draft because of it."""
        return self.verdict == BLOCKING and not self.waiver

    def row(self) -> dict[str, str]:
        """The check as a row of checks.csv."""
        return {name: getattr(self, name) for name in COLUMNS}


@dataclass(frozen=True)
class Judged:
    """What judging a declared check gives: the verdict, both sides, and where it is wrong or why undefined."""

    verdict: Verdict
    left: Number | None = None
    right: Number | None = None
    where: str = ""

    @property
    def difference(self) -> Number | None:
        """Left less right, where both have a number."""
        return None if self.left is None or self.right is None else self.left - self.right


def written(
    id: str, title: str, relation: str, judged: Judged, figures: Sequence[str], why: str = ""
) -> Check:
    """A judged check as it is written down; `why` says what a verdict other than “holds” means."""
    troubled = judged.verdict not in ("HOLDS", "TRIVIAL")
    parts = [f"{title}：{relation}", judged.where, why if troubled and judged.verdict != "UNDEFINED" else ""]
    return Check(
        id,
        judged.verdict,
        exact_text(judged.left),
        exact_text(judged.right),
        exact_text(judged.difference),
        "；".join(part for part in parts if part),
        title,
        relation,
        tuple(dict.fromkeys(figures)),
    )


def wrong(otherwise: str) -> Verdict:
    """The verdict that a declaration gives where it does not hold."""
    return otherwise.upper()  # type: ignore[return-value]
