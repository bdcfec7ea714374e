"""The page that lists all reports: order, states, ranks, courses, without scripts and without figures."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from workreport.base.ownership import PAGE_MARKER
from workreport.base.period import Period
from workreport.rendering.pages.portal import BLOCKED, DRAFT, PUBLISHED, Entry, KeyFigure, portal_page, ranks

LABELS = {"visit.n": "走访（户次）", "food.rate": "不合格率（%）"}
SPARK = re.compile(r'<svg class="wr-spark".*?</svg>')


def entry(bureau: str, period: str, state: str = PUBLISHED, **numbers: float | None) -> Entry:
    told = Period.parse(period)
    names = {"visits": "visit.n", "rate": "food.rate"}
    figures = {
        names[name]: KeyFigure("—" if number is None else f"{number:,}", number)
        for name, number in numbers.items()
    }
    forms = [("审阅稿", "review.html"), ("Word", "report.docx")]
    return Entry(
        f"{bureau}/{period}", period, told.label, bureau, told.kind, told.as_of, state, figures, forms
    )


ENTRIES = [
    entry("甲局", "2020", visits=90, rate=1.5),
    entry("甲局", "2021", DRAFT, visits=120, rate=None),
    entry("甲局", "2021Q1", visits=1),
    entry("乙局", "2021", BLOCKED, visits=120),
    entry("丙局", "2021", visits=300),
    entry("丁局", "2021"),
]


@pytest.fixture(scope="module")
def page() -> str:
    return portal_page(ENTRIES, LABELS).decode("utf-8")


def test_ranks_share_a_place_and_leave_out_who_has_no_number():
    told = [(one.place, one.bureau, one.share) for one in ranks(ENTRIES, "2021", "visit.n")]
    assert told == [("1", "丙局", 100), ("2", "乙局", 40), ("2", "甲局", 40), ("—", "丁局", 0)]
    assert [one.place for one in ranks(ENTRIES, "2021", "food.rate")] == ["—"] * 4


def test_every_bureau_and_period_with_state_and_forms(page):
    for one in ENTRIES:
        row = re.search(rf"<tr><th scope=\"row\"><a href=\"[^\"]*/{one.period}/index.html\">.*?</tr>", page)
        assert row
    assert page.count('class="wr-state"') == len(ENTRIES)
    assert [page.count(f'data-state="{state}"') for state in (DRAFT, BLOCKED)] == [
        2,
        2,
    ]  # one each in the style
    assert page.count("report.docx") == page.count('/review.html"') == len(ENTRIES)


def test_ranked_by_the_first_figure_of_the_commonest_period_without_a_script(page):
    before_scripts = page[: page.index('id="rank-data"')]
    shown = re.search(r'id="t-rank">.*?</figure>', before_scripts, re.S)[0]
    assert re.findall(r">(.局)</a>", shown) == ["丙局", "乙局", "甲局", "丁局"]
    assert "2021年　走访（户次）" in shown
    assert '<form class="wr-choose" hidden>' in page


def test_the_script_has_all_numbers(page):
    told = json.loads(re.search(r'id="rank-data">(.*?)</script>', page)[1])
    assert told["figures"] == list(LABELS)
    assert ["丙局", "丙局/2021", [[300, "300"], [None, "—"]]] in told["periods"]["2021"]


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
