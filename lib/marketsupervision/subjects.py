"""Subjects in business: entries and exits (LG11), the register at both ends of the period (RF02), capital."""

from __future__ import annotations

import pandas as pd

from marketsupervision.registration import setups
from workreport.figures.registry import DERIVED, figure, total_of
from workreport.figures.selection import where_in

INSTITUTIONS = ("事业单位", "民办非企业单位")
"""Supervised here, but registered elsewhere."""

RMB = "人民币"
BOUNDS = (0, 10, 100, 500, 1000, float("inf"))
CAPITAL_BANDS = [
    "不足10万元",
    "10万元至不足100万元",
    "100万元至不足500万元",
    "500万元至不足1000万元",
    "1000万元及以上",
]
DERIVED["capital_band"] = "注册资本（资金数额）"


@figure("reg.cancellations", label="注销主体", unit="户")
def cancellations(registrations: pd.DataFrame) -> pd.DataFrame:
    """业务类型为注销的各类主体，按核准日期。"""
    return where_in(registrations, "biz_kind", "注销")


@figure("reg.revocations", label="撤销登记", unit="户")
def revocations(registrations: pd.DataFrame) -> pd.DataFrame:
    """业务类型为撤销的各类主体，按核准日期。"""
    return where_in(registrations, "biz_kind", "撤销")


@figure("reg.moved_in", label="迁入主体", unit="户")
def moved_in(registrations: pd.DataFrame) -> pd.DataFrame:
    """业务类型为迁入的各类主体，按核准日期；不计入新设。"""
    return where_in(registrations, "biz_kind", "迁入")


@figure("reg.moved_out", label="迁出主体", unit="户")
def moved_out(registrations: pd.DataFrame) -> pd.DataFrame:
    """业务类型为迁出的各类主体，按核准日期。"""
    return where_in(registrations, "biz_kind", "迁出")


total_of(
    "reg.net_growth",
    label="净增主体",
    unit="户",
    parts=("reg.setups", "reg.moved_in"),
    less=("reg.cancellations", "reg.moved_out", "reg.revocations"),
    definition="新设＋迁入－注销－迁出－撤销；期初实有＋净增＝期末实有。",
)


@figure("reg.subjects", label="期末实有主体", unit="户", kind="stock")
def in_business(subjects: pd.DataFrame) -> pd.DataFrame:
    """截至日在本局登记存续的各类主体；事业单位、民办非企业单位不由本局登记，不计。"""
    return subjects[~subjects["ent_type"].isin(INSTITUTIONS)]


@figure("org.subjects", label="管辖主体", unit="户", kind="stock")
def supervised(subjects: pd.DataFrame) -> pd.DataFrame:
    """截至日在册的全部监管对象，事业单位、民办非企业单位在内；各分局工作量和位次的基数。"""
    return subjects


@figure("reg.subjects_opening", label="期初实有主体", unit="户", kind="opening")
def in_business_before(subjects: pd.DataFrame) -> pd.DataFrame:
    """报告期前一日在本局登记存续的各类主体，口径同期末实有。"""
    return in_business(subjects)


@figure("reg.capital.rmb", label="以人民币登记注册资本的新设主体", unit="户")
def rmb_setups(registrations: pd.DataFrame) -> pd.DataFrame:
    """登记了注册资本（资金数额）且币种为人民币的新设主体，按核准日期；按金额分段。"""
    rows = setups(registrations)
    rows = rows[rows["capital"].notna() & (rows["currency"] == RMB)]
    band = pd.cut(rows["capital"].astype("float64"), BOUNDS, right=False, labels=CAPITAL_BANDS)
    return rows.assign(capital_band=band.astype("str"))


@figure(
    "reg.capital.amount",
    label="新设注册资本",
    unit="亿元",
    total="capital",
    factor="0.0001",
    decimals=2,
)
def rmb_capital(registrations: pd.DataFrame) -> pd.DataFrame:
    """以人民币登记的新设主体注册资本（资金数额）之和，按核准日期；外币不折算、不计入。"""
    return rmb_setups(registrations)


@figure("reg.capital.other", label="以外币登记或未注明币种的新设主体", unit="户")
def foreign_setups(registrations: pd.DataFrame) -> pd.DataFrame:
    """登记了注册资本而币种不是人民币或未注明的新设主体，按核准日期；不折算、不分段。"""
    rows = setups(registrations)
    return rows[rows["capital"].notna() & (rows["currency"].fillna("") != RMB)]


@figure("reg.capital.blank", label="未登记注册资本的新设主体", unit="户")
def capital_blank(registrations: pd.DataFrame) -> pd.DataFrame:
    """没有注册资本（资金数额）的新设主体，如分支机构，按核准日期。"""
    rows = setups(registrations)
    return rows[rows["capital"].isna()]
