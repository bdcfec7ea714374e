"""The life of every sample patent: application, grant, lapse, moves, subsidy."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sampledata.codes import make_patent_no
from sampledata.names import masked_person
from sampledata.orgs import REGION, org_cell
from sampledata.workdays import EVEN_MONTHS, seeded_dates
from sampledata.world import Subject, World, rng_for

INVENTION, UTILITY, DESIGN = "发明", "实用新型", "外观设计"
KIND_DIGIT = {INVENTION: "1", UTILITY: "2", DESIGN: "3"}
YEARS = range(2017, 2023)
BASE_VALID = 43  # inventions in force at the end of 2016
BASE_PENDING = 44
NEIGHBOUR = "990104"  # district that patents move out to

# inventions by year: applications, grants, lapses, moved in, moved out
INVENTION_PLAN = {
    2017: (58, 10, 4, 0, 0),
    2018: (71, 12, 4, 0, 0),
    2019: (84, 14, 4, 0, 0),
    2020: (104, 16, 4, 1, 1),
    2021: (128, 21, 4, 2, 2),
    2022: (139, 27, 5, 2, 2),
}
OTHER_APPLICATIONS = {UTILITY: (90, 110, 130, 150, 186, 205), DESIGN: (30, 36, 40, 48, 57, 62)}
GUIDED = {2020: 11, 2021: 15, 2022: 19}
FIELDS = ("自动送料装置", "陶瓷坯体配方", "节能窑炉", "废水处理方法", "复合材料及其制备方法", "传动机构", "检测装置",
          "食品保鲜方法", "电缆绝缘结构", "分选设备", "填料塔内件", "智能仓储系统")  # fmt: skip


@dataclass
class Patent:
    """One application and what became of it."""

    app_no: str
    kind: str
    title: str
    app_date: date
    holder: str
    holder_type: str
    uscc: str | None
    org: str
    inventor: str
    grant: date | None = None
    valid_from: date | None = None
    ended: date | None = None
    end_status: str = ""
    moved_in: date | None = None
    rejected_on: date | None = None
    high_value: bool = False
    guide: date | None = None
    subsidy: int | None = None

    def known_on(self, day: date) -> bool:
        """Whether the district's register has it by then."""
        return (self.moved_in or self.app_date) <= day

    def row(self, day: date) -> dict:
        """The register's row as of the end of a day."""
        granted = self.grant is not None and self.grant <= day
        ended = self.ended is not None and self.ended <= day
        guided = self.guide is not None and self.guide <= day
        rejected = self.rejected_on is not None and self.rejected_on <= day
        out = ended and self.end_status == "转出"
        status = self.end_status if ended else "有效" if granted else "驳回" if rejected else "审中"
        return {
            "app_no": self.app_no,
            "patent_no": f"ZL{self.app_no}" if granted else None,
            "title": self.title,
            "kind": self.kind,
            "app_date": self.app_date,
            "grant_date": self.grant if granted else None,
            "valid_from": self.valid_from if granted else None,
            "ended_date": self.ended if ended else None,
            "legal_status": status,
            "holder": self.holder,
            "holder_type": self.holder_type,
            "uscc": self.uscc,
            "addr_code": NEIGHBOUR if out else REGION,
            "org_code": self.org,
            "in_date": self.moved_in,
            "out_date": self.ended if out else None,
            "high_value": self.high_value if self.kind == INVENTION else None,
            "subsidy_kind": "授权资助" if guided else None,
            "guide_date": self.guide if guided else None,
            "subsidy_amt": self.subsidy if guided else None,
            "subsidy_batch": f"{self.guide.year}年第{(self.guide.month + 5) // 6}批" if guided else None,
            "inventor": self.inventor,
        }


class _Maker:
    """Creates applications with holders out of the world's enterprises."""

    def __init__(self, world: World) -> None:
        inventive = (
            "机械制造",
            "化工制造",
            "建材制造",
            "电子电器制造",
            "科技服务",
            "信息技术",
            "食品生产企业",
        )
        self.enterprises = [s for s in world.subjects if s.is_enterprise and s.biz in inventive]
        self.serials: dict[tuple[int, str], int] = {}

    def number(self, rng: random.Random, year: int, kind: str) -> str:
        last = self.serials.get((year, kind), rng.randrange(100_000, 200_000))
        self.serials[year, kind] = last + rng.randint(7, 4000)
        return make_patent_no(year, KIND_DIGIT[kind], self.serials[year, kind])

    def patent(self, rng: random.Random, kind: str, day: date) -> Patent:
        owner = self._owner(rng, day)
        holder, holder_type, uscc, org = owner
        return Patent(
            app_no=self.number(rng, day.year, kind),
            kind=kind,
            title=f"一种{rng.choice(FIELDS)}"
            if kind != DESIGN
            else f"{rng.choice(('包装盒', '灯具', '餐具', '阀门'))}",
            app_date=day,
            holder=holder,
            holder_type=holder_type,
            uscc=uscc,
            org=org,
            inventor=masked_person(rng),
            high_value=rng.random() < 0.3,
        )

    def _owner(self, rng: random.Random, day: date) -> tuple[str, str, str | None, str]:
        share = rng.random()
        if share < 0.86:
            standing = [s for s in self.enterprises if s.in_date <= day]
            owner: Subject = standing[int(len(standing) * rng.random() ** 2.2)]
            return owner.name, "企业", owner.uscc, org_cell(rng, owner.org_code, odd=0)
        if share < 0.95:
            return masked_person(rng), "个人", None, org_cell(rng, f"QC{rng.randint(11, 20)}", odd=0)
        name, kind = rng.choice(
            (("云麓晴川职业学院（示例）", "高校"), ("晴川陶瓷材料研究所（示例）", "科研"))
        )
        return name, kind, None, org_cell(rng, "QC11", odd=0)


@cache
def all_patents(world: World) -> list[Patent]:
    """Every patent of the district with its whole life, by application date."""
    maker = _Maker(world)
    made = _inventions(maker) + _others(maker)
    return sorted(made, key=lambda patent: (patent.app_date, patent.app_no))


def _inventions(maker: _Maker) -> list[Patent]:
    rng = rng_for("LG12", INVENTION)
    made: list[Patent] = []
    for day in sorted(date(2010, 1, 4) + timedelta(days=rng.randrange(1500)) for _ in range(BASE_VALID)):
        patent = maker.patent(rng, INVENTION, day)
        patent.grant = patent.valid_from = day + timedelta(days=rng.randint(600, 950))
        made.append(patent)
    for day in sorted(date(2014, 9, 1) + timedelta(days=rng.randrange(840)) for _ in range(BASE_PENDING)):
        made.append(maker.patent(rng, INVENTION, day))
    for year in YEARS:
        applied, granted, lapsed, moved_in, moved_out = INVENTION_PLAN[year]
        made += [maker.patent(rng, INVENTION, day) for day in seeded_dates(rng, year, applied, off_day=0)]
        _lapse(rng, made, year, lapsed, moved_out)
        _grant(rng, made, year, granted)
        for day in seeded_dates(rng, year, moved_in, off_day=0):
            patent = maker.patent(rng, INVENTION, date(year - 6, 3, 1) + timedelta(days=rng.randrange(300)))
            patent.grant = patent.app_date + timedelta(days=rng.randint(600, 900))
            patent.moved_in = patent.valid_from = day
            made.append(patent)
        if year in GUIDED:
            _guide(rng, made, year)
    return made


def _grant(rng: random.Random, made: list[Patent], year: int, count: int) -> None:
    waiting = [
        p for p in made if p.grant is None and p.rejected_on is None and p.app_date < date(year - 1, 1, 1)
    ]
    for patent, day in zip(
        rng.sample(waiting, count), seeded_dates(rng, year, count, EVEN_MONTHS, 0), strict=True
    ):
        patent.grant = patent.valid_from = day
    for patent in waiting:
        if patent.grant is None and patent.app_date < date(year - 3, 1, 1):
            patent.rejected_on = date(year, rng.randint(2, 11), rng.randint(1, 28))


def _lapse(rng: random.Random, made: list[Patent], year: int, lapsed: int, moved_out: int) -> None:
    standing = [p for p in made if p.grant and p.ended is None]
    causes = (
        ["失效（未缴费）"] * (lapsed - 1)
        + [rng.choice(("失效（放弃）", "失效（无效）"))]
        + ["转出"] * moved_out
    )
    days = seeded_dates(rng, year, len(causes), EVEN_MONTHS, 0)
    for patent, day, cause in zip(rng.sample(standing, len(causes)), days, causes, strict=True):
        patent.ended, patent.end_status = day, cause


def _guide(rng: random.Random, made: list[Patent], year: int) -> None:
    fit = [p for p in made if p.grant and p.guide is None and p.moved_in is None and p.ended is None]
    fresh = [p for p in fit if p.grant.year == year]
    earlier = [p for p in fit if p.grant.year == year - 1]
    few = min(3, len(earlier))
    for patent in rng.sample(earlier, few) + rng.sample(fresh, GUIDED[year] - few):
        start = max(patent.grant, date(year, 1, 15))
        patent.guide = start + timedelta(days=rng.randrange((date(year, 12, 31) - start).days + 1))
        patent.subsidy = rng.choice((3000, 4000, 5000))


def _others(maker: _Maker) -> list[Patent]:
    made = []
    for kind, counts in OTHER_APPLICATIONS.items():
        rng = rng_for("LG12", kind)
        for year, count in zip(YEARS, counts, strict=True):
            for day in seeded_dates(rng, year, count, off_day=0):
                patent = maker.patent(rng, kind, day)
                if rng.random() < 0.88:
                    patent.grant = patent.valid_from = day + timedelta(days=rng.randint(150, 330))
                    if rng.random() < 0.2:
                        patent.ended = patent.grant + timedelta(days=rng.randint(400, 1500))
                        patent.end_status = "失效（未缴费）"
                else:
                    patent.rejected_on = day + timedelta(days=rng.randint(200, 400))
                made.append(patent)
    return made
