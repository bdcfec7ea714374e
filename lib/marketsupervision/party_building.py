"""Party study and practical things done for the public (LG18)."""

from __future__ import annotations

import pandas as pd

from workreport.figures.registry import figure, ratio
from workreport.figures.selection import where_in

PROJECT = "办实事项目"


@figure("party.study.collective_sessions", label="集中专题学习", unit="次")
def collective_sessions(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """事项类别为集中学习的事项，按日期；研讨、党课另计。"""
    return where_in(party_affairs, "item_kind", "集中学习")


@figure("party.study.seminars", label="学习研讨", unit="次")
def seminars(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """事项类别为研讨的事项，按日期。"""
    return where_in(party_affairs, "item_kind", "研讨")


@figure("party.lectures.count", label="专题党课", unit="堂")
def lectures(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """事项类别为党课的事项，按日期。"""
    return where_in(party_affairs, "item_kind", "党课")


@figure("party.study.attended", label="学习实到", unit="人次", total="attended")
def study_attended(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """集中学习、研讨、党课的参加人数之和；只计应到、实到都已登记的场次。"""
    return _counted(_study(party_affairs))


@figure("party.study.expected", label="学习应到", unit="人次", total="expected")
def study_expected(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """集中学习、研讨、党课的应到人数之和；只计应到、实到都已登记的场次。"""
    return _counted(_study(party_affairs))


ratio(
    "party.study.attendance_rate",
    label="到会率",
    numerator="party.study.attended",
    denominator="party.study.expected",
    definition="集中学习、研讨、党课实到人次÷应到人次。",
)


@figure("party.quiz.attended", label="答题参加", unit="人次", total="attended")
def quiz_attended(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """知识竞赛参加人数之和；只计应到、实到都已登记的场次。"""
    return _counted(where_in(party_affairs, "item_kind", "知识竞赛"))


@figure("party.quiz.expected", label="答题应参加", unit="人次", total="expected")
def quiz_expected(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """知识竞赛应参加人数之和，即各场在编在岗人数；只计应到、实到都已登记的场次。"""
    return _counted(where_in(party_affairs, "item_kind", "知识竞赛"))


ratio(
    "party.quiz.participation_rate",
    label="干部职工答题参与率",
    numerator="party.quiz.attended",
    denominator="party.quiz.expected",
    definition="知识竞赛参加人次÷应参加人次（在编在岗人数）。",
)


@figure("party.service_projects.listed", label="为民办实事项目", unit="项")
def projects_listed(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """期内列入清单的办实事项目，按立项日期。"""
    return where_in(party_affairs, "item_kind", PROJECT)


@figure("party.service_projects.completed", label="已办结项目", unit="项", kind="cohort")
def projects_completed(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """期内列入清单、截至日已办结的办实事项目。"""
    return where_in(projects_listed(party_affairs), "project_status", "办结")


@figure("party.service_projects.open", label="未办结项目", unit="项", kind="cohort")
def projects_open(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """期内列入清单、截至日尚未办结的办实事项目，未填状态的在内。"""
    listed = projects_listed(party_affairs)
    return listed[listed["project_status"].fillna("立项") != "办结"]


ratio(
    "party.service_projects.completion_rate",
    label="项目办结率",
    numerator="party.service_projects.completed",
    denominator="party.service_projects.listed",
    definition="截至日已办结项目÷期内列入清单的项目。",
    kind="cohort",
    better="more",
)


@figure("party.wechat.posts", label="为民办实事信息", unit="篇")
def posts(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """事项类别为信息稿的事项，一篇一行，按发布日期；与办实事项目数无关。"""
    return where_in(party_affairs, "item_kind", "信息稿")


def _study(party_affairs: pd.DataFrame) -> pd.DataFrame:
    return where_in(party_affairs, "item_kind", "集中学习", "研讨", "党课")


def _counted(items: pd.DataFrame) -> pd.DataFrame:
    """Items with both numbers; an item with only one would distort the rate."""
    return items[items["attended"].notna() & items["expected"].notna()]
