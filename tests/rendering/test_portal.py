"""The page that lists all reports: order, states, ranks, courses, without scripts and without figures."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from portal_samples import LABELS, entry, many

from workreport.base.ownership import PAGE_MARKER
from workreport.rendering.pages.portal import portal_page, ranks
from workreport.rendering.pages.portal_entries import DRAFT, ISSUED

SPARK = re.compile(r'<svg class="wr-spark".*?</svg>')

ENTRIES = [
    entry("甲局", "2020", visits=90, rate=1.5),
    entry("甲局", "2021", DRAFT, visits=120, rate=None),
    entry("甲局", "2021Q1", visits=1),
    entry("乙局", "2021", ISSUED, visits=120),
    entry("丙局", "2021", visits=300),
    entry("丁局", "2021"),
]


@pytest.fixture(scope="module")
def page() -> str:
    return portal_page(ENTRIES, LABELS).decode("utf-8")


def test_ranks_share_a_place_and_leave_out_who_has_no_number():
    places = [(rank.place, rank.bureau, rank.share) for rank in ranks(ENTRIES, "2021", "visit.n")]
    assert places == [("1", "丙局", 100), ("2", "乙局", 40), ("2", "甲局", 40), ("—", "丁局", 0)]
    assert [rank.place for rank in ranks(ENTRIES, "2021", "food.rate")] == ["—"] * 4


def test_every_bureau_and_period_with_state_and_forms(page):
    for one in ENTRIES:
        row = re.search(rf"<tr><th scope=\"row\"><a href=\"[^\"]*/{one.period}/index.html\">.*?</tr>", page)
        assert row
    bureaux = len({bureau_entry.bureau for bureau_entry in ENTRIES})
    assert (
        page.count('class="wr-state"') == len(ENTRIES) + bureaux
    )  # the current one of each stands above too
    body = page[page.index("<body") :]
    assert [body.count(f'data-state="{state}"') for state in (DRAFT, ISSUED)] == [2, 2]
    assert body.count("report.docx") == body.count('/review.html"') == len(ENTRIES) + bureaux


def test_the_current_period_stands_first_with_lights_and_what_is_open():
    page = portal_page(many(LABELS), LABELS).decode("utf-8")
    first = page[page.index('class="wr-current"') : page.index("</ul>")]
    assert '<a href="2021/index.html">2021年</a>' in first and 'data-state="送审"' in first
    assert "未签章节12个" in first and "超期2项" in first and "与已报数不同1项" in first
    assert 'wr-light-green">达到进度' in first and 'wr-light-red">明显滞后' in first


def test_only_like_periods_stand_together_the_latest_first():
    page = portal_page(many(LABELS), LABELS).decode("utf-8")
    captions = re.findall(r"<figcaption>(\S+报告)</figcaption>(.*?)</figure>", page, re.S)
    periods = {name: re.findall(r'<th scope="row"><a href="([^/]+)/', rows) for name, rows in captions}
    assert list(periods) == ["年度报告", "半年报告", "季度报告", "月度报告"]
    assert periods["季度报告"] == ["2021Q4", "2021Q3", "2021Q2", "2021Q1"]
    assert periods["月度报告"] == [f"2021-{month:02d}" for month in range(12, 0, -1)]


def test_the_months_of_the_current_year_are_bars_and_a_missing_month_is_none():
    months = [entry("甲局", f"2021-{month:02d}", visits=month) for month in (1, 2, 4)]
    page = portal_page([*months, entry("甲局", "2021-01..2021-04", visits=7)], LABELS).decode("utf-8")
    table = re.search(r'id="t-months-1">.*?</figure>', page, re.S)[0]
    assert table.count("<rect") == 3 and "3月 —" in table and "2021年1—4月" in table
    assert '<data value="7">7</data>' in table
    assert 'id="t-months-1"' not in portal_page(months[:1], LABELS).decode("utf-8")


def test_ranked_by_the_first_figure_of_the_commonest_period_without_a_script(page):
    before_scripts = page[: page.index('id="rank-data"')]
    shown = re.search(r'id="t-rank">.*?</figure>', before_scripts, re.S)[0]
    assert re.findall(r">(.局)</a>", shown) == ["丙局", "乙局", "甲局", "丁局"]
    assert "2021年　走访（户次）" in shown
    assert '<form class="wr-choose" hidden>' in page


def test_the_script_has_all_numbers(page):
    content = json.loads(re.search(r'id="rank-data">(.*?)</script>', page)[1])
    assert content["figures"] == list(LABELS)
    assert ["丙局", "丙局/2021", [[300, "300"], [None, "—"]]] in content["periods"]["2021"]


def test_courses_over_periods_of_one_kind_with_gaps_for_what_is_missing(page):
    (course,) = SPARK.findall(page)  # the only figure with two years
    assert 'role="img" aria-label="走访（户次）：2020年 90，2021年 120"' in course
    assert course.count("<polyline") == 1
    more = [entry("甲局", f"2021Q{n}", visits=number) for n, number in enumerate((3, 5, None, 4), 1)]
    (course,) = SPARK.findall(portal_page(more, LABELS).decode("utf-8"))
    assert course.count("<polyline") == 1 and "2021年第三季度 —" in course


def test_one_bureau_is_not_ranked_and_none_is_told():
    assert "各单位排名" not in portal_page(ENTRIES[:2], LABELS).decode("utf-8")
    assert "还没有已生成的报告" in portal_page([], LABELS).decode("utf-8")


def test_bureaux_without_any_key_figure_are_listed_and_not_ranked():
    page = portal_page([entry("甲局", "2021"), entry("乙局", "2021")], {}).decode("utf-8")
    assert "各单位排名" not in page and "甲局" in page and "乙局" in page


def test_the_page_is_known_as_one_that_a_run_made():
    assert PAGE_MARKER in portal_page([], LABELS)


def test_same_bytes_in_any_order():
    assert portal_page(ENTRIES[::-1], LABELS) == portal_page(ENTRIES, LABELS)


def test_labels_and_names_are_text(tmp_path: Path):
    page = portal_page([entry("<b>甲", "2021", visits=1), entry("乙", "2021", visits=2)], LABELS).decode(
        "utf-8"
    )
    assert "<b>甲" not in page
