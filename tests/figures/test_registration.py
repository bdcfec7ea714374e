"""Registration: who counts as a new enterprise, changes by items, online rate, capital in RMB only."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pytest

from marketsupervision.subjects import CAPITAL_BANDS
from workreport.base.errors import MissingLedger
from workreport.figures.measure import measure
from workreport.figures.registry import FIGURES

MONEY = pd.ArrowDtype(pa.decimal128(20, 2))
BUSINESS = pd.DataFrame(
    [
        ("私营企业", "设立", None, "一网通办平台", True, "9.99", "人民币"),
        ("外资企业", "设立", None, "窗口", False, "10", "美元"),
        ("个体工商户", "设立", None, "窗口", False, "10", "人民币"),
        ("分支机构", "设立", None, "一网通办平台", True, None, None),
        ("私营企业", "迁入", None, "窗口", False, "500", "人民币"),
        ("内资企业", "变更", 3, "外网平台", True, "1000", "人民币"),
        ("个体工商户", "变更", 1, "窗口", False, None, None),
        ("私营企业", "设立", None, "一网通办平台", None, "1000", None),
    ],
    columns=["ent_type", "biz_kind", "change_n", "channel", "online", "capital", "currency"],
).astype({"change_n": "Int64", "online": "boolean", "capital": MONEY})


def value(id: str, frame: pd.DataFrame = BUSINESS) -> object:
    return measure(FIGURES[id], FIGURES[id].rows(frame))


def test_setups_are_of_all_kinds_and_new_enterprises_of_enterprises_only() -> None:
    assert value("reg.setups") == 5
    assert value("reg.new_enterprises") == 3
    parts = ("reg.new_enterprises", "reg.new.individuals", "reg.new.coops", "reg.new.branches")
    assert sum(value(id) for id in parts) == value("reg.setups")


def test_channels_split_the_new_enterprises() -> None:
    channels = ("yiwangtongban", "external_platform", "cloud_platform", "window")
    assert [value(f"reg.new.{name}") for name in channels] == [2, 0, 0, 1]


def test_changes_are_items_of_enterprises() -> None:
    assert value("reg.changes") == 3
    assert value("reg.change_businesses") == 1


def test_online_rate_takes_both_sides_from_the_same_businesses() -> None:
    assert value("reg.enterprise_businesses") == 4
    assert value("reg.online_businesses") == 2


def test_capital_in_other_currencies_or_without_one_is_not_added() -> None:
    assert value("reg.capital.rmb") == 2
    assert value("reg.capital.amount") == Decimal("0.001999")
    assert (value("reg.capital.other"), value("reg.capital.blank")) == (2, 1)


@pytest.mark.parametrize(("capital", "band"), [("0", 0), ("9.99", 0), ("10", 1), ("499.99", 2), ("1000", 4)])
def test_a_band_begins_with_its_lower_bound(capital: str, band: int) -> None:
    row = BUSINESS.iloc[[0]].assign(capital=pd.Series([Decimal(capital)], dtype=MONEY, index=[0]))
    assert FIGURES["reg.capital.rmb"].rows(row)["capital_band"].tolist() == [CAPITAL_BANDS[band]]


def test_working_days_of_new_enterprises() -> None:
    day = pd.Timestamp("2021-03-01")
    calendar = pd.DataFrame({"day": pd.date_range(day, periods=5), "is_workday": True})
    rows = BUSINESS.assign(accept_date=day, approve_date=day + pd.Timedelta(days=2))
    found = FIGURES["reg.setup_days"].rows(rows, calendar)
    assert measure(FIGURES["reg.setup_days"], found) == 2


def test_a_table_of_setups_only_says_nothing_about_departures() -> None:
    only = BUSINESS[BUSINESS["biz_kind"] == "设立"].copy()
    only.attrs = {"ledger": "LG11 登记业务台账", "only": {"biz_kind": "设立"}}
    assert value("reg.setups", only) == 5
    with pytest.raises(MissingLedger, match="只有“设立”，未提供“注销”"):
        value("reg.cancellations", only)
