"""LG05 inspections of drug, device, vaccine, cosmetics and health-food units.

A unit has one type. Vaccination and methadone are flags of it: the sixteen vaccination units are the ten
township health centres, three community health centres and three district hospitals, and the methadone
clinic belongs to the disease-control centre.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from sampledata.cases import CASES, CaseRequest, case_number
from sampledata.drawing import cover, days_between, handed_in, masked_team, once_a_day, running, year_end
from sampledata.names import masked_person
from sampledata.orgs import org_cell
from sampledata.trades import INDIVIDUAL
from sampledata.workdays import add_workdays, next_workday
from sampledata.world import Subject, World, rng_for


@dataclass(frozen=True)
class Line:
    """One unit type of a year: distinct units and visits."""

    units: int
    visits: int


PLANS = {
    2020: {
        "疾控中心": Line(1, 2), "区级医院": Line(4, 7), "乡镇卫生院": Line(10, 14),
        "社区卫生服务中心": Line(3, 4),
        "村卫生室": Line(98, 104), "诊所门诊": Line(12, 14), "零售药店": Line(68, 131),
        "器械批发": Line(2, 2),
        "器械零售": Line(6, 7), "化妆品经营": Line(8, 8), "保健食品经营": Line(341, 352),
    },
    2021: {
        "疾控中心": Line(1, 4), "区级医院": Line(4, 11), "乡镇卫生院": Line(10, 23),
        "社区卫生服务中心": Line(3, 6),
        "村卫生室": Line(112, 131), "诊所门诊": Line(16, 19), "零售药店": Line(75, 142),
        "器械批发": Line(2, 3),
        "器械零售": Line(9, 10), "化妆品经营": Line(11, 12), "保健食品经营": Line(398, 421),
    },
    2022: {
        "疾控中心": Line(1, 5), "区级医院": Line(4, 13), "乡镇卫生院": Line(10, 27),
        "社区卫生服务中心": Line(3, 8),
        "村卫生室": Line(118, 152), "诊所门诊": Line(21, 28), "零售药店": Line(86, 203),
        "器械批发": Line(3, 5),
        "器械零售": Line(11, 14), "化妆品经营": Line(19, 21), "保健食品经营": Line(371, 388),
    },
}  # fmt: skip
# 业态 of the subjects behind a unit type where the two differ
TRADES = {"零售药店": ("药品零售",), "化妆品经营": ("百货零售",)}
MONTHS = (7, 5, 11, 9, 9, 11, 8, 10, 10, 8, 7, 5)
FOUND = {"保健食品经营": 0.07, "零售药店": 0.16, "村卫生室": 0.14, "诊所门诊": 0.15}
UNVACCINATED_HOSPITAL = "晴川区第二人民医院"


def rows(world: World, year: int) -> dict[str, list]:
    """Rows of LG05, one per inspection of a unit, and the penalty cases that they ask for."""
    rng = rng_for("LG05", year)
    whom: list[tuple[str, Subject]] = []
    for unit_type, line in PLANS[year].items():
        groups = (INDIVIDUAL,) if unit_type == "化妆品经营" else ()
        pool = world.pool(year, *TRADES.get(unit_type, (unit_type,)), groups=groups)
        whom += [(unit_type, unit) for unit in cover(rng, pool, line.units, line.visits)]
    rng.shuffle(whom)
    days = days_between(rng, len(whom), date(year, 1, 5), year_end(year), MONTHS)
    made, cases = [], []
    for number, (day, (unit_type, unit)) in enumerate(
        once_a_day(days, whom, key=lambda one: one[1].uscc), start=1
    ):
        row = {
            "insp_id": running("YXJC", year, number),
            "insp_date": day,
            "org_code": org_cell(rng, unit.org_code),
            "unit_name": unit.name,
            "uscc": unit.uscc,
            "unit_type": unit_type,
            "flags": _flags(unit_type, unit),
            "insp_type": _kind(rng, unit_type),
            "staff_n": rng.choices((2, 3, 4), (80, 17, 3))[0],
            "contact": masked_person(rng),
        }
        row["staff"] = masked_team(rng, row["staff_n"])
        made.append(row | _outcome(rng, day, unit_type, year))
        if made[-1]["found"] and rng.random() < 0.1:
            filed = next_workday(day + timedelta(days=rng.randint(2, 8)))
            if filed.year == year:
                made[-1]["case_no"] = case_number("药", year, len(cases) + 1)
                cases.append(_case(made[-1], unit, filed))
    return {"drug_inspections": made, CASES: cases}


def _flags(unit_type: str, unit: Subject) -> list[str]:
    """What cuts across unit types; the same for a unit in every year."""
    fixed = random.Random(unit.uscc)
    flags = []
    if unit_type in ("乡镇卫生院", "社区卫生服务中心") or (
        unit_type == "区级医院" and unit.name != UNVACCINATED_HOSPITAL
    ):
        flags.append("疫苗接种")
    if unit_type == "疾控中心":
        flags.append("美沙酮")
    if unit_type == "零售药店" and fixed.random() < 0.7:
        flags.append("疫情四类药")
    if unit_type in ("区级医院", "乡镇卫生院") or (
        unit_type in ("零售药店", "村卫生室", "诊所门诊") and fixed.random() < 0.55
    ):
        flags.append("医保定点")
    return flags


def _kind(rng: random.Random, unit_type: str) -> str:
    if unit_type in ("零售药店", "器械批发") and rng.random() < 0.2:
        return "GSP检查"
    return rng.choices(("日常", "专项", "有因"), (60, 36, 4))[0]


def _outcome(rng: random.Random, day: date, unit_type: str, year: int) -> dict:
    """Whether something was found, and its correction as far as the ledger knew when handed in."""
    if rng.random() >= FOUND.get(unit_type, 0.1):
        return {"found": False, "rectified": None, "rectified_date": None, "case_no": None}
    done = add_workdays(day, rng.randint(3, 18))
    rectified = done <= handed_in(year) and rng.random() < 0.94
    return {
        "found": True,
        "rectified": rectified,
        "rectified_date": done if rectified else None,
        "case_no": None,
    }


def _case(row: dict, unit: Subject, filed: date) -> CaseRequest:
    title = f"{unit.name}涉嫌违反药械化管理规定案"
    return CaseRequest(row["case_no"], "药械化", "检查", row["insp_id"], unit, filed, unit.org_code, title)
