"""The analyst's desk: figures found by name, explained, their rows opened; a changed sentence beside the published one."""

from __future__ import annotations

import json
from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from sample_sections import sample_section

from workreport.base.errors import UsageError
from workreport.blocks.block import Table
from workreport.blocks.text import Cell
from workreport.figures.registry import figure_id
from workreport.narrative.browsed_frame import CHINESE, BrowsedFrame
from workreport.narrative.desk import Desk
from workreport.narrative.look_ups import LookUps
from workreport.narrative.preview import NO_PLACE, SAME, UNPUBLISHED, beside, published
from workreport.narrative.section import Section, open_section

TOTAL, FAILED = "food.sampling.total_batches", "food.sampling.nonconforming_batches"


@pytest.fixture(scope="module")
def s(book_of):
    return Section(sample_section("03_food_safety"), book_of("2021"))


def test_a_figure_is_known_by_its_id_and_its_label():
    assert figure_id(FAILED) == figure_id("不合格食品") == FAILED
    with pytest.raises(UsageError, match=FAILED):  # the nearest are named
        figure_id("不合格食品批")
    with pytest.raises(UsageError, match="没有指标"):
        figure_id("")


def test_explaining_gives_definition_parts_ledgers_and_comparison(s):
    explained = dict(
        line.split("：", 1) for line in s.desk.explain("food.sampling.nonconforming_rate").text.splitlines()
    )
    book = s.book
    assert explained["组成"].count("批次") == 2 and "食品安全监督抽检台账" in explained["台账"]
    assert explained["依据行数"] == str(book.row_count("food.sampling.nonconforming_rate"))
    assert "百分点" in explained["同比"]


def test_look_ups_are_frames_with_chinese_titles(s):
    rows, found = s.desk.evidence("不合格食品"), s.desk.figures("不合格")
    ledgers, sampling = s.desk.ledgers(), s.desk.ledger("LG02")
    assert len(rows) == s.book.value(FAILED).number and {"来源文件", "工作表", "行号", "归属日期"} <= set(
        rows
    )
    assert FAILED in set(found["编号"]) and all(
        "不合格" in f"{i}{n}" for i, n in zip(found["编号"], found["指标"], strict=True)
    )
    assert "food_sampling" in set(ledgers["名称"]) and list(sampling)[-1] == "行号"
    parts = s.desk.evidence("food.sampling.nonconforming_rate")
    assert list(parts["作用"]) == ["分子", "分母"] and list(parts) == ["编号", "指标", "作用", "数"]
    with pytest.raises(UsageError, match="food_sampling"):
        s.desk.ledger("食品抽检台账")


def test_frames_are_shown_as_chinese_tables_offline_and_so_is_what_is_selected_from_them(s):
    found = s.desk.figures("不合格")
    for frame in (found, found[found["编号"] == FAILED]):
        html = frame._repr_html_()
        assert isinstance(frame, BrowsedFrame) and FAILED in html and "cdn" not in html
        assert json.dumps(CHINESE["search"]) in html or CHINESE["search"] in html


def test_chosen_rows_of_a_ledger_may_have_field_names(s):
    failed = s.ledger("food_sampling", fields=True).query("result == '不合格'")
    assert list(s.desk.ledger("food_sampling", failed)["检验结论"].unique()) == ["不合格"]


def test_shown_by_itself_it_says_what_it_can_do(s):
    """Every call that it names exists."""
    text = s.desk._repr_mimebundle_()["text/plain"]
    calls = {line.partition("(")[0] for line in text.splitlines()}
    desk = {f"s.desk.{name}" for name in vars(Desk) if not name.startswith("_")} - {"s.desk.section"}
    assert calls == desk | {f"s.{name}" for name in vars(LookUps) if not name.startswith("_")}


def executed(folder, *shown):
    """A published notebook with these outputs."""
    outputs = [new_output("display_data", block._repr_mimebundle_()) for block in shown]
    (folder / "notebooks").mkdir(exist_ok=True)
    notebook = new_notebook(cells=[new_code_cell("", outputs=outputs)])
    nbformat.write(notebook, folder / "notebooks" / "03_food_safety.ipynb")


def test_a_changed_sentence_stands_beside_the_published_one(s, tmp_path):
    old, other = s.say(f"抽检{{{TOTAL}}}，检出{{{FAILED}}}。"), s.say("培训{food.training.sessions}。")
    executed(tmp_path, other, old)
    before = published(tmp_path, "03_food_safety")
    panel = beside(s.say(f"共抽检{{{TOTAL}}}，检出不合格{{{FAILED}}}。"), before)
    assert "<ins>共</ins>" in panel.html and "<ins>不合格</ins>" in panel.html and "<del>" not in panel.html
    assert "培训" not in panel.html and panel.text.startswith("已出：抽检")
    assert SAME in beside(old, before).text
    assert NO_PLACE in beside(s.say("{reg.new_enterprises}。"), before).text
    assert UNPUBLISHED in beside(old, published(tmp_path, "07_registration")).text


def test_a_changed_chart_stands_beside_the_one_of_its_name(s, tmp_path):
    executed(tmp_path, s.charts.months("甲", FAILED, name="one"), s.charts.months("乙", TOTAL, name="two"))
    panel = beside(s.charts.months("丙", TOTAL, name="two"), published(tmp_path, "03_food_safety"))
    assert panel.html.count("<svg") == 2 and "乙" in panel.text and "甲" not in panel.text


def test_what_leaders_see_is_shown_too(book_of):
    table = Table("t", "表", "", ["甲"], [[Cell("甲"), Cell("2")]])
    table = replace(table, leaders=replace(table, rows=[[Cell("甲"), Cell("<3")]]))
    assert "领导版" in beside(table, []).html and "&lt;3" in beside(table, []).html


def test_house_rules_are_checked_from_the_desk(s):
    assert "合规矩" in s.desk.check().text and "不合" not in s.desk.check().text
    with pytest.raises(UsageError, match="03_food_safety"):
        s.desk.check("nothing")


def test_a_year_may_be_a_number_as_papermill_reads_it_from_its_command_line():
    assert open_section("03_food_safety", 2021).book.period.id == "2021"
