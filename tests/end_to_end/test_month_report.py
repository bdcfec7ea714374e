"""The report of a month is one of its own: at most a third of the year's, each number beside the year so far."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from lxml import html

pytestmark = pytest.mark.slow
MONTH, YEAR = "2021-08", "2021"
SECTIONS = "//section[@data-section and not(@id='written')]"
UNSEEN = ".//script|.//style|.//svg|.//*[@hidden]"
TABLE, CHART = (f"self::figure[starts-with(@class, '{name}')]" for name in ("wr-table", "wr-chart"))
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
MAIN_TABLE = ("本期", "上年同期", "同比", "本年累计")
PAGES = 12


@pytest.fixture(scope="module")
def sections(report_2021: Path, report_month: Path) -> dict[str, list[html.HtmlElement]]:
    """The data sections of the leaders' view, of the month and of the year, as one sees them."""
    found = {}
    for period, out in ((MONTH, report_month), (YEAR, report_2021)):
        page = html.parse(out / period / "index.html").getroot()
        found[period] = page.xpath(SECTIONS)
        for element in (element for section in found[period] for element in section.xpath(UNSEEN)):
            element.drop_tree()
    return found


def size(sections: list[html.HtmlElement]) -> dict[str, int]:
    """How many characters, tables and charts one sees."""
    figures = [element for section in sections for element in section.iter("figure")]
    return {
        "characters": sum(len("".join(section.text_content().split())) for section in sections),
        "tables": sum(bool(figure.xpath(TABLE)) for figure in figures),
        "charts": sum(bool(figure.xpath(CHART)) for figure in figures),
    }


def test_a_month_is_at_most_a_third_of_the_year(sections):
    month, year = size(sections[MONTH]), size(sections[YEAR])
    assert min(*year.values(), month["characters"], month["tables"]) > 0
    assert {what: month[what] * 3 <= year[what] for what in year} == dict.fromkeys(year, True), (month, year)


def test_a_month_has_the_sections_of_the_year(sections):
    named = {period: [section.get("data-section") for section in found] for period, found in sections.items()}
    assert named[MONTH] == named[YEAR]


def test_the_month_stands_beside_the_year_so_far(sections):
    """Every section but the last has a table of the month, and in it the year so far."""
    *reporting, _ = sections[MONTH]
    lacking = [
        section.get("data-section")
        for section in reporting
        if not any(
            set(MAIN_TABLE) <= {"".join(cell.itertext()).strip() for cell in table.iter("th")}
            for table in section.iter("table")
        )
    ]
    assert lacking == []


@pytest.mark.parametrize("period", [MONTH, YEAR])
def test_below_every_heading_something_stands(sections, period):
    for section in sections[period]:
        parts = [
            element
            for element in section.iter("p", "table", "figure", *HEADINGS)
            if element.text_content().strip()
        ]
        title, *below = parts
        empty = [
            before.text_content()
            for before, after in pairwise([*below, title])
            if before.tag in HEADINGS and after.tag in HEADINGS and after.tag <= before.tag
        ]
        assert empty == [], section.get("data-section")


def test_the_data_volume_of_a_month_is_short(report_month: Path):
    assert len(pypdf.PdfReader(report_month / MONTH / "data.pdf").pages) <= PAGES
