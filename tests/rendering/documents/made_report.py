"""A report made by hand, without kernels: what sections show, and figures as records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from sample_sections import SECTIONS

from workreport import charts
from workreport.blocks.block import Chart, Notice, Paragraph, Table
from workreport.blocks.text import Cell, Explanation, NumberLink, Run, figure_cell, plain_runs
from workreport.charts import Series
from workreport.rendering.documents.paper_model import FigureStatements, Papers
from workreport.rendering.report_model import CheckGroup, Definition, InputFile, ReportContext, SectionResult

SOURCE = "数据来源：食品抽检股；数据截至2021年12月31日"
FOOD, BLOCKED, FAILED = "03_food_safety", "04_drugs_and_devices", "06_product_quality"
ODD = "甲 *乙* #丙 $丁$ <戊> & \\己"
"""Characters that mean something to Word, to typst or to HTML."""


def output(shown: Any) -> NotebookNode:
    """What a kernel would make of an object shown."""
    return new_output("display_data", shown._repr_mimebundle_())


def sentence_of(text: str, *ids: str) -> Paragraph:
    """A sentence with a number of each of these figures."""
    return Paragraph((Run(text), *(Run("1批次", 1, NumberLink(id)) for id in ids), Run("。")))


def cell(*shown: Any) -> NotebookNode:
    return new_code_cell("s.say()", outputs=[output(block) for block in shown])


def table(name: str = "tasks", title: str = "食品抽检任务完成情况", rows: int = 2, columns: int = 3) -> Table:
    """A table with a total; numbers know their figure."""
    body = [
        [Cell(f"来源{at}"), *(figure_cell(str(at + to), at + to, "food.all") for to in range(1, columns))]
        for at in range(rows)
    ]
    total = [Cell("合计"), *(figure_cell("99", 99, "food.all") for _ in range(1, columns))]
    header = ["任务来源", *(f"第{to}列（批次）" for to in range(1, columns))]
    return Table(
        name,
        title,
        SOURCE,
        header,
        body,
        total,
        plain_runs("完成率按年度任务计算。"),
        ("food.all", "food.a", "food.b"),
    )


def hidden_table() -> Table:
    """A table of which leaders do not see one number."""
    full = table("small", "投诉情况")
    rows = [[full.rows[0][0], Cell("<3", kind="hidden"), full.rows[0][2]], full.rows[1]]
    return replace(full, leaders=replace(full, rows=rows, note=plain_runs("“<3”为小数。")))


def hidden_chart() -> Chart:
    full, leaders = (
        charts.bars(
            ["上浦", "下浦"], Series("投诉", values), name="few", title="各分局投诉", unit="件", source=SOURCE
        )
        for values in ([2, 41], [None, 41])
    )
    return replace(full, leaders=leaders)


def chart() -> Chart:
    months = [f"{month}月" for month in range(1, 13)]
    batches = Series("抽检批次", [31, 22, 48, 55, 60, 71, 49, 66, 80, 58, 62, 37])
    rates = Series("不合格率", [Decimal("3.25"), *[Decimal("1.5")] * 10, None])
    return charts.bars_with_line(
        months,
        batches,
        rates,
        name="monthly",
        title="各月抽检批次与不合格率",
        units=("批次", "%"),
        source=SOURCE,
    )


def notebook(title: str, *cells: NotebookNode) -> NotebookNode:
    return new_notebook(cells=[new_code_cell('period = "2021"'), new_markdown_cell(f"# {title}"), *cells])


def sections() -> list[SectionResult]:
    """Every section: one full, one blocked, one failed, the others short."""
    found = []
    for section in SECTIONS:
        sentence = cell(sentence_of(f"{section.title}完成", "food.a"))
        if section.id == BLOCKED:
            found.append(SectionResult(section, "blocked", None, "本期未提供台账：药械检查台账（LG05）"))
        elif section.id == FAILED:
            found.append(
                SectionResult(section, "failed", notebook(section.title, sentence), "ValueError: 某处")
            )
        elif section.id == FOOD:
            found.append(SectionResult(section, "ok", _food(section.title), pending=4))
        else:
            found.append(SectionResult(section, "ok", notebook(section.title, sentence)))
    return found


def _food(title: str) -> NotebookNode:
    runs = (Run("全年完成抽检"), Run("735批次", 735, NumberLink("food.all")), Run(f"。{ODD}"))
    moved = Explanation((Run("抽检同比增长80%，变动较大，原因待说明。"),), pending=True)
    return notebook(
        title,
        new_markdown_cell("## 监督抽检"),
        cell(Paragraph(runs, (moved,))),
        cell(table()),
        cell(chart()),
        new_markdown_cell("### 各大类食品\n\n按大类列示，**同一批次**只计一次。\n\n- 甲项\n- 乙项"),
        cell(hidden_table()),
        cell(hidden_chart()),
        new_markdown_cell("## 宣传培训"),
        cell(Notice(plain_runs("未提供台账：LG17 宣传活动台账"))),
        cell(table("long", "各分局逐项情况", rows=40, columns=6)),
    )


def context(**changes: Any) -> ReportContext:
    """A cover, checks, definitions and sources."""
    definitions = [
        Definition(id, label, "批次", "流量", "计抽样单。", "食品抽检台账", 735, "735", formula="行数", evidence=f"evidence/{id}.csv")
        for id, label in (("food.all", "食品监督抽检"), ("food.a", "省转移抽检"), ("food.b", "市民生工程抽检"))
    ]  # fmt: skip
    check = {"id": "C2", "title": "来源合计", "difference": "4", "waiver": "", "left": "1", "right": "5"}
    check |= {"figures": [], "relation": "甲 + 乙 = 丙", "explanation": "来源合计：甲 + 乙 = 丙；相差4"}
    fields = {
        "bureau_name": "晴川区市场监督管理局",
        "title": "2021年工作报告",
        "period_label": "2021年",
        "cut_off": date(2021, 12, 31),
        "synthetic": True,
        "draft": True,
        "pending_rows": 4,
        "definitions": definitions,
        "checks": [CheckGroup("FAILS", "不成立", [check]), CheckGroup("HOLDS", "成立", [check, check])],
        "inputs": [InputFile("2021/LG02_食品安全监督抽检台账.xlsx", "0f" * 32, 800)],
        "parameters": {"period": "2021"},
        "versions": {},
    }
    return ReportContext(**fields | changes)


def record(id: str, number: int | None, **more: Any) -> dict[str, Any]:
    """One figure as a run records it."""
    base = None if number is None else {"value": str(number - 1), "number": number - 1}
    change = {"kind": "absolute", "value": "1", "number": 1, "display": "+1"}
    fields = {
        "id": id,
        "label": f"指标{id}",
        "value": None if number is None else str(number),
        "number": number,
        "unit": "批次",
        "decimals": 0,
        "display": "—" if number is None else f"{number}批次",
        "kind": "flow",
        "period": "2021",
        "as_of": "2021-12-31",
        "status": "blocked" if number is None else "ok",
        "reason": "未提供台账" if number is None else "",
        "last_year": base and base | {"change": change},
        "previous": None,
        "target": None,
        "definition": "计抽样单。",
        "formula": "行数",
        "parts": [],
        "less": [],
        "numerator": None,
        "denominator": None,
        "ledgers": ["food_sampling"],
        "rows": number or 0,
    }
    return fields | more


def records() -> list[dict[str, Any]]:
    """A total with its parts, a rate, one without a number."""
    exact = {"value": "1.8783068783068783", "number": 1.8783068783068783}
    return [
        record("food.a", 290),
        record("food.all", 735, parts=["food.a", "food.b"], last_year=None),
        record("food.b", 445),
        record("food.lost", None),
        record("food.rate", 2, unit="%", decimals=1) | exact,
    ]


def papers(**changes: Any) -> Papers:
    """Statements of two figures, and what keeps the report a draft."""
    statements = FigureStatements(
        of_figure={"food.all": "食品监督抽检735批次，同比增长2.4%", "food.rate": "不合格率1.9%"},
        highlights=("食品监督抽检735批次，完成年度任务700批次的105%",),
        problems=("不合格率1.9%，同比提高0.3个百分点", "设备超期未检7台（特种股）"),
        problem_counts=(("超期", 1),),
        estimates=("宣传资料中的估算数5100份",),
    )
    return Papers(statements, ("勾稽 C2 不成立",), **changes)
