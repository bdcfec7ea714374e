"""Measuring evidence: how rows become a number, whole or cut by dimensions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

from workreport.figures.registry import Figure
from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Contract

Number = int | Decimal
BLANK = "未填"
MONTH = "month"
SEVERAL = 32
"""Parts whose different units are kept before they are compared with each other."""


class Accumulator:
    """A figure's value over rows that come in parts; what is kept of each is no more than the value takes."""

    def __init__(self, figure: Figure) -> None:
        self.figure, self._number = figure, 0
        self._kept: list[pd.DataFrame] = []

    def add(self, rows: pd.DataFrame) -> Accumulator:
        """Take some rows in; itself."""
        figure = self.figure
        if figure.total:
            self._number += exact(rows[figure.total].sum())
        elif figure.distinct:
            self._keep(identities(rows, figure).drop_duplicates())
        elif figure.median or figure.single:
            self._keep(rows[[figure.median or figure.single]])
        else:
            self._number += len(rows)
        return self

    def count(self, rows: int) -> None:
        """Take so many rows in, where their number is all that counts."""
        self._number += rows

    def _keep(self, rows: pd.DataFrame) -> None:
        self._kept.append(rows)
        if self.figure.distinct and len(self._kept) > SEVERAL:
            self._kept = [pd.concat(self._kept).drop_duplicates()]

    @property
    def number(self) -> Number | None:
        """The value; None only for a median or single value of no rows."""
        figure = self.figure
        if figure.total:
            return exact(self._number, figure.factor)
        if not (figure.distinct or figure.median or figure.single):
            return self._number
        rows = pd.concat(self._kept)
        if figure.distinct:
            return len(rows.drop_duplicates())
        if figure.median:
            middle = rows[figure.median].dropna().astype("Float64").median()
            return None if pd.isna(middle) else Decimal(str(middle))
        assert len(rows) <= 1, f"{figure.id} takes one row"
        return exact(rows[figure.single].iloc[0], figure.factor) if len(rows) else None


def measure(figure: Figure, rows: pd.DataFrame) -> Number | None:
    """The value of a figure over its evidence rows; None only for a median or single value of no rows."""
    return Accumulator(figure).add(rows).number


def counts_rows(figure: Figure) -> bool:
    """Whether a figure's value is how many rows it has."""
    return figure.rows is not None and not (figure.total or figure.distinct or figure.median or figure.single)


def exact(total: object, factor: Decimal = Decimal(1)) -> Number:
    """A column's sum times a factor, as an integer or an exact decimal."""
    if isinstance(total, Decimal) or factor != 1:
        return Decimal(str(total)) * factor
    return int(total)  # type: ignore[call-overload]


def identities(rows: pd.DataFrame, figure: Figure) -> pd.DataFrame:
    """The columns that tell a figure's units apart; where the first is blank, the column `otherwise` stands for it."""
    keys, first = rows[list(figure.distinct)], figure.distinct[0]
    if figure.otherwise in rows and keys[first].isna().any():
        keys = keys.assign(**{first: keys[first].fillna(rows[figure.otherwise])})
    return keys


def cut_parts(
    figure: Figure,
    parts: Iterable[pd.DataFrame],
    by: tuple[str, ...],
    contract: Contract,
    codes: dict[str, CodeList],
) -> dict[tuple[str, ...], Number | None]:
    """The figure's value for every combination of labels found in its rows, in the order of labels."""
    keys = [f"by{at}" for at in range(len(by))]
    found: dict[tuple[str, ...], Accumulator] = {}
    for rows in parts:
        labels = {
            key: labels_of(figure, rows, name, contract, codes) for key, name in zip(keys, by, strict=True)
        }
        labelled = pd.DataFrame(labels) if counts_rows(figure) else rows.assign(**labels)
        for key, name in zip(keys, by, strict=True):
            if name in contract.by_name and contract.by_name[name].type == "list":
                labelled = labelled.explode(key)
        groups = labelled.groupby(keys, sort=False)
        if counts_rows(figure):
            for key, count in groups.size().items():
                found.setdefault(key if isinstance(key, tuple) else (key,), Accumulator(figure)).count(
                    int(count)
                )
            continue
        for key, group in groups:
            found.setdefault(key if isinstance(key, tuple) else (key,), Accumulator(figure)).add(group)
    return {key: found[key].number for key in sorted(found)}


def labels_of(
    figure: Figure, rows: pd.DataFrame, name: str, contract: Contract, codes: dict[str, CodeList]
) -> pd.Series:
    """As ``dimension``; each distinct value is named once."""
    if name == MONTH:
        series = rows[figure.date or contract.period_date].dt.to_period("M").dt.to_timestamp()
    else:
        series = rows[name]
    places, distinct = pd.factorize(series, use_na_sentinel=False)
    column = (figure.date or contract.period_date) if name == MONTH else name
    few = pd.DataFrame({column: pd.Series(distinct, dtype=series.dtype)})
    return dimension(figure, few, name, contract, codes).take(places).set_axis(rows.index)


def dimension(
    figure: Figure, rows: pd.DataFrame, name: str, contract: Contract, codes: dict[str, CodeList]
) -> pd.Series:
    """Labels of one dimension for every row; lists of labels where a cell holds several values."""
    if name == MONTH:
        date = rows[figure.date or contract.period_date]
        return date.dt.strftime("%Y-%m").fillna(BLANK).astype(object)
    field = contract.by_name.get(name)
    series = rows[name].astype("str").fillna(BLANK).astype(object)
    if field is None:
        return series
    if field.type == "boolean":
        return rows[name].map({True: "是", False: "否"}).astype(object).fillna(BLANK)
    if field.type == "list":
        return series.map(lambda cell: cell.split(field.delimiter))
    if field.codes in codes:
        return series.map(codes[field.codes].label)
    return series
