"""The register of special equipment (LG06): devices in use, their users, inspections due and overdue.

Totals count sets of seven kinds; pressure pipelines are counted in lines and kilometres and are never
part of a total (the national circular on special equipment adds up the same seven).
"""

from __future__ import annotations

import pandas as pd

from workreport.base.errors import UndefinedValue
from workreport.base.period import Period
from workreport.figures.registry import figure, ratio, total_of, with_unit
from workreport.figures.selection import where_in

IN_USE = "在用"
KINDS = (
    ("boilers", "锅炉", "台"),
    ("pressure_vessels", "压力容器", "台"),
    ("elevators", "电梯", "台"),
    ("cranes", "起重机械", "台"),
    ("vehicles", "场（厂）内专用机动车辆", "辆"),
    ("ropeways", "客运索道", "条"),
    ("amusement_rides", "大型游乐设施", "台（套）"),
    ("pipelines", "压力管道", "条"),
)
"""The eight kinds of the catalogue (特种设备目录, 2014 年第 114 号公告): id, name, unit."""
KIND_LABELS = {kind: with_unit(kind, unit) for _, kind, unit in KINDS}
"""Row labels of the kinds in tables, each with its own unit."""
MIXED = "台（条、辆）"
"""Unit of figures with mixed kinds; never shown as a sum over kinds."""


def _in_use(devices: pd.DataFrame) -> pd.DataFrame:
    return where_in(devices, "status", IN_USE)


def _count(id: str, kind: str, unit: str) -> None:
    """Devices of one kind in use."""

    def rows(special_devices: pd.DataFrame) -> pd.DataFrame:
        return where_in(_in_use(special_devices), "kind", kind)

    rows.__doc__ = f"截至日设备种类为{kind}、使用状态为在用的登记设备；停用、报废、注销、迁出的不计。"
    figure(f"special.{id}", label=f"在用{kind}", unit=unit, kind="stock")(rows)


for _id, _kind, _unit in KINDS:
    _count(_id, _kind, _unit)

total_of(
    "special.devices_total",
    label="在用特种设备",
    unit="台",
    parts=tuple(f"special.{id}" for id, _, _ in KINDS if id != "pipelines"),
    definition="锅炉、压力容器、电梯、起重机械、场（厂）内专用机动车辆、客运索道、大型游乐设施在用数之和；压力管道按条和公里另列，不计入。",
    kind="stock",
)


@figure(
    "special.devices_total.reported",
    label="已报在用特种设备",
    unit="台",
    kind="stock",
    single="value",
    rowwise=False,
)
def devices_total_reported(reported: pd.DataFrame, period: Period) -> pd.DataFrame:
    """同一报告期最近一次向上报送的在用特种设备总数（已报数快照）；没有报送过的无此数。"""
    own_rows = where_in(where_in(reported, "figure", "special.devices_total"), "period", period.id)
    return own_rows.sort_values(["date", "recipient"]).tail(1)


total_of(
    "special.devices_total.reported_excess",
    label="已报数减台账数",
    unit="台",
    parts=("special.devices_total.reported",),
    less=("special.devices_total",),
    definition="最近一次已报的在用特种设备总数－台账各类在用数之和。",
    kind="stock",
)


@figure(
    "special.pipeline_km",
    label="压力管道总长",
    unit="公里",
    kind="stock",
    total="pipe_m",
    factor="0.001",
    decimals=2,
)
def pipeline_km(special_devices: pd.DataFrame) -> pd.DataFrame:
    """截至日在用压力管道的长度之和，由米换算。"""
    return where_in(_in_use(special_devices), "kind", "压力管道")


@figure(
    "special.users.total",
    label="特种设备使用单位",
    unit="家",
    kind="stock",
    distinct="uscc",
    otherwise="ent_name",
)
def users(special_devices: pd.DataFrame) -> pd.DataFrame:
    """截至日有在用设备（压力管道在内）的使用单位，按统一社会信用代码去重。"""
    return _in_use(special_devices)


@figure("special.categories.count", label="涉及特种设备种类", unit="类", kind="stock", distinct="kind")
def categories(special_devices: pd.DataFrame) -> pd.DataFrame:
    """截至日有在用设备的设备种类数；特种设备目录共八类。"""
    return _in_use(special_devices)


@figure("special.register.in_use", label="在用设备", unit=MIXED, kind="stock")
def registered_in_use(special_devices: pd.DataFrame) -> pd.DataFrame:
    """截至日使用状态为在用的登记设备，压力管道按条在内；只分种类列示，不作总数。"""
    return _in_use(special_devices)


@figure("special.register.stopped", label="停用设备", unit=MIXED, kind="stock")
def registered_stopped(special_devices: pd.DataFrame) -> pd.DataFrame:
    """截至日使用状态为停用的登记设备，只分种类列示；停用设备不进定检率分母。"""
    return where_in(special_devices, "status", "停用")


def _inspected(devices: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Devices in use, with the inspection dates of the cut-off day.

    Raises
    ------
    UndefinedValue
        If the register shows inspections after the cut-off day: it has only the last one, so the validity of
        the inspection before is unknown, and “none overdue” could not be concluded.
    """
    devices = _in_use(devices)
    if (devices["last_insp"] > as_of).any():
        day = f"{as_of.year}年{as_of.month}月{as_of.day}日"
        raise UndefinedValue(
            f"未提供{day}的特种设备使用登记台账：现有台账中有的在用设备已登记其后的检验，当时是否超期无从得知",
            todo="请特种设备股补交截至日导出的台账后重新出稿",
        )
    return devices


@figure(
    "special.inspection_overdue", label="超期未检设备", unit=MIXED, kind="stock", rowwise=False, better="less"
)
def inspection_overdue(special_devices: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """截至日在用、下次检验日期已过的设备；到期当日不算超期，停用、报废等不计。"""
    devices = _inspected(special_devices, as_of)
    return devices[devices["next_insp"] < as_of].sort_values(["next_insp", "reg_no"])


@figure("special.inspection_due_soon", label="一个月内到期", unit=MIXED, kind="stock", rowwise=False)
def inspection_due_soon(special_devices: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """截至日在用、检验有效期自截至日起一个月内届满的设备；应在届满一个月前申报定期检验（TSG 08—2017）。"""
    devices = _inspected(special_devices, as_of)
    return devices[devices["next_insp"].between(as_of, as_of + pd.DateOffset(months=1))]


@figure("special.inspection_valid", label="在检验有效期内", unit=MIXED, kind="stock")
def inspection_valid(special_devices: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """截至日在用、检验在有效期内的设备。"""
    devices = _inspected(special_devices, as_of)
    return devices[devices["next_insp"] >= as_of]


ratio(
    "special.inspection_rate",
    label="定检率",
    numerator="special.inspection_valid",
    denominator="special.register.in_use",
    definition="截至日在检验有效期内的在用设备÷截至日在用设备；停用设备不进分母。",
    kind="stock",
    better="more",
)
