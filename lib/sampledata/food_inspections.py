"""LG04 inspections of food producers, workshops and operators."""

from __future__ import annotations

import random
from datetime import date

from sampledata.cases import CaseRequest, case_number
from sampledata.drawing import cover, days_between, handed_in, masked_team, once_a_day, running, year_end
from sampledata.orgs import ORG_OF_TOWN, TOWNS, org_cell
from sampledata.workdays import add_workdays
from sampledata.world import Subject, World, rng_for

# visits by 主体业态; everything after the workshops is what the report calls 食品经营单位
VISITS = {
    2020: {"食品生产企业": 71, "食品加工小作坊": 131, "食品销售": 318, "餐饮服务": 291, "单位食堂": 96,
           "小餐饮": 71, "小食杂店": 84, "小摊贩": 27, "农贸市场": 18},
    2021: {"食品生产企业": 79, "食品加工小作坊": 154, "食品销售": 389, "餐饮服务": 352, "单位食堂": 121,
           "小餐饮": 96, "小食杂店": 108, "小摊贩": 41, "农贸市场": 21},
    2022: {"食品生产企业": 86, "食品加工小作坊": 168, "食品销售": 431, "餐饮服务": 408, "单位食堂": 139,
           "小餐饮": 88, "小食杂店": 121, "小摊贩": 52, "农贸市场": 35},
}  # fmt: skip
# who is inspected under each 业态; a market is inspected through the company that runs it
SUBJECTS = {
    "食品生产企业": ("食品生产企业",),
    "食品加工小作坊": ("食品加工小作坊",),
    "食品销售": ("食品销售", "商场超市"),
    "餐饮服务": ("餐饮服务",),
    "单位食堂": ("学校", "机关食堂", "幼儿园养老院", "区级医院"),
    "小餐饮": ("小餐饮",),
    "小食杂店": ("小食杂店",),
    "农贸市场": ("物业管理",),
}
MARKETS = 10
STALLS = 60
MONTHS = (8, 5, 10, 9, 10, 10, 7, 7, 11, 8, 8, 8)
TYPES = ("日常", "双随机", "专项", "联合", "飞行", "体系")
TYPE_WEIGHTS = (62, 16, 13, 8, 1, 0)
PRODUCER_TYPE_WEIGHTS = (55, 16, 12, 5, 8, 4)
CAMPAIGNS = ("专项", "联合")


def inspections(world: World, year: int) -> tuple[list[dict], list[CaseRequest]]:
    """Rows of LG04, one per inspection, and the penalty cases they led to."""
    rng = rng_for("LG04", year)
    whom = [
        (biz, subject)
        for biz, count in VISITS[year].items()
        for subject in _drawn(rng, world, year, biz, count)
    ]
    rng.shuffle(whom)
    days = days_between(rng, len(whom), date(year, 1, 4), year_end(year), MONTHS)
    made, cases = [], []
    for number, (day, (biz, subject)) in enumerate(once_a_day(days, whom, key=lambda one: one[1]), start=1):
        row = {
            "insp_id": running("SPJC", year, number, 5),
            "insp_date": day,
            "biz_type": biz,
            "insp_type": rng.choices(TYPES, PRODUCER_TYPE_WEIGHTS if biz == "食品生产企业" else TYPE_WEIGHTS)[
                0
            ],
            "staff_n": rng.choices((2, 3, 4, 5), (74, 18, 6, 2))[0],
        }
        row |= _who(rng, year, subject)
        row |= _outcome(rng, row, year, number)
        row["staff"] = masked_team(rng, row["staff_n"])
        made.append(row)
        if row["result"] == "立案":
            filed = min(add_workdays(day, rng.randint(2, 7)), year_end(year))
            title = f"{subject.name}涉嫌违反食品安全规定案"
            number_of_case = case_number("检", year, len(cases) + 1)
            request = (
                number_of_case,
                "食品",
                "检查",
                row["insp_id"],
                subject,
                filed,
                subject.org_code,
                title,
            )
            cases.append(CaseRequest(*request))
    return made, cases


def _drawn(rng: random.Random, world: World, year: int, biz: str, count: int) -> list[Subject | int]:
    """The inspected: subjects, or for street vendors the number of the stall."""
    if biz == "小摊贩":
        return [rng.randint(1, STALLS) for _ in range(count)]
    pool = world.pool(year, *SUBJECTS[biz])
    if biz == "农贸市场":
        pool = pool[:MARKETS]
    return cover(rng, pool, min(len(pool), count * 4 // 5), count)


def _who(rng: random.Random, year: int, subject: Subject | int) -> dict:
    if isinstance(subject, Subject):
        return {
            "org_code": org_cell(rng, subject.org_code),
            "ent_name": subject.name,
            "uscc": subject.uscc,
            "licence_no": subject.licence_no,
            "risk": rng.choices("ABCD", (48, 36, 13, 3))[0],
        }
    town = TOWNS[subject % len(TOWNS)]
    return {
        "org_code": org_cell(rng, ORG_OF_TOWN[town.code]),
        "ent_name": f"晴川区{town.name}{subject:03d}号食品摊点（示例）",
        "uscc": None,
        "licence_no": f"摊备{town.code}{subject:04d}",
        "risk": None,
    }


def _outcome(rng: random.Random, row: dict, year: int, number: int) -> dict:
    """Conclusion, faults found and put right, order, recheck and publication."""
    day, vendor = row["insp_date"], row["biz_type"] == "小摊贩"
    small = row["biz_type"] in ("小餐饮", "小食杂店", "食品加工小作坊", "小摊贩")
    grade = rng.choices((0, 1, 2), (60, 33, 7) if small else (72, 24, 4))[0]
    if row["insp_type"] in CAMPAIGNS:
        # a vendor without a credit code is ordered to correct, never filed
        result = ("未发现问题", "责令整改", "责令整改" if vendor else "立案")[grade]
    else:
        result = ("符合", "基本符合", "不符合")[grade]
    n_issue = 0 if grade == 0 else rng.randint(1, 3) if grade == 1 else rng.randint(2, 6)
    recheck = add_workdays(day, rng.randint(5, 20)) if n_issue else None
    if recheck and (recheck > handed_in(year) or rng.random() < 0.06):
        recheck = None
    n_fixed = 0
    if recheck:
        n_fixed = n_issue if rng.random() < 0.93 else n_issue - 1
    ordered = result in ("不符合", "责令整改", "立案")
    public = add_workdays(day, rng.randint(4, 20))
    shown = rng.random() < 0.8 and not vendor and public <= handed_in(year)
    return {
        "result": result,
        "n_issue": n_issue,
        "n_fixed": n_fixed,
        "order_no": f"晴市监责改〔{year}〕{number:05d}号" if ordered else None,
        "recheck_date": recheck,
        "pub_date": public if shown else None,
    }
