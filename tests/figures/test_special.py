"""Special equipment: totals without pipelines, inspections overdue, hazards by state, values reported."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from marketsupervision import special_equipment, special_equipment_checks
from workreport.base.errors import UndefinedValue
from workreport.base.period import Period
from workreport.figures.measure import measure
from workreport.figures.registry import FIGURES

AS_OF = pd.Timestamp("2021-12-31")


def devices(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["reg_no", "kind", "status", "last_insp", "next_insp"])
    return frame.assign(
        last_insp=pd.to_datetime(frame["last_insp"]), next_insp=pd.to_datetime(frame["next_insp"])
    )


def test_the_total_adds_seven_kinds_and_leaves_pipelines_out():
    parts = FIGURES["special.devices_total"].parts
    assert len(parts) == 7
    assert "special.pipelines" not in parts


def test_overdue_counts_only_devices_in_use_after_their_due_day():
    rows = devices(
        ("A", "电梯", "在用", "2020-11-01", "2021-11-01"),
        ("B", "电梯", "在用", "2020-12-31", "2021-12-31"),
        ("C", "电梯", "停用", "2019-01-01", "2020-01-01"),
        ("D", "锅炉", "在用", "2021-06-01", "2022-02-01"),
    )
    assert list(special_equipment.inspection_overdue(rows, AS_OF)["reg_no"]) == ["A"]
    assert list(special_equipment.inspection_due_soon(rows, AS_OF)["reg_no"]) == ["B"]
    assert list(special_equipment.inspection_valid(rows, AS_OF)["reg_no"]) == ["B", "D"]


def test_a_register_with_later_inspections_says_nothing_of_the_cutoff_day():
    rows = devices(("A", "电梯", "在用", "2021-11-01", "2022-11-01"))
    with pytest.raises(UndefinedValue, match="已登记其后的检验"):
        special_equipment.inspection_overdue(rows, pd.Timestamp("2021-06-30"))


def test_hazards_are_gone_late_or_within_their_limit():
    hazards = pd.DataFrame(
        {
            "hazard_id": list("ABCDE"),
            "due_date": pd.to_datetime(
                ["2021-05-01", "2021-12-31", "2021-12-30", "2021-11-01", "2022-01-10"]
            ),
            "recheck_result": ["已消除", None, None, "逾期", "未消除"],
        }
    )
    state = special_equipment_checks.with_state(hazards, AS_OF).set_index("hazard_id")["state"].to_dict()
    assert state == {
        "A": "已消除",
        "B": "整改期限内",
        "C": "逾期未消除",
        "D": "逾期未消除",
        "E": "整改期限内",
    }


@pytest.mark.parametrize(("period", "expected"), [("2021", Decimal("1235.00")), ("2020", None)])
def test_the_last_reported_value_of_the_period_and_none_where_nothing_was_reported(period, expected):
    reported = pd.DataFrame(
        [
            ("special.devices_total", "市局", "2021", Decimal("1230.00"), "2022-01-05"),
            ("special.devices_total", "区政府", "2021", Decimal("1235.00"), "2022-01-08"),
            ("special.elevators", "市局", "2021", Decimal("230.00"), "2022-01-09"),
        ],
        columns=["figure", "recipient", "period", "value", "date"],
    )
    rows = special_equipment.devices_total_reported(reported, Period.parse(period))
    assert measure(FIGURES["special.devices_total.reported"], rows) == expected
