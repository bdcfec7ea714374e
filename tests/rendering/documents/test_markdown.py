"""Markdown of notebooks, and outputs that are no blocks, as a document prints them."""

from __future__ import annotations

import pytest
from made_report import notebook
from nbformat.v4 import new_code_cell, new_output
from sample_sections import SECTIONS

from workreport.rendering.documents.document_blocks import RAW, outline
from workreport.rendering.documents.document_model import Heading, Paragraph, Table
from workreport.rendering.documents.markdown_blocks import headings_and_tables
from workreport.rendering.headings import Headings
from workreport.rendering.report_model import SectionResult

TITLE = "质量 & <安全>"


def read(source: str) -> list:
    return list(headings_and_tables(source, Headings("s1", TITLE, 3)))


def test_headings_are_numbered_and_the_sections_own_is_left_out():
    assert read(f"# {TITLE}\n\n## 一般 &amp; 其他\n\n### 细目\n\n## 三、已有编号") == [
        Heading("1. 一般 & 其他", 3, "s1-h1"),
        Heading("（1）细目", 4, "s1-h2"),
        Heading("三、已有编号", 3, "s1-h3"),
    ]


def test_words_of_a_heading_are_its_own_without_tags():
    (one,) = read("## 前**重**点“3&amp;4”<b>后</b>`字段`")
    assert one.text == "1. 前重点“3&4”后字段"


@pytest.mark.parametrize(
    "source", ["文字。\n\n再写", "- 甲\n- 乙", "> 引文", "```\n代码\n```", "<div>网页</div>", "---"]
)
def test_sentences_are_left_to_the_page(source):
    assert read(source) == []


def test_a_table():
    assert read("| 甲 | 乙 |\n|---|--:|\n| 1 | **2** |\n| 3 | |") == [
        Table("", ("甲", "乙"), (("1", "2"), ("3", "")), numeric=(False, False))
    ]


def test_an_output_that_is_no_block_leaves_a_notice():
    """A page shows a data frame as it stands; a document says where to look instead of losing it unsaid."""
    shown = [new_output("display_data", {"text/html": "<table><tr><td>7</td></tr></table>"})]
    shown += [new_output("display_data", {"text/markdown": "**文字**"}), new_output("stream", text="核对")]
    result = SectionResult(SECTIONS[1], "ok", notebook("", new_code_cell("", outputs=shown)))
    texts = [block.text for block in outline([result]) if isinstance(block, Paragraph)]
    assert texts == [RAW]
