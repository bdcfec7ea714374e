"""Enforcement: penalty cases of every field (LG10A) and outings of the oil campaign (LG10B)."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from workreport.figures.registry import figure
from workreport.figures.selection import where_in

OIL, EXEMPTED = "成品油", "不予处罚"
TONNES = {"吨": Decimal(1), "千克": Decimal("0.001")}
"""Units with an exact conversion to tonnes; litres have none, since the density is unknown."""


@figure("oil.enforcement_persontimes", label="成品油整治出动执法人员", unit="人次", total="staff_n")
def oil_persontimes(campaign_actions: pd.DataFrame) -> pd.DataFrame:
    """成品油专项行动各次出动人次之和，按行动日期。"""
    return where_in(campaign_actions, "campaign", OIL)


@figure("oil.site_visits", label="成品油整治检查场所", unit="家次")
def oil_site_visits(campaign_actions: pd.DataFrame) -> pd.DataFrame:
    """成品油专项行动检查的场所，一次出动检查一个场所计一家次。"""
    return where_in(campaign_actions, "campaign", OIL)


@figure("oil.cases_filed", label="立案查处成品油案件", unit="件")
def oil_cases_filed(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """专项为成品油的案件，按立案日期。"""
    return where_in(penalty_cases, "campaign", OIL)


@figure(
    "oil.diesel_confiscated_t",
    label="没收不合格车用柴油",
    unit="吨",
    date="decided_date",
    total="tonnes",
    decimals=3,
)
def oil_diesel_tonnes(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """成品油案件没收的柴油，吨、千克折算为吨，按处罚决定日期；以升计的因密度不明不折算，另列。"""
    rows = _diesel(penalty_cases)
    rows = rows[rows["seized_unit"].isin(list(TONNES))]
    pairs = zip(rows["seized_qty"], rows["seized_unit"], strict=True)
    tonnes = [Decimal(str(quantity)) * TONNES[unit] for quantity, unit in pairs]
    return rows.assign(tonnes=pd.Series(tonnes, index=rows.index, dtype=object))


@figure(
    "oil.diesel_confiscated_litres",
    label="没收以升计的车用柴油",
    unit="升",
    date="decided_date",
    total="seized_qty",
    decimals=3,
)
def oil_diesel_litres(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """成品油案件没收的以升计的柴油，按处罚决定日期；不计入吨数。"""
    return where_in(_diesel(penalty_cases), "seized_unit", "升")


def with_penalty(cases: pd.DataFrame) -> pd.DataFrame:
    """Cases with fine plus confiscated income, in yuan."""
    return cases.assign(penalty=cases["fine"].fillna(Decimal(0)) + cases["illegal_income"].fillna(Decimal(0)))


@figure(
    "oil.penalty",
    label="成品油案件罚没款",
    unit="万元",
    date="decided_date",
    total="penalty",
    factor="0.0001",
    decimals=2,
)
def oil_penalty(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """成品油案件的罚款与没收违法所得之和，按处罚决定日期。"""
    return with_penalty(where_in(penalty_cases, "campaign", OIL))


@figure("case.filed", label="立案", unit="件")
def filed(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """行政处罚案件，按立案日期；含简易程序。"""
    return penalty_cases


@figure("case.closed", label="结案", unit="件", date="closed_date")
def closed(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """已结案的案件，按结案日期；撤案另计。"""
    return where_in(penalty_cases, "status", "已结案")


@figure("case.withdrawn", label="撤案", unit="件", date="closed_date")
def withdrawn(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """撤销立案的案件，按撤案日期。"""
    return where_in(penalty_cases, "status", "撤案")


@figure("case.open", label="期末在办案件", unit="件", kind="stock")
def still_open(penalty_cases: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """截至日已立案、尚未结案或撤案的案件，含往年立案的。"""
    return where_in(penalty_cases[penalty_cases["filed_date"] <= as_of], "status", "在办")


@figure("case.opening", label="期初在办案件", unit="件", kind="opening")
def opening(penalty_cases: pd.DataFrame, period: object) -> pd.DataFrame:
    """报告期前一日已立案、尚未结案或撤案的案件；期初在办＋立案－结案－撤案＝期末在办。"""
    before = penalty_cases[penalty_cases["filed_date"] < pd.Timestamp(period.start)]
    return where_in(before, "status", "在办")


@figure("case.decided", label="作出处罚决定", unit="件", date="decided_date")
def decided(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """已作出决定的案件，按决定日期，含不予处罚决定。"""
    return penalty_cases


@figure("case.exempted", label="不予处罚", unit="件", date="decided_date")
def exempted(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """作出不予处罚决定的案件，按决定日期；台账不记从轻、减轻处罚。"""
    return penalty_cases[penalty_cases["penalty_kinds"].fillna("").str.contains(EXEMPTED)]


@figure(
    "case.penalty",
    label="罚没款",
    unit="万元",
    date="decided_date",
    total="penalty",
    factor="0.0001",
    decimals=2,
)
def penalty(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """罚款与没收违法所得之和，按处罚决定日期；不等于入库金额。"""
    return with_penalty(penalty_cases)


@figure(
    "case.paid",
    label="罚没款入库",
    unit="万元",
    date="paid_date",
    total="paid",
    factor="0.0001",
    decimals=2,
)
def paid(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """已入库的罚没款，按入库日期。"""
    return penalty_cases


@figure("case.transferred", label="移送公安机关", unit="件", date="transfer_date")
def transferred(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """移送公安机关的案件，按移送日期。"""
    return penalty_cases


def _diesel(cases: pd.DataFrame) -> pd.DataFrame:
    rows = where_in(cases, "campaign", OIL)
    return rows[rows["seized_name"].str.contains("柴油", na=False)]
