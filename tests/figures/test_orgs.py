"""Rows count under their unit, else under who was in charge of their town that day; none is dropped."""

from __future__ import annotations

import copy

import pytest
from tiny_bureau import DEVICES, SAMPLES

from workreport.base.errors import MissingLedger
from workreport.figures.attribution import SUB_BUREAU
from workreport.figures.registry import figure, ratio

pytestmark = pytest.mark.usefixtures("declared")
HEADER = ["机构代码", "全称", "简称", "上级机构代码", "管辖乡镇代码", "生效日期", "失效日期"]
UNITS = [
    ["Q0", "晴川区局", "区本级", "", "", "2019-01-01", ""],
    ["Q1", "机关", "机关", "Q0", "", "2019-01-01", ""],
    ["Q2", "大队", "大队", "Q0", "", "2019-01-01", ""],
    ["B", "乙分局", "乙分局", "", "990103002", "2019-01-01", ""],
    ["A", "甲分局", "甲分局", "", "990103001|990103003", "2019-01-01", "2021-06-30"],
    ["A", "甲分局", "甲分局", "", "990103001", "2021-07-01", ""],
    ["C", "丙分局", "丙分局", "", "990103003", "2021-07-01", ""],
    ["D", "丁分局", "丁分局", "", "990103004", "2019-01-01", "2020-12-31"],
]


@pytest.fixture
def declared(own_figures) -> None:
    @figure("t.samples", label="抽样", unit="批次")
    def samples_taken(samples):
        """全部抽样单。"""
        return samples

    @figure("t.firms", label="被抽样单位", unit="家", distinct="ent_name")
    def firms(samples):
        """去重的单位。"""
        return samples

    @figure("t.devices", label="设备", unit="台", kind="stock")
    def devices_there(devices):
        """在册设备。"""
        return devices

    @figure("t.devices_before", label="期初设备", unit="台", kind="opening")
    def devices_before(devices):
        """期初在册设备。"""
        return devices

    ratio("t.rate", label="每单位批次", numerator="t.samples", denominator="t.firms", definition="比。")


@pytest.fixture
def bureau(bureau):
    """Samples may name a unit or only a town; devices have a town alone."""
    samples, devices = copy.deepcopy(SAMPLES), copy.deepcopy(DEVICES)
    town = {"name": "town_code", "title": "乡镇"}
    next(field for field in samples["fields"] if field["name"] == "org_code").pop("constraints")
    samples["fields"].append(town)
    devices["fields"].append(town)
    bureau.declare(samples, devices)
    bureau.write("reference/RF01_机构与分局字典.csv", [HEADER, *UNITS])
    return bureau


def write_samples(bureau, *rows: tuple[str, str, str]) -> None:
    """One sample for each unit, town and day."""
    header = ["抽样单编号", "承办机构", "乡镇", "抽样日期", "检验结论", "单位名称"]
    lines = [[f"S{at}", unit, town, day, "合格", "云杉厂"] for at, (unit, town, day) in enumerate(rows)]
    bureau.write("2021/T01_抽样台账.csv", [header, *lines])


def write_devices(bureau, *towns: str) -> None:
    header = ["设备编号", "登记日期", "注销日期", "状态", "乡镇"]
    bureau.write(
        "2021/T02_设备登记台账.csv",
        [header, *([f"D{at}", "2020-02-01", "", "在用", town] for at, town in enumerate(towns))],
    )


@pytest.mark.parametrize(
    ("unit", "town", "day", "label"),
    [
        ("甲分局", "990103002", "2021-03-01", "甲分局"),  # the unit that acted, whatever the address
        ("", "990103002", "2021-03-01", "乙分局"),
        ("", "990103003", "2021-06-30", "甲分局"),  # its town until that day
        ("", "990103003", "2021-07-01", "丙分局"),
        ("", "990103004", "2021-03-01", "未划归"),  # nobody in charge any more
        ("", "990103009", "2021-03-01", "未划归"),
        ("", "", "2021-03-01", "未划归"),
        ("机关", "990103002", "2021-03-01", "区本级"),
        ("大队", "", "2021-03-01", "区本级"),
    ],
)
def test_where_a_row_counts(bureau, unit, town, day, label):
    write_samples(bureau, (unit, town, day))
    assert bureau.book("2021").cut("t.samples", (SUB_BUREAU,)) == {(label,): 1}


def test_parts_add_up_and_units_may_stand_twice(bureau):
    write_samples(bureau, ("甲分局", "", "2021-03-01"), ("机关", "", "2021-03-01"), ("", "", "2021-03-01"))
    book = bureau.book("2021")
    cut = book.cut("t.samples", (SUB_BUREAU,))
    assert cut == {("甲分局",): 1, ("区本级",): 1, ("未划归",): 1}
    assert sum(cut.values()) == book.value("t.samples").number
    assert sum(book.cut("t.firms", (SUB_BUREAU,)).values()) == 3 > book.value("t.firms").number == 1
    assert book.cut("t.rate", (SUB_BUREAU,))[("未划归",)] == 100


def test_a_stock_goes_by_the_cut_off_day_and_an_opening_by_the_day_before(bureau):
    write_devices(bureau, "990103003")
    book = bureau.book("2021-07")
    assert book.cut("t.devices", (SUB_BUREAU,)) == {("丙分局",): 1}
    assert book.cut("t.devices_before", (SUB_BUREAU,)) == {("甲分局",): 1}


def test_order_of_a_table(bureau):
    write_samples(bureau, ("甲分局", "", "2021-03-01"))
    book = bureau.book("2021")
    day = book.rows("t.samples")["sample_date"].iloc[0]
    assert book.units.order(day, set()) == ["乙分局", "甲分局", "区本级"]
    assert book.units.order(day, {"丁分局", "未划归"}) == ["乙分局", "甲分局", "丁分局", "区本级", "未划归"]


def test_ledger_without_unit_and_town_says_so(bureau):
    bureau.declare(DEVICES)
    write_devices(bureau, "990103003")
    book = bureau.book("2021")
    assert book.value("t.devices").number == 1
    with pytest.raises(MissingLedger, match="没有承办机构和所在乡镇"):
        book.cut("t.devices", (SUB_BUREAU,))


def test_bureau_without_its_list_of_units_still_counts(bureau):
    write_devices(bureau, "990103003")
    (bureau.data / "reference" / "RF01_机构与分局字典.csv").unlink()
    book = bureau.book("2021")
    assert book.value("t.devices").number == 1
    with pytest.raises(MissingLedger, match="RF01"):
        book.cut("t.devices", (SUB_BUREAU,))
