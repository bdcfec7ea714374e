"""LG11: registration business, made from the comings and goings of the world's subjects."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from sampledata.names import masked_person, masked_phone
from sampledata.orgs import ORG_BY_CODE, REGION
from sampledata.trades import BRANCH, COOP, ENTERPRISE, INDIVIDUAL, INSTITUTION, PRIVATE_UNIT
from sampledata.workdays import add_workdays, is_workday, seeded_dates
from sampledata.world import Subject, World, rng_for

NET, OUTER, CLOUD, WINDOW = "一网通办平台", "外网平台", "云服务平台", "窗口"
CHANGES = ("名称", "住所", "法定代表人", "注册资本", "经营范围", "股东", "经营期限", "企业类型")
CHANGE_WEIGHTS = (8, 18, 16, 14, 30, 22, 3, 2)
CHANGE_MONTHS = (6, 5, 10, 9, 9, 9, 8, 8, 9, 8, 10, 9)


@dataclass(frozen=True)
class Plan:
    """One year of business with enterprises: setups by channel, changes in 件 and 项, window share."""

    net: int
    outer: int
    cloud: int
    changes: int
    change_items: int
    window: float


PLANS = {
    2020: Plan(718, 286, 14, 1262, 1874, 0.27),
    2021: Plan(1031, 223, 2, 1486, 2201, 0.14),
    2022: Plan(1239, 131, 7, 1613, 2416, 0.08),
}
# changes and filings of the other groups, 件
OTHER_CHANGES = {INDIVIDUAL: (210, 262, 241), COOP: (18, 24, 21), BRANCH: (36, 44, 39)}
FILINGS = {2020: 183, 2021: 227, 2022: 248}


def rows(world: World, year: int) -> dict[str, list[dict]]:
    """The year's business, by approval date."""
    rng = rng_for("LG11", year)
    plan = PLANS[year]
    made = _setups(rng, world, year, plan) + _departures(rng, world, year)
    made += _enterprise_changes(rng, world, year, plan) + _other_changes(rng, world, year)
    made.sort(key=lambda row: (row["approve_date"], row["uscc"], row["biz_kind"]))
    for number, row in enumerate(made, start=1):
        row["biz_no"] = f"{REGION}{row['accept_date']:%Y%m%d}{number:05d}"
    return {"registrations": made}


def _business(rng: random.Random, subject: Subject, kind: str, approved: date, channel: str) -> dict:
    accepted = approved
    for _ in range(rng.choices((0, 1, 2, 3), (68, 23, 7, 2))[0]):
        accepted -= timedelta(days=1)
        while not is_workday(accepted):
            accepted -= timedelta(days=1)
    licensed = kind in ("设立", "变更", "迁入")
    window = subject.group != INDIVIDUAL or rng.random() < 0.3
    return {
        "org_code": ORG_BY_CODE["QC03" if window else subject.org_code].full_name,
        "uscc": subject.uscc,
        "ent_name": subject.name,
        "ent_type": subject.ent_type,
        "biz_kind": kind,
        "accept_date": accepted,
        "approve_date": approved,
        "issue_date": add_workdays(approved, rng.choices((0, 1), (8, 2))[0]) if licensed else None,
        "channel": channel,
        "online": channel != WINDOW and rng.random() < {NET: 0.965, OUTER: 0.88, CLOUD: 1}[channel],
        "free_seal": rng.random() < 0.92 if kind == "设立" and subject.is_enterprise else None,
        "section": subject.section,
        "capital": subject.capital,
        "currency": subject.currency,
        "town_code": subject.town_code,
        "authority": REGION,
        "legal_rep": masked_person(rng),
        "id_no": "990***********000X",
        "phone": masked_phone(rng),
    }


def _channel(rng: random.Random, window: float) -> str:
    return rng.choices((NET, OUTER, CLOUD, WINDOW), (78, 21, 0.5, 99.5 * window / (1 - window)))[0]


def _setups(rng: random.Random, world: World, year: int, plan: Plan) -> list[dict]:
    came = [
        s for s in world.subjects if s.in_date.year == year and s.group not in (INSTITUTION, PRIVATE_UNIT)
    ]
    channels = [NET] * plan.net + [OUTER] * plan.outer + [CLOUD] * plan.cloud
    rng.shuffle(channels)
    made = []
    for subject in came:
        if subject.is_enterprise and subject.in_kind == "设立":
            channel = channels.pop()
        else:
            channel = _channel(rng, plan.window * 2)
        made.append(_business(rng, subject, subject.in_kind, subject.in_date, channel))
    return made


def _departures(rng: random.Random, world: World, year: int) -> list[dict]:
    went = [s for s in world.subjects if s.end_date and s.end_date.year == year]
    return [
        _business(rng, s, s.end_kind, s.end_date, WINDOW if s.end_kind == "撤销" else _channel(rng, 0.3))
        for s in went
    ]


def _pick(rng: random.Random, subjects: list[Subject], day: date) -> Subject:
    while True:
        subject = rng.choice(subjects)
        # nobody registers a change on the day of setup or after leaving
        if subject.in_date < day and (subject.end_date is None or day < subject.end_date):
            return subject


def _enterprise_changes(rng: random.Random, world: World, year: int, plan: Plan) -> list[dict]:
    enterprises = [s for s in world.subjects if s.group == ENTERPRISE]
    counts = [1] * plan.changes
    while sum(counts) < plan.change_items:
        place = rng.randrange(plan.changes)
        if counts[place] < 5:
            counts[place] += 1
    made = []
    for day, count in zip(seeded_dates(rng, year, plan.changes, CHANGE_MONTHS), counts, strict=True):
        row = _business(rng, _pick(rng, enterprises, day), "变更", day, _channel(rng, plan.window))
        items: set[str] = set()
        while len(items) < count:
            items.add(rng.choices(CHANGES, CHANGE_WEIGHTS)[0])
        made.append(row | {"change_n": count, "change_items": [item for item in CHANGES if item in items]})
    for day in seeded_dates(rng, year, FILINGS[year], CHANGE_MONTHS):
        made.append(_business(rng, _pick(rng, enterprises, day), "备案", day, _channel(rng, plan.window)))
    return made


def _other_changes(rng: random.Random, world: World, year: int) -> list[dict]:
    made = []
    for group, counts in OTHER_CHANGES.items():
        subjects = [s for s in world.subjects if s.group == group]
        choices = ("名称", "住所", "经营范围", "经营者" if group == INDIVIDUAL else "法定代表人")
        for day in seeded_dates(rng, year, counts[year - 2020], CHANGE_MONTHS):
            row = _business(rng, _pick(rng, subjects, day), "变更", day, _channel(rng, 0.35))
            made.append(row | {"change_n": 1, "change_items": [rng.choice(choices)]})
    return made
