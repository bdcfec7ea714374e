"""The reference page of proofs: classes, states, kinds, verdicts, files and their columns, from what the code declares."""

from __future__ import annotations

from workreport.cli.reference.markdown import page, table
from workreport.drafts.kinds import CLASSES, COLOURS, GRAVITIES, GRAVITY_OF, KINDS, STATES, VERDICTS
from workreport.drafts.outputs.tables import NUMBERS, RELATIONS
from workreport.drafts.proof.answers import Answer

ABOUT = "`workreport proof` 给数的分类和状态、查的关系、报的问题、留下的表。怎么用见[核稿五分钟](../how-to/proof.md)。"
MEANING = {
    "doc": "稿件名，不带后缀",
    "line": "第几段（表格的一行也是一段），从1起",
    "position": "第一个字在 text.txt 中的位置，从0起",
    "token": "数连同单位，个人信息遮盖",
    "class": "分类",
    "value": "数量的值",
    "unit": "单位，连同万、亿",
    "state": "数量的状态",
    "figure": "指标编号",
    "aspect": "说的是指标的哪一面：本期数、同比、任务等",
    "expected": "应为；没有的写—或空白",
    "explanation": "说明",
    "kind": "关系的种类",
    "quote": "原文",
    "formula": "算式",
    "printed": "文中的数",
    "verdict": "结论；成立的也列出",
}
KEYS = {
    "fingerprint": "编号，见网页、核稿单和 proof.template.yaml；只看这句话的字和数，不看位置",
    "verdict": "dismissed 这一条不是问题；confirmed 这个数没有错",
    "figure": "confirmed 时可写它是哪个指标（编号或名称），以后按该指标核；不写即确认这个数本身",
    "by": "谁答复的",
    "why": "理由",
}


def proof_page() -> str:
    """Every class, state, kind, verdict, column and key."""
    asks = {verdict: f"{COLOURS[gravity]}，{GRAVITIES[gravity]}" for verdict, gravity in GRAVITY_OF.items()}
    kinds = [(f"`{id}`", kind.title, kind.about, kind.example) for id, kind in KINDS.items()]
    columns = [("numbers.csv", NUMBERS), ("relations.csv", RELATIONS)]
    return page(
        "核稿",
        ABOUT,
        "## 数的分类\n\n" + table(("class", "分类"), [(f"`{id}`", name) for id, name in CLASSES.items()]),
        "## 数量的状态\n\n按这个次序计数。\n\n" + table(("state", "含义"), STATES.items()),
        "## 种类\n\n" + table(("kind", "名称", "查什么", "例"), kinds),
        "## 结论\n\n"
        + table(
            ("verdict", "含义", "批注"),
            [(f"`{id}`", name, asks.get(id, "不提")) for id, name in VERDICTS.items()],
        ),
        *(
            f"## {name}\n\n" + table(("列", "含义"), [(f"`{one}`", MEANING[one]) for one in names])
            for name, names in columns
        ),
        "## proof.yaml\n\n"
        + table(("键", "含义"), [(f"`{name}`", KEYS[name]) for name in Answer.model_fields]),
    )
