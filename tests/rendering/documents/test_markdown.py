"""Markdown of notebooks and of the office's texts, and outputs that are no blocks, as a document prints them."""

from __future__ import annotations

import pytest
from made_report import notebook
from nbformat.v4 import new_code_cell, new_output
from sample_sections import SECTIONS

from workreport.rendering.documents.document_blocks import RAW, outline
from workreport.rendering.documents.document_model import Heading, Paragraph, Run, Table
from workreport.rendering.documents.markdown_blocks import markdown_blocks
from workreport.rendering.headings import Headings
from workreport.rendering.report_model import SectionResult

TITLE = "质量 & <安全>"


def read(source: str) -> list:
    return list(markdown_blocks(source, Headings("s1", TITLE, 3)))


def test_headings_are_numbered_and_the_sections_own_is_left_out():
    assert read(f"# {TITLE}\n\n## 一般 &amp; 其他\n\n### 细目\n\n## 三、已有编号") == [
        Heading("1. 一般 & 其他", 3, "s1-h1"),
        Heading("（1）细目", 4, "s1-h2"),
        Heading("三、已有编号", 3, "s1-h3"),
    ]


def test_strong_parts_are_runs_and_lines_are_joined():
    runs = (Run("前"), Run("重", strong=True), Run("点"), Run(" "), Run("“3&4”"), Run("\n"), Run("后"))
    assert read("前**重**点\n“3&amp;4”<br>后") == [Paragraph(runs)]


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("- 甲\n- 乙**丙**", ["· 甲", "· 乙丙"]),
        ("1. 甲\n2. 乙", ["1. 甲", "2. 乙"]),
        ("3. 甲\n4. 乙", ["3. 甲", "4. 乙"]),
        ("- 甲\n  - 子\n- 乙", ["· 甲", "· 子", "· 乙"]),
    ],
)
def test_items_have_their_marker(source, items):
    assert [(one.text, one.kind) for one in read(source)] == [(text, "item") for text in items]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("> 引文\n>\n> 再引", ["引文", "再引"]),
        ("```\n代码\n```", ["代码"]),
        ("<div>网页<b>文字</b>&lt;</div>", ["网页文字<"]),
        ("见[办法](https://a.invalid)和`字段`，![图](a.png)", ["见办法和字段，图"]),
        ("---\n\n", []),
    ],
)
def test_words_are_never_lost(source, texts):
    assert [one.text for one in read(source)] == texts


def test_a_table():
    assert read("| 甲 | 乙 |\n|---|--:|\n| 1 | **2** |\n| 3 | |") == [
        Table("", ("甲", "乙"), (("1", "2"), ("3", "")), numeric=(False, False))
    ]


def test_an_output_that_is_no_block_leaves_a_notice():
    """A page shows a data frame as it stands; a document says where to look instead of losing it unsaid."""
    shown = [new_output("display_data", {"text/html": "<table><tr><td>7</td></tr></table>"})]
    shown += [new_output("display_data", {"text/markdown": "**文字**"}), new_output("stream", text="核对")]
    result = SectionResult(SECTIONS[1], "ok", notebook("", new_code_cell("", outputs=shown)))
    texts = [one.text for one in outline([result]) if isinstance(one, Paragraph)]
    assert texts == [RAW]
