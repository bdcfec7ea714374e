"""LG02 food sampling orders: what was sampled where, and what the laboratories said."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sampledata.drawing import days_between, handed_in, masked_team, up_to, year_end
from sampledata.food_catalog import CATERING, FOODS, PRODUCER, TRADE, Food
from sampledata.names import brand, masked_person, masked_phone
from sampledata.orgs import org_cell
from sampledata.workdays import add_workdays
from sampledata.world import Subject, World, rng_for


@dataclass(frozen=True)
class Plan:
    """A year's sampling: batches by source, batches that fail, those overturned, last days.

    ``sampled_by`` is the last day of sampling; ``reported_by`` the last day of any report, the end of the
    year where every result of the year is known within it.
    """

    sources: dict[str, int]
    failing: int
    overturned: int
    failing_by: date
    sampled_by: date
    reported_by: date


PLANS = {
    2020: Plan(
        {"省转移": 262, "市民生工程": 301, "区抽": 60, "省抽": 18, "国抽": 9},
        11, 1, date(2020, 9, 25), date(2020, 12, 4), date(2020, 12, 31),
    ),
    2021: Plan(
        {"省转移": 290, "市民生工程": 349},
        12, 0, date(2021, 9, 24), date(2021, 12, 3), date(2021, 12, 31),
    ),
    2022: Plan(
        {"省转移": 318, "市民生工程": 372, "区抽": 84, "省抽": 22, "国抽": 11, "专项": 30},
        19, 2, date(2022, 12, 19), date(2022, 12, 28), handed_in(2022),
    ),
}  # fmt: skip
MONTHS = (5, 5, 9, 9, 10, 10, 9, 10, 10, 9, 9, 5)
PROVINCE_LAB = "云麓省食品检验研究院（示例）"

CITY_LABS = ("云栖市食品药品检验所（示例）", "云麓青衡检测技术有限公司（示例）")
PREFIX = {"国抽": "GZJ", "省抽": "XBJ", "省转移": "XZY"}
PROVINCES = ("云麓省", "云麓省", "湖南省", "广东省", "山东省", "河南省", "福建省", "四川省")
BUYERS = {
    TRADE: ("商场超市", "食品销售", "食品销售", "小食杂店"),
    CATERING: ("餐饮服务", "餐饮服务", "小餐饮", "学校"),
    PRODUCER: ("食品生产企业",),
}
PLACES = {
    "商场超市": "超市",
    "小食杂店": "小食杂店",
    "餐饮服务": "餐馆",
    "小餐饮": "小吃店",
    "学校": "学校食堂",
    "食品生产企业": "成品库（已检区）",
}


@cache
def _stage_weights(stage: str) -> tuple[tuple[Food, ...], tuple[int, ...]]:
    foods = tuple(food for food in FOODS if stage in food.stages)
    return foods, tuple(food.weight // len(food.stages) for food in foods)


def samples(world: World, year: int) -> tuple[list[dict], dict[str, Subject]]:
    """Rows of LG02 in the order of sampling, and the subject behind each sampling order."""
    plan, rng = PLANS[year], rng_for("LG02", year)
    sources = [source for source, count in plan.sources.items() for _ in range(count)]
    rng.shuffle(sources)
    pools = {biz: world.pool(year, biz) for group in BUYERS.values() for biz in group}
    days = days_between(rng, len(sources), date(year, 1, 6), plan.sampled_by, MONTHS)
    made, shops = [], {}
    for number, (day, source) in enumerate(zip(days, sources, strict=True), start=1):
        stage = rng.choices((TRADE, CATERING, PRODUCER), (60, 27, 13))[0]
        food = rng.choices(*_stage_weights(stage))[0]
        biz = rng.choice(BUYERS[stage])
        shop = rng.choice(pools[biz])
        row = _known(rng, source, stage, food, shop) | {
            "sample_no": f"{PREFIX.get(source, 'DBJ')}{year % 100}9901033330{number:05d}",
            "place": _place(biz, food),
        }
        row |= _origin(rng, day, stage, food, shop)
        made.append(row)
        shops[row["sample_no"]] = shop
    _judge(rng, made, plan)
    _report(rng, made, plan, year)
    return made, shops


def _place(biz: str, food: Food) -> str:
    if biz == "食品销售" and food.sample_type == "食用农产品":
        return "农贸市场"
    return PLACES.get(biz, "便利店")


def _known(rng: random.Random, source: str, stage: str, food: Food, shop: Subject) -> dict:
    """The columns that say whose food of which kind was sampled for which task."""
    risk = source in ("国抽", "省抽") and rng.random() < 0.3
    return {
        "org_code": org_cell(rng, shop.org_code),
        "task_source": source,
        "task_kind": "风险监测" if risk else "评价性抽检" if source == "国抽" else "监督抽检",
        "food_l1": food.l1,
        "food_l2": food.l2,
        "food_l3": food.l3,
        "food_l4": food.l4,
        "sample_type": food.sample_type,
        "stage": stage,
        "shop_name": shop.name,
        "uscc": shop.uscc,
        "town_code": shop.town_code,
        "sample_name": rng.choice(food.names),
        "spec": rng.choice(food.specs),
        "lab": PROVINCE_LAB if source in PREFIX else rng.choice(CITY_LABS),
        "sampler": masked_team(rng, 2),
        "contact": masked_person(rng),
        "phone": masked_phone(rng),
        "legal_rep": masked_person(rng),
        "recheck": None,
        "items": None,
        "item_class": None,
        "faults": food.faults,
    }


def _origin(rng: random.Random, day: date, stage: str, food: Food, shop: Subject) -> dict:
    """Day of sampling, maker and production; ``/`` where food is unpacked and the label says nothing."""
    packed = food.sample_type == "普通食品"
    if stage == PRODUCER:
        maker, province, age = shop.name, "云麓省", rng.randint(1, 40)
    elif packed:
        maker, province, age = f"{brand(rng)}食品有限公司", rng.choice(PROVINCES), rng.randint(12, 180)
    else:
        maker, province, age = "/", "/", rng.randint(0, 2)
    made_on = day - timedelta(days=age)
    return {
        "sample_date": day,
        "maker": maker,
        "maker_prov": province,
        "brand": f"{brand(rng)}（示例）" if packed and rng.random() < 0.7 else "/",
        "batch_no": f"{made_on:%Y%m%d}" if packed else "/",
        "prod_date": made_on,
    }


def _judge(rng: random.Random, samples: list[dict], plan: Plan) -> None:
    """Decides which batches fail; a risk-monitoring batch is never 不合格."""
    last = plan.failing_by - timedelta(days=30)
    fit = [
        row
        for row in samples
        if row["faults"] and row["task_kind"] == "监督抽检" and row["sample_date"] <= last
    ]
    failing = rng.sample(fit, plan.failing)
    for place, row in enumerate(failing):
        found = rng.sample(row["faults"], 2 if len(row["faults"]) > 1 and rng.random() < 0.25 else 1)
        row["items"] = "；".join(fault.text for fault in found)
        row["item_class"] = list(dict.fromkeys(fault.cls for fault in found))
        # the first of the draw are overturned on recheck, one more is upheld
        row["recheck"] = "推翻" if place < plan.overturned else "维持" if place == plan.overturned else "否"
    for row in samples:
        del row["faults"]


def _report(rng: random.Random, samples: list[dict], plan: Plan, year: int) -> None:
    """Adds reports and their publication as far as they came before the ledger was handed in."""
    for number, row in enumerate(samples, start=1):
        failed = row["items"] is not None
        day = up_to(add_workdays(row["sample_date"], rng.randint(13, 24)), plan.reported_by)
        if failed:
            day = min(day, plan.failing_by)
        # the last results of a year may still be out when the ledger is handed in
        if plan.reported_by > year_end(year) and not failed and day.year > year and rng.random() < 0.15:
            row |= {"result": "未出", "published": False}
            continue
        passed = "问题样品" if row["task_kind"] == "风险监测" and rng.random() < 0.1 else "合格"
        public = add_workdays(day, rng.randint(8, 18))
        shown = row["task_kind"] != "风险监测" and public <= handed_in(year) and row["recheck"] != "推翻"
        row |= {
            "report_no": f"№SP{year}{number:05d}",
            "report_date": day,
            "result": "不合格" if failed else passed,
            "published": shown,
            "pub_date": public if shown else None,
        }
