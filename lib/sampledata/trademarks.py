"""The life of every sample trademark: application, registration, renewal, end."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sampledata.names import brand, masked_person
from sampledata.orgs import REGION, org_cell
from sampledata.workdays import EVEN_MONTHS, seeded_dates
from sampledata.world import World, rng_for

BASE_VALID = 1139  # at the end of 2019
# applications, registrations, ends by year; registrations come from applications 7 to 14 months older
PLAN = {2019: (330, 0, 0), 2020: (366, 233, 24), 2021: (421, 262, 31), 2022: (478, 298, 38)}
CLASSES = (30, 29, 31, 35, 43, 33, 7, 21, 25, 11, 9, 19, 1, 3, 5)
# characters that GB 18030 has and GBK has not: a real export holds some
RARE_MARKS = ("䶮泉", "𬭎记", "㧟味")


@dataclass
class Trademark:
    """One mark in one class and what became of it."""

    app_no: str
    class_no: int
    name: str
    applicant: str
    uscc: str | None
    org: str
    contact: str
    kind: str
    app_date: date
    registered: date | None = None
    ended: date | None = None
    end_status: str = ""
    rejected_on: date | None = None

    def known_on(self, day: date) -> bool:
        """Whether it had been applied for by then."""
        return self.app_date <= day

    def expiry(self, day: date) -> date:
        """End of the ten-year term, renewed as often as needed to reach past ``day`` while it stands."""
        term = _years_later(self.registered, 10) - timedelta(days=1)
        while self.ended is None and term <= day:
            term = _years_later(term, 10)
        return term

    def row(self, day: date) -> dict:
        """The register's row as of the end of a day."""
        registered = self.registered is not None and self.registered <= day
        ended = self.ended is not None and self.ended <= day
        rejected = self.rejected_on is not None and self.rejected_on <= day
        status = self.end_status if ended else "有效" if registered else "驳回" if rejected else "申请中"
        return {
            "app_no": self.app_no,
            "class_no": self.class_no,
            "reg_no": self.app_no if registered else None,
            "name": self.name,
            "applicant": self.applicant,
            "uscc": self.uscc,
            "addr_code": REGION,
            "org_code": self.org,
            "app_date": self.app_date,
            "reg_date": self.registered if registered else None,
            "expiry": self.expiry(day) if registered else None,
            "ended_date": self.ended if ended else None,
            "status": status,
            "kind": self.kind,
            "contact": self.contact,
        }


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


class _Maker:
    """Creates applications with applicants out of the world's subjects."""

    def __init__(self, world: World) -> None:
        self.subjects = [s for s in world.subjects if s.section in "ACFHILM" and s.group not in ("分支机构",)]
        self.serial = 8_000_000

    def mark(self, rng: random.Random, day: date) -> Trademark:
        self.serial += rng.randint(900, 9000)
        standing = [s for s in self.subjects if s.in_date <= day]
        owner = standing[int(len(standing) * rng.random() ** 1.5)]
        person = rng.random() < 0.12
        return Trademark(
            app_no=f"{self.serial:08d}",
            class_no=rng.choices(CLASSES, range(len(CLASSES) + 2, 2, -1))[0],
            name=brand(rng) + rng.choice(("", "", "", "源", "记", "坊", "牌")),
            applicant=masked_person(rng) if person else owner.name,
            uscc=None if person else owner.uscc,
            org=org_cell(rng, owner.org_code, odd=0),
            contact=masked_person(rng),
            kind=rng.choices(("普通", "集体", "证明（地理标志）", "马德里"), (975, 12, 4, 9))[0],
            app_date=day,
        )


@cache
def all_trademarks(world: World) -> list[Trademark]:
    """Every mark of the district with its whole life, by application date."""
    rng = rng_for("LG13", "life")
    maker = _Maker(world)
    made = []
    for day in sorted(
        date(2009, 6, 1) + timedelta(days=int(3450 * rng.random() ** 0.6)) for _ in range(BASE_VALID)
    ):
        mark = maker.mark(rng, day)
        mark.registered = min(day + timedelta(days=rng.randint(200, 400)), date(2019, 12, 27))
        made.append(mark)
    for year, (applied, registered, ended) in PLAN.items():
        made += [maker.mark(rng, day) for day in seeded_dates(rng, year, applied)]
        _end(rng, made, year, ended)
        _register(rng, made, year, registered)
    for mark, name in zip(made[-60::20], RARE_MARKS, strict=True):
        mark.name = name
    for mark, name in zip(made[BASE_VALID + 5 :: 400], RARE_MARKS, strict=False):
        mark.name = name
    return sorted(made, key=lambda mark: (mark.app_date, mark.app_no))


def _register(rng: random.Random, made: list[Trademark], year: int, count: int) -> None:
    due = [
        m for m in made if m.registered is None and m.rejected_on is None and m.app_date < date(year, 5, 1)
    ]
    for mark in sorted(rng.sample(due, count), key=lambda mark: mark.app_date):
        first = max(mark.app_date + timedelta(days=200), date(year, 1, 6))
        mark.registered = first + timedelta(days=rng.randrange((date(year, 12, 30) - first).days + 1))
    for mark in due:
        if mark.registered is None and mark.app_date < date(year - 1, 7, 1):
            mark.rejected_on = date(year, rng.randint(1, 12), rng.randint(1, 28))


def _end(rng: random.Random, made: list[Trademark], year: int, count: int) -> None:
    if not count:
        return
    standing = [m for m in made if m.registered and m.ended is None]
    expiring = [
        m for m in standing if _years_later(m.registered, 10).year == year and m.registered.month < 12
    ]
    chosen = rng.sample(expiring, min(len(expiring), count // 2))
    for mark in chosen:
        mark.ended, mark.end_status = _years_later(mark.registered, 10), "失效（期满）"
    rest = [m for m in standing if m.ended is None and m.registered.year < year - 2]
    picked = rng.sample(rest, count - len(chosen))
    for mark, day in zip(picked, seeded_dates(rng, year, len(picked), EVEN_MONTHS, 0), strict=True):
        mark.ended = day
        mark.end_status = rng.choice(("失效（撤销）", "失效（注销）", "失效（无效）", "迁出"))
