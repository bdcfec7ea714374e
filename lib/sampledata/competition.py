"""LG15A, LG15B, LG16: pyramid selling, communities free of it, fair competition reviews."""

from __future__ import annotations

from datetime import date

from sampledata.orgs import ORG_OF_TOWN, TOWNS, org_cell
from sampledata.workdays import next_workday, seeded_dates
from sampledata.world import World, rng_for

# distinct places by kind, and extra visits to some of them
SITES = {2020: (4, 12, 6), 2021: (5, 15, 7), 2022: (6, 19, 9)}
COMMUNITY_STEMS = (
    *("新桥", "东塘", "西冲", "南坡", "北坑", "石岭", "竹山", "枫林", "桐木", "荷塘"),
    *("樟树", "松山", "白石", "黄泥", "清水", "长岭", "双江", "大塘", "小溪", "高桥"),
)
RECOGNISED = {  # place in the list: (day, level)
    3: (date(2020, 11, 26), "市级"),
    24: (date(2021, 10, 28), "市级"),
    41: (date(2022, 5, 19), "市级"),
    57: (date(2022, 9, 22), "区级"),
    88: (date(2022, 11, 17), "市级"),
}
FAILED_RECHECK = 41  # found wanting again at the end of 2022

DRAFTERS = (
    "区发展和改革局",
    "区工业和信息化局",
    "区住房和城乡建设局",
    "区农业农村局",
    "区商务局",
    "区教育局",
)
FILE_SUBJECTS = ("促进消费若干措施", "政府采购管理实施细则", "招商引资奖励办法", "建筑企业扶持措施",
                 "农产品冷链建设补助办法", "校服采购指导意见", "物流园区管理规定", "中小企业纾困措施")  # fmt: skip
REVIEWS = {2020: (21, 14), 2021: (0, 0), 2022: (27, 9)}  # (new measures, existing measures)


def rows(world: World, year: int) -> dict[str, list[dict]]:
    """The year's checks and reviews, and the communities as they stood at its end."""
    return {
        "pyramid_checks": _checks(world, year),
        "pyramid_communities": _communities(year),
        "fair_reviews": _reviews(year),
    }


def _checks(world: World, year: int) -> list[dict]:
    rng = rng_for("LG15A", year)
    sales, hotels, again = SITES[year]
    sites = rng.sample(world.pool(year, "直销服务网点"), sales) + rng.sample(
        world.pool(year, "宾馆酒店"), hotels
    )
    sites += rng.sample(sites, again)
    rng.shuffle(sites)
    days = seeded_dates(rng, year, len(sites), (1, 1, 12, 8, 10, 8, 6, 8, 12, 8, 6, 3))
    return [
        {
            "check_id": f"DC{year}{number:03d}",
            "check_date": day,
            "org_code": org_cell(rng, site.org_code),
            "site_name": site.name,
            "uscc": site.uscc,
            "site_type": "直销服务网点" if site.biz == "直销服务网点" else "宾馆",
            "town_code": site.town_code,
            "partners": rng.choice(
                (["公安", "乡镇街道"], ["公安"], ["乡镇街道", "社区"], ["公安", "乡镇街道", "社区"])
            ),
            "staff_n": rng.randint(3, 7),
            "found_clue": False,
        }
        for number, (day, site) in enumerate(zip(days, sites, strict=True), start=1)
    ]


def _communities(year: int) -> list[dict]:
    rng = rng_for("LG15B", "list")
    table = []
    for town in TOWNS:
        urban = town.name.endswith("街道")
        stems = sorted(rng.sample(COMMUNITY_STEMS, 15 if town.share > 8 else 11))
        for number, stem in enumerate(stems, start=1):
            pledge_year = rng.choice((2020, 2020, 2021, 2022))
            day, level = RECOGNISED.get(len(table), (None, None))
            known = day is not None and day.year <= year
            status = "已创建" if known else "创建中" if pledge_year <= year else "未启动"
            if known and len(table) == FAILED_RECHECK:
                status = "复查不合格"
            table.append(
                {
                    "community_code": f"{town.code}{number:03d}",
                    "community_name": f"{town.name}{stem}{'社区' if urban else '村'}",
                    "town_code": town.code,
                    "org_code": org_cell(rng, ORG_OF_TOWN[town.code], odd=0),
                    "pledged": known or pledge_year <= year,
                    "status": status,
                    "level": level if known else None,
                    "doc_no": f"云打传办〔{day.year}〕{number}号" if known else None,
                    "recognised_date": day if known else None,
                }
            )
    return table


def _reviews(year: int) -> list[dict]:
    rng = rng_for("LG16", year)
    new, existing = REVIEWS[year]
    kinds = ["增量审查"] * new + ["存量清理"] * existing
    rng.shuffle(kinds)
    table = []
    for number, (day, kind) in enumerate(
        zip(seeded_dates(rng, year, len(kinds)), kinds, strict=True), start=1
    ):
        verdict = rng.choices(("通过", "修改后通过", "不适用", "不予出台", "适用例外"), (60, 18, 15, 4, 3))[0]
        action = rng.choices(("保留", "修订", "废止"), (6, 3, 2))[0] if kind == "存量清理" else None
        table.append(
            {
                "review_no": f"GPS{year}{number:03d}",
                "file_name": f"关于{rng.choice(FILE_SUBJECTS)}的通知（示例{number}）",
                "drafter": rng.choice(DRAFTERS),
                "org_code": org_cell(rng, "QC01", odd=0),
                "file_type": rng.choices(("规范性文件", "其他政策", "一事一议"), (4, 5, 1))[0],
                "review_kind": kind,
                "verdict": verdict,
                "stock_action": action,
                "review_date": next_workday(day),
                "consulted": rng.random() < 0.8,
                "third_party": rng.random() < 0.1,
            }
        )
    return sorted(table, key=lambda row: (row["review_date"], row["review_no"]))
