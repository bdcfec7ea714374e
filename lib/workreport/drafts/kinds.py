"""The words of a proof: classes and states of numbers, kinds of relations and findings, verdicts, gravities."""

from __future__ import annotations

from dataclasses import dataclass

from workreport.drafts import model

FIGURE, NAMES, TEXTS, GRAPHIC = "figure", "names", "texts", "graphic"
"""Kinds of findings that are no relation and no claim: another value than the ledgers', a name, another text, a chart."""


@dataclass(frozen=True)
class Kind:
    """A kind of relation or finding: its title, what is looked at, an example of what is found."""

    title: str
    about: str
    example: str


KINDS: dict[str, Kind] = {
    FIGURE: Kind(
        "与台账", "文中的数与它所说的指标、分组、比较、任务是否一致", "共走访125户次，台账为152户次"
    ),
    "wording": Kind("用词", "数对而量词、百分号、升降的说法不对", "检查40家，应为40家次"),
    "sum": Kind("合计", "各部分之和与总数，部分不大于全部", "36＋531＋230＝797，文中共计801"),
    "share": Kind("占比", "部分占全部的百分比", "16件占40件，应为40.0%，文中为41.0%"),
    "rate": Kind("比率", "办结率、合格率、人均等由两数得出的比率", "办结30件、受理50件，应为60%"),
    "growth": Kind("增减", "与上年、上期相比的增减量和增减幅", "由200件增至250件，应为增长25%"),
    "table": Kind("表格", "表内的合计行、合计列，表与正文", "表中各行之和与合计行不符"),
    "twice": Kind("两处", "同一件事在文中两处的数", "前文45件，后文54件"),
    "balance": Kind("结转", "期初、增加、减少与期末", "上期结转3件，新收10件，办结8件，结转应为5件"),
    "rounding": Kind("概数", "确数与它以万、亿表示的数", "23456元写作2.4万元"),
    "forced100": Kind("修约凑百", "为使占比之和正好是100而改了末位", "33.4%，应为33.3%"),
    "listed": Kind("列举", "说了几项就列了几项，序号不断", "“四个方面”只有三个"),
    "period": Kind("时间", "日期、期间是否存在，是否合乎报告期", "年度报告中写“环比”"),
    "unit": Kind("单位", "量词、百分号是否齐全", "占比37.5，少了百分号"),
    "magnitude": Kind("量级", "万、亿有没有丢", "罚款2.82元，疑为万元"),
    "copied": Kind("照抄", "多个数与上年相同", "三个数与上年报告完全一样"),
    "slip": Kind("笔误", "多字、少字、括号不成对", "（5件，缺右括号"),
    "claim": Kind("断言", "均已、全部、全覆盖、未发生、居首等说法是否成立", "“均已整改”，还有2件没有整改"),
    NAMES: Kind("名称", "名单上不公开的地名、单位、人名", "公开前改为“某单位”"),
    TEXTS: Kind("各稿之间", "同一指标（没有指标的，同一说法和单位）在同时核的几份稿中的数", "汇报为120件，月报为102件"),
    GRAPHIC: Kind("图", "Word 图表、SmartArt 里的数能不能读出", "瀑布图的数没有读出，请自行核对"),
}  # fmt: skip

CLASSES = {
    model.QUANTITY: "数量",
    model.DATE: "日期、期间",
    model.ORDINAL: "序号",
    model.NAME: "名称",
    model.LAW: "法规、文号",
    model.PHONE: "电话、代码",
    model.OTHER: "其他",
}
STATES = {
    model.UNREADABLE: "数或单位读不出来",
    model.UNDECIDED: "有几个指标可能，哪个都不能肯定",
    model.UNSUPPORTED: "没有指标，文内也没有关系可以印证",
    model.DIFFERS: "与指标的值，或与文内由它算出的数不同",
    model.CONFIRMED: "没有对应的指标，文内的关系成立",
    model.MATCHES: "与指标的值相同（按印出的位数）",
}
"""States of a quantity with what they mean, in the order in which they are counted."""
VERDICTS = {
    model.HOLDS: "成立",
    model.FAILS: "不成立",
    model.CONFLICT: "两处矛盾",
    model.ROUNDED: "末位不准",
    model.FORCED100: "修约凑百",
    model.SUSPECT: "存疑",
    model.UNDEFINED: "不能判定",
}
GRAVITIES = {model.WRONG: "错误", model.DOUBTFUL: "存疑", model.WORDING: "用词"}
COLOURS = {model.WRONG: "红", model.DOUBTFUL: "黄", model.WORDING: "蓝"}
GRAVITY_OF = {
    model.FAILS: model.WRONG,
    model.CONFLICT: model.WRONG,
    model.ROUNDED: model.DOUBTFUL,
    model.FORCED100: model.DOUBTFUL,
    model.SUSPECT: model.DOUBTFUL,
}
"""What a verdict on a relation asks for; ``HOLDS`` and ``UNDEFINED`` ask for nothing."""

QUOTED = 30
"""Characters."""


def title_of(kind: str) -> str:
    """The title of a kind; a kind that is not declared is its own title."""
    return KINDS[kind].title if kind in KINDS else kind


def shortened(quote: str) -> str:
    """A quotation for a list: its beginning, on one line."""
    words = " ".join(quote.split())
    return words if len(words) <= QUOTED else f"{words[:QUOTED]}…"
