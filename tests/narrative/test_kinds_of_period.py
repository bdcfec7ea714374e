"""A block is for the kinds of period that it names; every block of a section can name them."""

from __future__ import annotations

from inspect import signature

import pytest
from sample_sections import sample_section

from workreport.base.errors import UsageError
from workreport.blocks.block import Nothing, Paragraph, Table
from workreport.narrative import cards, office_text, problems_table
from workreport.narrative.figure_charts import FigureCharts
from workreport.narrative.section import Section

pytestmark = pytest.mark.usefixtures("four_figures")
BLOCKS = ("say", "table", "table_by", "table_cross", "table_rank", "table_rows")


@pytest.fixture
def section(bureau):
    """A function from a period to its section; samples in March and August 2021."""
    bureau.samples(2021, {"抽样日期": "2021-03-05"}, {"抽样日期": "2021-08-05"})

    def of(period: str) -> Section:
        return Section(sample_section("03_food_safety"), bureau.book(period))

    return of


@pytest.mark.parametrize("kinds", ["long", ("year", "half"), ["quarter"]])
def test_a_block_of_another_kind_of_period_shows_nothing(section, kinds):
    month = section("2021-08")
    assert isinstance(month.say("抽样{t.samples}。", kinds=kinds), Nothing)
    assert isinstance(month.table("指标", ["t.samples"], name="key", kinds=kinds), Nothing)
    assert isinstance(month.charts.ranked("各类", "t.samples", "food", name="ranked", kinds=kinds), Nothing)
    assert isinstance(month.table_orgs("各所", ["t.samples"], name="orgs", kinds=kinds), Nothing)
    assert isinstance(cards(month, ["t.samples"], kinds=kinds), Nothing)


@pytest.mark.parametrize("kinds", [(), "short", ("year", "month")])
def test_a_block_of_the_kind_is_shown(section, kinds):
    month = section("2021-08")
    assert isinstance(month.say("抽样{t.samples}。", kinds=kinds), Paragraph)
    assert isinstance(month.table("指标", ["t.samples"], name="key", kinds=kinds), Table)


def test_a_wrong_kind_of_period_is_an_error(section):
    with pytest.raises(UsageError, match="没有“monthly”这一种报告期"):
        section("2021-08").say("抽样{t.samples}。", kinds="monthly")


def test_a_table_has_the_year_so_far_where_the_period_began_later(section):
    def header(period: str) -> list[str]:
        return section(period).table("指标", ["t.samples"], name="key").header

    assert header("2021-08") == ["指标（单位）", "本期", "上年同期", "同比", "本年累计"]
    assert header("2021") == header("2021H1") == ["指标（单位）", "本期", "上年同期", "同比"]


def test_every_block_names_its_kinds():
    charts = [getattr(FigureCharts, name) for name in vars(FigureCharts) if not name.startswith("_")]
    blocks = [*(getattr(Section, name) for name in BLOCKS), cards, office_text, problems_table, *charts]
    assert len(charts) > 5
    assert [block.__name__ for block in blocks if "kinds" not in signature(block).parameters] == []
