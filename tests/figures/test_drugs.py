"""Drug inspections: units of a type and units with a flag, outcomes, coverage."""

from __future__ import annotations

import pandas as pd

from marketsupervision import drugs
from workreport.figures.measure import measure
from workreport.figures.registry import FIGURES

INSPECTIONS = pd.DataFrame(
    [
        ("h1", "区级医院", "疫苗接种、医保定点", True, True, "案1"),
        ("h1", "区级医院", "疫苗接种、医保定点", False, None, None),
        ("t1", "乡镇卫生院", "疫苗接种", True, False, "案1"),
        ("c1", "疾控中心", "美沙酮", False, None, None),
        ("p1", "零售药店", None, False, None, None),
        ("p2", "零售药店", None, False, None, None),
    ],
    columns=["uscc", "unit_type", "flags", "found", "rectified", "case_no"],
).astype({"found": "boolean", "rectified": "boolean"})


def value(id: str, *frames: pd.DataFrame) -> object:
    return measure(FIGURES[id], FIGURES[id].rows(INSPECTIONS, *frames))


def test_units_are_counted_once_and_flags_cut_across_types():
    assert value("drug.inspect.units") == 5
    assert value("drug.inspect.visits") == 6
    assert value("drug.inspect.district_hospitals") == 1
    assert value("drug.inspect.vaccination_units") == 2
    assert value("drug.inspect.methadone_clinic") == 1


def test_a_case_of_two_inspections_is_one_case():
    assert value("drug.inspect.cases") == 1


def test_outcomes_split_the_visits():
    outcomes = drugs.visits(INSPECTIONS)["outcome"].value_counts().to_dict()
    assert outcomes == {"未发现问题": 4, "已整改": 1, "未完成整改": 1}
    assert value("drug.inspect.rectified_visits") + value("drug.inspect.unrectified_visits") == 2


def test_coverage_counts_only_pharmacies_still_registered():
    subjects = pd.DataFrame(
        [("p1", "存续", "药品零售"), ("p2", "注销", "药品零售"), ("p3", "存续", "药品零售")],
        columns=["uscc", "status", "biz"],
    )
    assert value("drug.inspect.covered_pharmacies", subjects) == 1
