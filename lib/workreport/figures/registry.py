"""The registry of figures: declarations with metadata beside the arithmetic."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pandas as pd

from workreport.base.errors import ContractError
from workreport.base.names import named, unknown

Kind = Literal["flow", "stock", "opening", "cohort"]
Better = Literal["", "more", "less"]
CONTEXT = ("as_of", "period")
"""Parameters of a figure function that are not ledgers: the cut-off day and the period."""


@dataclass(frozen=True)
class Figure:
    """One figure's declaration.

    The value is, in this order of precedence: `numerator` over `denominator` times `factor`;
    the sum of `parts` (those in `less` subtracted); the sum of column `total` times `factor`;
    the number of different values of the columns `distinct`; the median of column `median`;
    the one row's value of column `single`; or the number of rows.

    Attributes
    ----------
    id, label, unit : str
        Identifier, name in the report, unit as printed.
    kind : {"flow", "stock", "opening", "cohort"}
        Flow: rows dated inside the period; parts of a year add up to it. Stock: what is valid on
        the cut-off day. Opening: what was valid on the day before the period, seen in the
        period's own ledgers. Cohort: the period's rows in the state they had reached on the cut-off
        day; parts of a year do not add up, since a case opened in spring may close in autumn.
    definition : str
        What is counted and what is not, in Chinese; the function's docstring.
    ledgers : tuple of str
        Ledgers that the function takes; the rows returned come from the first.
    otherwise : str, optional
        Column that identifies units where the first of `distinct` is blank, or a code with a wrong check digit.
    date : str, optional
        The date that places a row in the period, if not the contract's.
    decimals : int
        Decimals shown. Values themselves are exact.
    rowwise : bool
        Whether the function selects rows one by one, so that a large ledger can be passed in parts; False if it
        compares rows with each other and needs all of them at once.
    better : {"", "more", "less"}
        Whether more or less of it is better; empty where that depends on why. It is no part of the definition.
    """

    id: str
    label: str
    unit: str
    kind: Kind = "flow"
    definition: str = ""
    ledgers: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    rows: Callable[..., pd.DataFrame] | None = None
    date: str | None = None
    total: str | None = None
    distinct: tuple[str, ...] = ()
    otherwise: str | None = None
    median: str | None = None
    single: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    factor: Decimal = Decimal(1)
    parts: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    decimals: int = 0
    rowwise: bool = True
    better: Better = ""

    @property
    def is_rate(self) -> bool:
        """Whether changes are given in percentage points."""
        return self.unit == "%"

    @property
    def components(self) -> tuple[str, ...]:
        """Figures that this one is computed from."""
        return tuple(name for name in (self.numerator, self.denominator, *self.parts, *self.less) if name)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the rows that the value is measured by."""
        return (*self.distinct, *filter(None, (self.total, self.median, self.single)))

    @property
    def formula(self) -> str:
        """How the value is computed, in words."""
        if self.numerator:
            times = {Decimal(1): "", Decimal(100): "×100%"}.get(self.factor, f"×{self.factor}")
            return f"{self.numerator} ÷ {self.denominator}{times}"
        if self.parts:
            return " + ".join(self.parts) + "".join(f" − {name}" for name in self.less)
        if self.total:
            return f"合计({self.total})" + (f"×{self.factor}" if self.factor != 1 else "")
        if self.distinct:
            return f"去重计数({'+'.join(self.distinct)})"
        if self.single:
            return f"取值({self.single})"
        return f"中位数({self.median})" if self.median else "行数"


def counts_units(id: str) -> bool:
    """Whether a figure counts distinct units, so that a unit can count under several labels of a cut."""
    figure = FIGURES[id]
    return bool(figure.distinct) or any(map(counts_units, figure.parts))


def leaves(id: str) -> list[str]:
    """The row-based figures that a figure is computed from, each once; the figure itself if row-based."""
    parts = FIGURES[id].components
    return list(dict.fromkeys(leaf for part in parts for leaf in leaves(part))) if parts else [id]


def ledgers_of(id: str) -> tuple[str, ...]:
    """Ledgers that a figure is computed from, including those of its components."""
    return tuple(dict.fromkeys(ledger for leaf in leaves(id) for ledger in FIGURES[leaf].ledgers))


def adds_up(id: str) -> bool:
    """Whether the cuts of a figure can be added up: not for a ratio, median or single value."""
    figure = FIGURES[id]
    return not (figure.numerator or figure.median or figure.single) and all(map(adds_up, figure.parts))


def with_unit(label: str, unit: str) -> str:
    """A label with its unit in brackets, tortoise-shell ones if the unit contains brackets (GB/T 15834 4.9)."""
    return f"{label}〔{unit}〕" if "（" in unit else f"{label}（{unit}）"


FIND = '可用 s.desk.figures("词") 查找'


class Figures(dict[str, Figure]):
    """Figures by id; an id that none has raises ``UnknownName`` with those that come near."""

    def __missing__(self, id: str) -> Figure:
        raise unknown(str(id), {one: (self[one].label,) for one in self}, "指标", todo=FIND)


FIGURES: dict[str, Figure] = Figures()
DERIVED: dict[str, str] = {}
"""Titles of the dimensions that figures add to their rows, by column; the contract has those of fields."""


def figure_id(text: str) -> str:
    """The figure of this id or label; ``UnknownName`` with the nearest where there is none, or several."""
    spellings = {id: (figure.label,) for id, figure in FIGURES.items()}
    return named(text, spellings, "指标", todo=FIND)


def register(figure: Figure) -> Figure:
    """Add a figure; ``ContractError`` if its id is taken."""
    if figure.id in FIGURES:
        raise ContractError(f"指标“{figure.id}”声明了两次", todo="请改用别的编号，或删去其中一个")
    FIGURES[figure.id] = figure
    return figure


def figure(
    id: str,
    *,
    label: str,
    unit: str,
    kind: Kind = "flow",
    date: str | None = None,
    total: str | None = None,
    distinct: str | tuple[str, ...] = (),
    otherwise: str | None = None,
    median: str | None = None,
    single: str | None = None,
    factor: str = "1",
    decimals: int = 0,
    rowwise: bool = True,
    better: Better = "",
) -> Callable[[Callable[..., pd.DataFrame]], Callable[..., pd.DataFrame]]:
    """Declare the decorated function as a figure; it returns the rows behind the value.

    Parameter names are ledgers, or ``as_of`` and ``period``. The first ledger is passed with its rows of the
    period, and the rows returned are its evidence; further ledgers are passed whole, as of the cut-off day.
    """

    def declare(function: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
        names = list(inspect.signature(function).parameters)
        register(
            Figure(
                id=id,
                label=label,
                unit=unit,
                kind=kind,
                definition=inspect.getdoc(function) or "",
                ledgers=tuple(name for name in names if name not in CONTEXT),
                context=tuple(name for name in names if name in CONTEXT),
                rows=function,
                date=date,
                total=total,
                distinct=(distinct,) if isinstance(distinct, str) else tuple(distinct),
                otherwise=otherwise,
                median=median,
                single=single,
                factor=Decimal(factor),
                decimals=decimals,
                rowwise=rowwise,
                better=better,
            )
        )
        return function

    return declare


def ratio(
    id: str,
    *,
    label: str,
    numerator: str,
    denominator: str,
    definition: str,
    unit: str = "%",
    factor: str = "100",
    decimals: int = 1,
    kind: Kind = "flow",
    better: Better = "",
) -> Figure:
    """Declare the ratio of two figures; undefined if the denominator is 0."""
    return register(
        Figure(
            id=id,
            label=label,
            unit=unit,
            kind=kind,
            definition=definition,
            numerator=numerator,
            denominator=denominator,
            factor=Decimal(factor),
            decimals=decimals,
            better=better,
        )
    )


def total_of(
    id: str,
    *,
    label: str,
    unit: str,
    parts: tuple[str, ...],
    definition: str,
    less: tuple[str, ...] = (),
    kind: Kind = "flow",
) -> Figure:
    """Declare the sum of other figures, with those in `less` subtracted; the parts must not overlap."""
    return register(
        Figure(id=id, label=label, unit=unit, kind=kind, definition=definition, parts=parts, less=less)
    )
