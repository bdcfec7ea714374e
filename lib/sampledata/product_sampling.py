"""LG08 product quality sampling: plans, samples, reports and what followed a failure."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from sampledata.cases import CaseRequest, case_number
from sampledata.drawing import days_between, handed_in, running, year_end
from sampledata.names import masked_person, masked_phone
from sampledata.orgs import org_cell
from sampledata.workdays import add_workdays, next_workday
from sampledata.world import Subject, World, rng_for


@dataclass(frozen=True)
class Product:
    """One product category and where it is sampled.

    ``goods`` are (name, specification); ``maker`` is the 业态 of those who make it in the district, ``seller``
    of those who sell it, ``shops`` the words in the names of such shops (any if empty).
    """

    goods: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]
    maker: str
    seller: str = "百货零售"
    shops: tuple[str, ...] = ()


PRODUCTS = {
    "机械及安防": Product(
        (("手提式干粉灭火器", "MFZ/ABC4"), ("安全帽", "ABS型"), ("机械防盗锁", "B级")),
        ("灭火剂充装量", "冲击吸收性能"), "机械制造", shops=("五金店",),
    ),
    "化肥": Product(
        (("复合肥料", "40kg/袋"), ("尿素", "50kg/袋"), ("有机肥料", "40kg/袋")),
        ("总养分", "单一养分"), "化工制造", "农资经营",
    ),
    "日用及纺织品": Product(
        (("儿童服装", "110/56"), ("床上用品", "150×200cm"), ("毛巾", "34×74cm")),
        ("纤维含量", "pH值"), "纺织服装制造", shops=("服装店",),
    ),
    "电工及材料": Product(
        (("电线电缆", "BV 2.5mm²"), ("插座", "10A 250V"), ("断路器", "C32")),
        ("导体电阻", "温升"), "电子电器制造", shops=("五金店", "建材店"),
    ),
    "电子电器": Product(
        (("电热水壶", "1.7L 1800W"), ("充电器", "5V 2A"), ("电暖器", "2000W")),
        ("接地措施", "输入功率和电流"), "电子电器制造", shops=("家电店", "手机店"),
    ),
    "轻工产品": Product(
        (("塑料购物袋", "30×50cm"), ("童车", "12寸"), ("塑料文具", "套装")),
        ("厚度偏差", "邻苯二甲酸酯"), "日用轻工制造", "商场超市",
    ),
    "建筑和装饰装修材料": Product(
        (("水泥", "P·O 42.5"), ("内墙涂料", "18L/桶"), ("人造板", "2440×1220×18mm")),
        ("抗压强度", "甲醛释放量"), "建材制造", shops=("建材店",),
    ),
    "食品相关产品": Product(
        (("食品用塑料包装袋", "20×30cm"), ("一次性餐盒", "750mL")),
        ("溶剂残留量总量", "跌落性能"), "食品相关产品制造", "商场超市",
    ),
    "成品油": Product((("车用汽油", "92号"), ("车用柴油", "0号")), ("硫含量", "闭口闪点"), "", "加油站"),
}  # fmt: skip
# batches sampled by category, and (planned, refused, voided) rows that are no batch
BATCHES = {
    2020: (
        {
            "机械及安防": 18,
            "化肥": 26,
            "日用及纺织品": 21,
            "电子电器": 17,
            "建筑和装饰装修材料": 24,
            "食品相关产品": 12,
        },
        (0, 2, 1),
    ),
    2021: (
        {
            "机械及安防": 22,
            "化肥": 24,
            "日用及纺织品": 25,
            "电工及材料": 18,
            "电子电器": 19,
            "轻工产品": 16,
            "建筑和装饰装修材料": 26,
        },
        (3, 2, 2),
    ),
    2022: (
        {
            "机械及安防": 24,
            "化肥": 27,
            "日用及纺织品": 28,
            "电工及材料": 20,
            "电子电器": 22,
            "轻工产品": 14,
            "建筑和装饰装修材料": 23,
            "成品油": 18,
        },
        (4, 1, 3),
    ),
}
FAIL_RATE = {2020: 0.127, 2021: 0.095, 2022: 0.075}
MONTHS = (2, 3, 8, 9, 11, 12, 8, 9, 13, 10, 9, 6)
LEVELS = ("省抽", "市抽", "区抽", "专项")
LEVEL_WEIGHTS = (22, 30, 38, 10)
LABS = ("云栖市产品质量监督检验所（示例）", "云麓省产品质量监督检测院（示例）")
NOT_SAMPLED = ("计划", "拒检", "作废")


def samples(world: World, year: int) -> tuple[list[dict], list[CaseRequest]]:
    """Rows of LG08 by day of sampling, and the penalty cases that they ask for."""
    rng = rng_for("LG08", year)
    by_category, spare = BATCHES[year]
    rows = [(l1, "") for l1, count in by_category.items() for _ in range(count)]
    rows += [
        (rng.choice(sorted(by_category)), status)
        for status, count in zip(NOT_SAMPLED, spare, strict=True)
        for _ in range(count)
    ]
    rng.shuffle(rows)
    days = days_between(rng, len(rows), date(year, 1, 8), year_end(year), MONTHS)
    pools = {l1: _firms(world, year, PRODUCTS[l1]) for l1 in sorted(by_category)}
    made, cases = [], []
    for number, (day, (l1, status)) in enumerate(zip(days, rows, strict=True), start=1):
        stage = _stage(rng, PRODUCTS[l1])
        firm = rng.choice(pools[l1][stage == "生产"])
        row = _sampled(rng, year, number, l1, stage, firm) | {"sample_date": day}
        row |= {"status": status} if status else _reported(rng, day, year, number, PRODUCTS[l1])
        made.append(row)
        if row.get("result") == "严重不合格" and row["order_date"].year == year:
            row["case_no"] = case_number("质", year, len(cases) + 1)
            title = f"{firm.name}涉嫌{'生产' if stage == '生产' else '销售'}不合格{row['name']}案"
            asked = (row["case_no"], "铁拳", "抽检不合格", row["sample_no"])
            cases.append(CaseRequest(*asked, firm, row["order_date"], firm.org_code, title))
    return made, cases


def _firms(world: World, year: int, product: Product) -> dict[bool, list[Subject]]:
    """Those who make the product (True) and those who sell it (False)."""
    sellers = world.pool(year, product.seller)
    if product.shops:
        sellers = [one for one in sellers if one.name.endswith(product.shops)]
    return {True: world.pool(year, product.maker) if product.maker else [], False: sellers}


def _stage(rng: random.Random, product: Product) -> str:
    if not product.maker:
        return "流通"
    return rng.choices(("生产", "流通", "网售"), (42, 52, 6))[0]


def _sampled(rng: random.Random, year: int, number: int, l1: str, stage: str, firm: Subject) -> dict:
    """The columns known on the day of sampling."""
    name, spec = rng.choice(PRODUCTS[l1].goods)
    capital = firm.capital or 0
    scale = "中型" if firm.is_scale and capital >= 1000 else "小型" if capital >= 200 else "微型"
    return {
        "sample_no": running("CPCY", year, number),
        "org_code": org_cell(rng, firm.org_code),
        "plan_level": rng.choices(LEVELS, LEVEL_WEIGHTS)[0],
        "stage": stage,
        "l1": l1,
        "name": name,
        "spec": spec,
        "batch_no": f"{year - rng.randint(0, 1)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}",
        "ent_name": firm.name,
        "uscc": firm.uscc,
        "scale": scale,
        "lab": rng.choice(LABS),
        "contact": masked_person(rng),
        "phone": masked_phone(rng),
    }


def _reported(rng: random.Random, day: date, year: int, number: int, product: Product) -> dict:
    """Report and follow-up as far as they had come when the ledger was handed in."""
    # laboratories are slow towards the end of the year
    slow = day.month >= 11 and rng.random() < 0.35
    report = add_workdays(day, rng.randint(45, 70) if slow else rng.randint(15, 38))
    if report > handed_in(year):
        return {"status": rng.choice(("已抽样", "在检"))}
    n_item = rng.randint(6, 18)
    row = {
        "report_no": f"ZJ{year}{number:05d}",
        "report_date": report,
        "status": "已出报告",
        "result": "合格",
        "n_item": n_item,
        "n_bad": 0,
    }
    if rng.random() >= FAIL_RATE[year]:
        return row
    faults = rng.sample(product.faults, rng.choice((1, 1, 2)))
    order = add_workdays(report, rng.randint(2, 8))
    if order > handed_in(year):
        order = report
    row |= {
        "result": "严重不合格" if rng.random() < 0.3 else "不合格",
        "n_bad": len(faults),
        "items": "；".join(faults),
        "order_date": order,
    }
    recheck = next_workday(order + timedelta(days=rng.randint(28, 60)))
    if recheck <= handed_in(year):
        row |= {"recheck_date": recheck, "recheck_result": "合格" if rng.random() < 0.9 else "不合格"}
    return row
