"""LG07A inspections of users of special equipment and LG07B the hazards they found."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date

from sampledata.cases import CaseRequest, case_number
from sampledata.drawing import days_between, masked_team, once_a_day, running, up_to, year_end
from sampledata.orgs import org_cell
from sampledata.workdays import add_workdays
from sampledata.world import World, rng_for


@dataclass(frozen=True)
class Plan:
    """A year's inspections: visits, devices and accessories together, hazards, serious ones among them.

    Hazards are found by ``found_by``, but ``open_at_end`` of them in December, to be rechecked next year;
    ``overdue`` ones were still there on recheck.
    """

    visits: int
    checked: int
    hazards: int
    serious: int
    found_by: date
    open_at_end: int
    overdue: int


PLANS = {
    2020: Plan(36, 203, 19, 1, date(2020, 10, 30), 0, 1),
    2021: Plan(45, 265, 26, 0, date(2021, 11, 12), 0, 0),
    2022: Plan(57, 341, 35, 2, date(2022, 11, 15), 4, 2),
}
MONTHS = (7, 4, 9, 10, 11, 14, 8, 8, 12, 8, 6, 5)
HAZARDS = (
    "未建立设备安全技术档案",
    "作业人员证过期",
    "未张贴使用标志",
    "应急救援演练未开展",
    "安全管理制度未上墙",
)
HAZARDS_OF = {
    "锅炉": ("安全阀未按期校验", "水位计照明失效"),
    "压力容器": ("安全阀未按期校验", "压力表超出检定有效期"),
    "压力管道": ("管道色标、流向标识缺失",),
    "电梯": ("维保记录不完整", "轿厢紧急报警装置失灵"),
    "起重机械": ("起升高度限位器失灵", "吊钩防脱装置缺失"),
    "场（厂）内专用机动车辆": ("后视镜、喇叭缺失", "未系安全带作业"),
}
SERIOUS = ("使用超过检验有效期的设备", "使用已报停设备")


def inspections(world: World, devices: list[dict], year: int) -> list[dict]:
    """Rows of LG07A, one per inspection of a using unit with devices in use."""
    plan, rng = PLANS[year], rng_for("LG07A", year)
    owned = Counter(row["uscc"] for row in devices if row["status"] == "在用" and row["reg_date"].year < year)
    units = sorted(owned)
    whom = rng.choices(units, [min(owned[uscc], 12) for uscc in units], k=plan.visits)
    days = days_between(rng, plan.visits, date(year, 1, 6), year_end(year), MONTHS)
    made = []
    for number, (day, uscc) in enumerate(once_a_day(days, whom, key=str), start=1):
        unit = world.by_uscc[uscc]
        staff_n = rng.choices((3, 4, 5, 6, 7), (8, 20, 32, 24, 16))[0]
        made.append(
            {
                "insp_id": running("TSJC", year, number),
                "insp_date": day,
                "org_code": org_cell(rng, unit.org_code if rng.random() < 0.6 else "QC01"),
                "ent_name": unit.name,
                "uscc": uscc,
                "insp_kind": rng.choices(("常规", "专项", "证后", "其他"), (58, 32, 6, 4))[0],
                "staff_n": staff_n,
                "n_dev": rng.randint(1, min(owned[uscc], 7)),
                "n_acc": 0,
                "has_hazard": False,
                "order_no": None,
                "staff": masked_team(rng, staff_n),
            }
        )
    accessories = plan.checked - sum(row["n_dev"] for row in made)
    for row in rng.choices(made, [row["n_dev"] for row in made], k=accessories):
        row["n_acc"] += 1
    return made


def hazards(
    world: World, devices: list[dict], visited: list[dict], year: int
) -> tuple[list[dict], list[CaseRequest]]:
    """Rows of LG07B and the cases of serious ones; marks the inspections that found them."""
    plan, rng = PLANS[year], rng_for("LG07B", year)
    early = [row for row in visited if row["insp_date"] <= plan.found_by]
    finds = sorted(rng.choices(early, k=plan.hazards - plan.open_at_end), key=lambda row: row["insp_id"])
    marked = rng.sample(range(len(finds)), plan.serious + plan.overdue)
    serious, overdue = marked[: plan.serious], marked[plan.serious :]
    finds += sorted(
        rng.choices([row for row in visited if row["insp_date"].month == 12], k=plan.open_at_end),
        key=lambda row: row["insp_id"],
    )
    made, cases = [], []
    for number, visit in enumerate(finds):
        visit["has_hazard"] = True
        visit["order_no"] = f"晴市监特令〔{year}〕{int(visit['insp_id'][-4:]):03d}号"
        own = [
            row
            for row in devices
            if row["uscc"] == visit["uscc"]
            and row["status"] == "在用"
            and row["reg_date"] <= visit["insp_date"]
        ]
        bad = number in serious
        device = rng.choice(own)
        common = HAZARDS + HAZARDS_OF[device["kind"]] * 2
        row = {
            "hazard_id": running("TSYH", year, number + 1),
            "insp_id": visit["insp_id"],
            "dev_code": device["dev_code"],
            "org_code": visit["org_code"],
            "found_date": visit["insp_date"],
            "hazard_text": rng.choice(SERIOUS if bad else common),
            "level": "严重" if bad else "一般",
        }
        if number in overdue:
            fate = _still_there(visit["insp_date"], year)
        else:
            fate = _eliminated(rng, visit["insp_date"], year, next_year=visit["insp_date"].month == 12)
        made.append(row | fate | {"case_no": None})
        if bad:
            made[-1]["case_no"] = case_number("特", year, len(cases) + 1)
            cases.append(_case(world, made[-1], visit["uscc"], year))
    return made, cases


def _still_there(found: date, year: int) -> dict:
    """A hazard that the recheck after the limit still met: no report of correction."""
    due = add_workdays(found, 15)
    recheck = up_to(add_workdays(due, 3), year_end(year))
    return {"due_date": due, "report_date": None, "recheck_date": recheck, "recheck_result": "逾期"}


def _eliminated(rng: random.Random, found: date, year: int, next_year: bool) -> dict:
    """Limit, report of correction and the recheck that found the hazard gone."""
    due = add_workdays(found, 15)
    report = add_workdays(found, rng.randint(4, 14))
    recheck = add_workdays(report, rng.randint(1, 7))
    if next_year:
        recheck = add_workdays(max(report, date(year + 1, 1, 4)), rng.randint(1, 9))
    return {"due_date": due, "report_date": report, "recheck_date": recheck, "recheck_result": "已消除"}


def _case(world: World, row: dict, uscc: str, year: int) -> CaseRequest:
    unit = world.by_uscc[uscc]
    filed = up_to(add_workdays(row["found_date"], 5), year_end(year))
    title = f"{unit.name}{row['hazard_text']}案"
    return CaseRequest(row["case_no"], "特设", "检查", row["hazard_id"], unit, filed, unit.org_code, title)
