"""Registration of business subjects (LG11): setups, channels, changes, departures, working days."""

from __future__ import annotations

import pandas as pd

from workreport.figures.deadlines import working_days
from workreport.figures.registry import figure, ratio
from workreport.figures.selection import where_in

ENTERPRISES = ("内资企业", "私营企业", "外资企业", "企业（未细分）")
"""The last occurs only in tables of other offices, which do not give the kind of enterprise."""


@figure("reg.setups", label="新设主体", unit="户")
def setups(registrations: pd.DataFrame) -> pd.DataFrame:
    """业务类型为设立的各类主体（企业、合作社、个体工商户、分支机构），按核准日期；迁入另计。"""
    return where_in(registrations, "biz_kind", "设立")


@figure("reg.new_enterprises", label="新办企业", unit="户", better="more")
def new_enterprises(registrations: pd.DataFrame) -> pd.DataFrame:
    """设立的企业（内资、私营、外资），按核准日期；个体工商户、合作社、分支机构和迁入的不计。"""
    return where_in(setups(registrations), "ent_type", *ENTERPRISES)


@figure("reg.new.individuals", label="新设个体工商户", unit="户")
def new_individuals(registrations: pd.DataFrame) -> pd.DataFrame:
    """设立的个体工商户，按核准日期。"""
    return where_in(setups(registrations), "ent_type", "个体工商户")


@figure("reg.new.coops", label="新设农民专业合作社", unit="户")
def new_coops(registrations: pd.DataFrame) -> pd.DataFrame:
    """设立的农民专业合作社，按核准日期。"""
    return where_in(setups(registrations), "ent_type", "农民专业合作社")


@figure("reg.new.branches", label="新设分支机构", unit="户")
def new_branches(registrations: pd.DataFrame) -> pd.DataFrame:
    """设立的分支机构，按核准日期。"""
    return where_in(setups(registrations), "ent_type", "分支机构")


def _by_channel(name: str, channel: str, label: str) -> None:
    """New enterprises through one channel; each has exactly one, so the channels add up."""

    def rows(registrations: pd.DataFrame) -> pd.DataFrame:
        return where_in(new_enterprises(registrations), "channel", channel)

    rows.__doc__ = f"办理渠道为{channel}的新办企业，按核准日期；一件业务只有一个渠道。"
    figure(f"reg.new.{name}", label=label, unit="户")(rows)


_by_channel("yiwangtongban", "一网通办平台", "一网通办平台办理")
_by_channel("external_platform", "外网平台", "外网平台办理")
_by_channel("cloud_platform", "云服务平台", "云服务平台办理")
_by_channel("window", "窗口", "窗口办理")

ratio(
    "reg.yiwangtongban_share",
    label="一网通办占比",
    numerator="reg.new.yiwangtongban",
    denominator="reg.new_enterprises",
    definition="一网通办平台办理的新办企业÷新办企业；不是网上办理率。",
    decimals=2,
)


@figure("reg.changes", label="企业变更事项", unit="项", total="change_n")
def changes(registrations: pd.DataFrame) -> pd.DataFrame:
    """企业变更业务的变更事项数之和，按核准日期；一件业务可含多项。"""
    return change_businesses(registrations)


@figure("reg.change_businesses", label="企业变更业务", unit="件")
def change_businesses(registrations: pd.DataFrame) -> pd.DataFrame:
    """企业（内资、私营、外资）的变更业务件数，按核准日期。"""
    return where_in(where_in(registrations, "biz_kind", "变更"), "ent_type", *ENTERPRISES)


@figure("reg.enterprise_businesses", label="企业设立和变更业务", unit="件")
def enterprise_businesses(registrations: pd.DataFrame) -> pd.DataFrame:
    """企业（内资、私营、外资）的设立和变更业务，按核准日期；网上办理率的分母。"""
    return where_in(where_in(registrations, "biz_kind", "设立", "变更"), "ent_type", *ENTERPRISES)


@figure("reg.online_businesses", label="全程网办业务", unit="件")
def online_businesses(registrations: pd.DataFrame) -> pd.DataFrame:
    """企业设立和变更业务中全程网办的，按核准日期；与分母同一业务范围。"""
    rows = enterprise_businesses(registrations)
    return rows[rows["online"].fillna(False)]


ratio(
    "reg.online_rate",
    label="网上办理率",
    numerator="reg.online_businesses",
    denominator="reg.enterprise_businesses",
    definition="全程网办的企业设立和变更业务÷企业设立和变更业务；个体工商户、合作社、分支机构不在范围内。",
    better="more",
)


@figure("reg.businesses", label="登记业务", unit="件")
def businesses(registrations: pd.DataFrame) -> pd.DataFrame:
    """各类主体的全部登记业务，一次核准计一件，按核准日期。"""
    return registrations


@figure("reg.free_seals", label="免费刻章", unit="户")
def free_seals(registrations: pd.DataFrame) -> pd.DataFrame:
    """新办企业中享受免费刻章的，按核准日期。"""
    rows = new_enterprises(registrations)
    return rows[rows["free_seal"].fillna(False)]


ratio(
    "reg.free_seal_share",
    label="免费刻章覆盖率",
    numerator="reg.free_seals",
    denominator="reg.new_enterprises",
    definition="享受免费刻章的新办企业÷新办企业。",
    better="more",
)


@figure(
    "reg.setup_days", label="企业设立用时中位数", unit="个工作日", median="days", decimals=1, better="less"
)
def setup_days(registrations: pd.DataFrame, calendar: pd.DataFrame) -> pd.DataFrame:
    """新办企业从受理到核准的工作日数的中位数，当日受理当日核准的为零；实绩，不是目标。"""
    rows = new_enterprises(registrations)
    return rows.assign(days=working_days(rows["accept_date"], rows["approve_date"], calendar))


@figure("reg.same_day_setups", label="当日办结的新办企业", unit="户")
def same_day_setups(registrations: pd.DataFrame) -> pd.DataFrame:
    """受理当日核准的新办企业，按核准日期。"""
    rows = new_enterprises(registrations)
    return rows[rows["accept_date"] == rows["approve_date"]]


ratio(
    "reg.same_day_share",
    label="当日办结率",
    numerator="reg.same_day_setups",
    denominator="reg.new_enterprises",
    definition="受理当日核准的新办企业÷新办企业。",
    better="more",
)
