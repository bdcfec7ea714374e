"""Issues of visits: their whereabouts, the stages of the funnel, what is overdue."""

from __future__ import annotations

import pandas as pd
import pytest

from marketsupervision import visits

AS_OF = pd.Timestamp("2021-12-31")


def issues(*rows: tuple) -> pd.DataFrame:
    columns = ["issue_id", "handle_mode", "status", "feedback", "raised_date", "due_date"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(
        raised_date=pd.to_datetime(frame["raised_date"]), due_date=pd.to_datetime(frame["due_date"])
    )


ISSUES = issues(
    ("A", "现场解决", "已办结", "满意", "2021-03-01", None),
    ("B", "限期办理", "已办结", "未回访", "2021-03-02", "2021-03-20"),
    ("C", "限期办理", "在办", None, "2021-12-01", "2021-12-31"),
    ("D", "转办", "未办", None, "2020-11-01", "2020-12-01"),
    ("E", "暂无法解决", "挂起", None, "2021-04-01", "2021-06-01"),
    ("F", "上报", "退回", None, "2021-05-01", "2021-06-01"),
    ("G", "限期办理", "在办", None, "2022-01-05", "2022-01-06"),
)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (visits.issues_not_solved_on_site, "BCDEFG"),
        (visits.tracked_closed, "B"),
        (visits.tracked_open, "CDEG"),
        (visits.tracked_suspended, "E"),
        (visits.tracked_returned, "F"),
        (visits.issues_assigned, "ABCEG"),
        (visits.issues_closed, "AB"),
        (visits.issues_followed_up, "A"),
    ],
)
def test_every_issue_has_its_whereabouts(figure, expected):
    assert "".join(figure(ISSUES)["issue_id"]) == expected


def test_overdue_takes_earlier_years_in_but_not_the_due_day_nor_what_came_later():
    assert list(visits.issues_overdue(ISSUES, AS_OF)["issue_id"]) == ["D"]
    assert list(visits.issues_overdue(ISSUES, pd.Timestamp("2022-01-01"))["issue_id"]) == ["D", "C"]


def test_listed_enterprises_are_of_scale_and_on_the_first_list():
    rows = pd.DataFrame(
        [
            ("a", "企业", "第一批", True),
            ("a", "企业", "第一批", True),
            ("b", "企业", "第二批", True),
            ("c", "企业", "第一批", False),
            ("d", "农民专业合作社", "第一批", True),
        ],
        columns=["uscc", "ent_type", "list_batch", "is_scale"],
    )
    assert set(visits.listed_enterprises(rows)["uscc"]) == {"a"}
