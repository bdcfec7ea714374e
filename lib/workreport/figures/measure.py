"""Measuring evidence: how rows become a number, whole or cut by dimensions."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from workreport.figures.registry import Figure
from workreport.ledgers.codes import CodeList
from workreport.ledgers.contract import Contract

Number = int | Decimal
BLANK = "未填"
MONTH = "month"


def measure(figure: Figure, rows: pd.DataFrame) -> Number | None:
    """The value of a figure over its evidence rows; None only for a median or single value of no rows."""
    if figure.total:
        return exact(rows[figure.total].sum(), figure.factor)
    if figure.distinct:
        return len(identities(rows, figure.distinct).drop_duplicates())
    if figure.median:
        middle = rows[figure.median].dropna().astype("Float64").median()
        return None if pd.isna(middle) else Decimal(str(middle))
    if figure.single:
        assert len(rows) <= 1, f"{figure.id} takes one row"
        return exact(rows[figure.single].iloc[0], figure.factor) if len(rows) else None
    return len(rows)


def exact(total: object, factor: Decimal = Decimal(1)) -> Number:
    """A column's sum times a factor, as an integer or an exact decimal."""
    if isinstance(total, Decimal) or factor != 1:
        return Decimal(str(total)) * factor
    return int(total)  # type: ignore[call-overload]


def identities(rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """The columns that tell units apart; where a credit code is blank, the unit's name stands for it."""
    keys = rows[list(columns)]
    if "uscc" in columns and "ent_name" in rows and keys["uscc"].isna().any():
        keys = keys.assign(uscc=keys["uscc"].fillna(rows["ent_name"]))
    return keys


def cut_rows(
    figure: Figure, rows: pd.DataFrame, by: tuple[str, ...], contract: Contract, codes: dict[str, CodeList]
) -> dict[tuple[str, ...], Number | None]:
    """The figure's value for every combination of labels found in `rows`, in the order of labels."""
    labelled = rows.assign(
        **{f"by{at}": dimension(figure, rows, name, contract, codes) for at, name in enumerate(by)}
    )
    keys = [f"by{at}" for at in range(len(by))]
    for key in keys:
        labelled = labelled.explode(key)
    groups = labelled.groupby(keys, sort=True)
    return {(key if isinstance(key, tuple) else (key,)): measure(figure, group) for key, group in groups}


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
