"""A draft as blocks: places of an official letter, and numbers that lead to what they are."""

from __future__ import annotations

import io
from decimal import Decimal

import docx
import pytest

from workreport.blocks.text import NumberLink, Run
from workreport.blocks.written import WrittenParagraph, WrittenTable
from workreport.drafts.bound.locate import located
from workreport.drafts.publishing.text_blocks import written_blocks

LETTER = (
    ("Title", "某某区市场监督管理局"),
    ("Title", "关于2021年工作情况的报告"),
    "某某区人民政府：",
    "2021年，现将有关情况报告如下：",
    ("Heading 1", "一、监督"),
    ("Heading 2", "（一）抽样"),
    ("Heading 3", "1.完成情况"),
    ("Heading 4", "（1）各分局"),
    ("Heading 1", "没有编号的标题"),
    "完成抽样。",
    "附件：1.数据册",
    "　　　2.口径",
    "某某区市场监督管理局",
    "2022年1月14日",
)


@pytest.fixture
def blocks(drafts, book):
    def blocks_of(*paragraphs, raw: bytes = b"", period: str = "2021"):
        own = book(period)
        done = drafts.done(own, *paragraphs, raw=raw)
        copy = drafts.read(done.content)
        return written_blocks(copy.text, located(copy), own)

    return blocks_of


def numbers(found) -> list[Run]:
    return [
        run
        for one in found
        if isinstance(one, WrittenParagraph)
        for run in one.runs
        if run.number is not None
    ]


def test_places_and_levels_of_a_letter(blocks):
    assert [(block.place, block.level) for block in blocks(*LETTER)] == [
        ("title", 0), ("title", 0), ("addressee", 0), ("body", 0), ("heading", 1), ("heading", 2), ("heading", 3),
        ("heading", 4), ("heading", 1), ("body", 0), ("attachment", 0), ("attachment", 0), ("signature", 0), ("date", 0),
    ]  # fmt: skip


def test_words_are_the_drafts_without_spaces_around_and_blank_lines_go(blocks):
    found = blocks("　　完成　抽样。 ", "", "完")
    assert [block.text for block in found] == ["完成　抽样。", "完"]


def test_the_second_attachment_stands_below_the_first(blocks):
    assert [block.text for block in blocks("附件：1.数据册", "　　　2.口径 ")] == [
        "附件：1.数据册",
        "　　　2.口径",
    ]


def test_a_text_without_title_and_date_is_body(blocks):
    assert {block.place for block in blocks("甲。", "乙：", "丙")} == {"body"}


@pytest.mark.parametrize(
    ("slot", "text", "number", "link"),
    [
        ("〔抽样〕", "5批次", 5, NumberLink("t.samples")),
        (
            "〔抽样 同比〕",
            "同比增加3批次",
            3,
            NumberLink("t.samples", "yoy", note="本期5批次与上年同期2批次比较"),
        ),
        ("〔抽样 上年〕", "2批次", 2, NumberLink("t.samples", "last_year", note="上年同期数")),
        ("〔抽样 糕点〕", "3批次", 3, NumberLink("t.samples", by=("food",), cut=("糕点",))),
        (
            "〔抽样 糕点 占比〕",
            "60.0%",
            Decimal(60),
            NumberLink("t.samples", "share", ("food",), ("糕点",)),
        ),
        ("〔不合格率〕", "40%", Decimal(40), NumberLink("t.rate")),
    ],
)
def test_a_bound_number_leads_to_what_it_is(blocks, slot, text, number, link):
    [run] = numbers(blocks(f"全年{slot}。"))
    assert (run.text, run.number, run.link) == (text, number, link)


def test_a_number_of_the_year_so_far_names_its_months(blocks):
    [run] = numbers(blocks("年初以来〔抽样 累计〕。", period="2021-03"))
    assert run.text == "5批次" and run.link == NumberLink("t.samples", period="2021Q1")


def test_digits_of_the_offices_own_have_no_link(blocks):
    [one] = blocks("第12次会议，抽样〔抽样〕，12315平台。")
    assert [run.text for run in one.runs] == ["第12次会议，抽样", "5批次", "，12315平台。"]
    assert [run.link is not None for run in one.runs] == [False, True, False]


def test_a_number_that_was_typed_over_has_no_link(drafts, book, blocks):
    raw = drafts.done(book(), "抽样〔抽样〕，不合格〔不合格〕。").content
    document = docx.Document(io.BytesIO(raw))
    for run in document.paragraphs[0].runs:
        run.text = run.text.replace("5批次", "50批次")
    saved = io.BytesIO()
    document.save(saved)
    found = blocks(raw=saved.getvalue())
    assert found[0].text == "抽样50批次，不合格2批次。"
    assert [run.text for run in numbers(found)] == ["2批次"]


def test_numbers_stand_in_tables_too(drafts, blocks):
    document = docx.Document(io.BytesIO(drafts.word("见表。")))
    table = document.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["项目", "数", "抽样", "〔抽样〕"], strict=True
    ):
        cell.text = text
    saved = io.BytesIO()
    document.save(saved)
    _, shown = blocks(raw=saved.getvalue())
    assert isinstance(shown, WrittenTable) and shown.text == "项目\t数\n抽样\t5批次"
    assert shown.rows[1][1][0].link == NumberLink("t.samples")
