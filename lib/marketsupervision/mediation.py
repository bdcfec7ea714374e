"""Handling of complaints (LG14): decisions and mediation in time (RF06, RF07), success, losses recovered."""

from __future__ import annotations

import pandas as pd

from marketsupervision.complaints import complaints_only
from workreport.figures.deadlines import within
from workreport.figures.registry import figure, ratio, total_of
from workreport.figures.selection import where_in

ACCEPTANCE, MEDIATION = "complaint_accept", "complaint_mediation"
"""Matters of RF06."""

MEDIATED = ("调解成功", "调解失败", "终止调解", "撤诉", "和解")


@figure("complaint.mediated", label="调解办结", unit="件", date="closed_at")
def mediated(complaints: pd.DataFrame) -> pd.DataFrame:
    """受理后办结的平台内投诉（调解成功、调解失败、终止调解、撤诉、和解），按办结时间，含往期接收的。"""
    return where_in(complaints_only(complaints), "outcome", *MEDIATED)


@figure("complaint.mediation_success", label="调解成功", unit="件", date="closed_at")
def mediation_success(complaints: pd.DataFrame) -> pd.DataFrame:
    """办理结果为调解成功的平台内投诉，按办结时间；和解、撤诉不计。"""
    return where_in(complaints_only(complaints), "outcome", "调解成功")


@figure("complaint.mediation_failure", label="调解失败", unit="件", date="closed_at")
def mediation_failure(complaints: pd.DataFrame) -> pd.DataFrame:
    """办理结果为调解失败的平台内投诉，按办结时间；终止调解另计。"""
    return where_in(complaints_only(complaints), "outcome", "调解失败")


total_of(
    "complaint.mediation_tried",
    label="调解成功和失败",
    unit="件",
    parts=("complaint.mediation_success", "complaint.mediation_failure"),
    definition="有调解结果的投诉：调解成功与调解失败之和。",
)
ratio(
    "complaint.success_rate",
    label="调解成功率，占调解办结",
    numerator="complaint.mediation_success",
    denominator="complaint.mediated",
    definition="调解成功÷受理后办结的投诉（含终止调解、撤诉、和解）。",
    better="more",
)
ratio(
    "complaint.success_rate_of_tried",
    label="调解成功率，占成功和失败",
    numerator="complaint.mediation_success",
    denominator="complaint.mediation_tried",
    definition="调解成功÷（调解成功＋调解失败）；终止调解、撤诉、和解不进分母。",
    better="more",
)


@figure("complaint.with_outcome", label="已有办理结果的投诉", unit="件", kind="cohort")
def with_outcome(complaints: pd.DataFrame) -> pd.DataFrame:
    """期内接收的平台内投诉，截至日台账登记了办理结果的，按登记时间；不受理也是一种结果。"""
    tickets = complaints_only(complaints)
    return tickets[tickets["outcome"].notna()]


@figure("complaint.marked", label="登记了是否按期的投诉", unit="件", kind="cohort")
def marked(complaints: pd.DataFrame) -> pd.DataFrame:
    """期内接收的平台内投诉，截至日台账登记了是否按期的，按登记时间。"""
    tickets = complaints_only(complaints)
    return tickets[tickets["timely"].notna()]


@figure("complaint.marked_timely", label="登记为按期的投诉", unit="件", kind="cohort")
def marked_timely(complaints: pd.DataFrame) -> pd.DataFrame:
    """期内接收的平台内投诉，截至日台账登记为按期的；照台账所记，不按法定期限重算。"""
    rows = marked(complaints)
    return rows[rows["timely"].astype(bool)]


ratio(
    "complaint.marked_timely_rate",
    label="登记为按期的占比",
    numerator="complaint.marked_timely",
    denominator="complaint.marked",
    definition="台账登记为按期的投诉÷登记了是否按期的投诉；未登记的不进分母。",
    kind="cohort",
)


@figure(
    "complaint.saved",
    label="挽回经济损失",
    unit="万元",
    date="closed_at",
    total="saved",
    factor="0.0001",
    decimals=2,
    better="more",
)
def saved(complaints: pd.DataFrame) -> pd.DataFrame:
    """平台内投诉办结时登记的挽回经济损失之和，按办结时间。"""
    return complaints_only(complaints)


def _with_limit(
    tickets: pd.DataFrame,
    matter: str,
    start: str,
    end: str,
    deadlines: pd.DataFrame,
    calendar: pd.DataFrame,
) -> pd.DataFrame:
    """Tickets to which a rule in force applies, with ``in_time``: whether its limit was met."""
    in_time = within(matter, tickets[start], tickets[end], deadlines, calendar)
    return tickets.assign(in_time=in_time)[in_time.notna()]


@figure("complaint.decisions", label="作出受理决定", unit="件", date="accept_date")
def decisions(complaints: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame) -> pd.DataFrame:
    """期内决定受理或不予受理、登记当日有法定期限的平台内投诉，按决定日期，含往期接收的。"""
    decided = where_in(complaints_only(complaints), "accept", "受理", "不予受理")
    return _with_limit(decided, ACCEPTANCE, "recv_at", "accept_date", deadlines, calendar)


@figure("complaint.decisions_in_time", label="按期作出受理决定", unit="件", date="accept_date")
def decisions_in_time(
    complaints: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame
) -> pd.DataFrame:
    """作出受理决定的投诉中，自登记次日起在登记当日施行的法定工作日数内决定的。"""
    rows = decisions(complaints, deadlines, calendar)
    return rows[rows["in_time"]]


ratio(
    "complaint.decision_in_time_rate",
    label="受理决定按期率",
    numerator="complaint.decisions_in_time",
    denominator="complaint.decisions",
    definition="按期作出受理决定的投诉÷期内作出受理决定的投诉；未作决定的不进分母。",
    better="more",
)


@figure("complaint.mediations", label="受理后办结", unit="件", date="closed_at")
def mediations(complaints: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame) -> pd.DataFrame:
    """期内调解办结、受理当日有法定期限的平台内投诉，按办结时间，含往期接收的。"""
    return _with_limit(mediated(complaints), MEDIATION, "accept_date", "closed_at", deadlines, calendar)


@figure("complaint.mediations_in_time", label="按期办结", unit="件", date="closed_at")
def mediations_in_time(
    complaints: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame
) -> pd.DataFrame:
    """受理后办结的投诉中，自受理次日起在受理当日施行的法定工作日数内办结的；检定检测时间没有登记，未予扣除。"""
    rows = mediations(complaints, deadlines, calendar)
    return rows[rows["in_time"]]


ratio(
    "complaint.mediation_in_time_rate",
    label="按期办结率",
    numerator="complaint.mediations_in_time",
    denominator="complaint.mediations",
    definition="按期办结的投诉÷期内受理后办结的投诉；未办结的不进分母。",
    better="more",
)


def _overdue(
    tickets: pd.DataFrame, as_of: pd.Timestamp, deadlines: pd.DataFrame, calendar: pd.DataFrame
) -> pd.DataFrame:
    """Tickets that exceeded a limit by the cut-off day, with ``still_open``: not yet decided or closed."""
    today = pd.Series(as_of, index=tickets.index, dtype="datetime64[us]")
    waiting = tickets["accept"] == "待定"
    mediating = tickets["accept"] == "受理"
    decided = tickets["accept_date"].where(~waiting, today)
    late_decision = ~within(ACCEPTANCE, tickets["recv_at"], decided, deadlines, calendar)
    closed = tickets["closed_at"].where(tickets["closed_at"].notna(), today)
    begun = tickets["accept_date"].where(mediating)
    late_mediation = ~within(MEDIATION, begun, closed, deadlines, calendar)
    open_late = (waiting & late_decision) | (tickets["closed_at"].isna() & late_mediation)
    late = late_decision.fillna(False) | late_mediation.fillna(False)
    return tickets.assign(still_open=open_late.fillna(False))[late]


@figure("complaint.overdue", label="超期投诉", unit="件", kind="cohort", better="less")
def overdue(
    complaints: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """期内接收的平台内投诉中，截至日受理决定或调解办结超过法定期限的，不论此后是否已办结。"""
    return _overdue(complaints_only(complaints), as_of, deadlines, calendar)


@figure("complaint.overdue_open", label="超期未办结投诉", unit="件", kind="stock", better="less")
def overdue_open(
    complaints: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """截至日超过法定期限仍未作受理决定或仍未调解办结的平台内投诉，含往期接收的。"""
    tickets = complaints_only(complaints)
    received = tickets[tickets["recv_at"] < as_of + pd.Timedelta(days=1)]
    rows = _overdue(received, as_of, deadlines, calendar)
    return rows[rows["still_open"]]
