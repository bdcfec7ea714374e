"""The first draft: title, addressees, opening, chapters, signature; what is missing is named; its numbers are bound."""

from __future__ import annotations

import json

import pytest

from workreport.base.errors import ContractError, UsageError
from workreport.base.office_texts import draft_path
from workreport.drafts.bound.locate import located
from workreport.drafts.bound.located import AS_WRITTEN
from workreport.drafts.bound.word_bindings import bindings_in
from workreport.drafts.draft_files import write_new
from workreport.drafts.reading.word_text import read_word
from workreport.drafts.writing.bound_word import bound_word
from workreport.drafts.writing.first_draft import first_draft
from workreport.drafts.writing.outline import Outline

SECTIONS = """
- {id: 00_summary, title: 摘要}
- {id: 01_samples, title: 抽样, chapter: 重点工作}
- {id: 02_devices, title: 设备, chapter: 重点工作}
- {id: 03_plans, title: 打算, chapter: 下一步}
"""
OUTLINE = """
title: [【机关】, 关于【报告期】工作情况的报告]
opening:
  - [【报告期】，抽样〔抽样〕。, 现将有关情况报告如下：]
sections:
  01_samples:
    - heading: 抽样
    - say: [【期内】抽样〔抽样〕。, 不合格〔不合格〕。]
    - heading: 未出结论
    - 未出结论〔未出结论〕。
    - heading: 不足
    - say: [还有以下不足：]
      points: [未出结论〔未出结论〕, 不合格〔不合格〕, 不合格率〔不合格率〕]
    - say: [没有一条：]
      points: [未出结论〔未出结论〕]
  02_devices:
    - [抽样〔抽样〕。, 在用设备〔在用设备〕。, 设备〔在用设备〕。]
  03_plans:
    - say: [〔此处写打算〕。]
      office: plans
attachments: [数据册, 口径]
"""


@pytest.fixture
def outlined(small):
    """A bureau with an outline of its own."""
    (small.data / "sections.yaml").write_text(SECTIONS, encoding="utf-8")
    (small.data / "outline").mkdir()
    (small.data / "outline" / "正文.yaml").write_text(OUTLINE, encoding="utf-8")
    return small


def lines(bureau, period: str = "2021") -> list[str]:
    return [paragraph.text for paragraph in first_draft(bureau.book(period))]


def test_the_whole_draft(outlined):
    assert lines(outlined) == [
        "晴川区市场监督管理局\n关于2021年工作情况的报告",
        "〔此处写主送机关〕：",
        "2021年，抽样10批次。现将有关情况报告如下：",
        "一、重点工作",
        "（一）抽样",
        "1.抽样",
        "全年抽样10批次。不合格2批次。",
        "2.不足",
        "还有以下不足：一是不合格2批次；二是不合格率20.0%。",
        "（二）设备",
        "抽样10批次。〔此处待补：本期未提供台账：T02 设备登记台账（2021年）〕",
        "二、下一步",
        "（一）打算",
        "〔此处写打算〕。",
        "附件：1.数据册",
        "　　　2.口径",
        "晴川区市场监督管理局",
        "〔此处写成文日期〕",
    ]


def test_the_bureaus_settings_and_texts_are_used(outlined):
    settings = json.loads((outlined.data / "bureau.yaml").read_text(encoding="utf-8"))
    (outlined.data / "bureau.yaml").write_text(
        json.dumps({**settings, "addressees": "区政府"}, ensure_ascii=False), encoding="utf-8"
    )
    (outlined.data / "2021" / "narrative").mkdir()
    (outlined.data / "2021" / "narrative" / "plans.md").write_text("1. 甲。\n2. 乙。\n", encoding="utf-8")
    found = lines(outlined)
    assert found[1] == "区政府："
    assert [line for line in found if line.startswith(("1.甲", "2.乙"))] == ["1.甲。", "2.乙。"]
    assert "〔此处写打算〕。" not in found


def test_a_trade_without_an_outline_gets_its_headings(small):
    assert lines(small)[2:-2] == ["2021年，〔此处写总体做法〕。现将有关情况报告如下："]
    (small.data / "sections.yaml").write_text(SECTIONS, encoding="utf-8")
    assert lines(small)[3:8] == [
        "一、重点工作", "（一）抽样", "〔此处写抽样情况〕", "（二）设备", "〔此处写设备情况〕",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("sections: {09_none: [甲。]}", "没有登记的章节：09_none"),
        ("sections: {01_samples: [抽〔抽样品〕。]}", "01_samples 第 1 条：〔抽样品〕没有这个指标名"),
        (
            "sections: {01_samples: [{say: [甲。], when: {zero: [抽样]}}]}",
            "sections.01_samples.0.when：不认识的项",
        ),
        ("sections: {01_samples: [{say: [{say: 甲。, when: {some: [抽样]}}]}]}", "没有条件“some”"),
        ("sections: {01_samples: [{say: [{say: 甲。, when: {same: [抽样]}}]}]}", "条件“same”应写两个指标"),
        (
            "sections: {01_samples: [{say: [{say: 甲。, when: {zero: [抽样品]}}]}]}",
            "01_samples 第 1 条：〔抽样品〕",
        ),
        ("sections: {01_samples: [【今天】抽样。]}", "不认识“【今天】”"),
        ("sections: {01_samples: [【逐项】。]}", "不认识“【逐项】”"),
        ('sections: {01_samples: ["抽样{〔抽样〕。"]}', "少了一个“}”"),
        ("sections: {01_samples: [{heading: 甲, say: [乙。]}]}", "要么是标题"),
        ("title: 报告", "应为列表"),
    ],
)
def test_a_wrong_outline_is_refused_with_its_place(outlined, given, problem):
    (outlined.data / "outline" / "正文.yaml").write_text(given, encoding="utf-8")
    with pytest.raises(ContractError) as error:
        lines(outlined)
    assert problem in error.value.message and "正文.yaml" in error.value.message


def test_numbers_of_the_file_are_bound_to_their_sources(outlined):
    book = outlined.book("2021")
    workspace = book.frames.intake.workspace
    raw = bound_word(first_draft(book), workspace, book.period)
    assert raw == bound_word(first_draft(outlined.book("2021")), workspace, book.period)
    read = read_word(raw, "正文", "正文")
    found = located(read)
    assert {number.state for number in found} == {AS_WRITTEN} and bindings_in(read).period == "2021"
    assert [(number.bound.source.figure, read.text.text[number.start : number.end]) for number in found] == [
        ("t.samples", "10批次"), ("t.samples", "10批次"), ("t.failed", "2批次"), ("t.failed", "2批次"),
        ("t.rate", "20.0%"), ("t.samples", "10批次"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("period", "name"),
    [
        ("2021", "2021/drafts/正文.docx"),
        ("2021H1", "2021/drafts/正文_2021H1.docx"),
        ("2021-08", "2021/drafts/正文_2021-08.docx"),
    ],
)
def test_where_a_draft_lies(outlined, period, name):
    book = outlined.book(period)
    assert draft_path(book.frames.intake.workspace, book.period) == outlined.data / name


def test_a_draft_is_never_written_over(tmp_path):
    path = tmp_path / "drafts" / "正文.docx"
    write_new(path, b"one", shown="正文.docx")
    with pytest.raises(UsageError, match="已经有这份稿") as error:
        write_new(path, b"two", shown="正文.docx")
    assert path.read_bytes() == b"one" and "--to" in error.value.message
    with pytest.raises(UsageError, match="Word 文件"):
        write_new(tmp_path / "正文.txt", b"three", shown="正文.txt")
    assert [*tmp_path.iterdir()] == [path.parent]
    assert Outline().title, "an empty outline has a title"
