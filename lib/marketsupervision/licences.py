"""Industrial production licences (LG09): holders, producing holders, inspections after issue."""

from __future__ import annotations

import pandas as pd

from workreport.figures.measure import is_among
from workreport.figures.registry import figure, ratio
from workreport.figures.selection import where_in


@figure("licence.certificates", label="有效证书", unit="张", kind="stock")
def certificates(production_licences: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """截至日有效的工业产品生产许可证；一家企业可有多张。"""
    valid = where_in(production_licences, "cert_status", "有效")
    return valid[valid["expire_date"] >= as_of]


@figure("licence.holders", label="获证企业", unit="家", kind="stock", distinct="uscc", otherwise="ent_name")
def holders(production_licences: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """截至日持有效证书的企业，按统一社会信用代码去重。"""
    return certificates(production_licences, as_of)


@figure(
    "licence.active", label="正常生产获证企业", unit="家", kind="stock", distinct="uscc", otherwise="ent_name"
)
def active(production_licences: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """持有效证书且至少一张证书的生产状态为正常的企业；生产状态以台账确认日为准。"""
    return where_in(certificates(production_licences, as_of), "prod_status", "正常")


@figure(
    "licence.stopped",
    label="停产获证企业",
    unit="家",
    kind="stock",
    distinct="uscc",
    otherwise="ent_name",
    rowwise=False,
)
def stopped(production_licences: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """持有效证书而没有一张处于正常生产的企业，含停产、搬迁、关闭；与正常生产企业互不重叠。"""
    valid = certificates(production_licences, as_of)
    return valid[~is_among(valid, active(production_licences, as_of), "uscc", "ent_name")]


@figure(
    "licence.inspected", label="已证后检查", unit="家", kind="stock", distinct="uscc", otherwise="ent_name"
)
def inspected(production_licences: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """正常生产的获证企业中，本年至截至日已有证后检查的；只按最近一次检查计。"""
    producing = active(production_licences, as_of)
    return producing[(producing["n_insp"] > 0) & (producing["last_insp_date"].dt.year == as_of.year)]


@figure(
    "licence.to_rectify",
    label="最近检查须整改",
    unit="家",
    kind="stock",
    distinct="uscc",
    otherwise="ent_name",
)
def to_rectify(production_licences: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """本年已证后检查、最近一次结果为限期整改或不合格的正常生产企业。"""
    return where_in(inspected(production_licences, as_of), "last_insp_result", "限期整改", "不合格")


ratio(
    "licence.coverage_rate",
    label="证后监管覆盖率",
    numerator="licence.inspected",
    denominator="licence.active",
    definition="本年证后检查过的正常生产获证企业÷正常生产获证企业，均按企业去重。",
    kind="cohort",
    better="more",
)
