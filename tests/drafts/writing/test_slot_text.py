"""A plain text with slots becomes a Word file of official style with its numbers filled in."""

from __future__ import annotations

import io

import docx
import pytest

from workreport.base.errors import DraftError
from workreport.drafts.writing.slot_text import draft_from_text

TEXT = """# 晴川区市场监督管理局
# 关于工作情况的报告

主送：区政府、市局
现将有关情况报告如下：

## 安全监管
### 抽检
#### 任务
全年抽样〔抽样〕，〔抽样 同比〕，同比〔不合格率 同比〕；〔此处写措施〕，见晴府〔2021〕4号。
#### 结果
##### 合格
##### 不合格
### 设备
## 打算
附件：数据册；口径
落款：晴川区市场监督管理局
日期：2022年1月12日
"""


@pytest.fixture
def paragraphs(book):
    return docx.Document(io.BytesIO(draft_from_text(TEXT, book))).paragraphs


def test_headings_are_numbered_as_offices_type_them(paragraphs):
    headings = [
        paragraph.text for paragraph in paragraphs if paragraph.style.name.lower().startswith("heading")
    ]
    assert headings == [
        "一、安全监管", "（一）抽检", "1.任务", "2.结果", "（1）合格", "（2）不合格", "（二）设备", "二、打算",
    ]  # fmt: skip


def test_the_parts_of_the_letter_have_styles_of_their_own(paragraphs):
    found = {paragraph.style.name: paragraph.text for paragraph in paragraphs}
    assert found["Title"] == "晴川区市场监督管理局\n关于工作情况的报告"
    assert found["主送机关"] == "区政府、市局："
    assert found["发文机关署名"] == "晴川区市场监督管理局" and found["成文日期"] == "2022年1月12日"
    assert [paragraph.text for paragraph in paragraphs if paragraph.style.name == "附件说明"] == [
        "附件：1.数据册",
        "　　　2.口径",
    ]


def test_slots_are_filled_and_other_brackets_stay(paragraphs):
    text = next(paragraph.text for paragraph in paragraphs if paragraph.text.startswith("全年"))
    assert text == "全年抽样10批次，同比增加2批次，同比下降5.0个百分点；〔此处写措施〕，见晴府〔2021〕4号。"


def test_every_slot_that_cannot_be_filled_is_listed_with_its_line(book):
    with pytest.raises(DraftError) as error:
        draft_from_text("# 报告\n抽到〔抽样品〕。\n在用〔在用设备〕。", book, "正文.md")
    assert "2 个空" in error.value.message and "正文.md" in error.value.message
    assert "第 2 行 〔抽样品〕没有这个指标名；可能是：抽样（t.samples）" in error.value.message
    assert "第 3 行 〔在用设备〕" in error.value.message


def test_the_same_text_gives_the_same_bytes(book):
    assert draft_from_text(TEXT, book) == draft_from_text(TEXT, book)
