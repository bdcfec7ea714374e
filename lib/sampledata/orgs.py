"""The invented bureau: its own units, ten sub-bureaus, and the town of each."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

REGION = "990103"
DISTRICT = "晴川区"
BUREAU = "晴川区市场监督管理局"


@dataclass(frozen=True)
class Org:
    """One unit of the bureau: a row of RF01."""

    code: str
    full_name: str
    short_name: str
    aliases: tuple[str, ...] = ()
    parent: str = ""
    town_codes: tuple[str, ...] = ()
    valid_from: date = date(2019, 3, 1)
    valid_to: date | None = None


@dataclass(frozen=True)
class Town:
    """One town with its share of the district's business subjects and the roads in its addresses."""

    code: str
    name: str
    share: int
    roads: tuple[str, ...]


TOWNS = (
    Town("990103001", "晴湖街道", 22, ("晴湖大道", "望云路", "广场北路", "书院街")),
    Town("990103002", "东屏街道", 17, ("东屏路", "新城大道", "学府路", "站前路")),
    Town("990103101", "上浦镇", 12, ("上浦正街", "工业一路", "浦江路")),
    Town("990103102", "下浦镇", 11, ("下浦老街", "产业大道", "渡口路")),
    Town("990103103", "云溪镇", 10, ("云溪街", "环镇路", "溪东路")),
    Town("990103104", "青禾镇", 8, ("青禾街", "粮站路")),
    Town("990103105", "石塘镇", 7, ("石塘街", "矿山路")),
    Town("990103106", "柳桥镇", 6, ("柳桥街", "桥头路")),
    Town("990103201", "梅坞乡", 4, ("梅坞街",)),
    Town("990103202", "松岭乡", 3, ("松岭街",)),
)
TOWN_BY_CODE = {town.code: town for town in TOWNS}


def _branch(number: int, town: Town) -> Org:
    stem = town.name.removesuffix("街道").removesuffix("镇").removesuffix("乡")
    return Org(
        code=f"QC{number}",
        full_name=f"{BUREAU}{stem}分局",
        short_name=f"{stem}分局",
        aliases=(f"{stem}所", f"{stem}市监分局", f"{stem}市监所"),
        town_codes=(town.code,),
    )


OWN_UNITS = (
    Org("QC00", f"{BUREAU}（区本级）", "区本级", ("区局", "本级", "局本级")),
    Org("QC01", f"{BUREAU}机关", "局机关", ("机关", "区局机关"), "QC00"),
    Org("QC02", f"{BUREAU}综合执法大队", "综合执法大队", ("执法大队", "大队"), "QC00"),
    Org("QC03", f"{BUREAU}登记窗口", "登记窗口", ("注册窗口", "政务服务窗口"), "QC00"),
)
BRANCHES = tuple(_branch(number, town) for number, town in enumerate(TOWNS, start=11))
ORGS = OWN_UNITS + BRANCHES
ORG_BY_CODE = {org.code: org for org in ORGS}
ORG_OF_TOWN = {code: org.code for org in BRANCHES for code in org.town_codes}


def org_cell(rng: random.Random, code: str, odd: float = 0.04) -> str:
    """The unit as a clerk writes it: the short name, now and then an alias or the full name."""
    org = ORG_BY_CODE[code]
    if rng.random() < odd:
        return rng.choice([org.full_name, *org.aliases])
    return org.short_name


def org_rows() -> list[dict]:
    """Rows of RF01, one per unit."""
    return [
        {
            "code": org.code,
            "full_name": org.full_name,
            "short_name": org.short_name,
            "aliases": list(org.aliases),
            "parent": org.parent or None,
            "town_codes": list(org.town_codes),
            "town_names": [TOWN_BY_CODE[code].name for code in org.town_codes],
            "valid_from": org.valid_from,
            "valid_to": org.valid_to,
        }
        for org in ORGS
    ]
