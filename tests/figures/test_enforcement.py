"""Cases: diesel in exact tonnes and never out of litres, penalties, the balance of open cases."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa

from workreport.figures.measure import measure
from workreport.figures.registry import FIGURES

MONEY, QUANTITY = (pd.ArrowDtype(pa.decimal128(20, decimals)) for decimals in (2, 3))
CASES = pd.DataFrame(
    [
        ("成品油", "车用柴油", "0.62", "吨", "20000", None),
        ("成品油", "车用柴油", "125", "千克", None, "300.5"),
        ("成品油", "车用柴油", "500", "升", None, None),
        ("成品油", "储油罐", "1", "件", "0.01", None),
        ("无", "柴油机油", "3", "吨", None, None),
    ],
    columns=["campaign", "seized_name", "seized_qty", "seized_unit", "fine", "illegal_income"],
).astype({"seized_qty": QUANTITY, "fine": MONEY, "illegal_income": MONEY})


def value(id: str, frame: pd.DataFrame = CASES) -> object:
    return measure(FIGURES[id], FIGURES[id].rows(frame))


def test_tonnes_and_kilograms_add_up_exactly() -> None:
    assert value("oil.diesel_confiscated_t") == Decimal("0.745")


def test_litres_stand_apart() -> None:
    assert value("oil.diesel_confiscated_litres") == 500


def test_no_diesel_is_zero() -> None:
    assert value("oil.diesel_confiscated_t", CASES.iloc[3:]) == 0


def test_a_penalty_is_fine_plus_confiscated_income_where_either_may_be_blank() -> None:
    assert value("oil.penalty") == Decimal("2.030051")


def test_open_cases_at_both_ends() -> None:
    cases = pd.DataFrame(
        [("2020-12-01", "在办"), ("2021-02-01", "在办"), ("2021-02-01", "已结案"), ("2021-09-01", "在办")],
        columns=["filed_date", "status"],
    ).astype({"filed_date": "datetime64[us]"})
    period = SimpleNamespace(start=pd.Timestamp("2021-01-01").date())
    assert len(FIGURES["case.opening"].rows(cases, period)) == 1
    assert len(FIGURES["case.open"].rows(cases, pd.Timestamp("2021-06-30"))) == 2
