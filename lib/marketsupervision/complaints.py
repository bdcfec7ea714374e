"""Complaints and reports of the 12315 platform (LG14): numbers, subjects and channels.

Only tickets registered in the platform count towards the totals. Petitions, letters passed on by
other departments, and letters and callers are listed separately: petitions are outside the rules for
complaints (市场监督管理投诉举报处理暂行办法, 总局令第20号, 第三十九条).
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from workreport.figures.registry import figure, ratio, total_of
from workreport.figures.selection import where_in

COMPLAINT, REPORT = "投诉", "举报"
Pick = Callable[[pd.DataFrame], pd.DataFrame]


def in_platform(complaints: pd.DataFrame, *kinds: str) -> pd.DataFrame:
    """Tickets of these kinds registered in the platform."""
    return where_in(where_in(complaints, "in_platform", "平台内"), "biz", *kinds)


def complaints_only(complaints: pd.DataFrame) -> pd.DataFrame:
    """Complaints registered in the platform."""
    return in_platform(complaints, COMPLAINT)


@figure("complaint.complaints", label="投诉", unit="件")
def received_complaints(complaints: pd.DataFrame) -> pd.DataFrame:
    """平台内接收的投诉，按登记时间；信访件、转办函、来人来信不在内，咨询不计。"""
    return complaints_only(complaints)


@figure("complaint.reports", label="举报", unit="件")
def received_reports(complaints: pd.DataFrame) -> pd.DataFrame:
    """平台内接收的举报，按登记时间；信访件、转办函、来人来信不在内，咨询不计。"""
    return in_platform(complaints, REPORT)


total_of(
    "complaint.total",
    label="投诉举报",
    unit="件",
    parts=("complaint.complaints", "complaint.reports"),
    definition="平台内投诉与举报之和；同一人就同一事既投诉又举报的计2件；信访件、转办函、来人来信不在内。",
)

ratio(
    "complaint.report_share",
    label="举报占比",
    numerator="complaint.reports",
    denominator="complaint.total",
    definition="平台内举报÷平台内投诉举报合计。",
    decimals=2,
)


def _of_platform(id: str, label: str, definition: str, pick: Pick) -> None:
    """Complaints and reports of the platform that `pick` selects, by time of registration."""

    def rows(complaints: pd.DataFrame) -> pd.DataFrame:
        return pick(in_platform(complaints, COMPLAINT, REPORT))

    rows.__doc__ = definition
    figure(id, label=label, unit="件")(rows)


def _goods(tickets: pd.DataFrame) -> pd.DataFrame:
    goods = where_in(tickets, "obj_l1", "商品")
    return goods[~goods["obj_l2"].isin(["食品", "药品"])]


_of_platform(
    "complaint.category.goods",
    "其他商品类投诉举报",
    "客体大类为商品、客体类别不是食品或药品的平台内工单，按登记时间；四类互斥。",
    _goods,
)
_of_platform(
    "complaint.category.food",
    "食品类投诉举报",
    "客体类别为食品的平台内工单，按登记时间；保健食品、烟酒和饮料按客体类别归入其他商品，餐饮服务归入服务。",
    lambda tickets: where_in(where_in(tickets, "obj_l1", "商品"), "obj_l2", "食品"),
)
_of_platform(
    "complaint.category.drug",
    "药品类投诉举报",
    "客体类别为药品的平台内工单，按登记时间；医疗器械、化妆品归入其他商品。",
    lambda tickets: where_in(where_in(tickets, "obj_l1", "商品"), "obj_l2", "药品"),
)
_of_platform(
    "complaint.category.service",
    "服务类投诉举报",
    "客体大类为服务的平台内工单，按登记时间。",
    lambda tickets: where_in(tickets, "obj_l1", "服务"),
)
ratio(
    "complaint.goods_share",
    label="其他商品类占比",
    numerator="complaint.category.goods",
    denominator="complaint.total",
    definition="其他商品类工单÷平台内投诉举报合计。",
    decimals=2,
)


def _outside(id: str, label: str, definition: str, pick: Pick) -> None:
    """Tickets outside the platform; the three kinds do not overlap."""

    def rows(complaints: pd.DataFrame) -> pd.DataFrame:
        return pick(where_in(complaints, "in_platform", "平台外"))

    rows.__doc__ = definition
    figure(id, label=label, unit="件")(rows)


def _no_petition(tickets: pd.DataFrame) -> pd.DataFrame:
    return tickets[~tickets["is_petition"].fillna(False)]


_outside(
    "complaint.channel.petition",
    "信访件",
    "登记为信访件的平台外工单，按登记时间；不适用投诉举报处理办法，不在投诉举报合计之内。",
    lambda tickets: tickets[tickets["is_petition"].fillna(False)],
)
_outside(
    "complaint.channel.transferred",
    "转办函",
    "其他部门转办的平台外工单，按登记时间；信访件除外，不在投诉举报合计之内。",
    lambda tickets: where_in(_no_petition(tickets), "channel", "其他部门转办"),
)
_outside(
    "complaint.channel.letters_walkins",
    "来人来信",
    "来人、来函的平台外工单，按登记时间；信访件除外，不在投诉举报合计之内。",
    lambda tickets: where_in(_no_petition(tickets), "channel", "来人", "来函"),
)


def _state(id: str, kind: str, label: str, accept: str, definition: str) -> None:
    """The period's tickets of one kind with one decision by the cut-off day."""

    def rows(complaints: pd.DataFrame) -> pd.DataFrame:
        return where_in(in_platform(complaints, kind), "accept", accept)

    rows.__doc__ = definition
    figure(id, label=label, unit="件", kind="cohort")(rows)


_RECEIVED = "期内接收的平台内{}，截至日{}；各状态之和等于接收数。"
for _name, _label, _accept, _state_words in (
    ("accepted", "受理投诉", "受理", "已决定受理"),
    ("rejected", "不予受理投诉", "不予受理", "已决定不予受理"),
    ("pending", "待定投诉", "待定", "尚未作出受理决定"),
    ("withdrawn", "受理前撤回投诉", "撤回", "已由投诉人在受理前撤回"),
):
    _state(f"complaint.{_name}", COMPLAINT, _label, _accept, _RECEIVED.format(COMPLAINT, _state_words))
for _name, _label, _accept, _state_words in (
    ("filed", "举报立案", "立案", "已立案"),
    ("not_filed", "举报不立案", "不立案", "已决定不立案"),
    ("moved", "举报移送", "移送", "已移送有权机关"),
    ("pending", "举报核查中", "待定", "仍在核查"),
):
    _state(f"complaint.report_{_name}", REPORT, _label, _accept, _RECEIVED.format(REPORT, _state_words))

total_of(
    "complaint.decided",
    label="已作受理决定",
    unit="件",
    parts=("complaint.accepted", "complaint.rejected"),
    definition="期内接收的投诉截至日受理与不予受理之和；待定的不在内。",
    kind="cohort",
)
ratio(
    "complaint.accept_rate",
    label="受理率",
    numerator="complaint.accepted",
    denominator="complaint.decided",
    definition="受理÷（受理＋不予受理）；待定不进分母。",
    kind="cohort",
)
