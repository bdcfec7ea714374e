"""The reference page of slots: numbers in sentences of notebooks, in drafts that people write, and conditions of the outline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workreport.base.paths import REPOSITORY
from workreport.base.workspace import Workspace
from workreport.cli.reference.markdown import page, table
from workreport.drafts.bound.slots import ASPECTS, FORMS, SPANS
from workreport.drafts.writing.conditions import CONDITIONS
from workreport.ledgers.declared.contract import load_contracts
from workreport.narrative.example_names import example_names, filled
from workreport.narrative.largest_parts import LARGEST
from workreport.narrative.sentences import PLACES, SLOTS
from workreport.narrative.sub_bureau_ranking import RANK_SLOTS

Meanings = Mapping[str, tuple[str, str]]
"""What a word means, and an example, by the word."""
ABOUT = "句子里的数不手写，写成空，由台账填。调用本身见[调用](calls.md)。"
IN_SENTENCES: Meanings = {
    "value": ("数和单位；不写冒号的就是它", "{FIGURE}"),
    "number": ("只写数，不带单位", "{FIGURE:number}"),
    "yoy": ("同比怎么变的，紧跟在这个指标的数后面", "{FIGURE}，{FIGURE:yoy}"),
    "mom": ("环比怎么变的；全年没有环比，连同前面的逗号略去", "{FIGURE}，{FIGURE:yoy,mom}"),
    "target": ("年度任务数", "年度任务{FIGURE:target}"),
    "completion": ("年度任务完成率", "{FIGURE:completion}"),
    "distance": ("比时序进度快或慢几个百分点；年末略去", "{FIGURE:completion}，{FIGURE:distance}"),
    "highest": ("比率最高的机构和它的比率", "最高的是{FIGURE:highest}"),
    "lowest": ("比率最低的机构和它的比率", "最低的是{FIGURE:lowest}"),
    "median": ("各机构比率的中位数", "{FIGURE:median}"),
    "largest": ("一个维度里数最大的几组，各有多少、占多少", "居前的是{FIGURE[DIMENSION]:largest}"),
    "spread": ("最高与最低相差多少", "{FIGURE:spread}"),
}
PLACE_WORDS: Meanings = {
    "period": ("报告期的名称", "{period}，"),
    "span": ("报告期去掉年份：全年、上半年、本月", "{span}"),
    "cutoff": ("数据截至的那一天", "截至{cutoff}"),
}
IN_DRAFTS: Meanings = {
    "本期": ("本期的数和单位；不写方面的就是它", "〔LABEL〕"),
    "同比": ("同比怎么变的", "〔LABEL 同比〕"),
    "环比": ("环比怎么变的", "〔LABEL 环比〕"),
    "上年": ("上年同期的数", "〔LABEL 上年〕"),
    "上年同期": ("上年同期的数", "〔LABEL 上年同期〕"),
    "上期": ("上一期的数", "〔LABEL 上期〕"),
    "任务": ("年度任务数", "〔LABEL 任务〕"),
    "任务数": ("年度任务数", "〔LABEL 任务数〕"),
    "完成率": ("年度任务完成率", "〔LABEL 完成率〕"),
    "时序": ("比时序进度快或慢几个百分点", "〔LABEL 时序〕"),
    "占比": ("一组占全部的比重，组名写在前面", "〔LABEL 组名 占比〕"),
    "位次": ("一个机构的位次，机构名写在前面", "〔LABEL 机构名 位次〕"),
    "累计": ("从年初到截至日的数", "〔LABEL 累计〕"),
    "概数": ("写成“近”“余”的概数", "〔LABEL 概数〕"),
    "汉字": ("写成汉字数字", "〔LABEL 汉字〕"),
    "无单位": ("只写数", "〔LABEL 无单位〕"),
    "全写": ("不换算成万、亿", "〔LABEL 全写〕"),
    "万": ("以万计，后面可写几位小数", "〔LABEL 万1〕"),
    "亿": ("以亿计，后面可写几位小数", "〔LABEL 亿2〕"),
}
IN_OUTLINE: Meanings = {
    "positive": ("这些空都大于零", "positive: [LABEL]"),
    "zero": ("这些空都是零", "zero: [LABEL]"),
    "full": ("这些空都是100%", "full: [LABEL 完成率]"),
    "same": ("两个空的数相同，而且不是零", "same: [LABEL, LABEL 任务]"),
    "differs": ("两个空都有数，而且不同", "differs: [LABEL, LABEL 上年]"),
    "tasked": ("这些指标有本期要考核的年度任务", "tasked: [LABEL]"),
    "reached": ("这些指标的年度任务已完成", "reached: [LABEL]"),
    "behind": ("这些指标落后于时序进度", "behind: [LABEL]"),
    "provided": ("这些指标的台账都交了", "provided: [LABEL]"),
    "holds": ("这些编号的表述类勾稽成立", "holds: [CHECK]"),
}


def slots_page() -> str:
    """Every slot and every condition of the outline with its meaning and an example."""
    workspace = Workspace.open(REPOSITORY / "data")
    names = example_names(workspace, load_contracts(workspace))

    def listed(words: Iterable[str], meanings: Meanings, head: str) -> str:
        rows = [
            (f"`{word}`", meanings[word][0], f"`{filled(meanings[word][1], names)}`")
            for word in dict.fromkeys(words)
        ]
        return table((head, "写出什么", "例"), rows)

    cut = filled("`{FIGURE[DIMENSION=组名]}` 是这个指标在一个组里的数，两个条件用逗号隔开。", names)
    return page(
        "空和条件",
        ABOUT,
        f"## 句子里的空\n\n笔记本里 `{{指标编号:方面}}`，几个方面用逗号隔开。{cut}\n\n"
        + listed((*SLOTS, *RANK_SLOTS, LARGEST), IN_SENTENCES, "方面"),
        "## 句子里的报告期\n\n" + listed(PLACES, PLACE_WORDS, "空"),
        "## 正文里的空\n\nWord 稿和提纲里 `〔指标 分组 方面 写法〕`，用空格隔开，指标写名称或编号。\n\n"
        + listed((*ASPECTS, *SPANS, *FORMS), IN_DRAFTS, "词"),
        "## 提纲里的条件\n\n`outline/正文.yaml` 里的 `when`。笔记本里的条件见[调用](calls.md#条件)。\n\n"
        + listed(CONDITIONS, IN_OUTLINE, "条件"),
    )
