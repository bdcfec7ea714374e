"""Ranking of sub-bureaus by a figure per base, with the spread of the rates.

``ranking(book, id)`` cuts a figure that counts rows by ``org_code`` and divides it by the base of each sub-bureau
(the ``ranking_base`` of ``profile.yaml``, or the figure given as `base`, cut by ``org_code``). A rate is ranked as it
is, with its denominator as the base. The bureau's own units are listed without a rank.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from workreport.base.errors import ContractError, MissingLedger
from workreport.base.workspace import PROFILE_FILE
from workreport.figures.attribution import ORG
from workreport.figures.book import Book, divide
from workreport.figures.measure import Number
from workreport.figures.registry import FIGURES, Figure

PER = Decimal(1000)
"""Rates are given per thousand units of the base."""


@dataclass(frozen=True)
class Line:
    """One unit: the figure's number, its base, the rate, and the rank (None if not ranked).

    Units with the same rate share the better rank, and the next one is skipped (1, 2, 2, 4).
    """

    org: str
    number: Number
    base: Number
    rate: Decimal | None = None
    rank: int | None = None


@dataclass(frozen=True)
class Ranking:
    """A figure by sub-bureau, highest rate first, and the bureau's own units below.

    `base`: the figure it is divided by. `per`: the number of base units that a rate refers to. `small`: whether
    one of the numbers is below its ledger's suppression limit and shown to reviewers only.
    """

    figure: Figure
    base: Figure
    per: Decimal
    lines: tuple[Line, ...]
    own: tuple[Line, ...]
    small: bool = False

    @property
    def unit(self) -> str:
        """The unit of the rates: the rate's own, or such as 户次/千户."""
        return self.figure.unit if self.figure.numerator else f"{self.figure.unit}/千{self.base.unit}"

    @property
    def decimals(self) -> int:
        """Decimals that a rate is shown with."""
        return self.figure.decimals if self.figure.numerator else 1

    @property
    def highest(self) -> Line | None:
        """The sub-bureau with the highest rate; None unless one stands alone at the top."""
        return self._alone(self.lines[0]) if self.lines else None

    @property
    def lowest(self) -> Line | None:
        """The sub-bureau with the lowest rate; None unless one stands alone at the bottom."""
        return self._alone(self.lines[-1]) if self.lines else None

    @property
    def middle(self) -> Decimal | None:
        """The median rate; the mean of the two in the middle for an even number."""
        rates = [line.rate for line in self.lines]
        if not rates:
            return None
        half = len(rates) // 2
        return rates[half] if len(rates) % 2 else (rates[half - 1] + rates[half]) / 2

    @property
    def spread(self) -> Decimal | None:
        """Highest rate less lowest; None for fewer than two sub-bureaus."""
        return self.lines[0].rate - self.lines[-1].rate if len(self.lines) > 1 else None

    def _alone(self, line: Line) -> Line | None:
        return line if [other.rate for other in self.lines].count(line.rate) == 1 else None


def sub_bureaus(book: Book) -> tuple[str, ...]:
    """Labels of the sub-bureaus valid on the cut-off day: units without a parent or units below.

    Raises
    ------
    MissingLedger
        If the table of organisations was not handed in.
    """
    return book.units.in_force(pd.Timestamp(book.period.end))


def ranking(book: Book, id: str, base: str = "", per: Decimal = PER) -> Ranking:
    """A figure by sub-bureau, divided by its base (default: that of the profile).

    A sub-bureau whose base is 0 has no rate; it is listed unranked with the bureau's own units.

    Raises
    ------
    MissingLedger
        If a ledger or column of the figure or of its base was not handed in.
    ContractError
        If the profile's base is not a figure.
    """
    figure, branches = FIGURES[id], sub_bureaus(book)
    is_rate = bool(figure.numerator and figure.denominator)
    top, below = (figure.numerator, figure.denominator) if is_rate else (id, base or _base(book))
    upper, lower = _by_org(book, top), _by_org(book, below)
    factor = figure.factor if is_rate else per
    ranked, rest = [], []
    for org in dict.fromkeys([*branches, *upper, *lower]):
        number, under = upper.get(org, 0), lower.get(org, 0)
        rate = divide(number, under, factor) if org in branches else None
        (rest if rate is None else ranked).append(Line(org, number, under, rate))
    ranked.sort(key=lambda line: (-line.rate, line.org))
    rates = [line.rate for line in ranked]
    lines = tuple(replace(line, rank=rates.index(line.rate) + 1) for line in ranked)
    counts = [*upper.values(), *(lower.values() if is_rate else ())]
    limits = [book.contract_of(ledger).suppress_below or 0 for ledger in book.ledgers(id)]
    small = any(0 < number < max(limits, default=0) for number in counts)
    return Ranking(figure, FIGURES[below], factor, lines, tuple(rest), small)


def _base(book: Book) -> str:
    """The profile's default base for amounts."""
    base = book.frames.intake.workspace.profile.ranking_base
    if base not in FIGURES:
        raise ContractError(
            f"比较没有基数“{base}”",
            where=f"{PROFILE_FILE}（ranking_base）",
            expected="一个可以按承办机构分组的指标",
            todo="请在 profile.yaml 写明基数，或在表格里用 base= 指明",
        )
    return base


def _by_org(book: Book, id: str) -> dict[str, Number]:
    if (value := book.value(id)).status == "blocked":
        raise MissingLedger(value.reason)
    return {key[0]: number or 0 for key, number in book.cut(id, (ORG,)).items()}
