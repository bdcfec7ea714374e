"""Complaints (LG14) by the way they came in and by how far they are: settled in time, in hand, beyond a time limit."""

from __future__ import annotations

import pandas as pd

from marketsupervision.complaints import complaints_only
from marketsupervision.mediation import overdue
from workreport.figures.registry import figure, total_of

ONLINE, BY_PHONE = ("互联网",), ("电话", "12345转办")
WAYS = {
    "online": ("网上", "来源渠道为互联网"),
    "phone": ("来电", "来源渠道为电话或12345转办"),
    "other": ("其他渠道", "来源渠道不是互联网、电话、12345转办"),
}
"""Ways in: name and definition."""
STATES = {
    "in_time": ("按时", "截至日已办结（含不予受理和受理前撤回），受理决定和调解办结都没有超过法定期限"),
    "in_hand": ("在办", "截至日尚未作受理决定或受理后尚未办结，没有超过法定期限"),
    "late": ("超时", "截至日受理决定或调解办结超过法定期限，不论此后是否已办结"),
}
"""How far a complaint is: name and definition. Each complaint is in one state."""


def way_of(tickets: pd.DataFrame) -> pd.Series:
    """The way in of each ticket."""
    way = pd.Series("other", index=tickets.index)
    return way.mask(tickets["channel"].isin(ONLINE), "online").mask(
        tickets["channel"].isin(BY_PHONE), "phone"
    )


def state_of(tickets: pd.DataFrame, late: pd.DataFrame) -> pd.Series:
    """How far each ticket is, of which `late` are those beyond a limit."""
    waiting = tickets["accept"] == "待定"
    mediating = (tickets["accept"] == "受理") & tickets["closed_at"].isna()
    state = pd.Series("in_time", index=tickets.index).mask(waiting | mediating, "in_hand")
    return state.mask(tickets.index.isin(late.index), "late")


def _declare(way: str, state: str) -> str:
    (way_name, way_is), (state_name, state_is) = WAYS[way], STATES[state]

    def rows(
        complaints: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
    ) -> pd.DataFrame:
        tickets = complaints_only(complaints)
        reached = state_of(tickets, overdue(complaints, deadlines, calendar, as_of))
        return tickets[(way_of(tickets) == way) & (reached == state)]

    rows.__doc__ = f"期内接收的平台内投诉，{way_is}；{state_is}。"
    id = f"complaint.{way}_{state}"
    better = "less" if state == "late" else ""
    figure(id, label=f"{way_name}{state_name}", unit="件", kind="cohort", better=better)(rows)
    return id


total_of(
    "complaint.by_way_and_state",
    label="投诉合计",
    unit="件",
    parts=tuple(_declare(way, state) for way in WAYS for state in STATES),
    definition="期内接收的平台内投诉，按渠道（网上、来电、其他）和办理情况（按时、在办、超时）九类之和；等于投诉数。",
    kind="cohort",
)
