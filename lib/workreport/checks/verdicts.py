"""The outcome of a check: its verdict, both sides, and its row in checks.csv."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workreport.base.hashing import fingerprint
from workreport.checks.kind import CheckKind
from workreport.figures.csv_files import exact_text
from workreport.figures.measure import Number
from workreport.ledgers.declared.findings import DIGITS

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
"""The verdicts, gravest first.

FAILS: two sides that must agree do not, or rows break a rule; makes the report a draft unless waived.
CONFLICT: two statements about one matter contradict each other, such as a reported and a recomputed value.
SUSPECT: the arithmetic may be right, but the number is unusual; needs evidence, never blocks.
UNDEFINED: a ledger, a column or a definition is missing; no value is assumed.
TRIVIAL: holds without information: 0 = 0, no row to judge, a part that is the whole (100 %), a sentence not used.
"""
BLOCKING: Verdict = "FAILS"


@dataclass(frozen=True)
class Check:
    """One judged relation; numbers as exact text, empty where a side has none.

    ``title`` and ``relation`` describe the comparison in Chinese, ``figures`` are the figures in it,
    ``waiver`` is the office's reason for accepting the verdict.
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
        """Whether the check makes the report a draft."""
        return self.verdict == BLOCKING and not self.waiver

    @property
    def fingerprint(self) -> str:
        """What the check is recognised by in the next run, as long as its verdict, both sides and the rows stay."""
        return fingerprint([self.id, self.verdict, self.left, self.right, self.explanation])[:DIGITS]

    def row(self) -> dict[str, str]:
        """The check as a row of checks.csv."""
        return {name: getattr(self, name) for name in COLUMNS}


@dataclass(frozen=True)
class CheckResult:
    """CheckResult of a declared check: the verdict, both sides, and where it fails or why it is undefined."""

    verdict: Verdict
    left: Number | None = None
    right: Number | None = None
    where: str = ""

    @property
    def difference(self) -> Number | None:
        """Left minus right; None if either has no number."""
        return None if self.left is None or self.right is None else self.left - self.right


def check_of(declared: CheckKind, result: CheckResult) -> Check:
    """The check of a declaration and its result."""
    why = declared.why if result.verdict not in ("HOLDS", "TRIVIAL", "UNDEFINED") else ""
    parts = [f"{declared.title}：{declared.words}", result.where, why]
    return Check(
        declared.id,
        result.verdict,
        exact_text(result.left),
        exact_text(result.right),
        exact_text(result.difference),
        "；".join(part for part in parts if part),
        declared.title,
        declared.words,
        tuple(dict.fromkeys(declared.figures)),
    )


def failed_verdict(otherwise: str) -> Verdict:
    """The verdict of a check that does not hold."""
    return otherwise.upper()  # type: ignore[return-value]
