"""Visits to enterprises and cooperatives (LG01A), the issues they raised (LG01B), text messages (LG17)."""

from __future__ import annotations

import pandas as pd

from workreport.figures.registry import figure, ratio, total_of
from workreport.figures.selection import includes, where_in

ENTERPRISE, COOP = "企业", "农民专业合作社"
ON_SITE = "现场解决"
OPEN = ("未办", "在办", "挂起")
"""States of an issue that is neither closed nor returned to its sender."""


@figure("visit.enterprise_visits", label="走访企业", unit="户次")
def enterprise_visits(enterprise_visits: pd.DataFrame) -> pd.DataFrame:
    """对象类型为企业的走访记录，按走访日期；同一企业走访两次计两户次。"""
    return where_in(enterprise_visits, "ent_type", ENTERPRISE)


@figure("visit.coop_visits", label="走访农民专业合作社", unit="户次")
def coop_visits(enterprise_visits: pd.DataFrame) -> pd.DataFrame:
    """对象类型为农民专业合作社的走访记录，按走访日期。"""
    return where_in(enterprise_visits, "ent_type", COOP)


@figure("visit.other_visits", label="走访个体工商户及其他主体", unit="户次")
def other_visits(enterprise_visits: pd.DataFrame) -> pd.DataFrame:
    """企业、农民专业合作社以外主体的走访记录，按走访日期。"""
    return enterprise_visits[~enterprise_visits["ent_type"].isin([ENTERPRISE, COOP])]


total_of(
    "visit.total_visits",
    label="走访",
    unit="户次",
    parts=("visit.enterprise_visits", "visit.coop_visits", "visit.other_visits"),
    definition="企业、农民专业合作社、其他主体走访户次之和，三类互不重叠。",
)


@figure("visit.enterprises", label="走访到的企业", unit="家", distinct="uscc", otherwise="ent_name")
def enterprises(enterprise_visits: pd.DataFrame) -> pd.DataFrame:
    """期内走访过的企业，按统一社会信用代码去重。"""
    return where_in(enterprise_visits, "ent_type", ENTERPRISE)


@figure("visit.coops", label="走访到的农民专业合作社", unit="家", distinct="uscc", otherwise="ent_name")
def coops(enterprise_visits: pd.DataFrame) -> pd.DataFrame:
    """期内走访过的农民专业合作社，按统一社会信用代码去重。"""
    return where_in(enterprise_visits, "ent_type", COOP)


@figure(
    "visit.list.enterprises",
    label="走访到的第一批名单规模以上企业",
    unit="家",
    kind="cohort",
    distinct="uscc",
    otherwise="ent_name",
)
def listed_enterprises(enterprise_visits: pd.DataFrame) -> pd.DataFrame:
    """期内、截至日已走访过的第一批名单内规模以上企业，按统一社会信用代码去重；与走访户次不是同一口径。"""
    listed = where_in(where_in(enterprise_visits, "ent_type", ENTERPRISE), "list_batch", "第一批")
    return listed[listed["is_scale"]]


@figure("visit.sms_sent", label="发送征求意见短信", unit="条", total="sms_n")
def sms_sent(publicity: pd.DataFrame) -> pd.DataFrame:
    """条线含服务企业、类型为短信的登记条数之和，按发送日期。"""
    return where_in(includes(publicity, "lines", "服务企业"), "kind", "短信")


@figure("visit.issues_collected", label="收集问题", unit="个")
def issues_collected(visit_issues: pd.DataFrame) -> pd.DataFrame:
    """期内收集的意见、建议、困难和投诉，按收集日期。"""
    return visit_issues


@figure("visit.issues_solved_on_site", label="现场解决问题", unit="个")
def issues_solved_on_site(visit_issues: pd.DataFrame) -> pd.DataFrame:
    """办理方式为现场解决的问题，按收集日期。"""
    return where_in(visit_issues, "handle_mode", ON_SITE)


@figure("visit.issues_not_solved_on_site", label="转入跟踪办理问题", unit="个", kind="cohort")
def issues_not_solved_on_site(visit_issues: pd.DataFrame) -> pd.DataFrame:
    """办理方式为现场解决以外的问题（限期办理、转办、上报、暂无法解决），按收集日期。"""
    return visit_issues[visit_issues["handle_mode"] != ON_SITE]


ratio(
    "visit.issues_solved_rate",
    label="现场解决率",
    numerator="visit.issues_solved_on_site",
    denominator="visit.issues_collected",
    definition="现场解决的问题÷期内收集的问题。",
    decimals=2,
    better="more",
)


@figure("visit.issues_assigned", label="交办问题", unit="个", kind="cohort")
def issues_assigned(visit_issues: pd.DataFrame) -> pd.DataFrame:
    """期内收集、截至日已由责任单位接办的问题：在办、挂起、已办结；现场解决视同当场交办，未办、退回的不计。"""
    return where_in(visit_issues, "status", "在办", "挂起", "已办结")


@figure("visit.issues_closed", label="办结问题", unit="个", kind="cohort")
def issues_closed(visit_issues: pd.DataFrame) -> pd.DataFrame:
    """期内收集、截至日已办结的问题，现场解决的在内。"""
    return where_in(visit_issues, "status", "已办结")


@figure("visit.issues_open", label="尚在办理问题", unit="个", kind="cohort")
def issues_open(visit_issues: pd.DataFrame) -> pd.DataFrame:
    """期内收集、截至日既未办结也未退回的问题：未办、在办、挂起。"""
    return where_in(visit_issues, "status", *OPEN)


@figure("visit.issues_returned", label="退回问题", unit="个", kind="cohort")
def issues_returned(visit_issues: pd.DataFrame) -> pd.DataFrame:
    """期内收集、截至日已退回的问题。"""
    return where_in(visit_issues, "status", "退回")


@figure("visit.issues_followed_up", label="回访问题", unit="个", kind="cohort")
def issues_followed_up(visit_issues: pd.DataFrame) -> pd.DataFrame:
    """期内收集、截至日已办结并已回访的问题；未回访的不计。"""
    return where_in(issues_closed(visit_issues), "feedback", "满意", "基本满意", "不满意")


@figure("visit.issues_satisfied", label="回访满意", unit="个", kind="cohort")
def issues_satisfied(visit_issues: pd.DataFrame) -> pd.DataFrame:
    """已回访的问题中，回访结果为满意或基本满意的。"""
    return where_in(issues_followed_up(visit_issues), "feedback", "满意", "基本满意")


ratio(
    "visit.issues_closing_rate",
    label="问题办结率",
    numerator="visit.issues_closed",
    denominator="visit.issues_collected",
    definition="截至日已办结的问题÷期内收集的问题。",
    kind="cohort",
    better="more",
)
ratio(
    "visit.satisfaction_rate",
    label="回访满意率",
    numerator="visit.issues_satisfied",
    denominator="visit.issues_followed_up",
    definition="回访结果为满意或基本满意的问题÷已回访的问题；未回访的不进分母。",
    kind="cohort",
    better="more",
)


@figure("visit.tracked_closed", label="跟踪办结", unit="个", kind="cohort")
def tracked_closed(visit_issues: pd.DataFrame) -> pd.DataFrame:
    """未现场解决的问题中，截至日已办结的。"""
    return where_in(issues_not_solved_on_site(visit_issues), "status", "已办结")


@figure("visit.tracked_open", label="跟踪在办", unit="个", kind="cohort")
def tracked_open(visit_issues: pd.DataFrame) -> pd.DataFrame:
    """未现场解决的问题中，截至日为未办、在办、挂起的。"""
    return where_in(issues_not_solved_on_site(visit_issues), "status", *OPEN)


@figure("visit.tracked_suspended", label="跟踪挂起", unit="个", kind="cohort")
def tracked_suspended(visit_issues: pd.DataFrame) -> pd.DataFrame:
    """未现场解决的问题中，截至日为挂起的。"""
    return where_in(issues_not_solved_on_site(visit_issues), "status", "挂起")


@figure("visit.tracked_returned", label="跟踪退回", unit="个", kind="cohort")
def tracked_returned(visit_issues: pd.DataFrame) -> pd.DataFrame:
    """未现场解决的问题中，截至日已退回的。"""
    return where_in(issues_not_solved_on_site(visit_issues), "status", "退回")


@figure("visit.issues_overdue", label="超期未办结问题", unit="个", kind="stock", rowwise=False, better="less")
def issues_overdue(visit_issues: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """截至日为未办或在办、办理期限已过的问题，以前年度收集的在内；期限当日不算超期，挂起的另列。"""
    waiting = where_in(visit_issues, "status", "未办", "在办")
    late = (waiting["raised_date"] <= as_of) & (waiting["due_date"] < as_of)
    return waiting[late].sort_values(["due_date", "issue_id"])
