"""A report by hand: one small notebook run in a real kernel, used for several sections."""

from __future__ import annotations

import copy
import hashlib
import sys
from datetime import date

import nbclient
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sample_sections import SECTIONS

from workreport.rendering.pages.report_files import build_report
from workreport.rendering.report_model import (
    CheckGroup,
    Definition,
    InputFile,
    ReportContext,
    Row,
    SectionResult,
)

BLOCKED, FAILED = "04_drugs_and_devices", "06_product_quality"
TITLE = "产品质量监管"

SETUP = """
import warnings
from decimal import Decimal
from workreport import charts
from workreport.blocks.block import Notice, OfficeText, Paragraph, Table
from workreport.blocks.text import Cell, NumberLink, Run, figure_cell, plain_runs
from workreport.charts import Series

MONTHS = [f"{month}月" for month in range(1, 13)]
SOURCE = {"source": "数据来源：食品抽检股；数据截至2021年12月31日"}
"""

SENTENCE = """
def number(value, text, name):
    return Run(text, value, NumberLink(name))

Paragraph((Run("全年完成食品安全监督抽检"), number(639, "639批次", "food.sampling.figure_0"),
           Run("，其中省转移"), number(290, "290批次", "food.sampling.figure_1"), Run("、市民生工程"), number(349, "349批次", "food.sampling.figure_2"),
           Run("；检出不合格食品"), number(12, "12批次", "food.sampling.figure_3"), Run("，不合格率"), number(Decimal("1.9"), "1.9%", "food.sampling.figure_4"),
           Run("，同比下降"), number(Decimal("0.4"), "0.4个百分点", "food.sampling.figure_5"),
           Run("。不合格食品均已按规定启动核查处置，到期应完成的全部按时完成。")))
"""

TABLE = """
rows = [("省转移", 300, 290, "96.7", 8, "+3.2%"), ("市民生工程", 349, 349, "100", 4, "−1.1%"),
        ("县级自主抽检", 120, 96, "80.0", 0, "持平")]
cells = lambda row: [Cell(row[0]), *(figure_cell(str(v), None, "food.sampling.figure_6") for v in row[1:])]
Table("tasks", "食品抽检任务完成情况", "数据来源：食品抽检股；数据截至2021年12月31日",
      ["任务来源", "任务（批次）", "完成（批次）", "完成率（%）", "不合格（批次）", "同比"], [cells(row) for row in rows],
      cells(("合计", 769, 735, "95.6", 12, "+0.9%")), plain_runs("完成率按年度任务计算。"))
"""

CHART = """
batches = Series("抽检批次", [31, 22, 48, 55, 60, 71, 49, 66, 80, 58, 62, 37])
rates = Series("不合格率", [Decimal("3.2"), 0, Decimal("2.1"), Decimal("1.8"), 0, Decimal("2.8"), None,
                            Decimal("1.5"), Decimal("2.5"), Decimal("1.7"), Decimal("3.2"), Decimal("2.7")])
charts.bars_with_line(MONTHS, batches, rates, name="monthly", title="各月抽检批次与不合格率",
                      units=("批次", "%"), **SOURCE)
"""

SECOND_CHART = """
kinds = ["粮食加工品", "食用农产品", "餐饮食品", "糕点", "酒类", "食用油、油脂及其制品"]
display(charts.stacked_bars(kinds, [Series("合格", [120, 201, 96, 60, 44, 106]), Series("不合格", [1, 6, 3, 1, 0, 1])],
                            name="categories", title="各大类食品抽检结论", unit="批次", **SOURCE))
"""

ODDS = """
print("核对：读入 735 行")
warnings.warn("只在审阅稿里出现")
"\\x1b[31m普通文本结果\\x1b[0m"
"""

NOTICE = """Notice(plain_runs("本期未提供台账：宣传活动台账（LG17）"))"""


OFFICE = """OfficeText("### 办公室材料\\n\\n原文照录。")"""


def run_notebook() -> NotebookNode:
    """The notebook, executed; its last cell fails."""
    cells = [
        new_code_cell('period = "2021"\ndata = ""', metadata={"tags": ["parameters"]}),
        new_markdown_cell(f"# {TITLE}"),
        new_code_cell(SETUP),
        new_markdown_cell("## 监督抽检"),
        new_code_cell(SENTENCE),
        new_code_cell(TABLE),
        new_code_cell(CHART),
        new_markdown_cell("### 各大类食品\n\n本部分按抽检大类列示，**同一批次**只计一次。"),
        new_code_cell(SECOND_CHART),
        new_code_cell(ODDS),
        new_markdown_cell("## 宣传培训"),
        new_code_cell(NOTICE),
        new_code_cell(OFFICE),
        new_code_cell('raise ValueError("台账列名不符")'),
    ]
    notebook = new_notebook(cells=cells)
    notebook.metadata["papermill"] = {"start_time": "2024-05-01T00:00:00", "output_path": "somewhere"}
    return nbclient.NotebookClient(notebook, timeout=60, allow_errors=True).execute()


def made_check(id: str, left: str, right: str, difference: str, waiver: str = "") -> Row:
    """A check as the pages take it."""
    figures = [{"id": "food.sampling.figure_0", "label": "食品监督抽检", "display": f"{left}批次"}]
    words = {
        "title": f"某项关系{id}",
        "relation": "各部分 = 合计",
        "explanation": f"{id}的说明",
        "waiver": waiver,
    }
    return {"id": id, "left": left, "right": right, "difference": difference, "figures": figures} | words


def make_context() -> ReportContext:
    """A cover, cards, an appendix and review tables."""
    return ReportContext(
        bureau_name="晴川区市场监督管理局",
        title="2021年工作报告",
        period_label="2021年",
        cut_off=date(2021, 12, 31),
        synthetic=True,
        draft=True,
        definitions=[
            Definition(
                f"food.sampling.figure_{index}",
                label,
                "批次",
                "流量",
                "检验结论为不合格的抽样单；复检推翻的不计。",
                "食品安全监督抽检台账",
                639 - index,
                str(639 - index),
            )
            for index, label in enumerate(["食品监督抽检", "不合格食品", "省转移抽检", "市民生工程抽检"] * 5)
        ],
        findings=[
            {
                "ledger": "LG02",
                "file": "2021/LG02_食品安全监督抽检台账.xlsx",
                "sheet": "台账",
                "row": 17,
                "column": "检验结论",
                "original": "合 格",
                "rule": "LG02-enum",
                "disposition": "规整",
                "message": "去掉空格",
            }
        ],
        row_accounts=[
            {"ledger": "LG02", "file": "LG02.xlsx", "read": 800, "counted": 735, "out_of_period": 65}
        ],
        checks=[
            CheckGroup("FAILS", "不成立", [made_check("C2", "639", "635", "4", "据核实，系登记时间差异")]),
            CheckGroup("SUSPECT", "存疑", []),
            CheckGroup("TRIVIAL", "成立，但无信息", [made_check("C3", "26", "26", "0")]),
            CheckGroup("HOLDS", "成立", [made_check("C1", "735", "735", "0")]),
        ],
        waivers=[{"file": "2021/waivers.yaml", "number": "1", "check": "C2", "state": "适用"}],
        corrections=[
            {"file": "2021/corrections.yaml", "number": "1", "ledger": "LG02", "reason": "与报告原件不符"}
        ],
        inputs=[
            InputFile("2021/LG02_食品安全监督抽检台账.xlsx", "0f" * 32, 800),
            InputFile("reference/RF01_orgs.csv", "a1" * 32),
        ],
        parameters={"period": "2021"},
        versions={"workreport": "0.1.0", "matplotlib": "3.11.2"},
    )


def make_sections(broken: NotebookNode) -> list[SectionResult]:
    """Every section: most good, one blocked, one failed."""
    results = []
    for section in SECTIONS:
        if section.id == BLOCKED:
            results.append(SectionResult(section, "blocked", None, "本期未提供台账：药械检查台账（LG05）"))
        elif section.id == FAILED:
            results.append(SectionResult(section, "failed", broken, "ValueError: 台账列名不符"))
        else:
            notebook = copy.deepcopy(broken)
            notebook.cells = notebook.cells[:-1]
            notebook.cells[1].source = f"# {section.title}"
            results.append(SectionResult(section, "ok", notebook))
    return results


def main(path: str) -> None:
    """Print the digest of every file of the report made from the executed notebook at `path`."""
    for name, data in build_report(
        make_context(), make_sections(nbformat.read(path, as_version=4))
    ).files.items():
        print(hashlib.sha256(data).hexdigest(), name)


if __name__ == "__main__":
    main(sys.argv[1])
