"""Complaints by way in and state: each in one class; and those by people who claim as a trade, where recorded."""

from __future__ import annotations

import pandas as pd
import pytest

from marketsupervision.complaint_progress import STATES, WAYS, state_of, way_of
from marketsupervision.professional_claims import claims_as_trade
from workreport.base.sections import Section as Declared
from workreport.ledgers.handed_in import is_not_kept
from workreport.narrative.section import Section

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


def test_what_needs_a_column_that_a_bureau_may_leave_out_is_left_out_without_it(book_of) -> None:
    book = book_of("2021")
    value = book.value("complaint.claim_trade_share")
    assert value.status == "blocked" and is_not_kept(value.reason) and "是否职业索赔" in value.reason
    section = Section(Declared("10_consumer_rights", "消费维权"), book)
    assert section.say("职业索赔{complaint.claims_as_trade}。").kind == "nothing"


def test_what_is_not_recorded_counts_neither_way() -> None:
    tickets = pd.DataFrame(
        {
            "ticket_no": list("abcd"),
            "in_platform": ["平台内", "平台内", "平台内", "平台外"],
            "biz": "投诉",
            "is_claim_trade": pd.array([True, False, None, True], dtype="boolean"),
        }
    )
    assert claims_as_trade(tickets)["ticket_no"].tolist() == ["a"]
