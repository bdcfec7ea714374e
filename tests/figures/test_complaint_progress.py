"""Complaints by way in and state: each in one class."""

from __future__ import annotations

import pandas as pd
import pytest

from marketsupervision.complaint_progress import STATES, WAYS, state_of, way_of

CLASSES = [f"complaint.{way}_{state}" for way in WAYS for state in STATES]


@pytest.mark.parametrize(
    ("accept", "closed", "late", "state"),
    [
        ("待定", None, False, "in_hand"),
        ("待定", None, True, "late"),
        ("受理", None, False, "in_hand"),
        ("受理", "2021-08-03", False, "in_time"),
        ("受理", "2021-08-03", True, "late"),
        ("不予受理", None, False, "in_time"),
        ("撤回", None, False, "in_time"),
    ],
)
def test_a_complaint_is_in_one_state(accept, closed, late, state) -> None:
    tickets = pd.DataFrame({"accept": [accept], "closed_at": pd.to_datetime([closed])})
    assert state_of(tickets, tickets if late else tickets[:0]).tolist() == [state]


def test_phone_calls_passed_on_came_by_phone() -> None:
    channels = ["互联网", "电话", "12345转办", "监管人员录入", "来函"]
    ways = way_of(pd.DataFrame({"channel": channels})).tolist()
    assert ways == ["online", "phone", "phone", "other", "other"]


@pytest.mark.parametrize("period", ["2021", "2021-08"])
def test_the_classes_add_up_in_every_sub_bureau(book_of, period) -> None:
    book = book_of(period)
    assert book.value("complaint.by_way_and_state").number == book.value("complaint.complaints").number
    late = sum(book.value(f"complaint.{way}_late").number for way in WAYS)
    assert late == book.value("complaint.overdue").number > 0
    whole = book.cut("complaint.complaints", ("sub_bureau",))
    cuts = [book.cut(id, ("sub_bureau",)) for id in CLASSES]
    assert {unit: sum(cut.get(unit, 0) for cut in cuts) for unit in whole} == whole
