"""LG10A and LG10B: penalty cases, asked for by other ledgers or the brigade's own, and campaign outings."""

from __future__ import annotations

import random
from datetime import date

from sampledata.campaigns import OIL, actions
from sampledata.cases import CaseRequest, case_number
from sampledata.names import masked_person
from sampledata.orgs import org_cell
from sampledata.trades import COOP, INDIVIDUAL
from sampledata.workdays import add_workdays, seeded_dates
from sampledata.world import YEARS, Subject, World, rng_for

EXPORTED = date(2023, 1, 15)  # what happened after this day is in no file
TOTALS = {2020: 131, 2021: 158, 2022: 149}
FIELDS = {"食品": "食品", "药械化": "药械化", "特设": "特种设备", "价格": "价格", "广告": "广告", "知产": "知识产权",
          "反不正当竞争": "市场竞争", "传销": "市场竞争", "长江禁捕": "食品", "铁拳": "产品质量",
          "成品油": "产品质量", "无": "消费维权"}  # fmt: skip
# the brigade's own cases: campaign, field, weight, trades of the party, what for
OWN = (
    ("铁拳", "产品质量", 18, ("建材制造", "百货零售", "农资经营"), "销售不合格产品"),
    ("铁拳", "知识产权", 8, ("百货零售", "商场超市"), "销售侵犯注册商标专用权商品"),
    ("食品", "食品", 16, ("餐饮服务", "食品销售"), "采购食品未查验供货者资质"),
    ("长江禁捕", "食品", 4, ("餐饮服务",), "销售来源不明水产品"),
    ("药械化", "药械化", 7, ("药品零售", "居民服务"), "经营未备案化妆品"),
    ("价格", "价格", 10, ("商场超市", "食品销售"), "不按规定明码标价"),
    ("广告", "广告", 9, ("商务服务", "批发贸易"), "发布违法广告"),
    ("知产", "知识产权", 4, ("批发贸易",), "假冒专利"),
    ("反不正当竞争", "市场竞争", 4, ("批发贸易", "商务服务"), "虚假宣传"),
    ("无", "登记管理", 9, ("批发贸易", "居民服务"), "提交虚假材料取得登记"),
    ("无", "计量", 5, ("食品销售", "加油站"), "使用未经检定的计量器具"),
)  # fmt: skip
# confiscated diesel of each oil case: exactly 1.34 t in 2021
DIESEL = {
    2020: (("0.85", "吨"), ("260", "千克")),
    2021: (("0.62", "吨"), ("380", "千克"), ("0.215", "吨"), ("125", "千克")),
    2022: (("1.1", "吨"), ("430", "千克"), ("500", "升")),
}


def rows(world: World, year: int, requests: list[CaseRequest]) -> dict[str, list[dict]]:
    """Cases opened in the year and outings of its campaigns.

    Raises
    ------
    ValueError
        If a request is dated outside the sample years or two share a number.
    """
    if odd := [request.case_no for request in requests if request.filed.year not in YEARS]:
        raise ValueError(f"cases outside the sample years: {odd}")
    if len({request.case_no for request in requests}) < len(requests):
        raise ValueError("two ledgers asked for the same case number")
    outings, oil = actions(world, year, len(DIESEL[year]))
    asked = [request for request in requests if request.filed.year == year]
    own = _own(world, year, max(TOTALS[year] - len(asked) - len(oil), 30))
    made = [_case(request, FIELDS[request.campaign]) for request in asked]
    made += [_case(request, field) for request, field in own]
    made += [_oil_case(request, *DIESEL[year][place]) for place, request in enumerate(oil)]
    made.sort(key=lambda row: (row["filed_date"], row["case_no"]))
    return {"penalty_cases": made, "campaign_actions": outings}


def _own(world: World, year: int, count: int) -> list[tuple[CaseRequest, str]]:
    rng = rng_for("LG10A", f"own:{year}")
    made = []
    for number, day in enumerate(seeded_dates(rng, year, count, off_day=0), start=1):
        campaign, field, _, trades, act = rng.choices(OWN, [kind[2] for kind in OWN])[0]
        party = rng.choice(world.pool(year, *trades))
        source = rng.choices(("检查", "移送", "上级交办"), (80, 12, 8))[0]
        unit = "QC02" if rng.random() < 0.45 else party.org_code
        request = CaseRequest(
            case_number("综", year, number),
            campaign,
            source,
            "",
            party,
            day,
            unit,
            f"{party.name}涉嫌{act}案",
        )
        made.append((request, field))
    return made


def _case(request: CaseRequest, field: str) -> dict:
    """The life of one case; its own seed keeps it the same whatever other cases there are."""
    rng = rng_for("LG10A", request.case_no)
    row = _opened(rng, request, field)
    if rng.random() < 0.03:
        closed = add_workdays(request.filed, rng.randint(10, 60))
        if closed <= EXPORTED:
            row |= {"status": "撤案", "closed_date": closed}
        return row
    simple = rng.random() < 0.1
    decided = request.filed if simple else add_workdays(request.filed, int(15 + 75 * rng.random() ** 1.5))
    if decided > EXPORTED:
        return row
    return row | {"procedure": "简易" if simple else "普通"} | _decided(rng, request, decided, simple)


def _opened(rng: random.Random, request: CaseRequest, field: str) -> dict:
    party = request.subject
    person = rng.random() < 0.06
    kinds = {INDIVIDUAL: "个体工商户", COOP: "农民专业合作社"}
    staff = rng.choices((2, 3, 4), (60, 30, 10))[0]
    return {
        "case_no": request.case_no,
        "case_name": "某自然人" + request.title.removeprefix(party.name) if person else request.title,
        "org_code": org_cell(rng, request.org_code),
        "campaign": request.campaign,
        "field": field,
        "source": request.source,
        "source_id": request.source_id or None,
        "party_type": "自然人" if person else kinds.get(party.group, "企业"),
        "ent_name": None if person else party.name,
        "uscc": None if person else party.uscc,
        "filed_date": request.filed,
        "procedure": "普通",
        "transferred": False,
        "status": "在办",
        "staff_n": staff,
        "staff_times": staff * rng.randint(1, 5),
        "officers": f"{masked_person(rng)}、{masked_person(rng)}",
        "party_person": masked_person(rng),
        "party_id": "990***********000X",
    }


def _decided(rng: random.Random, request: CaseRequest, decided: date, simple: bool) -> dict:
    """Decision, publication, payment and closing, each as far as known on the day of export."""
    kinds, fine, income = _penalty(rng, request.subject, simple)
    row: dict = {
        "decided_date": decided,
        "decision_no": request.case_no.replace("立〔", "罚〔"),
        "penalty_kinds": kinds,
    }
    row |= {"fine": fine, "illegal_income": income}
    if kinds != ["警告"]:
        published = add_workdays(decided, rng.randint(21, 26) if rng.random() < 0.06 else rng.randint(1, 18))
        row["pub_date"] = published if published <= EXPORTED else None
    paid = add_workdays(decided, rng.randint(0, 15))
    if fine and rng.random() < 0.95 and paid <= EXPORTED:
        row |= {"paid": fine + income, "paid_date": paid}
    closed = decided if simple else add_workdays(decided, rng.randint(5, 35))
    if closed <= EXPORTED:
        row |= {"closed_date": closed, "status": "已结案"}
    if not simple and rng.random() < 0.025:
        row |= {"transferred": True, "transfer_date": decided}
    return row


def _penalty(rng: random.Random, party: Subject, simple: bool) -> tuple[list[str], int, float]:
    if simple:
        return (
            (["警告"], 0, 0)
            if rng.random() < 0.5
            else (["警告", "罚款"], rng.choice((200, 300, 500, 1000)), 0)
        )
    if rng.random() < 0.07:
        return ["不予处罚"], 0, 0
    steps = (1000, 2000, 3000, 5000) if party.group == INDIVIDUAL else (3000, 5000, 10000, 20000, 50000)
    kinds, income = ["罚款"], 0.0
    if rng.random() < 0.45:
        kinds.append("没收违法所得")
        income = round(rng.lognormvariate(6.5, 1.0), 2)
    return kinds, rng.choice(steps), income


def _oil_case(request: CaseRequest, quantity: str, unit: str) -> dict:
    """An oil case: decided, closed and its diesel confiscated in the year it was opened."""
    rng = rng_for("LG10A", request.case_no)
    row = _opened(rng, request, FIELDS[OIL])
    row |= {"party_type": "企业", "ent_name": request.subject.name, "uscc": request.subject.uscc}
    row["case_name"] = request.title
    decided = add_workdays(request.filed, rng.randint(18, 30))
    fine = rng.choice((20000, 30000, 50000))
    return row | {
        "decided_date": decided,
        "decision_no": request.case_no.replace("立〔", "罚〔"),
        "penalty_kinds": ["罚款", "没收非法财物"],
        "fine": fine,
        "illegal_income": 0,
        "pub_date": add_workdays(decided, 6),
        "paid": fine,
        "paid_date": add_workdays(decided, 9),
        "seized_name": "车用柴油",
        "seized_qty": quantity,
        "seized_unit": unit,
        "closed_date": add_workdays(decided, 12),
        "status": "已结案",
    }
