"""A ledger seen on an earlier day shows what was known then, and what was in stock then."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pytest
from tiny_bureau import DEVICES, SAMPLES, contract

from workreport.ledgers.as_of import as_known_on, in_stock


@pytest.fixture
def samples() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "sample_no": ["S1", "S2", "S3"],
            "report_date": pd.to_datetime(["2021-03-20", "2021-04-01", None]).astype("datetime64[us]"),
            "result": ["合格", "不合格", "未出"],
            "weight": pd.Series([None, Decimal("1.500"), None], dtype=pd.ArrowDtype(pa.decimal128(20, 3))),
        }
    )


def test_what_came_later_is_taken_back(samples):
    seen = as_known_on(contract(SAMPLES), samples, dt.date(2021, 3, 31))
    assert seen["result"].tolist() == ["合格", "未出", "未出"]
    assert seen["report_date"].isna().tolist() == [False, True, True]
    assert seen["weight"].isna().all()
    assert seen.dtypes.equals(samples.dtypes)
    assert samples["result"].tolist() == ["合格", "不合格", "未出"], "the ledger itself is not changed"


@pytest.mark.parametrize(("day", "known"), [("2021-03-19", 0), ("2021-03-20", 1), ("2021-04-01", 2)])
def test_the_day_itself_counts(samples, day, known):
    seen = as_known_on(contract(SAMPLES), samples, dt.date.fromisoformat(day))
    assert seen["report_date"].notna().sum() == known


def test_a_moment_belongs_to_its_day(samples):
    late = samples.assign(report_date=pd.Timestamp("2021-03-20 23:59:59"))
    assert as_known_on(contract(SAMPLES), late, dt.date(2021, 3, 20)) is late


def test_nothing_to_take_back(samples):
    assert as_known_on(contract(SAMPLES), samples, dt.date(2021, 12, 31)) is samples
    without = samples.drop(columns="report_date")
    assert as_known_on(contract(SAMPLES), without, dt.date(2021, 1, 1)) is without


@pytest.fixture
def devices() -> pd.DataFrame:
    days = {
        "reg_date": ["2020-06-01", "2021-05-01", "2020-01-01"],
        "status_date": [None, None, "2021-09-01"],
        "ended_date": ["2021-04-30", None, None],
    }
    dates = {name: pd.to_datetime(cells).astype("datetime64[us]") for name, cells in days.items()}
    return pd.DataFrame({"device_no": ["D1", "D2", "D3"], **dates, "status": ["在用", "在用", "停用"]})


@pytest.mark.parametrize(
    ("day", "there"),
    [
        ("2019-12-31", []),
        ("2020-05-31", ["D3"]),
        ("2020-06-01", ["D1", "D3"]),
        ("2021-04-29", ["D1", "D3"]),
        ("2021-04-30", ["D3"]),  # the day it left it is no longer there
        ("2021-05-01", ["D2", "D3"]),
    ],
)
def test_in_stock(devices, day, there):
    assert (
        in_stock(contract(DEVICES), devices, dt.date.fromisoformat(day), 2021)["device_no"].tolist() == there
    )


def test_status_of_an_earlier_day(devices):
    of = contract(DEVICES)
    assert as_known_on(of, devices, dt.date(2021, 8, 31))["status"].tolist() == ["在用"] * 3
    assert as_known_on(of, devices, dt.date(2021, 9, 1))["status"].tolist() == ["在用", "在用", "停用"]


def test_register_whose_rows_never_leave_or_are_undated(devices):
    assert (
        len(in_stock(contract(DEVICES, stock={"from": "reg_date"}), devices, dt.date(2021, 12, 31), 2021))
        == 3
    )
    assert in_stock(contract(DEVICES, stock=None), devices, dt.date(2000, 1, 1), 2000) is devices
