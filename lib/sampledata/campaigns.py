"""LG10B: outings of enforcement campaigns, and the oil cases that some of them led to."""

from __future__ import annotations

import random
from datetime import date

from sampledata.cases import CaseRequest, case_number
from sampledata.names import masked_person
from sampledata.orgs import org_cell
from sampledata.workdays import seeded_dates
from sampledata.world import World, rng_for

OIL = "成品油"
OIL_PERSON_TIMES = {2020: 62, 2021: 75, 2022: 84}
OIL_OUTINGS = {2020: 13, 2021: 16, 2022: 17}
# other campaigns: outings by year, trades visited, kind of place
OTHERS = {
    "铁拳": ((24, 31, 36), ("百货零售", "农资经营"), "个体门店"),
    "长江禁捕": ((18, 22, 14), ("餐饮服务",), "餐饮单位"),
    "食品": ((16, 14, 19), ("食品销售",), "个体门店"),
    "药械化": ((9, 12, 11), ("药品零售",), "药店"),
    "价格": ((14, 10, 13), ("商场超市",), "商场超市"),
}
PARTNERS = {OIL: ["商务", "应急"], "长江禁捕": ["农业农村", "公安"], "食品": ["教育", "城管"]}


def actions(world: World, year: int, oil_cases: int) -> tuple[list[dict], list[CaseRequest]]:
    """The year's outings by date, and requests for the cases opened at filling stations."""
    rng = rng_for("LG10B", year)
    made, requests = _oil(rng, world, year, oil_cases)
    for campaign, (counts, trades, site_type) in OTHERS.items():
        pool = world.pool(year, *trades)
        for day in seeded_dates(rng, year, counts[year - 2020], off_day=0.1):
            site = rng.choice(pool)
            outing = _outing(rng, campaign, day, site.name, site.uscc, site_type, rng.randint(2, 6))
            made.append(outing | {"org_code": org_cell(rng, rng.choice(("QC02", site.org_code)))})
    made.sort(key=lambda row: (row["action_date"], row["campaign"], row["site_name"]))
    for number, row in enumerate(made, start=1):
        row["action_id"] = f"XD{year}{number:03d}"
    return made, requests


def _outing(
    rng: random.Random, campaign: str, day: date, site: str, uscc: str, site_type: str, staff: int
) -> dict:
    return {
        "action_date": day,
        "campaign": campaign,
        "partners": PARTNERS.get(campaign, []) if rng.random() < 0.7 else [],
        "site_name": site,
        "uscc": uscc,
        "site_type": site_type,
        "staff_n": staff,
        "found": rng.random() < 0.15,
        "staff": f"{masked_person(rng)}等",
    }


def _oil(rng: random.Random, world: World, year: int, cases: int) -> tuple[list[dict], list[CaseRequest]]:
    count = OIL_OUTINGS[year]
    staff = [3] * count
    while sum(staff) < OIL_PERSON_TIMES[year]:
        place = rng.randrange(count)
        if staff[place] < 8:
            staff[place] += 1
    stations = rng.sample(world.pool(year, "加油站"), count)
    # cases are opened early enough to be decided within the year
    days = seeded_dates(rng, year, count, (0, 2, 9, 10, 10, 9, 9, 10, 9, 8, 4, 0), off_day=0)
    opened = set(rng.sample([place for place, day in enumerate(days) if day.month <= 9], cases))
    made, requests = [], []
    for place, (day, station) in enumerate(zip(days, stations, strict=True)):
        outing = _outing(rng, OIL, day, station.name, station.uscc, "加油站", staff[place])
        outing |= {"org_code": org_cell(rng, "QC02"), "found": place in opened, "partners": PARTNERS[OIL]}
        if place in opened:
            number = case_number("油", year, len(requests) + 1)
            title = f"{station.name}销售不合格车用柴油案"
            requests.append(CaseRequest(number, OIL, "检查", "", station, day, "QC02", title))
            outing["case_no"] = number
        made.append(outing)
    return made, requests
