"""LG14: complaints and reports of the 12315 platform, and what arrives outside it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time

from sampledata.cases import CASES, CaseRequest, case_number
from sampledata.complaint_objects import DRUG, FOOD, GOODS, SERVICE, objects_of, shops_of
from sampledata.names import masked_person, masked_phone
from sampledata.orgs import ORG_BY_CODE
from sampledata.workdays import CONSUMER_MONTHS, add_workdays, office_time, seeded_dates
from sampledata.world import Subject, World, rng_for

EXPORTED = date(2023, 1, 15)  # what happened after this day is in no file
SITES = ("云选商城（示例）", "淘溪网（示例）", "拼麓（示例）", "抖星小店（示例）")
SAVED_OUTCOMES = ("调解成功", "和解")
MEDIATION_WORKDAYS = 45


@dataclass(frozen=True)
class Plan:
    """One year: platform tickets by kind and category, tickets outside, reports that became cases."""

    complaints: int
    reports: int
    food: int
    drug: int
    service: int
    petitions: int
    transferred: int
    letters: int
    cases: int


PLANS = {
    2020: Plan(437, 902, 112, 41, 128, 52, 23, 9, 27),
    2021: Plan(509, 1286, 85, 34, 97, 41, 18, 5, 34),
    2022: Plan(688, 1071, 131, 29, 143, 36, 27, 7, 30),
}


def rows(world: World, year: int) -> dict[str, list]:
    """The year's tickets by time of arrival, and the cases that reports led to."""
    rng = rng_for("LG14", year)
    plan = PLANS[year]
    made = [_ticket(rng, world, year, *drawn) for drawn in _drawn(rng, plan)]
    for ticket, day in zip(made, _days(rng, year, made), strict=True):
        ticket["recv_at"] = office_time(rng, day)
    made.sort(key=lambda ticket: (ticket["recv_at"], ticket["ent_name"]))
    for number, ticket in enumerate(made, start=1):
        ticket["ticket_no"] = f"1990103{ticket['recv_at']:%Y%m%d}{number:05d}"
    _handle(rng, made)
    requests = _cases(rng, world, year, plan.cases, made)
    _link(rng, made)
    return {"complaints": made, CASES: requests}


def _drawn(rng: random.Random, plan: Plan) -> list[tuple[str, str, str, bool]]:
    """(kind, category, channel, petition) of each ticket; category and kind are drawn independently."""
    kinds = ["投诉"] * plan.complaints + ["举报"] * plan.reports
    goods = len(kinds) - plan.food - plan.drug - plan.service
    categories = [FOOD] * plan.food + [DRUG] * plan.drug + [SERVICE] * plan.service + [GOODS] * goods
    rng.shuffle(kinds)
    # services are complained about rather than reported, so most of them take a complaint
    categories.sort(key=lambda name: name != SERVICE)
    drawn = []
    for category in categories:
        place = rng.randrange(len(kinds))
        if category == SERVICE and rng.random() < 0.7:
            place = kinds.index("投诉")
        channel = rng.choices(("互联网", "电话", "12345转办", "监管人员录入"), (66, 21, 11, 2))[0]
        drawn.append((kinds.pop(place), category, channel, False))
    outside = [("来函", True)] * plan.petitions + [("其他部门转办", False)] * plan.transferred
    outside += [(rng.choice(("来人", "来函")), False) for _ in range(plan.letters)]
    for channel, petition in outside:
        category = rng.choices((FOOD, SERVICE, GOODS), (2, 3, 5))[0]
        drawn.append((rng.choice(("投诉", "举报")), category, channel, petition))
    return drawn


def _days(rng: random.Random, year: int, made: list[dict]) -> list[date]:
    """A day of arrival for each ticket: the platform never closes, desks do at weekends."""
    desk = sum(ticket["channel"] != "互联网" for ticket in made)
    at_desk = seeded_dates(rng, year, desk, CONSUMER_MONTHS, off_day=0)
    online = seeded_dates(rng, year, len(made) - desk, CONSUMER_MONTHS, off_day=0.45)
    rng.shuffle(at_desk)
    rng.shuffle(online)
    return [online.pop() if ticket["channel"] == "互联网" else at_desk.pop() for ticket in made]


def _ticket(
    rng: random.Random, world: World, year: int, kind: str, category: str, channel: str, petition: bool
) -> dict:
    shop: Subject = shops_of(rng, world, year, category, kind)
    obj_l2, issue = objects_of(rng, category, kind)
    outside = petition or channel in ("其他部门转办", "来函", "来人")
    online = category == GOODS and rng.random() < (0.55 if kind == "举报" else 0.3)
    amount = round(min(rng.lognormvariate(5.2, 1.3), 180_000), 2) if kind == "投诉" else None
    own_unit = "QC01" if outside else "QC02" if rng.random() < 0.1 else shop.org_code
    return {
        "in_platform": "平台外" if outside else "平台内",
        "biz": kind,
        "channel": channel,
        "is_petition": petition,
        "org_code": ORG_BY_CODE[own_unit].full_name,
        "obj_l1": "服务" if category == SERVICE else "商品",
        "obj_l2": obj_l2,
        "issue": issue,
        "ent_name": shop.name,
        "uscc": shop.uscc,
        "town_code": shop.town_code,
        "is_online": online,
        "platform": rng.choices(SITES, (4, 3, 3, 1))[0] if online else None,
        "amt": amount,
        "person": masked_person(rng),
        "phone": masked_phone(rng),
        "person_addr": "云麓省**",
        "person_id": "990***********000X",
        "content": "（示例）诉求内容略",
    }


def _later(day: date | datetime | None) -> bool:
    return day is None or (day.date() if isinstance(day, datetime) else day) > EXPORTED


def _handle(rng: random.Random, made: list[dict]) -> None:
    """Decisions and outcomes, each as far as it was known on the day of export."""
    for ticket in made:
        received = ticket["recv_at"].date()
        complaint = ticket["biz"] == "投诉"
        late = rng.random() < 0.05
        if complaint:
            days = rng.randint(8, 13) if late else rng.choices(range(8), (4, 14, 16, 16, 14, 12, 10, 8))[0]
            decision = rng.choices(("受理", "不予受理"), (77, 23))[0]
        else:
            days = rng.randint(16, 32) if late else rng.choices(range(1, 16), range(16, 1, -1))[0]
            decision = rng.choices(("不立案", "移送"), (93, 7))[0]
        decided = add_workdays(received, days)
        if _later(decided):
            ticket["accept"] = "待定" if complaint else "核查中"
            continue
        ticket["accept"], ticket["accept_date"] = decision, decided
        _close(rng, ticket, decision, decided)


def _close(rng: random.Random, ticket: dict, decision: str, decided: date) -> None:
    if decision == "受理":
        late = rng.random() < 0.06
        closed = add_workdays(decided, rng.randint(46, 62) if late else int(2 + 40 * rng.random() ** 1.6))
        outcome = rng.choices(("调解成功", "调解失败", "终止调解", "撤诉", "和解"), (46, 13, 18, 12, 11))[0]
    else:
        closed = add_workdays(decided, rng.randint(0, 4))
        outcome = "不受理" if decision == "不予受理" else decision
    moment = max(datetime.combine(closed, time(rng.randint(9, 17), rng.randrange(60))), ticket["recv_at"])
    if _later(moment):
        return
    ticket["outcome"], ticket["closed_at"] = outcome, moment
    if decision == "受理":
        ticket["timely"] = moment.date() <= add_workdays(decided, MEDIATION_WORKDAYS)
    if outcome in SAVED_OUTCOMES:
        ticket["saved"] = round(ticket["amt"] * rng.choice((0.3, 0.5, 0.8, 1, 1)), 2)


def _cases(rng: random.Random, world: World, year: int, count: int, made: list[dict]) -> list[CaseRequest]:
    """Turns some reports of the platform into penalty cases opened in the same year."""
    fit = [
        t
        for t in made
        if t["biz"] == "举报" and t.get("outcome") == "不立案" and t["accept_date"].year == year
        and t["in_platform"] == "平台内"
    ]  # fmt: skip
    requests = []
    for number, ticket in enumerate(sorted(rng.sample(fit, count), key=lambda t: t["ticket_no"]), start=1):
        ticket["accept"] = ticket["outcome"] = "立案"
        ticket["case_no"] = case_number("诉", year, number)
        shop = world.by_uscc[ticket["uscc"]]
        campaign = {"食品": "食品", "药品": "药械化"}.get(ticket["obj_l2"]) or {
            "广告": "广告", "价格": "价格", "知识产权": "知产", "不正当竞争": "反不正当竞争",
        }.get(ticket["issue"], "无")  # fmt: skip
        requests.append(
            CaseRequest(
                ticket["case_no"],
                campaign,
                "投诉举报",
                ticket["ticket_no"],
                shop,
                ticket["accept_date"],
                shop.org_code,
                f"{shop.name}涉嫌{ticket['issue']}违法案",
            )
        )
    return requests


def _link(rng: random.Random, made: list[dict]) -> None:
    """Marks some later tickets about the same subject as belonging to the first one."""
    first: dict[str, str] = {}
    for ticket in made:
        if ticket["uscc"] in first and rng.random() < 0.06:
            ticket["main_no"] = first[ticket["uscc"]]
        first.setdefault(ticket["uscc"], ticket["ticket_no"])
