"""Party study: rates take only sessions with both numbers."""

from __future__ import annotations

import pandas as pd

from marketsupervision import party_building

ITEMS = pd.DataFrame(
    [
        ("集中学习", 80, 86, None),
        ("研讨", 80, None, None),
        ("知识竞赛", 86, 86, None),
        ("办实事项目", None, None, "办结"),
        ("办实事项目", None, None, "在办"),
        ("办实事项目", None, None, None),
    ],
    columns=["item_kind", "attended", "expected", "project_status"],
)


def test_attendance_leaves_out_sessions_with_one_number_only():
    assert list(party_building.study_attended(ITEMS)["attended"]) == [80]
    assert list(party_building.study_expected(ITEMS)["expected"]) == [86]


def test_projects_without_a_state_are_not_completed():
    assert len(party_building.projects_completed(ITEMS)) == 1
    assert len(party_building.projects_open(ITEMS)) == 2
