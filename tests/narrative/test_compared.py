"""What a paragraph or table says of comparisons: explanations, changed definitions, sub-bureaus, shares, progress."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sample_sections import sample_section

from workreport.blocks.text import Cell, figure_cell, links_in, runs_text
from workreport.figures.comparison import progress
from workreport.figures.registry import figure
from workreport.narrative.conditions import task_done, tasked
from workreport.narrative.explanations import changes
from workreport.narrative.section import Section
from workreport.narrative.sentences import fill
from workreport.narrative.table_notes import UNEVEN, uneven
from workreport.narrative.tables import SHARE

pytestmark = pytest.mark.usefixtures("declared")


@pytest.fixture
def declared(own_figures) -> None:
    @figure("t.samples", label="抽样", unit="批次")
    def samples_taken(samples):
        """全部抽样单。"""
        return samples

    @figure("t.failed", label="不合格", unit="批次")
    def failed(samples):
        """不合格的抽样单。"""
        return samples[samples["result"] == "不合格"]


@pytest.fixture
def two_years(bureau):
    """30 samples a year earlier, 60 in March 2021: 40 in 上浦 and 20 in 下浦; a task of 100."""
    before = {"抽样日期": "2020-03-05", "报告日期": ""}
    bureau.samples(2020, *({**before, "抽样单编号": f"A{n}"} for n in range(30)))
    kinds = ["糕点", "粮食", ""]
    bureau.samples(
        2021,
        *({"承办机构": "上浦分局" if n < 40 else "下浦分局", "食品大类": kinds[n % 3]} for n in range(60)),
    )
    bureau.targets(2021, ("t.samples", "2021-01-01", "100"))
    return bureau


def section(bureau, period: str = "2021") -> Section:
    return Section(sample_section("03_food_safety"), bureau.book(period))


def html(output) -> str:
    return output.html()


def test_a_large_change_without_a_note_says_so_once_in_a_section(two_years):
    s = section(two_years)
    paragraph = s.say("抽样{t.samples}，{t.samples:yoy}。")
    assert "变动较大，原因待说明" in html(paragraph)
    assert changes(links_in(paragraph)) == [("t.samples", "yoy")]
    assert "待说明" not in html(s.table("抽样", ["t.samples"], name="again"))


def test_the_note_stands_under_the_table_as_the_divisions_own_words(two_years):
    note = "- {figure: t.samples, text: 任务增加3成, author: 抽检股, date: 2022-01-05}\n"
    (two_years.data / "2021" / "notes.yaml").write_text(note, "utf-8")
    shown = html(section(two_years).table("抽样", ["t.samples"], name="t"))
    assert "任务增加3成" in shown and "（抽检股，2022-01-05）" in shown
    assert "同比增长100.0%" in shown and "待说明" not in shown


def test_leaders_see_why_and_neither_who_said_so_nor_what_is_still_open(two_years):
    paragraph = section(two_years).say("抽样{t.samples}，{t.samples:yoy}。")
    assert "待说明" in html(paragraph) and "待说明" not in html(paragraph.for_leaders)
    note = "- {figure: t.samples, text: 任务增加3成, author: 抽检股, date: 2022-01-05}\n"
    (two_years.data / "2021" / "notes.yaml").write_text(note, "utf-8")
    answered = html(section(two_years).say("抽样{t.samples}，{t.samples:yoy}。").for_leaders)
    assert "任务增加3成" in answered and "抽检股" not in answered


def test_an_internal_remark_is_no_sentence_for_leaders(two_years):
    remark = section(two_years).say("其中{t.samples}为估算数。", internal=True)
    assert remark.text == "其中60批次为估算数。"
    assert html(remark.for_leaders) == ""


def test_a_value_alone_asks_nothing(two_years):
    assert "wr-explain" not in html(section(two_years).say("抽样{t.samples}。"))


def test_a_changed_definition_is_named_with_its_reason(two_years):
    (two_years.data / "checks").mkdir()
    (two_years.data / "checks" / "definition_changes.yaml").write_text(
        "- {figure: t.samples, since: 2021-01-01, reason: 改按新办法, source: 某文}\n", "utf-8"
    )
    shown = section(two_years).say("抽样{t.samples}，{t.samples:yoy}。")
    assert shown.text == "抽样60批次，口径调整，同比不可比。"
    assert "改按新办法（某文，2021-01-01起）" in html(shown)
    table = section(two_years).table_by("各类", "food", ["t.samples"], name="t", last_year=True)
    assert {line[3].text for line in table.rows} == {"口径调整，不可比"}


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2021", "完成率60.0%。"),  # the year is over: completion says it all
        ("2021H1", "完成率60.0%，超时序进度10.0个百分点。"),
        ("2021-01..2021-10", "完成率60.0%，落后时序进度23.3个百分点。"),
    ],
)
def test_distance_from_pro_rata(two_years, period, text):
    book = two_years.book(period)
    assert tasked("t.samples")(book) and not tasked("t.samples", "t.failed")(book)
    assert not task_done("t.samples")(book)
    assert fill(book, "{t.samples:completion}，{t.samples:distance}。").text == text


@pytest.mark.parametrize(("done", "expected"), [("99.9", False), ("100", True), ("104.2", True)])
def test_a_task_is_done_at_its_full_number(two_years, monkeypatch, done, expected):
    book = two_years.book("2021")
    reached = replace(progress(book, "t.samples"), done=Decimal(done))
    monkeypatch.setattr("workreport.narrative.conditions.progress", lambda *_: reached)
    assert task_done("t.samples")(book) == expected


def test_a_quarter_is_judged_by_what_the_year_has_brought(two_years):
    book = two_years.book("2021Q2")
    assert tasked("t.samples")(book)
    assert (
        fill(book, "{t.samples:completion}，{t.samples:distance}。").text
        == "完成率60.0%，超时序进度10.0个百分点。"
    )


def test_distance_column(two_years):
    columns = ("value", "completion", "distance")
    table = section(two_years, "2021H1").table("抽样", ["t.samples", "t.failed"], name="t", columns=columns)
    assert [[cell.text for cell in line[1:]] for line in table.rows] == [
        ["60", "60.0", "+10.0"],
        ["0", "/", "/"],
    ]
    assert table.rows[0][3].number == 10


def test_sub_bureaus_side_by_side(two_years):
    s = section(two_years)
    table = s.table_rank("各分局", "t.failed", base="t.samples", name="rank")
    assert table.header == ["机构", "不合格（批次）", "抽样（批次）", "每千批次（批次）", "位次"]
    assert [[cell.text for cell in line] for line in table.rows] == [
        ["上浦分局", "0", "40", "0.0", "1"],
        ["下浦分局", "0", "20", "0.0", "1"],
    ]
    assert "中位数0.0批次/千批次" in html(table)


def test_shares_are_never_adjusted_and_the_note_says_so(two_years):
    table = section(two_years).table_by("各类", "food", ["t.samples"], name="t", share=True)
    assert table.header[-1] == SHARE
    assert [line[-1].text for line in table.rows] == ["33.3", "33.3", "33.3"]
    assert table.total[-1].text == "100.0" and UNEVEN in runs_text(table.note)


@pytest.mark.parametrize(
    ("parts", "noted"), [(["50", "50"], False), (["60", "20"], False), (["33.35", "66.65"], True)]
)
def test_only_rounding_is_noted(parts, noted):
    rows = [
        [Cell("甲"), figure_cell(f"{Decimal(p).quantize(Decimal('0.1'), 'ROUND_HALF_UP')}", Decimal(p), "t")]
        for p in parts
    ]
    assert bool(uneven(["类", SHARE], rows)) is noted
