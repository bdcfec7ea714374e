"""Measures: how rows become a number, whole or cut by dimensions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

from workreport.figures.registry import Figure
from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.values.cells import plain

Number = int | Decimal
BLANK = "未填"
MONTH, MONTH_TITLE = "month", "月份"
MERGE_AFTER = 32
"""Number of frames of distinct units held before they are merged and deduplicated."""


class Accumulator:
    """A figure's value over rows that come in parts; holds no more of each part than the value needs."""

    def __init__(self, figure: Figure) -> None:
        self.figure, self._number = figure, 0
        self._frames: list[pd.DataFrame] = []

    def add(self, rows: pd.DataFrame) -> Accumulator:
        """Add rows; returns itself."""
        figure = self.figure
        if figure.total:
            self._number += exact(rows[figure.total].sum())
        elif figure.distinct:
            self._hold(identities(rows, figure).drop_duplicates())
        elif figure.median or figure.single:
            self._hold(rows[[figure.median or figure.single]])
        else:
            self._number += len(rows)
        return self

    def count(self, rows: int) -> None:
        """Add a number of rows, for a figure that counts rows."""
        self._number += rows

    def _hold(self, rows: pd.DataFrame) -> None:
        self._frames.append(rows)
        if self.figure.distinct and len(self._frames) > MERGE_AFTER:
            self._frames = [pd.concat(self._frames).drop_duplicates()]

    @property
    def number(self) -> Number | None:
        """The value; None only for a median or single value of no rows."""
        figure = self.figure
        if figure.total:
            return exact(self._number, figure.factor)
        if not (figure.distinct or figure.median or figure.single):
            return self._number
        rows = pd.concat(self._frames)
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
    """Whether a figure's value is its number of rows."""
    return figure.rows is not None and not (figure.total or figure.distinct or figure.median or figure.single)


def exact(total: object, factor: Decimal = Decimal(1)) -> Number:
    """A column's sum times a factor, as an integer or an exact decimal."""
    if isinstance(total, Decimal) or factor != 1:
        return Decimal(str(total)) * factor
    return int(total)  # type: ignore[call-overload]


def identities(rows: pd.DataFrame, figure: Figure) -> pd.DataFrame:
    """The columns that identify a figure's units; the column `otherwise` replaces a blank in the first."""
    keys, first = rows[list(figure.distinct)], figure.distinct[0]
    if figure.otherwise in rows and keys[first].isna().any():
        keys = keys.assign(**{first: identity(rows, first, figure.otherwise)})
    return keys


def is_among(rows: pd.DataFrame, others: pd.DataFrame, code: str, name: str) -> pd.Series:
    """Mask of the rows whose unit is one of others': by code, or by name where one of the two has no code."""
    found = rows[code].isin(others[code].dropna())
    if name in rows and name in others:
        blank, unnamed = rows[code].isna(), others[code].isna()
        found |= blank & rows[name].isin(_spellings(rows[name], others[name]))
        found |= rows[name].isin(_spellings(rows[name], others.loc[unnamed, name]))
    return found


def _spellings(names: pd.Series, known: pd.Series) -> list[str]:
    """The names that are the same as a known one but for brackets, width and spaces."""
    same = {plain(name) for name in known.dropna().unique()}
    return [name for name in names.dropna().unique() if plain(name) in same] if same else []


def identity(rows: pd.DataFrame, code: str, name: str) -> pd.Series:
    """What identifies each row's unit: its code, or its name, however its brackets, width and spaces are written."""
    blank = rows[code].isna()
    names = rows.loc[blank, name]
    return rows[code].where(~blank, names.map({text: plain(text) for text in names.dropna().unique()}))


def cut_parts(
    figure: Figure,
    parts: Iterable[pd.DataFrame],
    by: tuple[str, ...],
    contract: Contract,
    codes: dict[str, CodeList],
) -> dict[tuple[str, ...], Number | None]:
    """The figure's value for every combination of labels found in its rows, in the order of labels."""
    keys = [f"by{number}" for number in range(len(by))]
    accumulators: dict[tuple[str, ...], Accumulator] = {}
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
                accumulators.setdefault(_as_tuple(key), Accumulator(figure)).count(int(count))
            continue
        for key, group in groups:
            accumulators.setdefault(_as_tuple(key), Accumulator(figure)).add(group)
    return {key: accumulators[key].number for key in sorted(accumulators)}


def _as_tuple(key: object) -> tuple[str, ...]:
    return key if isinstance(key, tuple) else (key,)  # type: ignore[return-value]


def labels_of(
    figure: Figure, rows: pd.DataFrame, name: str, contract: Contract, codes: dict[str, CodeList]
) -> pd.Series:
    """Labels as ``dimension`` gives them; each distinct value is looked up once."""
    if name == MONTH:
        series = rows[figure.date or contract.period_date].dt.to_period("M").dt.to_timestamp()
    else:
        series = rows[name]
    positions, distinct = pd.factorize(series, use_na_sentinel=False)
    column = (figure.date or contract.period_date) if name == MONTH else name
    values = pd.DataFrame({column: pd.Series(distinct, dtype=series.dtype)})
    return dimension(figure, values, name, contract, codes).take(positions).set_axis(rows.index)


def dimension(
    figure: Figure, rows: pd.DataFrame, name: str, contract: Contract, codes: dict[str, CodeList]
) -> pd.Series:
    """Labels of one dimension for every row; a list of labels for a cell with several values."""
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
