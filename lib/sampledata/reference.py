"""Reference tables: RF01 units, RF02 subjects, RF03 tasks, RF04 population, RF05 reported, RF06, RF07, RF09."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import chinese_calendar

from sampledata.names import masked_person, masked_phone
from sampledata.orgs import ORG_BY_CODE, org_rows
from sampledata.reported import reported_rows
from sampledata.rules import DEADLINES
from sampledata.targets import target_rows
from sampledata.world import Subject, World, rng_for

CALENDAR_YEARS = range(2019, 2024)
STATISTICS_OFFICE = "云栖市统计局（示例）"
POPULATION = {
    # year: (resident, registered) in 万人
    2017: (30.02, 33.41),
    2018: (30.11, 33.46),
    2019: (30.18, 33.52),
    2020: (30.29, 33.55),
    2021: (30.41, 33.57),
    2022: (30.36, 33.54),
}


def rows(world: World, year: int) -> dict[str, list[dict]]:
    """RF02 as kept at the year's end, and the year's tasks and reported values."""
    return {
        "subjects": _subjects(world, year),
        "targets": target_rows(year),
        "reported": reported_rows(year),
    }


def reference_rows() -> dict[str, list[dict]]:
    """The reference tables that belong to no year."""
    return {
        "orgs": org_rows(),
        "population": _population(),
        "references": _references(),
        "deadlines": list(DEADLINES),
        "calendar": _calendar(),
    }


def _subjects(world: World, year: int) -> list[dict]:
    rng = rng_for("RF02", "persons")
    day = date(year, 12, 31)
    known = []
    for subject in world.subjects:
        person, phone, renamed = masked_person(rng), masked_phone(rng), rng.random() < 0.02
        if subject.in_date <= day:
            known.append(_subject(subject, day, renamed) | {"legal_rep": person, "phone": phone})
    return sorted(known, key=lambda row: (row["in_date"], row["uscc"]))


def _subject(subject: Subject, day: date, renamed: bool) -> dict:
    left = subject.end_date is not None and subject.end_date <= day
    former = subject.name.replace("有限公司", "有限责任公司") if renamed and subject.is_enterprise else None
    return {
        "uscc": subject.uscc,
        "ent_name": subject.name,
        "former_name": former,
        "ent_type": subject.ent_type,
        "biz": subject.biz,
        "section": subject.section,
        "licence_no": subject.licence_no,
        "capital": subject.capital,
        "currency": subject.currency,
        "is_scale": subject.is_scale,
        "town_code": subject.town_code,
        "org_code": ORG_BY_CODE[subject.org_code].short_name,
        "address": subject.address,
        "setup_date": subject.setup_date,
        "in_date": subject.in_date,
        "in_kind": subject.in_kind,
        "end_date": subject.end_date if left else None,
        "status": subject.end_kind if left else "存续",
    }


def _references() -> list[dict]:
    """Values of the city and the nation for comparison; invented like all others, and saying so."""
    invented = {
        "complaint.success_rate_of_tried": (Decimal("61.4"), Decimal("58.2")),
        "complaint.mediation_in_time_rate": (Decimal("93.8"), None),
    }
    return [
        {
            "figure": figure,
            "value": value,
            "unit": "%",
            "scope": scope,
            "period": "2021",
            "publisher": f"合成示例，不是真实的{scope}数",
            "date": date(2022, 1, 14),
        }
        for figure, values in invented.items()
        for scope, value in zip(("全市", "全国"), values, strict=True)
        if value is not None
    ]


def _population() -> list[dict]:
    table = []
    for year, values in POPULATION.items():
        # 2020 was a census year: its figures came out later
        issued = date(year + 1, 6, 18) if year == 2020 else date(year + 1, 4, 9)
        for kind, value in zip(("常住", "户籍"), values, strict=True):
            note = "年末数" if year != 2020 else "第七次全国人口普查口径，年末推算数"
            table.append(
                {
                    "year": year,
                    "kind": kind,
                    "value": value,
                    "issuer": STATISTICS_OFFICE,
                    "issued_date": issued,
                    "note": note,
                }
            )
    return table


def _calendar() -> list[dict]:
    table = []
    day, last = date(CALENDAR_YEARS[0], 1, 1), date(CALENDAR_YEARS[-1], 12, 31)
    while day <= last:
        _, holiday = chinese_calendar.get_holiday_detail(day)
        working = chinese_calendar.is_workday(day)
        note = None
        if holiday:
            name = chinese_calendar.Holiday(holiday).chinese
            note = f"{name}调休上班" if working else name
        table.append({"day": day, "is_workday": working, "note": note})
        day += timedelta(days=1)
    return table
