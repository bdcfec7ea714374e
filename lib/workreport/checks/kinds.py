"""The kinds of check that ``data/checks/relations*.yaml`` declares; each says what it compares in an analyst's words."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field as Default
from pydantic import model_validator

from workreport.base.settings import Settings
from workreport.checks.kind import Base, Otherwise
from workreport.checks.terms import Counterpart, Rows, Term, named, side
from workreport.figures.registry import FIGURES


class Sums(Base):
    """Sums on both sides of ``=`` or ``<=``; they may differ by `tolerance` where a rule allows it."""

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


class Parts(Base):
    """Parts of a whole that is counted anew from its ledger: no row in two parts, none in no part.

    ``total`` is the figure that the report calls the whole; it must be the same number.
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
        total = f"，并与{named(self.total)}相等" if self.total else ""
        return f"{side(self.parts)} = {named(self.whole)}（由台账另行计数）{total}"


class Balance(Base):
    """Opening + what came − what went = closing."""

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
        less = "".join(f" − {named(id)}" for id in self.minus)
        return f"{side([self.opening, *self.plus])}{less} = {named(self.closing)}"


class Exclusive(Base):
    """No unit stands behind two of the figures; units are told apart by the columns of `key` together."""

    kind: Literal["exclusive"]
    among: list[str] = Default(min_length=2)
    key: list[str] = Default(min_length=1)

    @property
    def terms(self) -> list[Term]:
        return list(self.among)

    @property
    def words(self) -> str:
        return f"{'、'.join(map(named, self.among))}互不重叠"


class Listed(Base):
    """As many categories as are listed: `count` = those of `members` above 0, or labels of `of` by `by`.

    With `codes`, every category stands in that code list, and `members` are all of it.
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
        return f"{named(self.count)} = 逐类列出的类数"


class Monotone(Base):
    """Cumulative values from the beginning of the year never fall from one month's end to the next.

    So does what was reported of the same figure for such periods, up to this one.
    """

    kind: Literal["monotone"]
    of: str

    @property
    def terms(self) -> list[Term]:
        return [self.of]

    @property
    def words(self) -> str:
        return f"{named(self.of)}自年初起各月末累计数不下降"


class Partners(Base):
    """Every unit behind `of` has its counterpart in one of `among`, whatever the counterpart's date."""

    kind: Literal["partners"]
    of: Term
    key: str
    among: list[Counterpart] = Default(min_length=1)

    @property
    def terms(self) -> list[Term]:
        return [self.of]

    @property
    def words(self) -> str:
        return f"{named(self.of)}逐条在{'、'.join(one.label for one in self.among)}中有对应"


class Statement(Base):
    """A sentence that is said where `same` figures are equal and above 0, against the rows it is about."""

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
    def ledgers(self) -> tuple[str, ...]:
        """Ledgers that it looks at past its figures."""
        own = (self.of.ledger,) if isinstance(self.of, Rows) else ()
        return (*own, *(one.ledger for one in self.among))

    @property
    def words(self) -> str:
        return f"“{self.text}”与台账逐行相符"


class Product(Base):
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
        return f"{named(self.of)}：每行的乘积关系成立"


class Cuts(Base):
    """A figure's parts by a dimension add up to it; every label stands in the dimension's list.

    Units counted once may stand under two labels: the parts then add up to no less.
    """

    kind: Literal["cuts"]
    of: str
    by: str

    @property
    def terms(self) -> list[Term]:
        return [self.of]

    @property
    def words(self) -> str:
        return f"名录内各类{named(self.of)}之和 {'≥' if FIGURES[self.of].distinct else '='} {named(self.of)}"


class Districts(Base):
    """Sub-bureaus, the bureau's own units and what is unassigned make up the district, for every figure of a list.

    Units counted once may stand under two of them: those parts add up to no less. Both sides are how many
    figures there are: on the left those that agree.
    """

    kind: Literal["districts"]
    of: list[str] = Default(min_length=1)

    @property
    def terms(self) -> list[Term]:
        return list(self.of)

    @property
    def words(self) -> str:
        return "逐项：各分局＋区本级＋未划归 = 全区（按单位去重的 ≥ 全区），左右两数为相符的项数与核对的项数"


class Totals(Base):
    """Totals that stand in the ledgers themselves are the sums of the rows above them."""

    kind: Literal["totals"]

    @property
    def words(self) -> str:
        return "台账中写明的合计 = 明细之和"


class Range(Base):
    """A figure, or one over another, inside bounds that `source` gives."""

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
        bounds = [(word, at) for word, at in (("不低于", self.low), ("不高于", self.high)) if at is not None]
        over = f" ÷ {named(self.per)}" if self.per else ""
        return f"{named(self.of)}{over} {'、'.join(f'{word}{at}' for word, at in bounds)}（{self.source}）"


class Coincidence(Base):
    """Figures that have nothing to do with each other and have the same number of `least` or more."""

    kind: Literal["coincidence"]
    among: list[str] = Default(min_length=2, max_length=2)
    least: int = 10
    otherwise: Otherwise = "suspect"

    @property
    def terms(self) -> list[Term]:
        return list(self.among)

    @property
    def words(self) -> str:
        return f"{'与'.join(map(named, self.among))}是两件事，不应恰好同数"


Arithmetic = Sums | Parts | Balance | Listed | Monotone | Cuts | Districts
Matching = Exclusive | Partners | Statement | Product | Totals
Declared = Annotated[Arithmetic | Matching | Range | Coincidence, Default(discriminator="kind")]


class Checks(Settings):
    """One file of checks."""

    checks: list[Declared]
