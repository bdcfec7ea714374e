"""Every house rule of notebooks, each broken once in a notebook that is otherwise as it should be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workreport.narrative.house_rules import RULES, broken_rules
from workreport.narrative.notebook_cells import Notebook

NAME = "03_food_safety"
GOOD = {
    "title": "# 食品安全监管",
    "parameters": 'period = "2021"',
    "open": f'from workreport.narrative import open_section\n\ns = open_section("{NAME}", period, data)',
    "say": 's.say("检出不合格{food.sampling.nonconforming_batches}，热线12315。")',
    "table": 's.table("各项", ["food.sampling.total_batches"], name="all")',
}
PROSE = ("title",)
PROVEN = "检出的不合格食品均已核查处置完毕"


def notebook(folder: Path, name: str = NAME, output: str = "", **changed: str | None) -> Path:
    """A notebook of the cells in ``GOOD`` with some changed, added or (None) left out; `output` names one that has any."""
    cells = [
        {
            "cell_type": "markdown" if part in PROSE or part.startswith("prose") else "code",
            "metadata": {"tags": ["parameters"]} if part.startswith("parameters") else {},
            "source": text,
            "outputs": [{"output_type": "stream"}] if part == output else [],
            "execution_count": None,
        }
        for part, text in (GOOD | changed).items()
        if text is not None
    ]
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def test_a_good_notebook_breaks_no_rule(tmp_path):
    assert broken_rules(notebook(tmp_path)) == []


FAULTS = [
    ("parameters", {"parameters": None}, "现有 0 个"),
    ("parameters", {"parameters2": 'period = "2021H1"'}, "现有 2 个"),
    ("parameters", {"parameters": 'top = 5\nperiod = "2021"'}, "第 2 格"),
    ("title", {"title": "# 食品"}, "# 食品安全监管"),
    ("opening", {"open": "from workreport.narrative import open_section"}, "没有用"),
    ("clean", {"output": "say"}, "第 4 格：带着输出"),
    ("short", {"more": "\n".join(f"a{n} = s" for n in range(13))}, "第 6 格：13 行"),
    ("plain", {"more": "%timeit s"}, "第 6 格：有以"),
    ("plain", {"more": "s.say?"}, "第 6 格：有以"),
    ("plain", {"more": "s.say("}, "不是合法的 Python"),
    ("imports", {"more": "import pandas as pd"}, "引入了 pandas"),
    ("imports", {"more": "from workreport.ledgers import intake"}, "引入了 workreport.ledgers"),
    ("tells_only", {"more": 'open("a.csv")'}, "调用了 open"),
    ("tells_only", {"more": 's.pd.read_csv("a.csv")'}, "调用了 s.pd.read_csv"),
    ("tells_only", {"more": "for one in s: one"}, "循环、判断或运算"),
    ("tells_only", {"more": "[one for one in s]"}, "循环、判断或运算"),
    ("no_trials", {"more": "s.desk.check()"}, "第 6 格：是查看用的"),
    ("no_typed_numbers", {"prose": "## 共 12 批次"}, "第 6 格：文字里直接写了数字“12”"),
    ("no_typed_numbers", {"say": 's.say("检出12批次。")'}, "第 4 格：句子里直接写了数字“12”"),
    ("known_figures", {"say": 's.say("{food.sampling.nothing}。")'}, "没有指标“food.sampling.nothing”"),
    ("known_figures", {"table": 's.table("甲", ["food.none"], name="all")'}, "没有指标“food.none”"),
    ("claims", {"say": 's.say("所列项目均已办结。", otherwise="{food.disposal.rate}")'}, "“均已”是断语"),
    (
        "changes_behind_their_numbers",
        {
            "say": 's.say("抽检{food.sampling.total_batches}，其中省转移{food.sampling.province_batches}，'
            '{food.sampling.total_batches:yoy}。")'
        },
        "前面是“food.sampling.province_batches”",
    ),
    (
        "units_of_numbers",
        {"say": 's.say("受训{food.training.trainees:number}人。")'},
        "单位应是“人次”",
    ),
    (
        "statements",
        {"say": 's.say("均已处置。", when=holds("R22-2"))'},
        "检出的不合格食品均已核查处置完毕",
    ),
    (
        "statements",
        {"say": f's.say("{PROVEN}。", when=same("food.disposal.rate", "food.disposal.rate"))'},
        'holds("R22-2")',
    ),
    ("statements", {"say": 's.say("均已处置。", when=holds("R99"))'}, "没有编号为“R99”的表述类勾稽"),
    ("counted_titles", {"more": 's.table_by("前十二类", "food", [], top=12, name="b")'}, "个数“前十二”"),
    ("counted_titles", {"more": 's.charts.ranked("前10位", "food", "l1", top=10, name="b")'}, "个数“10”"),
    ("counted_titles", {"more": 's.charts.years("近五年批次", [], name="b")'}, "个数“近五年”"),
    ("counted_titles", {"more": 's.table_rows(f"前{n}位", "food", [], name="b", top=n)'}, "由程序拼成"),
    ("counted_titles", {"more": 's.table("前{top}位", [], name="b")'}, "{top} 在 table 中没有可数的"),
    ("kinds_of_period", {"more": 's.say("另有。", kinds=("year", "week"))'}, "没有“week”这一种报告期"),
    ("own_names", {"more": GOOD["table"]}, "第 6 格：name=“all”与第 5 格"),
]


@pytest.mark.parametrize(
    ("rule", "change", "message"), FAULTS, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_broken_rule_is_told_with_its_cell(tmp_path, rule, change, message):
    path = notebook(tmp_path, **change)
    by_rule = {check.__name__: list(check(Notebook.read(path))) for check in RULES}
    assert message in "".join(by_rule[rule])
    assert {name for name, lines in by_rule.items() if lines} == {rule}, "no other rule speaks"


def test_claims_with_a_condition_break_no_rule(tmp_path):
    conditions = (
        's.say(cases=[(holds("R22-2"), "' + PROVEN + '。"), (zero("food.disposal.rate"), "未发生。")])'
    )
    assert broken_rules(notebook(tmp_path, more=conditions, more2='s.say("均已。", when=c)')) == []


def test_every_rule_is_broken_once():
    assert {rule for rule, *_ in FAULTS} == {check.__name__ for check in RULES}


def test_the_notebook_to_explore_may_do_more(tmp_path):
    more = "import pandas as pd\n[row for row in s.desk.figures()]"
    opening = "from workreport.narrative.section import open_desk\ns = open_desk(period, data)"
    path = notebook(tmp_path, "explore", title="# 探索", open=opening, more=more, prose="共 3 步")
    assert broken_rules(path) == []
