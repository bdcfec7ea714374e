"""Openings, last year beside a cut, and what is said where a ledger is missing."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from tiny_bureau import DEVICES, SAMPLE

from workreport.figures.registry import figure
from workreport.narrative.conditions import positive
from workreport.narrative.sentence_errors import Blocked
from workreport.narrative.tables import cut_table


@pytest.fixture
def declared(own_figures) -> None:
    figure("opening", label="期初", unit="台", kind="opening")(lambda devices: devices)
    figure("stock", label="期末", unit="台", kind="stock")(lambda devices: devices)
    figure("open", label="期初未出", unit="批次", kind="opening")(lambda samples: samples)

    @figure("taken", label="抽样", unit="批次")
    def taken(samples: pd.DataFrame) -> pd.DataFrame:
        return samples


def test_an_opening_is_the_stock_of_the_day_before(bureau, declared) -> None:
    bureau.devices(
        2021,
        {"登记日期": "2020-12-31"},
        {"登记日期": "2021-01-01"},
        {"登记日期": "2019-05-01", "注销日期": "2021-01-01"},
        {"登记日期": "2019-05-01", "注销日期": "2020-12-31"},
    )
    book = bureau.book("2021")
    assert [len(book.rows(id)) for id in ("opening", "stock")] == [2, 2]


def test_an_opening_of_running_matters_needs_the_year_before(bureau, declared) -> None:
    bureau.samples(2021, {})
    assert bureau.book("2021").value("open").status == "undefined"
    bureau.write("2020/T01_抽样台账.csv", [list(SAMPLE)])
    assert bureau.book("2021").value("open").status == "undefined", "nobody has filled it in"
    bureau.samples(2020, {"抽样单编号": "S0", "抽样日期": "2020-03-05", "报告日期": ""})
    assert bureau.book("2021").value("open").status == "ok"


def test_a_condition_on_a_missing_ledger_is_neither_true_nor_false(bureau, declared) -> None:
    bureau.samples(2020, {})
    with pytest.raises(Blocked, match="本期未提供台账"):
        positive("taken")(bureau.book("2021"))


def test_last_year_stands_beside_each_label(bureau, declared) -> None:
    last = [{"抽样单编号": f"L{n}", "抽样日期": "2020-03-05", "报告日期": ""} for n in range(10)]
    bureau.samples(
        2020, *last, {"抽样单编号": "L10", "承办机构": "下浦分局", "抽样日期": "2020-03-05", "报告日期": ""}
    )
    bureau.samples(2021, *({"抽样日期": "2021-03-05"} for _ in range(12)))
    table = {"top": None, "labels": None, "total": True, "last_year": True}
    _, rows, total = cut_table(bureau.book("2021"), "org_code", ["taken"], **table)
    assert [[cell.text for cell in line] for line in [*rows, total]] == [
        ["上浦分局", "12", "10", "+20.0%"],
        ["下浦分局", "0", "1", "−1"],
        ["合计", "12", "11", "+9.1%"],
    ]
    _, rows, _ = cut_table(bureau.book("2021"), "month", ["taken"], **table)
    assert [cell.text for cell in rows[0]] == ["3月", "12", "11", "+9.1%"]


def test_no_last_year_is_no_zero(bureau, declared) -> None:
    bureau.samples(2021, {})
    table = {"top": None, "labels": None, "total": True, "last_year": True}
    _, rows, total = cut_table(bureau.book("2021"), "org_code", ["taken"], **table)
    assert [[cell.text for cell in line[1:]] for line in (rows[0], total)] == [["1", "—", "无可比数"]] * 2


WITH_STATUS = {
    **DEVICES,
    "as_of": [{"date": "ended_date", "resets": {"status": "在用"}}],
}


def without_end(bureau, *rows: list[str]) -> None:
    """A foreign register of devices without days of removal: an extract that tells who stands."""
    bureau.write("2021/设备.csv", [["设备编号", "登记日期", "状态"], *rows])
    columns = {"device_no": "设备编号", "reg_date": "登记日期", "status": "状态"}
    mapping = {
        "ledger": "devices",
        "files": ["设备.csv"],
        "columns": {name: {"from": header} for name, header in columns.items()},
        "absent": ["status_date", "ended_date"],
    }
    (bureau.data / "mappings").mkdir()
    (bureau.data / "mappings" / "devices.yaml").write_text(json.dumps(mapping), encoding="utf-8")


def test_a_register_without_days_of_removal_is_told_by_its_status_at_its_years_end(bureau, declared) -> None:
    bureau.declare(WITH_STATUS)
    without_end(
        bureau, ["D1", "2020-06-01", "在用"], ["D2", "2020-06-01", "停用"], ["D3", "2021-06-01", "停用"]
    )
    assert bureau.book("2021").value("stock").number == 1
    # D2 had gone by the end of the year, and nobody knows since when
    for period, id in (("2021", "opening"), ("2021Q1", "stock"), ("2021Q1", "opening")):
        value = bureau.book(period).value(id)
        assert (value.status, "“状态”只说明2021年末的情况" in value.reason) == ("blocked", True)


def test_a_register_in_which_nothing_has_gone_needs_no_days_of_removal(bureau, declared) -> None:
    bureau.declare(WITH_STATUS)
    without_end(bureau, ["D1", "2020-06-01", "在用"], ["D2", "2021-06-01", "停用"])
    assert [bureau.book("2021Q1").value(id).number for id in ("opening", "stock")] == [1, 1]


def test_a_register_without_days_of_removal_and_status_has_no_stock(bureau, declared) -> None:
    without_end(bureau, ["D1", "2020-06-01", "在用"])
    value = bureau.book("2021").value("stock")
    assert value.status == "blocked"
    assert value.reason == "台账未提供“注销日期”列，也没有状态，不知哪些仍在册：T02 设备登记台账"
