"""Remarks between colleagues stand in no paper for leaders, wherever in the sections they stand."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from made_report import cell, context, notebook, papers
from test_brief import cards
from test_slides import drawn, found, known, paragraph_of, plotted

from workreport.base.sections import Section
from workreport.blocks.block import Notice
from workreport.blocks.text import plain_runs
from workreport.rendering.documents.brief import brief
from workreport.rendering.documents.slides import slides
from workreport.rendering.report_model import SectionResult

REMARKS = (
    "勾稽",
    "互相矛盾",
    "原因待说明",
    "登记人估算",
    "台账未记",
    "由台账自动生成",
    "未提供",
    "无从得知",
    "已报数",
)


def texts_of(content: bytes) -> str:
    """All words of an office file, in whatever part they stand, its charts, notes and properties too."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml")]
    return re.sub(r"<[^>]+>", "", "".join(parts))


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_in_a_section_stands_in_no_paper_for_leaders(remark):
    with_remark = paragraph_of("这里有", ("3件", 3, "value"), f"，{remark}。")
    plain = paragraph_of("这里有", ("4件", 4, "value"), "。")
    notice = Notice(plain_runs(f"{remark}：某台账"))
    chart = drawn("food.all", plotted("食品监督抽检", "1", "2", "3"))
    shown = [
        SectionResult(Section("00", "摘要"), "ok", notebook("摘要", cell(cards(), notice))),
        SectionResult(
            Section("01", "抽检", "甲章"), "ok", notebook("抽检", cell(with_remark, plain, notice, chart))
        ),
    ]
    deck = texts_of(slides(context(), shown, known(), papers()))
    assert "这里有4件" in deck and remark not in deck
    assert remark not in texts_of(brief(context(), shown, known(), papers()))


def test_the_words_of_the_report_itself_are_found_by_this_test():
    """The test reads what it should: the messages of charts, notes and tables."""
    deck, paper = (texts_of(make(context(), found(), known(), papers())) for make in (slides, brief))
    for words in ("食品监督抽检735批次", "数据来源", "下一步打算", "图：food.rate"):
        assert words in deck, words
    assert "完成年度任务" in paper and "请示" in paper
