"""What complaints are about, and against whom."""

from __future__ import annotations

import random
from functools import cache

from sampledata.world import Subject, World

FOOD, DRUG, SERVICE, GOODS = "食品", "药品", "服务", "其他商品"

_GOODS = {
    "家用电器": 9, "服装鞋帽": 11, "通讯产品": 7, "化妆品": 12, "家居用品": 8, "交通工具": 5, "装修建材": 6,
    "保健食品": 5, "烟酒和饮料": 6, "儿童用品": 6, "家具": 4, "电动自行车": 4, "车用燃油": 2,
    "首饰": 2, "玩具": 4, "计算机产品": 3, "医疗器械": 3, "洗涤用品": 3, "农业生产资料": 2, "文教办公用品": 2,
    "体育用品": 2, "卫生用品": 3, "钟表眼镜": 2, "五金交电": 3, "其他商品": 7,
}  # fmt: skip
_SERVICES = {
    "餐饮服务": 24, "住宿服务": 6, "美容美发": 15, "洗浴保健": 4, "维修服务": 10, "停车服务": 7, "物业服务": 6,
    "教育培训": 12, "文化娱乐": 5, "体育健身": 9, "快递服务": 5, "装修服务": 6, "家政服务": 3, "其他服务": 4,
}  # fmt: skip
_SHOPS = {
    FOOD: ("食品销售", "餐饮服务", "商场超市", "小餐饮", "小食杂店"),
    DRUG: ("药品零售",),
    SERVICE: ("餐饮服务", "宾馆酒店", "居民服务", "物业管理", "文化体育"),
    GOODS: ("百货零售", "批发贸易", "商场超市", "加油站", "农资经营", "日用轻工制造"),
}
_ISSUES = {
    "投诉": {"质量": 34, "售后服务": 24, "合同": 14, "价格": 7, "虚假宣传": 6, "计量": 2, "人身权利": 1, "安全": 3,
            "假冒": 5, "其他": 4},
    "举报": {"广告": 42, "虚假宣传": 16, "质量": 12, "价格": 6, "假冒": 5, "登记管理": 4, "许可管理": 4,
            "不正当竞争": 3, "知识产权": 3, "计量": 1, "其他": 4},
}  # fmt: skip
MAGNETS = 6  # online traders that professional claimants report again and again


def objects_of(rng: random.Random, category: str, kind: str) -> tuple[str, str]:
    """(客体类别, 问题类别) of a ticket."""
    if category in (FOOD, DRUG):
        obj = category
    else:
        shares = _SERVICES if category == SERVICE else _GOODS
        obj = rng.choices(list(shares), list(shares.values()))[0]
    if category == FOOD and rng.random() < 0.7:
        return obj, "食品安全"
    issues = _ISSUES[kind]
    return obj, rng.choices(list(issues), list(issues.values()))[0]


def shops_of(rng: random.Random, world: World, year: int, category: str, kind: str) -> Subject:
    """The subject complained about; a few traders draw a third of the reports on goods."""
    pool = _pool(world, year, category)
    if category == GOODS and kind == "举报" and rng.random() < 0.34:
        traders = [shop for shop in pool if shop.biz == "批发贸易"]
        return rng.choices(traders[:MAGNETS], range(MAGNETS, 0, -1))[0]
    return pool[int(len(pool) * rng.random() ** 1.4)]


@cache
def _pool(world: World, year: int, category: str) -> list[Subject]:
    # the order decides who draws many complaints: by the end of the code, which has no meaning
    return sorted(world.pool(year, *_SHOPS[category]), key=lambda shop: shop.uscc[::-1])
