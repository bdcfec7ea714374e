"""LG06 the register of special equipment, the same devices in every year's copy of it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sampledata.device_catalog import KINDS, PIPE_METRES, USERS_2021, Kind, Variety
from sampledata.drawing import days_between, year_end
from sampledata.names import masked_person, masked_phone
from sampledata.orgs import REGION, org_cell
from sampledata.workdays import next_workday
from sampledata.world import YEARS, Subject, World, rng_for

LATE = 0.06  # share of periodic inspections that come after their due day
ENDINGS = (("停用", 40), ("报废", 34), ("注销", 20), ("迁出", 6))
PLACES = {
    "电梯": ("1号楼", "2号楼", "3号楼", "5号楼", "主楼", "综合楼"),
    "锅炉": ("锅炉房",),
    "压力容器": ("空压站", "一车间", "二车间", "储罐区"),
    "压力管道": ("厂区管廊",),
}
# using units at the end of 2021 by 业态
USER_SHARES = {
    "物业管理": 20, "宾馆酒店": 8, "区级医院": 4, "商场超市": 6, "机械制造": 26, "化工制造": 15,
    "建材制造": 17, "纺织服装制造": 6, "食品生产企业": 8, "食品相关产品制造": 5, "电子电器制造": 5,
    "日用轻工制造": 3, "交通运输": 3,
}  # fmt: skip
OTHER_PLACES = ("一车间", "二车间", "成品库", "露天料场")


@dataclass(frozen=True)
class Device:
    """One device through all sample years; ``gone`` is the day it left use."""

    kind: Kind
    variety: Variety
    serial: int
    owner: Subject
    registered: date
    gone: date | None
    ending: str | None
    inspections: tuple[date, ...]
    pipe_m: float | None
    org_cell: str
    model: str
    place: str
    manager: str
    phone: str


def register(world: World, year: int) -> list[dict]:
    """Rows of LG06: every device registered by the end of the year, by registration day, as it stood then."""
    return [_row(device, year_end(year)) for device in _devices(world) if device.registered <= year_end(year)]


@cache
def _devices(world: World) -> tuple[Device, ...]:
    rng = rng_for("LG06", "devices")
    users, former = _users(world, rng)
    drafts = []
    for kind in KINDS:
        lives = _lives(kind, rng)
        staying = [life for life in lives if life[2]]
        owners = _owners(kind, users, len(staying), rng)
        others = [one for one in users + former if one.biz in kind.owners]
        metres = iter(PIPE_METRES)
        for registered, gone, stays in lives:
            owner = owners.pop() if stays else rng.choice(others)
            pipe_m = next(metres) if kind.name == "压力管道" else None
            drafts.append((registered, kind, owner, gone, pipe_m))
    drafts.sort(key=lambda draft: draft[0])
    return tuple(_device(rng, serial, *draft) for serial, draft in enumerate(drafts, start=1))


def _users(world: World, rng: random.Random) -> tuple[list[Subject], list[Subject]]:
    """The units with a device in use at the end of 2021, and a few that have one only before or after."""
    always = {one.uscc for one in world.pool(YEARS[0])} & {one.uscc for one in world.pool(YEARS[-1])}
    fit = {
        biz: [one for one in world.pool(2021, biz) if one.uscc in always and one.group != "个体工商户"]
        for kind in KINDS
        for biz in kind.owners
    }
    if sum(USER_SHARES.values()) != USERS_2021:
        raise ValueError("the shares of using units do not add up")
    users, former = [], []
    for biz, count in USER_SHARES.items():
        # large enterprises first: they own most of the equipment
        ranked = sorted(fit[biz], key=lambda one: (not one.is_scale, one.uscc))
        users += ranked[:count]
        former += ranked[count : count + 2]
    rng.shuffle(users)
    return users, former


def _lives(kind: Kind, rng: random.Random) -> list[tuple[date, date | None, bool]]:
    """Registration day, day of leaving use, and whether it is in use on 2021-12-31, for each device."""
    newcomers = {year: days_between(rng, kind.new[year], date(year, 1, 4), year_end(year)) for year in YEARS}
    old = kind.in_use - kind.new[2020] - kind.new[2021]
    before = [_early(rng) for _ in range(old)]
    leaving_2022 = days_between(rng, kind.gone[2022], date(2022, 1, 10), year_end(2022))
    lives: list[tuple[date, date | None, bool]] = [
        (day, leaving_2022[place] if place < len(leaving_2022) else None, True)
        for place, day in enumerate(before)
    ]
    lives += [(day, None, True) for year in (2020, 2021) for day in newcomers[year]]
    lives += [
        (_early(rng), day, False)
        for year in (2020, 2021)
        for day in days_between(rng, kind.gone[year], date(year, 1, 10), date(year, 12, 20))
    ]
    lives += [(_early(rng), _some_day(rng, 2019), False) for _ in range(kind.gone_before)]
    return lives + [(day, None, False) for day in newcomers[2022]]


def _early(rng: random.Random) -> date:
    """A registration day before the sample years, later years being commoner."""
    return _some_day(rng, rng.choices(range(2008, 2019), range(4, 15))[0])


def _some_day(rng: random.Random, year: int) -> date:
    return next_workday(date(year, 1, 4) + timedelta(days=rng.randrange(350)))


def _owners(kind: Kind, users: list[Subject], count: int, rng: random.Random) -> list[Subject]:
    """Who owns the devices in use: each unit typical of the kind has one, some have many."""
    fit = [one for one in users if one.biz in kind.owners]
    sure = [one for one in fit if _first_kind(one) == kind.name]
    weights = [rng.paretovariate(1.3) for _ in fit]
    owners = sure + rng.choices(fit, weights, k=count - len(sure))
    rng.shuffle(owners)
    return owners


def _first_kind(owner: Subject) -> str:
    """The kind of which a unit certainly has one."""
    first = {
        "机械制造": "起重机械",
        "建材制造": "起重机械",
        "交通运输": "起重机械",
        "日用轻工制造": "场（厂）内专用机动车辆",
    }
    if owner.biz in first:
        return first[owner.biz]
    return next(kind.name for kind in KINDS if owner.biz in kind.owners and kind.name != "锅炉")


def _device(
    rng: random.Random,
    serial: int,
    registered: date,
    kind: Kind,
    owner: Subject,
    gone: date | None,
    pipe_m: float | None,
) -> Device:
    variety = rng.choices(kind.varieties, [one.weight for one in kind.varieties])[0]
    return Device(
        kind=kind,
        variety=variety,
        serial=serial,
        owner=owner,
        registered=registered,
        gone=gone,
        ending=rng.choices([name for name, _ in ENDINGS], [weight for _, weight in ENDINGS])[0]
        if gone
        else None,
        inspections=_inspections(rng, registered, kind.cycle, gone or year_end(YEARS[-1])),
        pipe_m=pipe_m,
        org_cell=org_cell(rng, owner.org_code),
        model=rng.choice(variety.models),
        place=owner.address + rng.choice(PLACES.get(kind.name, OTHER_PLACES)),
        manager=masked_person(rng),
        phone=masked_phone(rng),
    )


def _inspections(rng: random.Random, registered: date, cycle: int, last: date) -> tuple[date, ...]:
    """Days of inspection from the first, before registration, to ``last``; a few late."""
    days = [registered - timedelta(days=rng.randint(8, 40))]
    while True:
        shift = rng.randint(10, 120) if rng.random() < LATE else -rng.randint(0, 25)
        day = next_workday(_due(days[-1], cycle) + timedelta(days=shift))
        if day > last:
            return tuple(days)
        days.append(day)


def _due(inspected: date, cycle: int) -> date:
    """Day by which the next inspection is due, ``cycle`` months on."""
    years, month = divmod(inspected.month - 1 + cycle, 12)
    return date(inspected.year + years, month + 1, min(inspected.day, 28))


def _row(device: Device, end: date) -> dict:
    """The device as the register showed it at the end of that day."""
    gone = device.gone is not None and device.gone <= end
    last = max(day for day in device.inspections if day <= end)
    kind, variety = device.kind, device.variety
    year, serial = device.registered.year, device.serial
    return {
        "dev_code": f"{variety.code}{REGION}{device.registered:%Y%m}{serial:04d}",
        "reg_no": f"{kind.mark}{variety.code[:2]}麓Q{serial:05d}({year % 100:02d})",
        "org_code": device.org_cell,
        "kind": kind.name,
        "category": variety.category,
        "variety": variety.name,
        "model": device.model,
        "ent_name": device.owner.name,
        "uscc": device.owner.uscc,
        "place": device.place,
        "town_code": device.owner.town_code,
        "unit": kind.unit,
        "pipe_m": device.pipe_m,
        "reg_date": device.registered,
        "status": device.ending if gone else "在用",
        "status_date": device.gone if gone else None,
        "last_insp": last,
        "next_insp": _due(last, kind.cycle),
        "insp_result": random.Random(f"{serial}:{last}").choices(
            ("合格", "整改后合格", "复检合格"), (92, 5, 3)
        )[0],
        "manager": device.manager,
        "phone": device.phone,
    }
