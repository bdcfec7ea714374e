"""LG09 the register of industrial production licences and their inspections in the year."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sampledata.drawing import days_between, year_end
from sampledata.names import masked_person, masked_phone
from sampledata.orgs import org_cell
from sampledata.world import YEARS, Subject, World, rng_for

# licence category, 业态 of its holders, prefix of the certificate number
FERTILISER = ("化肥", "化工制造", "XK13-001")
CEMENT = ("水泥", "建材制造", "XK08-001")
CABLE = ("电线电缆", "电子电器制造", "XK06-001")
CHEMICAL = ("危险化学品", "化工制造", "XK13-010")
DRUMS = ("危险化学品包装物、容器", "化工制造", "XK12-001")
PACKAGING = ("直接接触食品的材料等相关产品", "食品相关产品制造", "XK16-204")


@dataclass(frozen=True)
class Certificate:
    """One certificate: number of its holder within the trade, when it was issued and ended, and stoppages.

    ``stopped`` are the years at whose end its holder did not produce; ``missed`` those in which nobody
    inspected a holder that did.
    """

    line: tuple[str, str, str]
    holder: int
    issued: date
    ended: date | None = None
    ending: str = ""
    stopped: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()


# at the end of 2021: 14 valid certificates of 12 holders, two of which have stopped
CERTIFICATES = (
    Certificate(FERTILISER, 0, date(2018, 4, 17)),
    Certificate(FERTILISER, 1, date(2019, 9, 3), missed=(2020,)),
    Certificate(CHEMICAL, 2, date(2018, 1, 22), stopped=(2021, 2022)),
    Certificate(CHEMICAL, 3, date(2019, 3, 12)),
    Certificate(CHEMICAL, 0, date(2018, 6, 25)),
    Certificate(DRUMS, 4, date(2021, 1, 18), missed=(2022,)),
    Certificate(CEMENT, 0, date(2017, 8, 9), date(2022, 8, 10), "过期", stopped=(2020, 2021, 2022)),
    Certificate(CEMENT, 1, date(2019, 1, 22)),
    Certificate(CABLE, 0, date(2018, 10, 15)),
    Certificate(CABLE, 1, date(2021, 3, 30)),
    Certificate(PACKAGING, 0, date(2018, 12, 4)),
    Certificate(PACKAGING, 1, date(2019, 7, 11)),
    Certificate(PACKAGING, 2, date(2020, 1, 14)),
    Certificate(PACKAGING, 2, date(2019, 9, 9)),
    # ended before the sample years' reports count them
    Certificate(CEMENT, 2, date(2015, 10, 13), date(2020, 10, 14), "过期"),
    Certificate(PACKAGING, 3, date(2016, 5, 24), date(2021, 5, 6), "注销"),
    Certificate(FERTILISER, 5, date(2016, 2, 18), date(2019, 12, 2), "撤销"),
    # came in 2022
    Certificate(CABLE, 2, date(2022, 4, 21)),
    Certificate(PACKAGING, 4, date(2022, 7, 19)),
)
TERM = 5  # years that a certificate holds


def licences(world: World, year: int) -> list[dict]:
    """Rows of LG09, one per certificate issued by the end of the year, as the register stood then."""
    return [
        _row(world, year, number, certificate)
        for number, certificate in enumerate(CERTIFICATES, start=1)
        if certificate.issued <= year_end(year)
    ]


@cache
def _lasting(world: World, biz: str) -> list[Subject]:
    """Enterprises of the trade in business throughout the sample years, large ones first."""
    last = {one.uscc for one in world.pool(YEARS[-1], biz)}
    fit = [one for one in world.pool(YEARS[0], biz) if one.uscc in last]
    return sorted(fit, key=lambda one: (not one.is_scale, one.uscc))


def _row(world: World, year: int, number: int, certificate: Certificate) -> dict:
    category, _, prefix = certificate.line
    holder = _lasting(world, certificate.line[1])[certificate.holder]
    fixed, rng = rng_for("LG09", number), rng_for("LG09", f"{year}:{holder.uscc}")
    ended = certificate.ended is not None and certificate.ended <= year_end(year)
    stopped = year in certificate.stopped
    row = {
        "cert_no": f"麓{prefix}-{number * 37 + 1:05d}",
        "org_code": org_cell(fixed, holder.org_code),
        "ent_name": holder.name,
        "uscc": holder.uscc,
        "category": category,
        "issue_date": certificate.issued,
        "expire_date": certificate.issued.replace(year=certificate.issued.year + TERM),
        "cert_status": certificate.ending if ended else "有效",
        "ended_date": certificate.ended if ended else None,
        "prod_status": "停产" if stopped else "关闭" if ended else "正常",
        "contact": masked_person(fixed),
        "phone": masked_phone(fixed),
    }
    return row | _inspected(
        rng, year, certificate, inspected=not (ended or stopped or year in certificate.missed)
    )


def _inspected(rng: random.Random, year: int, certificate: Certificate, inspected: bool) -> dict:
    """The year's inspections of the holder; the same for all its certificates."""
    first = max(date(year, 2, 15), certificate.issued + timedelta(days=30))
    confirmed = days_between(rng, 1, date(year, 11, 20), date(year, 12, 24))[0]
    if not inspected:
        return {"confirm_date": confirmed, "n_insp": 0, "self_report": False}
    count = rng.choice((1, 1, 2))
    return {
        "confirm_date": confirmed,
        "n_insp": count,
        "last_insp_date": days_between(rng, count, first, date(year, 11, 15))[-1],
        "last_insp_result": rng.choices(("合格", "限期整改"), (85, 15))[0],
        "self_report": rng.random() < 0.85,
    }
