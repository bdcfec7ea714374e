"""Honours of enterprises (LG18): the mayor's quality award, contract-keeping enterprises."""

from __future__ import annotations

import pandas as pd

from workreport.figures.registry import figure
from workreport.figures.selection import where_in

MAYOR = "市长质量奖"


@figure(
    "award.mayor_quality_nominated",
    label="推荐申报市长质量奖",
    unit="家",
    distinct="uscc",
    otherwise="ent_name",
)
def mayor_quality_nominated(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """推荐、指导申报市长质量奖的企业，按推荐日期，不论结果。"""
    return where_in(party_affairs, "item_kind", MAYOR)


@figure(
    "award.mayor_quality_won",
    label="获市长质量奖",
    unit="家",
    date="result_date",
    distinct="uscc",
    otherwise="ent_name",
)
def mayor_quality_won(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """获评市长质量奖的企业，按结果公布日期。"""
    return where_in(where_in(party_affairs, "item_kind", MAYOR), "award_result", "获评")


@figure(
    "award.trustworthy_province",
    label="省级重合同守信用单位",
    unit="家",
    date="result_date",
    distinct="uscc",
    otherwise="ent_name",
)
def trustworthy_province(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """期内新获评的省级重合同守信用单位，按公布日期；不是有效单位的累计数。"""
    return _trustworthy(party_affairs, "省级")


@figure(
    "award.trustworthy_city",
    label="市级重合同守信用单位",
    unit="家",
    date="result_date",
    distinct="uscc",
    otherwise="ent_name",
)
def trustworthy_city(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """期内新获评的市级重合同守信用单位，按公布日期；不是有效单位的累计数。"""
    return _trustworthy(party_affairs, "市级")


def _trustworthy(items: pd.DataFrame, level: str) -> pd.DataFrame:
    won = where_in(where_in(items, "item_kind", "重合同守信用"), "award_result", "获评")
    return where_in(won, "award_level", level)
