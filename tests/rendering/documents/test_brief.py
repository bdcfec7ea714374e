"""brief.docx: key figures with their lights, what the rules chose, and room for what people have to write."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from docx import Document
from docx.oxml.ns import qn
from made_report import cell, context, notebook, papers, record, sections

from workreport.base.sections import Section
from workreport.blocks.block import Card, Cards
from workreport.blocks.text import Run, counted
from workreport.rendering.documents.brief import LIGHTS, REQUEST, brief
from workreport.rendering.documents.paper_model import FigureStatements, Papers
from workreport.rendering.report_model import SectionResult

TASK = {"completion": {"value": "104.166666", "number": 104.166666}, "light": "green"}


def cards() -> Cards:
    change = (Run("同比增长2.4%", Decimal("2.4")),)
    return Cards(
        (
            Card("food.all", "食品监督抽检", Run("735", 735), "批次", change, "green", "绿灯 · 达到进度"),
            Card("food.rate", "不合格率", Run("1.9", Decimal("1.9")), "%", change),
            Card("food.lost", "隐患整改率", Run("—"), "", counted("未提供台账：LG07，多少无从得知")),
        )
    )


def shown() -> list[SectionResult]:
    front = SectionResult(Section("00_summary", "摘要"), "ok", notebook("摘要", cell(cards())))
    return [front, *(section for section in sections() if section.section.chapter)]


def records() -> list[dict]:
    return [record("food.all", 735, target=TASK), record("food.rate", 2), record("food.lost", None)]


@pytest.fixture(scope="module")
def content() -> bytes:
    return brief(context(), shown(), records(), papers())


@pytest.fixture(scope="module")
def document(content):
    return Document(io.BytesIO(content))


def test_the_same_report_gives_the_same_bytes(content):
    assert content == brief(context(), shown(), records(), papers())


def test_key_figures_stand_in_the_report_s_order_with_change_task_and_light(document):
    [table] = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["指标", "本期", "同比", "完成年度任务", "进度"]
    assert rows[1:] == [
        ["食品监督抽检", "735批次", "+1", "104.2%", "● 绿灯"],
        ["不合格率", "1.9%", "+1", "—", "—"],
        ["隐患整改率", "—", "—", "—", "—"],
    ]


def test_a_light_has_its_colour(document):
    cell = document.tables[0].rows[1].cells[4]._tc
    assert cell.find(".//" + qn("w:color")).get(qn("w:val")) == LIGHTS["green"][0]


def test_what_the_rules_chose_is_numbered_and_requests_are_left_to_people(document):
    texts = [paragraph.text for paragraph in document.paragraphs]
    statements = papers().statements
    assert texts[texts.index("一个亮点") + 1] == f"1．{statements.highlights[0]}。"
    at = texts.index("两个问题")
    assert texts[at + 1 : at + 3] == [
        f"{number}．{problem}。" for number, problem in enumerate(statements.problems, 1)
    ]
    assert texts[texts.index("三个请示") + 1 :] == [f"{at}．{REQUEST}" for at in (1, 2, 3)]


def test_nothing_chosen_has_no_heading():
    word = Document(io.BytesIO(brief(context(), shown(), records(), Papers(FigureStatements({})))))
    assert not [paragraph.text for paragraph in word.paragraphs if paragraph.text.endswith(("亮点", "问题"))]


def test_it_says_what_it_is_and_names_no_machine(document):
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "2021年工作专报"
    assert texts[1] == "晴川区市场监督管理局　数据截至2021年12月31日　示例：合成数据　草稿：有待处理事项"
    properties = document.core_properties
    assert (
        properties.author == properties.last_modified_by == "晴川区市场监督管理局"
        and str(properties.created.date()) == "2021-12-31"
    )


def test_a_section_with_a_gap_gives_no_key_figures():
    front, *others = shown()
    raw = brief(context(), [replace(front, status="failed"), *others], records(), papers())
    assert Document(io.BytesIO(raw)).tables == []
