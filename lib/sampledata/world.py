"""The synthetic district: one set of subjects that every sample ledger draws from.

Everything follows from seeds named after what is generated, so that a change in one ledger
leaves the others as they were.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sampledata.codes import make_uscc
from sampledata.names import NameBook
from sampledata.orgs import ORG_OF_TOWN, REGION, TOWNS
from sampledata.trades import (
    BRANCH,
    COOP,
    ENTERPRISE,
    ENTERPRISE_TYPES,
    INDIVIDUAL,
    INSTITUTION,
    PLANS,
    PRIVATE_UNIT,
    TRADES,
    Trade,
    YearPlan,
)
from sampledata.workdays import seeded_dates

YEARS = (2020, 2021, 2022)
SCALE_COUNT = 100
USCC_KIND = {
    ENTERPRISE: "91",
    BRANCH: "91",
    INDIVIDUAL: "92",
    COOP: "93",
    INSTITUTION: "12",
    PRIVATE_UNIT: "52",
}
SETUP_MONTHS = (7, 5, 11, 10, 9, 9, 8, 8, 9, 7, 9, 8)


def rng_for(ledger: str, year: int | str) -> random.Random:
    """The random source of one ledger and year, e.g. ``rng_for("LG14", 2021)``."""
    return random.Random(f"{ledger}:{year}")


@dataclass(frozen=True)
class Subject:
    """One supervised subject; a row of RF02.

    ``in_date`` is when it entered this bureau's register (approval of setup or of moving in) and
    ``end_date`` when it left; both count for the stock of subjects.
    """

    uscc: str
    name: str
    group: str
    ent_type: str
    biz: str
    section: str
    town_code: str
    address: str
    setup_date: date
    in_date: date
    in_kind: str
    end_date: date | None
    end_kind: str | None
    capital: int | None
    currency: str | None
    licence_no: str | None
    is_scale: bool
    lasting: bool

    @property
    def org_code(self) -> str:
        """RF01 code of the sub-bureau in whose town the subject is."""
        return ORG_OF_TOWN[self.town_code]

    @property
    def is_enterprise(self) -> bool:
        return self.ent_type in ENTERPRISE_TYPES

    def alive(self, day: date) -> bool:
        """Whether the subject stands in the register at the end of that day."""
        return self.in_date <= day and (self.end_date is None or self.end_date > day)


class World:
    """All subjects of the sample years, with the questions ledgers ask about them."""

    def __init__(self, subjects: list[Subject]) -> None:
        self.subjects = subjects
        self.by_uscc = {subject.uscc: subject for subject in subjects}

    def pool(self, year: int, *biz: str, groups: tuple[str, ...] = ()) -> list[Subject]:
        """Subjects in business during the whole year, of these trades and groups (any if none named)."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        return [
            subject
            for subject in self.subjects
            if subject.alive(first)
            and subject.alive(last)
            and (not biz or subject.biz in biz)
            and (not groups or subject.group in groups)
        ]

    def scale_enterprises(self) -> list[Subject]:
        """The enterprises above designated size (规上), the same in all sample years."""
        return [subject for subject in self.subjects if subject.is_scale]


class _Builder:
    """Creates subjects one group and year at a time."""

    def __init__(self) -> None:
        self.names = NameBook()
        self.serial = 0
        self.subjects: list[Subject] = []

    def add(self, rng: random.Random, trade: Trade, in_date: date, in_kind: str, setup: date) -> None:
        town = rng.choices(TOWNS, [town.share for town in TOWNS])[0]
        pattern = rng.choice(trade.patterns)
        if trade.biz == "乡镇卫生院":
            town = TOWNS[sum(subject.biz == trade.biz for subject in self.subjects)]
        elif "{brand}" not in "".join(trade.patterns):
            pattern = trade.patterns[sum(subject.biz == trade.biz for subject in self.subjects)]
        self.serial += 1
        capital, currency = _capital(rng, trade)
        ent_type = trade.group
        if trade.group == ENTERPRISE:
            ent_type = rng.choices(ENTERPRISE_TYPES, (55, 930, 15))[0]
        licence = f"{trade.licence}{REGION}{self.serial:06d}" if trade.licence else None
        self.subjects.append(
            Subject(
                # a stride that shares no factor with 31**6 spreads running numbers over the code space
                uscc=make_uscc(USCC_KIND[trade.group], REGION, self.serial * 7919 % 31**6),
                name=self.names.take(rng, pattern.replace("{town}", town.name)),
                group=trade.group,
                ent_type=ent_type,
                biz=trade.biz,
                section=trade.section,
                town_code=town.code,
                address=f"晴川区{town.name}{rng.choice(town.roads)}{rng.randint(1, 320)}号",
                setup_date=setup,
                in_date=in_date,
                in_kind=in_kind,
                end_date=None,
                end_kind=None,
                capital=capital,
                currency=currency,
                licence_no=licence,
                is_scale=False,
                lasting=trade.lasting,
            )
        )

    def opening(self) -> None:
        for trade in TRADES:
            rng = rng_for("RF02", f"opening:{trade.group}:{trade.biz}")
            for _ in range(trade.opening):
                year = rng.choices(range(1998, 2020), range(3, 25))[0]
                day = date(year, 1, 1) + timedelta(days=rng.randrange(365))
                self.add(rng, trade, day, "设立", day)

    def mark_scale(self) -> None:
        rng = rng_for("RF02", "scale")
        fit = [
            place
            for place, subject in enumerate(self.subjects)
            if subject.is_enterprise and subject.section in "CFEG" and (subject.capital or 0) >= 200
        ]
        for place in sorted(rng.sample(fit, SCALE_COUNT)):
            self.subjects[place] = replace(self.subjects[place], is_scale=True, lasting=True)

    def arrivals(self, group: str, year: int, plan: YearPlan) -> None:
        rng = rng_for("RF02", f"in:{group}:{year}")
        trades = [trade for trade in TRADES if trade.group == group and trade.new_share]
        kinds = ["设立"] * plan.setups + ["迁入"] * plan.moved_in
        rng.shuffle(kinds)
        for day, kind in zip(seeded_dates(rng, year, len(kinds), SETUP_MONTHS), kinds, strict=True):
            trade = rng.choices(trades, [trade.new_share for trade in trades])[0]
            setup = day if kind == "设立" else day - timedelta(days=rng.randint(400, 3000))
            self.add(rng, trade, day, kind, setup)

    def departures(self, group: str, year: int, plan: YearPlan) -> None:
        rng = rng_for("RF02", f"out:{group}:{year}")
        kinds = ["注销"] * plan.cancelled + ["迁出"] * plan.moved_out + ["撤销"] * plan.revoked
        rng.shuffle(kinds)
        # one that came this year may go this year, but not within the same half-year
        fit = [
            place
            for place, subject in enumerate(self.subjects)
            if subject.group == group
            and not subject.lasting
            and subject.end_date is None
            and subject.in_date < date(year, 5, 1)
        ]
        # the young leave sooner: weighted sampling without replacement by the largest u ** (1 / weight)
        draw = {
            place: rng.random() ** (1 / (3 if self.subjects[place].in_date.year >= year - 3 else 1))
            for place in fit
        }
        chosen = sorted(fit, key=draw.__getitem__)[-len(kinds) :]
        days = seeded_dates(rng, year, len(kinds), (6, 4, 9, 8, 8, 9, 8, 8, 9, 8, 10, 13))
        rng.shuffle(chosen)
        for place, day, kind in zip(chosen, days, kinds, strict=True):
            subject = self.subjects[place]
            if subject.in_date.year == year and day.month < 7:
                day = day.replace(month=day.month + 6, day=min(day.day, 28))
            self.subjects[place] = replace(subject, end_date=day, end_kind=kind)


def _capital(rng: random.Random, trade: Trade) -> tuple[int | None, str | None]:
    """Registered capital in 万元 and its currency."""
    if trade.group in (BRANCH, INSTITUTION, PRIVATE_UNIT):
        return None, None
    if trade.group == INDIVIDUAL:
        return rng.choice((1, 2, 3, 5, 5, 8, 10, 20)), "人民币"
    steps = (10, 50, 100, 200, 300, 500, 1000, 2000, 5000)
    weights = (6, 14, 24, 18, 12, 14, 8, 3, 1) if trade.section != "C" else (1, 5, 14, 20, 16, 22, 14, 6, 2)
    return rng.choices(steps, weights)[0], "人民币"


def build_world() -> World:
    """The whole district, the same on every call."""
    builder = _Builder()
    builder.opening()
    builder.mark_scale()
    for year in YEARS:
        for group, plans in PLANS.items():
            builder.arrivals(group, year, plans[year])
        for group, plans in PLANS.items():
            builder.departures(group, year, plans[year])
    return World(builder.subjects)
