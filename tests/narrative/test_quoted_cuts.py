"""A sentence quotes a part of a figure: its number, what it links to, and what leaders see of a small one."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from sample_sections import sample_section
from tiny_bureau import SAMPLES

from workreport.blocks.block import MIME
from workreport.blocks.stored import from_json
from workreport.blocks.text import NumberLink
from workreport.figures.book import Book
from workreport.figures.evidence import EvidenceRequest, evidence
from workreport.narrative.section import Section
from workreport.narrative.sentence_errors import Blocked, SentenceError
from workreport.narrative.sentences import fill
from workreport.narrative.suppressed_views import HIDDEN_NOTE
from workreport.pipeline.output_metadata import evidence_requests
from workreport.rendering.executed_notebooks import for_leaders
from workreport.rendering.report_model import SectionResult

pytestmark = pytest.mark.usefixtures("four_figures")
BAD, LOWER = {"检验结论": "不合格"}, {"承办机构": "下浦分局"}


@pytest.fixture
def book(bureau) -> Book:
    """Two samples in 2020; in 2021 one failed and three passed, one of those by 下浦分局."""
    bureau.samples(2020, *({"抽样单编号": f"A{n}", "抽样日期": "2020-03-05", "报告日期": ""} for n in (1, 2)))
    bureau.samples(2021, BAD, {}, {"附加属性": "网络、校园"}, LOWER)
    return bureau.book("2021")


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("{t.samples[result=合格]}", "3批次"),
        ("{t.samples[result=合格]:number}", "3"),
        ("{t.samples[result=未出]}", "0批次"),  # a label of the list without rows
        ("{t.samples[result=合格]:yoy}", "同比增加1批次"),
        ("{t.samples[result=合格]:value,yoy}", "3批次，同比增加1批次"),
        ("{t.samples[result=合格,org_code=上浦分局]}", "2批次"),
        ("{t.samples[org_code=上浦分局, food=粮食加工品]}", "0批次"),
        ("{t.samples[flags=校园]}", "1批次"),
        ("{t.samples[food=未填]}", "0批次"),
        ("{t.samples[sub_bureau=下浦分局]}", "1批次"),
        ("{t.rate[org_code=上浦分局]}", "33.3%"),
    ],
)
def test_a_part_of_a_figure(book, slot, text):
    assert fill(book, slot).text == text


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        ("{t.samples[colour=红]}", ["没有维度“colour”", "result（检验结论）", "sub_bureau（分局）"]),
        ("{t.samples[sampler=张三]}", ["没有维度“sampler”"]),  # personal, and no list of labels
        ("{t.samples[ent_name=甲]}", ["没有维度“ent_name”"]),
        ("{t.samples[result=良好]}", ["检验结论没有“良好”", "合格、不合格、未出"]),
        ("{t.samples[food=糕饼]}", ["食品大类没有“糕饼”", "粮食加工品、糕点"]),
        ("{t.samples[result]}", ["检验结论没有“”"]),
        ("{t.samples[]}", ["没有维度“”"]),
        ("{t.samples[result=合格,result=未出]}", ["至多 2 个不同的维度"]),
        ("{t.samples[result=合格]:mom}", ["没有“mom”", "value、number、yoy"]),
        ("{t.samples[result=合格]:yoy,target}", ["没有“target”"]),
        ("{t.unknown[result=合格]}", ["不是已登记的指标"]),
        ("{period[result=合格]}", ["不是已登记的指标"]),
    ],
)
def test_what_does_not_exist_is_an_error_that_names_what_does(book, slot, words):
    with pytest.raises(SentenceError) as caught:
        fill(book, slot)
    assert all(word in caught.value.message for word in words), caught.value.message


@pytest.mark.parametrize(
    ("slot", "reason"),
    [
        ("{t.devices[status=在用]}", "本期未提供台账：T02 设备登记台账（2021年）"),
        ("{t.rate[food=粮食加工品]}", "“不合格率”中“粮食加工品”没有可取数的记录"),
    ],
)
def test_a_part_without_a_number_blocks_the_sentence(book, slot, reason):
    with pytest.raises(Blocked) as caught:
        fill(book, slot)
    assert caught.value.reason == reason


def test_a_ledger_that_gives_only_one_label_says_nothing_of_others(book, monkeypatch):
    monkeypatch.setattr(Book, "only", lambda self, id, by: "合格")
    assert fill(book, "{t.samples[result=合格]}").text == "3批次"
    with pytest.raises(Blocked, match="“抽样”的台账只报了“合格”，未报“不合格”"):
        fill(book, "{t.samples[result=不合格]}")


def test_the_number_is_that_of_the_table_and_has_its_rows_as_evidence(book):
    section = Section(sample_section("03_food_safety"), book)
    quoted = section.say("上浦{t.samples[result=合格,org_code=上浦分局]}，合格{t.samples[result=合格]}。")
    both, passed = (run for run in quoted.runs if run.link)
    assert both.link == NumberLink("t.samples", "value", ("result", "org_code"), ("合格", "上浦分局"))
    table = section.table_by("结论", "result", ["t.samples"], name="results")
    assert (passed.number, passed.link) == (table.rows[0][1].number, table.rows[0][1].link)
    assert 'data-by="result" data-cut="合格"' in quoted.html() and quoted.leaders is None
    notebook = executed(quoted)
    shown = evidence_requests([SectionResult(section.section, notebook=notebook)], book.period)
    assert EvidenceRequest("t.samples", ("result", "org_code")) in shown
    rows = evidence(book, "t.samples", shown[0].by)
    assert ((rows["by_result"] == "合格") & (rows["by_org_code"] == "上浦分局")).sum() == both.number == 2


def executed(*blocks):
    outputs = [new_output("display_data", block._repr_mimebundle_()) for block in blocks]
    return new_notebook(cells=[new_code_cell("s.say()", outputs=outputs)])


@pytest.fixture
def protected(bureau) -> Section:
    """Counts below 3 are protected: 1 failed of 上浦分局, 4 passed, 5 without result; nothing was small in 2020."""
    bureau.declare(SAMPLES | {"suppress_below": 3})
    waiting = {"检验结论": "未出", "报告日期": ""}
    old = waiting | {"抽样日期": "2020-03-05"}
    bureau.samples(2020, *({"抽样单编号": f"A{n}"} | old for n in range(4)))
    bureau.samples(2021, BAD, *[{}] * 4, *[waiting] * 5)
    return Section(sample_section("03_food_safety"), bureau.book("2021"))


@pytest.mark.parametrize(
    ("slot", "full", "leaders"),
    [
        ("{t.samples[result=不合格]}", "1批次", "<3批次"),
        ("{t.samples[result=不合格]:number}", "1", "<3"),
        ("{t.samples[result=合格]}", "4批次", "※批次"),  # else the small one would follow from the total
        ("{t.samples[result=不合格]:yoy}", "同比增加1批次", "同比※"),
        ("{t.samples[result=不合格,org_code=上浦分局]}", "1批次", "<3批次"),
    ],
)
def test_leaders_do_not_see_a_small_part(protected, slot, full, leaders):
    shown = protected.say(f"检出{slot}。")
    assert shown.text == f"检出{full}。"
    assert shown.leaders.text == f"检出{leaders}。{HIDDEN_NOTE}"
    assert not any(run.link for run in shown.leaders.runs)


def test_the_part_of_a_unit_is_hidden_from_the_public_only(protected):
    shown = protected.say("检出{t.rate[org_code=上浦分局]}。")
    assert shown.leaders is None and shown.for_leaders.text == "检出10%。"
    assert shown.for_public.text == f"检出※%。{HIDDEN_NOTE}"
    both = protected.say("检出{t.rate[org_code=上浦分局]}、{t.samples[result=不合格]}。")
    assert both.for_leaders.text == f"检出10%、<3批次。{HIDDEN_NOTE}"
    assert both.for_public.text == f"检出※%、<3批次。{HIDDEN_NOTE}"


def test_a_part_that_is_not_small_is_seen_by_all(protected):
    assert protected.say("在检{t.samples[result=未出]}。").leaders is None
    assert protected.say("抽样{t.samples}。").leaders is None


def test_the_suppressed_sentence_is_in_the_leaders_notebook_and_is_read_back(protected):
    shown = protected.say("检出{t.samples[result=不合格]}。")
    assert from_json(shown._repr_mimebundle_()[MIME]) == shown
    [cell] = for_leaders(executed(shown)).cells
    text = str(cell.outputs)
    assert "<3批次" in text and "1批次" not in text and "不合格" not in text


def test_a_quoted_part_is_hidden_as_the_cell_of_its_table(protected):
    table = protected.table_by("结论", "result", ["t.samples"], name="results")
    for row in table.leaders.rows:
        shown = protected.say(f"{{t.samples[result={row[0].text}]:number}}。")
        assert (shown.leaders or shown).runs[0].text == row[1].text
