"""Complaints: what counts towards the total, exclusive categories, states, limits, denominators."""

from __future__ import annotations

import pandas as pd

from workreport.figures.measure import measure
from workreport.figures.registry import FIGURES

TICKETS = pd.DataFrame(
    [
        ("平台内", "投诉", "互联网", False, "商品", "食品"),
        ("平台内", "举报", "电话", False, "商品", "药品"),
        ("平台内", "举报", "互联网", False, "商品", "保健食品"),
        ("平台内", "投诉", "12345转办", False, "服务", "餐饮服务"),
        ("平台内", "咨询", "电话", False, "商品", "食品"),
        ("平台外", "投诉", "来函", True, "商品", "食品"),
        ("平台外", "举报", "其他部门转办", True, "商品", "食品"),
        ("平台外", "举报", "其他部门转办", False, "商品", "家具"),
        ("平台外", "投诉", "来人", False, "服务", "餐饮服务"),
    ],
    columns=["in_platform", "biz", "channel", "is_petition", "obj_l1", "obj_l2"],
).astype({"is_petition": "boolean"})


def value(id: str, *frames: object) -> object:
    return measure(FIGURES[id], FIGURES[id].rows(*(frames or (TICKETS,))))


def test_petitions_and_inquiries_are_outside_the_total() -> None:
    assert (value("complaint.complaints"), value("complaint.reports")) == (2, 2)


def test_categories_exclude_each_other_and_make_the_total() -> None:
    parts = [value(f"complaint.category.{name}") for name in ("food", "drug", "goods", "service")]
    assert parts == [1, 1, 1, 1]


def test_a_petition_passed_on_is_a_petition_only() -> None:
    parts = [value(f"complaint.channel.{name}") for name in ("petition", "transferred", "letters_walkins")]
    assert parts == [2, 1, 1]


AS_OF = pd.Timestamp("2021-06-30")
CALENDAR = pd.DataFrame({"day": pd.date_range("2021-01-01", "2021-12-31")}).assign(is_workday=True)
RULES = pd.DataFrame(
    [("complaint_accept", 7), ("complaint_mediation", 45)], columns=["matter", "days"]
).assign(label="", day_kind="工作日", valid_from=pd.Timestamp("2020-01-01"), valid_to=pd.NaT)
HANDLED = pd.DataFrame(
    [
        ("受理", "2021-03-01 09:00", "2021-03-08", "2021-04-22 10:00", "调解成功"),  # 7 and 45 days
        ("受理", "2021-03-01 09:00", "2021-03-09", "2021-04-24 10:00", "调解失败"),  # 8 and 46 days
        ("受理", "2021-05-01 09:00", "2021-05-02", None, None),  # in mediation for 59 days
        ("受理", "2021-06-01 09:00", "2021-06-05", None, None),
        ("待定", "2021-06-20 09:00", None, None, None),  # undecided for 10 days
        ("待定", "2021-06-29 09:00", None, None, None),
        ("不予受理", "2021-03-01 09:00", "2021-03-03", "2021-03-03 10:00", "不受理"),
        ("受理", "2021-03-01 09:00", "2021-03-02", "2021-03-20 10:00", "和解"),
    ],
    columns=["accept", "recv_at", "accept_date", "closed_at", "outcome"],
).assign(in_platform="平台内", biz="投诉")
for _name in ("recv_at", "accept_date", "closed_at"):
    HANDLED[_name] = pd.to_datetime(HANDLED[_name])


def test_limits_are_kept_on_the_last_day() -> None:
    assert value("complaint.decisions", HANDLED, RULES, CALENDAR) == 6
    assert value("complaint.decisions_in_time", HANDLED, RULES, CALENDAR) == 5
    assert value("complaint.mediations", HANDLED, RULES, CALENDAR) == 3
    assert value("complaint.mediations_in_time", HANDLED, RULES, CALENDAR) == 2


def test_overdue_stays_overdue_after_closing_but_is_open_only_until_then() -> None:
    assert value("complaint.overdue", HANDLED, RULES, CALENDAR, AS_OF) == 3
    assert value("complaint.overdue_open", HANDLED, RULES, CALENDAR, AS_OF) == 2


def test_tickets_from_before_the_rules_are_not_judged() -> None:
    later = RULES.assign(valid_from=pd.Timestamp("2021-05-15"))
    assert value("complaint.decisions", HANDLED, later, CALENDAR) == 1


def test_refusals_are_not_closings_of_mediation() -> None:
    assert value("complaint.mediated", HANDLED) == 3
    assert value("complaint.mediation_success", HANDLED) == 1
    assert FIGURES["complaint.success_rate"].denominator == "complaint.mediated"
    assert FIGURES["complaint.mediation_tried"].parts == (
        "complaint.mediation_success",
        "complaint.mediation_failure",
    )


def test_outcomes_and_timeliness_are_told_as_the_ledger_marks_them() -> None:
    marked = HANDLED.assign(
        timely=pd.array(
            [True, False, None, None, True, None][: len(HANDLED)] + [None] * max(0, len(HANDLED) - 6),
            dtype="boolean",
        )
    )
    assert value("complaint.with_outcome", HANDLED) == HANDLED["outcome"].notna().sum()
    assert value("complaint.marked", marked) == 3
    assert value("complaint.marked_timely", marked) == 2
