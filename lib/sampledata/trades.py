"""What the district's subjects do: kinds of trade (业态), how many there are, what they are called."""

from __future__ import annotations

from dataclasses import dataclass

ENTERPRISE_TYPES = ("内资企业", "私营企业", "外资企业")
ENTERPRISE, INDIVIDUAL, COOP, BRANCH = "企业", "个体工商户", "农民专业合作社", "分支机构"
INSTITUTION, PRIVATE_UNIT = "事业单位", "民办非企业单位"


@dataclass(frozen=True)
class Trade:
    """One kind of trade of one group of subjects.

    Attributes
    ----------
    biz : str
        业态 as RF02 records it.
    group : str
        企业 (split into 内资/私营/外资 later) or one of the other subject types.
    opening : int
        Subjects in the register before 2020.
    new_share : int
        Weight among each year's new subjects of the group; 0 for trades that never gain one.
    section : str
        GB/T 4754 section letter.
    patterns : tuple of str
        Names; ``{brand}`` and ``{town}`` are replaced.
    lasting : bool
        Never deregistered within the sample years.
    licence : str
        Prefix of its licence number, empty if it needs none.
    """

    biz: str
    group: str
    opening: int
    new_share: int
    section: str
    patterns: tuple[str, ...]
    lasting: bool = False
    licence: str = ""


def _ltd(*words: str) -> tuple[str, ...]:
    return tuple(f"晴川{{brand}}{word}有限公司" for word in words)


def _shop(*words: str) -> tuple[str, ...]:
    return tuple(f"晴川区{{town}}{{brand}}{word}" for word in words)


def _branch(*words: str) -> tuple[str, ...]:
    return tuple(f"云栖{{brand}}{word}" for word in words)


TRADES = (
    # enterprises
    Trade("食品生产企业", ENTERPRISE, 58, 6, "C", _ltd("食品", "粮油", "酒业", "饮品"), True, "SC"),
    Trade("机械制造", ENTERPRISE, 120, 30, "C", _ltd("机械制造", "重工机械", "精密机械")),
    Trade("化工制造", ENTERPRISE, 55, 8, "C", _ltd("化工", "新材料", "肥业")),
    Trade("建材制造", ENTERPRISE, 85, 20, "C", _ltd("建材", "装饰材料", "水泥制品")),
    Trade("电子电器制造", ENTERPRISE, 50, 15, "C", _ltd("电器", "电子", "电缆")),
    Trade("纺织服装制造", ENTERPRISE, 40, 8, "C", _ltd("纺织", "服饰")),
    Trade("日用轻工制造", ENTERPRISE, 55, 12, "C", _ltd("家居用品", "日用制品", "玩具")),
    Trade("食品相关产品制造", ENTERPRISE, 24, 4, "C", _ltd("包装", "塑业"), True),
    Trade("加油站", ENTERPRISE, 18, 1, "F", _ltd("加油站"), True),
    Trade("商场超市", ENTERPRISE, 42, 12, "F", _ltd("超市", "商贸超市"), False, "JY1"),
    Trade("餐饮服务", ENTERPRISE, 45, 25, "H", _ltd("餐饮", "餐饮管理"), False, "JY2"),
    Trade("宾馆酒店", ENTERPRISE, 30, 8, "H", _ltd("酒店", "宾馆")),
    Trade("器械批发", ENTERPRISE, 3, 0, "F", _ltd("医疗器械"), True, "械经营"),
    Trade("器械零售", ENTERPRISE, 14, 3, "F", _ltd("康复器材", "医疗用品"), False, "械备"),
    Trade("物业管理", ENTERPRISE, 26, 6, "K", _ltd("物业服务"), True),
    Trade("批发贸易", ENTERPRISE, 330, 280, "F", _ltd("商贸", "贸易", "供应链管理")),
    Trade("建筑工程", ENTERPRISE, 130, 160, "E", _ltd("建设工程", "建筑劳务", "装饰工程")),
    Trade("信息技术", ENTERPRISE, 80, 120, "I", _ltd("信息技术", "软件", "网络科技")),
    Trade("商务服务", ENTERPRISE, 120, 190, "L", _ltd("企业管理", "商务服务", "文化传媒", "人力资源")),
    Trade("科技服务", ENTERPRISE, 70, 110, "M", _ltd("科技", "检测技术", "环保科技")),
    Trade("交通运输", ENTERPRISE, 50, 60, "G", _ltd("运输", "物流")),
    Trade("农业企业", ENTERPRISE, 60, 70, "A", _ltd("农业开发", "生态农业")),
    Trade("居民服务", ENTERPRISE, 35, 40, "O", _ltd("家政服务", "汽车服务")),
    Trade("文化体育", ENTERPRISE, 25, 30, "R", _ltd("文化发展", "体育发展")),
    # individuals
    Trade(
        "食品加工小作坊",
        INDIVIDUAL,
        98,
        3,
        "C",
        _shop("豆腐坊", "榨油坊", "米粉坊", "糕点坊"),
        True,
        "小作坊",
    ),
    Trade("食品销售", INDIVIDUAL, 560, 120, "F", _shop("副食店", "生鲜店", "便利店"), False, "JY1"),
    Trade("餐饮服务", INDIVIDUAL, 420, 150, "H", _shop("饭店", "餐馆", "快餐店", "火锅店"), False, "JY2"),
    Trade("小餐饮", INDIVIDUAL, 130, 60, "H", _shop("小吃店", "早餐店"), False, "小餐饮"),
    Trade("小食杂店", INDIVIDUAL, 150, 50, "F", _shop("食杂店", "小卖部"), False, "小食杂"),
    Trade("保健食品经营", INDIVIDUAL, 440, 15, "F", _shop("保健食品店", "营养品店", "母婴店"), True, "JY1"),
    Trade("药品零售", INDIVIDUAL, 26, 2, "F", _shop("大药房", "药店"), True, "药零"),
    Trade("农资经营", INDIVIDUAL, 55, 8, "F", _shop("农资店", "种子化肥店")),
    Trade("宾馆酒店", INDIVIDUAL, 28, 8, "H", _shop("旅馆", "招待所")),
    Trade("居民服务", INDIVIDUAL, 180, 130, "O", _shop("理发店", "洗衣店", "汽修店", "养生馆")),
    Trade("百货零售", INDIVIDUAL, 230, 180, "F", _shop("服装店", "五金店", "手机店", "家电店", "建材店")),
    # cooperatives, branches
    Trade(
        "农民专业合作社",
        COOP,
        270,
        10,
        "A",
        ("晴川{brand}种植专业合作社", "晴川{brand}养殖专业合作社"),
        False,
    ),
    Trade("药品零售", BRANCH, 62, 3, "F", _branch("大药房连锁有限公司晴川门店"), True, "药零"),
    Trade("加油站", BRANCH, 12, 1, "F", _branch("石油有限公司晴川加油站"), True),
    Trade("商场超市", BRANCH, 36, 10, "F", _branch("超市有限公司晴川店"), False, "JY1"),
    Trade("直销服务网点", BRANCH, 8, 1, "F", _branch("日用品有限公司晴川服务网点"), True),
    Trade("金融网点", BRANCH, 28, 2, "J", _branch("商业银行晴川支行", "保险公司晴川营销部"), True),
    Trade(
        "其他分支机构", BRANCH, 90, 30, "L", _branch("工程有限公司晴川分公司", "商务服务有限公司晴川分公司")
    ),
    # public and private institutions: not registered by this bureau, supervised by it
    Trade("疾控中心", INSTITUTION, 1, 0, "Q", ("晴川区疾病预防控制中心",), True),
    Trade(
        "区级医院",
        INSTITUTION,
        4,
        0,
        "Q",
        ("晴川区人民医院", "晴川区中医院", "晴川区妇幼保健院", "晴川区第二人民医院"),
        True,
        "医疗机构",
    ),
    Trade("乡镇卫生院", INSTITUTION, 10, 0, "Q", ("晴川区{town}卫生院",), True, "医疗机构"),
    Trade(
        "社区卫生服务中心",
        INSTITUTION,
        3,
        0,
        "Q",
        ("晴川区望云社区卫生服务中心", "晴川区书院社区卫生服务中心", "晴川区新城社区卫生服务中心"),
        True,
        "医疗机构",
    ),
    Trade(
        "学校", INSTITUTION, 46, 0, "P", ("晴川区{town}{brand}小学", "晴川区{town}{brand}中学"), True, "JY3"
    ),
    Trade("机关食堂", INSTITUTION, 12, 0, "S", ("晴川区{brand}机关服务中心",), True, "JY3"),
    Trade("村卫生室", PRIVATE_UNIT, 120, 0, "Q", ("晴川区{town}{brand}村卫生室",), True, "医疗机构"),
    Trade(
        "诊所门诊", PRIVATE_UNIT, 24, 0, "Q", ("晴川{brand}诊所", "晴川{brand}口腔门诊部"), True, "医疗机构"
    ),
    Trade(
        "幼儿园养老院", PRIVATE_UNIT, 22, 0, "P", ("晴川区{brand}幼儿园", "晴川区{brand}养老院"), True, "JY3"
    ),
)


@dataclass(frozen=True)
class YearPlan:
    """How many subjects of a group come and go in a year."""

    setups: int
    moved_in: int
    cancelled: int
    moved_out: int
    revoked: int


PLANS = {
    ENTERPRISE: {
        2020: YearPlan(1018, 14, 178, 9, 1),
        2021: YearPlan(1256, 19, 231, 12, 2),
        2022: YearPlan(1377, 23, 342, 17, 1),
    },
    INDIVIDUAL: {
        2020: YearPlan(612, 0, 301, 0, 0),
        2021: YearPlan(744, 0, 356, 0, 1),
        2022: YearPlan(701, 0, 498, 0, 0),
    },
    COOP: {
        2020: YearPlan(24, 0, 8, 0, 0),
        2021: YearPlan(19, 0, 11, 0, 0),
        2022: YearPlan(15, 0, 14, 0, 0),
    },
    BRANCH: {
        2020: YearPlan(41, 2, 14, 1, 0),
        2021: YearPlan(52, 1, 17, 2, 0),
        2022: YearPlan(47, 3, 21, 1, 0),
    },
}
