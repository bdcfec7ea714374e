"""What a proof is made of: the text as read, its number tokens, their bindings and relations, and what is to do."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from workreport.base.personal_data import blanked

QUANTITY, DATE, ORDINAL, NAME, LAW, PHONE, OTHER = (
    "quantity",
    "date",
    "ordinal",
    "name",
    "law",
    "phone",
    "other",
)
"""Classes of a token."""
MATCHES, DIFFERS, CONFIRMED, UNDECIDED, UNSUPPORTED, UNREADABLE = (
    "相符",
    "不符",
    "文内相符",
    "待认",
    "无据",
    "未读懂",
)
"""States of a quantity."""
TABULAR = ("table", "chart")
"""Parts of a text whose lines are rows of cells."""
UNREAD = "unread"
"""Part of a text that stands for a graphic whose numbers are not read."""
HOLDS, FAILS, CONFLICT, ROUNDED, FORCED100 = "HOLDS", "FAILS", "CONFLICT", "ROUNDED", "FORCED100"
SUSPECT, UNDEFINED = "SUSPECT", "UNDEFINED"
"""Verdicts on a relation. Only the first six speak; ``UNDEFINED`` cannot be decided and is never called an error."""
NOTHING = "—"
"""What follows from numbers from which nothing follows."""
WRONG, DOUBTFUL, WORDING = "wrong", "doubtful", "wording"
"""Gravity of a finding: red, yellow, blue."""


@dataclass(frozen=True)
class Line:
    """One paragraph or table row of a text.

    ``number`` counts from 1; ``start`` is the offset of its first character in ``DraftText.text``; ``part`` is one of
    body, heading, table, header, footer, footnote, textbox, chart, smartart, unread; ``cells`` are the offsets (from, until) of the cells of a
    table row within the line, which are separated by tabs; ``table`` numbers the table from 1, 0 outside of tables.
    """

    number: int
    start: int
    text: str
    part: str = "body"
    table: int = 0
    cells: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class DraftText:
    """A text as read: one line per paragraph or table row, joined by line breaks in ``text``."""

    name: str
    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        """The whole text; offsets of tokens count its characters."""
        return "\n".join(line.text for line in self.lines)

    def line_at(self, position: int) -> Line:
        """The line with the character at an offset of ``text``."""
        return self.lines[max(bisect_right(self._starts, position) - 1, 0)]

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    @classmethod
    def of(cls, name: str, text: str) -> DraftText:
        """A plain text, one line per line."""
        lines, start = [], 0
        for number, line in enumerate(text.split("\n"), start=1):
            lines.append(Line(number, start, line))
            start += len(line) + 1
        return cls(name, tuple(lines))


@dataclass(frozen=True)
class Token:
    """One number of a text, with its unit.

    ``start`` and ``end`` are offsets in ``DraftText.text``. A quantity has the ``value`` that is printed, in the printed
    ``unit`` (万件, 亿元, %, 个百分点; "" without one), and the closed bounds ``low`` and ``high`` of what the words
    allow in that unit (equal to the value if it is exact; 200余 is 201 to 299); ``decimals`` counts its printed
    decimal places. ``scale`` is the factor of 万 or 亿 in the unit, ``measure`` the unit without it.
    """

    line: int
    start: int
    end: int
    text: str
    kind: str
    value: Decimal | None = None
    unit: str = ""
    measure: str = ""
    scale: Decimal = Decimal(1)
    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether the words allow one value only."""
        return self.low == self.high

    @property
    def amount(self) -> Decimal:
        """The value in units of the measure: 3.2 万件 is 32000."""
        assert self.value is not None, f"{self.text} is no quantity"
        return self.value * self.scale


@dataclass(frozen=True)
class Relation:
    """A relation between numbers of one text, recomputed.

    ``tokens`` are its numbers, the doubtful one first; ``formula`` shows the computation with its numbers, ``printed``
    what the text says, ``expected`` what follows ("—" if nothing does).
    """

    kind: str
    line: int
    quote: str
    formula: str
    printed: str
    expected: str
    verdict: str
    explanation: str = ""
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A figure's value that a token may state: figure id, aspect (value, yoy, task, share …), exact value, printed form."""

    figure: str
    aspect: str
    value: Decimal
    display: str
    label: str = ""


@dataclass(frozen=True)
class Binding:
    """What a quantity states, by the words around it; ``candidates`` are listed if none is certain."""

    token: Token
    state: str
    figure: str = ""
    aspect: str = ""
    expected: str = ""
    explanation: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Something to do at a place of the text.

    ``start`` and ``end`` are offsets in ``DraftText.text``; ``message`` says what is wrong and what is right, ``proposal``
    is the text to put there ("" without one). ``fingerprint`` identifies the statement: words and numbers around it.
    """

    gravity: str
    line: int
    start: int
    end: int
    kind: str
    message: str
    proposal: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class Answered:
    """A finding that somebody has dismissed, with who and why."""

    finding: Finding
    by: str
    why: str


@dataclass(frozen=True)
class Proof:
    """The result for one text; ``answered`` are findings that people have dismissed."""

    text: DraftText
    tokens: tuple[Token, ...]
    bindings: tuple[Binding, ...] = ()
    relations: tuple[Relation, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    answered: tuple[Answered, ...] = field(default=())

    @cached_property
    def shown(self) -> str:
        """The text as read; personal data is blanked, character by character, so that places stay valid."""
        return blanked(self.text.text)
