"""Units of quantities: measure words, units of money, length, time, and what follows a number without being one."""

from __future__ import annotations

import re
from decimal import Decimal

_FREE = """
个百分点 百分点 个基点 个点 夜 个工作日 个自然日 个小时 个月 个季度 个年度 工作日 人次 家次 户次 批次 件次 台次 车次 场次 班次 项次 例次 条次 架次 航次 卷次 份次 组次 辆次
户(次) 家(次) 台(套) 台套 台(件) 条(处) 个(次) 张(份) 项(次) 件(套) 家(户) 户(家) 大类 小类 平方公里 平方千米 平方米 立方米 公顷 公里 千米 厘米 毫米 米
千克 公斤 毫克 微克 克 吨 标准煤 毫升 升 千瓦时 千瓦 兆瓦 千伏安 千伏 度电 兆帕 摄氏度 元 美元 欧元 港元 港币 日元 人口 小时 分钟 秒钟 秒 部分 部门 方面 环节 领域 街道
倍 亩 辆 艘 架 吊 匹 株 盏 幢 栋 宗 笔 例 篇 册 枚 桶 瓶 袋 箱 盒 罐 包 捆 颗 粒 支 双 副 堂 届 轮 趟 遍 座 尊 幅 卷 顶 床 块 款 幕 首 则 封 版 天 周
岁 套 组 队 班 车 层 孔 台班 村 乡镇 乡 镇 州 盟 km² km2 km kg g mg μg t m² m2 m³ m3 ㎡ m cm mm ml mL L kWh kW MW MPa
℃ °C GB TB MB
"""
_NOT_BEFORE = {
    "人": "民格才力工群社大气性体物均员为类事",
    "家": "庭居具用电长装属园政禽畜禽乡",
    "户": "籍外口型主",
    "个": "体性别案税",
    "件": "均",
    "台": "账帐湾阶式历风灯",
    "条": "例件款目形码",
    "次": "年月日要品级序第性产",
    "项": "",
    "起": "来草重源步点诉止义",
    "类": "别型似",
    "批": "发准复评",
    "部": "长署委队级位件",
    "份": "额",
    "名": "称单牌列录优特为",
    "位": "于置居列",
    "只": "有要能是",
    "场": "所地景馆",
    "点": "位评击",
    "张": "贴",
    "面": "积对向临",
    "处": "理置罚于分方",
    "门": "店户诊",
    "间": "接隔",
    "期": "间限末货",
    "段": "时",
    "本": "月年次局市地级区县报科",
    "所": "有属以在",
    "把": "握关控",
    "头": "部",
    "种": "植养子业",
    "级": "别",
    "页": "面码",
    "年": "龄均产度",
    "日": "均常报产用",
    "道": "路德",
    "根": "据本治",
    "片": "区面",
    "束": "缚",
    "群": "众",
    "节": "约能假省点",
    "站": "点",
    "章": "程",
    "市": "场民长级政域内局面容值辖直属州",
    "县": "域级城长内局",
    "区": "域间别级内局",
    "省": "级内份",
    "成": "立果效功为员本交长品熟",
    "度": "假",
    "步": "入行伐",
    "国": "家际内有",
    "校": "园长",
    "店": "铺主",
    "路": "径面线",
    "针": "对",
    "口": "径头岸味腔",
    "局": "面长势",
}
"""Measure words, and the characters before which they are the head of another word."""
_CJK = "\u4e00-\u9fff"


def _pattern() -> str:
    words = {word: "" for word in _FREE.split()} | _NOT_BEFORE
    made = []
    for word in sorted(words, key=lambda word: (-len(word), word)):
        text = re.escape(word).replace(r"\(", "[(（]").replace(r"\)", "[)）]")
        if words[word]:
            text += f"(?![{words[word]}])"
        made.append(text + "(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else text)
    return "|".join(made)


MEASURE = f"(?:大(?:类|[{_CJK}]{{2}})|(?:{_pattern()})(?:/(?:{_pattern()}))?)"
"""Pattern of a measure word; 五大热点 counts 大热点."""
SCALE = "(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![克米瓦伏])|百(?!分))"
PERCENT = "(?:%|‰|‱)"
UNIT = f"(?:{PERCENT}|{MEASURE})"

_FACTORS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def factor(scale: str) -> Decimal:
    """What a scale multiplies by: 万 is 10000, 千万 is 10000000, nothing is 1."""
    result = 1
    for character in scale:
        result *= _FACTORS[character]
    return Decimal(result)
