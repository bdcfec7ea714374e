"""The kinds of check that ``data/checks/relations*.yaml`` declares; ``words`` is the relation in Chinese."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field as Default
from pydantic import model_validator

from workreport.base.settings import Settings
from workreport.checks.kind import CheckKind, Otherwise
from workreport.checks.terms import Counterpart, Rows, Term, side, term_label
from workreport.figures.registry import FIGURES


class Sums(CheckKind):
    """Sums on both sides of ``=`` or ``<=``; they may differ by `tolerance`."""

    kind: Literal["sums"]
    left: list[Term]
    relation: Literal["=", "<="] = "="
    right: list[Term]
    tolerance: Decimal = Decimal(0)

    @property
    def terms(self) -> list[Term]:
        return [*self.left, *self.right]

    @property
    def words(self) -> str:
        return f"{side(self.left)} {'=' if self.relation == '=' else '≤'} {side(self.right)}"


class Parts(CheckKind):
    """Parts of a whole that is counted from its ledger: every row is in exactly one part.

    ``total`` is the report's figure for the whole; it must be the same number.
    """

    kind: Literal["parts"]
    parts: list[Term] = Default(min_length=1)
    whole: Rows
    total: str | None = None

    @property
    def terms(self) -> list[Term]:
        return [*self.parts, self.whole, *([self.total] if self.total else [])]

    @property
    def words(self) -> str:
        total = f"，并与{term_label(self.total)}相等" if self.total else ""
        return f"{side(self.parts)} = {term_label(self.whole)}（由台账另行计数）{total}"


class Balance(CheckKind):
    """Opening + additions − removals = closing."""

    kind: Literal["balance"]
    opening: str
    plus: list[str]
    minus: list[str]
    closing: str

    @property
    def terms(self) -> list[Term]:
        return [self.opening, *self.plus, *self.minus, self.closing]

    @property
    def words(self) -> str:
        less = "".join(f" − {term_label(id)}" for id in self.minus)
        return f"{side([self.opening, *self.plus])}{less} = {term_label(self.closing)}"


class Exclusive(CheckKind):
    """No unit counts in two of the figures; the columns of `key` together identify a unit."""

    kind: Literal["exclusive"]
    among: list[str] = Default(min_length=2)
    key: list[str] = Default(min_length=1)

    @property
    def terms(self) -> list[Term]:
        return list(self.among)

    @property
    def words(self) -> str:
        return f"{'、'.join(map(term_label, self.among))}互不重叠"


class Listed(CheckKind):
    """Number of categories: `count` = the `members` above 0, or the labels of `of` by `by`.

    With `codes`, every category must be in that code list, and `members` must cover it.
    """

    kind: Literal["listed"]
    count: str
    members: list[str] = Default(default_factory=list)
    of: str | None = None
    by: str | None = None
    codes: str | None = None

    @property
    def terms(self) -> list[Term]:
        return [self.count, *self.members, *([self.of] if self.of else [])]

    @property
    def words(self) -> str:
        return f"{term_label(self.count)} = 逐类列出的类数"


class Monotone(CheckKind):
    """Cumulative values from the beginning of the year never fall from one month's end to the next.

    The same holds for values of the figure reported for such periods, up to this one.
    """

    kind: Literal["monotone"]
    of: str

    @property
    def terms(self) -> list[Term]:
        return [self.of]

    @property
    def words(self) -> str:
        return f"{term_label(self.of)}自年初起各月末累计数不下降"


class Partners(CheckKind):
    """Every unit behind `of` has a counterpart of any date in one of `among`."""

    kind: Literal["partners"]
    of: Term
    key: str
    among: list[Counterpart] = Default(min_length=1)

    @property
    def terms(self) -> list[Term]:
        return [self.of]

    @property
    def words(self) -> str:
        return (
            f"{term_label(self.of)}逐条在{'、'.join(counterpart.label for counterpart in self.among)}中有对应"
        )


class Statement(CheckKind):
    """A sentence written if the `same` figures are equal and above 0, checked against its rows."""

    kind: Literal["statement"]
    text: str
    same: list[str] = Default(min_length=2, max_length=2)
    of: Term
    key: str
    among: list[Counterpart] = Default(min_length=1)

    @property
    def terms(self) -> list[Term]:
        return [*self.same, self.of]

    @property
    def words(self) -> str:
        return f"“{self.text}”与台账逐行相符"


class Product(CheckKind):
    """In every row behind `of`, the column `product` is the product of the columns `factors`."""

    kind: Literal["product"]
    of: Term
    product: str
    factors: list[str] = Default(min_length=2)

    @property
    def terms(self) -> list[Term]:
        return [self.of]

    @property
    def words(self) -> str:
        return f"{term_label(self.of)}：每行的乘积关系成立"


class Cuts(CheckKind):
    """A figure's parts by a dimension add up to it, and every label is in the dimension's list.

    A distinct unit can have two labels: the parts of such a figure add up to at least the figure.
    """

    kind: Literal["cuts"]
    of: str
    by: str

    @property
    def terms(self) -> list[Term]:
        return [self.of]

    @property
    def words(self) -> str:
        return f"名录内各类{term_label(self.of)}之和 {'≥' if FIGURES[self.of].distinct else '='} {term_label(self.of)}"


class Districts(CheckKind):
    """Sub-bureaus, the bureau's own units and unassigned rows add up to the district, for each figure of a list.

    A distinct unit can count in two of them: the parts of such a figure add up to at least the figure. The
    right side is the number of figures checked, the left side the number of those that agree.
    """

    kind: Literal["districts"]
    of: list[str] = Default(min_length=1)

    @property
    def terms(self) -> list[Term]:
        return list(self.of)

    @property
    def words(self) -> str:
        return "逐项：各分局＋区本级＋未划归 = 全区（按单位去重的 ≥ 全区），左右两数为相符的项数与核对的项数"


class Totals(CheckKind):
    """Totals written in the ledgers are the sums of the rows above them."""

    kind: Literal["totals"]

    @property
    def words(self) -> str:
        return "台账中写明的合计 = 明细之和"


class Range(CheckKind):
    """A figure, or the ratio of two figures, within the bounds of `source`."""

    kind: Literal["range"]
    of: str
    per: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    source: str
    otherwise: Otherwise = "suspect"

    @model_validator(mode="after")
    def _bounded(self) -> Range:
        if self.low is None and self.high is None:
            raise ValueError("low、high 至少写一个")
        return self

    @property
    def terms(self) -> list[Term]:
        return [self.of, *([self.per] if self.per else [])]

    @property
    def words(self) -> str:
        limits = [
            (word, bound)
            for word, bound in (("不低于", self.low), ("不高于", self.high))
            if bound is not None
        ]
        over = f" ÷ {term_label(self.per)}" if self.per else ""
        return f"{term_label(self.of)}{over} {'、'.join(f'{word}{bound}' for word, bound in limits)}（{self.source}）"


class Coincidence(CheckKind):
    """Suspicious if unrelated figures have the same number, of `least` or more."""

    kind: Literal["coincidence"]
    among: list[str] = Default(min_length=2, max_length=2)
    least: int = 10
    otherwise: Otherwise = "suspect"

    @property
    def terms(self) -> list[Term]:
        return list(self.among)

    @property
    def words(self) -> str:
        return f"{'与'.join(map(term_label, self.among))}是两件事，不应恰好同数"


Arithmetic = Sums | Parts | Balance | Listed | Monotone | Cuts | Districts
Matching = Exclusive | Partners | Statement | Product | Totals
Declared = Annotated[Arithmetic | Matching | Range | Coincidence, Default(discriminator="kind")]


class Checks(Settings):
    """One file of checks."""

    checks: list[Declared]
