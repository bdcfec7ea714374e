"""The review as a working page: short until it is opened, links open folds, a division sees its own rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from chromium import DESKTOP

from workreport.rendering.pages.report_pages import review_page
from workreport.rendering.report_model import ReportContext, Signing

TALLEST = 20_000
"""Pixels of the sample year's review, nothing opened."""
FINDINGS = [
    {"ledger": "台账", "division": division, "disposition": "隔离", "row": row, "message": "不是数"}
    for division, count in (("甲股", 30), ("乙股", 2), ("", 1))
    for row in range(count)
]
ENTRY = {
    "number": "1", "section": "a", "title": "产品质量监管", "role": "股室负责人", "by": "甲某某", "date": "2022-01-04",
    "action": "签署", "run": "20220104-0a1b2c3d4e5f", "content": "0123456789abcdef" * 4, "state": "已失效",
    "why": "指标“抽检批次”由639批次改为640批次；此前未签：分局", "comment": "已核对，请办公室按更正单改写第三段。" * 3,
}  # fmt: skip


@pytest.fixture
def review_file(tmp_path):
    """A review with findings of two divisions and of every office, and a signature that lapsed."""
    context = replace(
        ReportContext("某局", "2021年工作报告", "2021年", date(2021, 12, 31), synthetic=True),
        findings=FINDINGS,
        signing=Signing(rows=[ENTRY] * 3, steps=[("股室负责人", "初核")]),
    )
    path = tmp_path / "review.html"
    path.write_text(review_page(context, []), encoding="utf-8")
    return path


def shown(page) -> dict[str, int]:
    """How many rows of the findings are shown, by division."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    rows = page.locator("#findings tbody tr")
    listed = rows.evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.dataset.division || '')"
    )
    return {name: listed.count(name) for name in ("甲股", "乙股", "")}


def test_the_review_of_a_year_is_short_and_starts_with_what_to_decide(open_page, folder):
    page = open_page(folder / "review.html")
    assert page.evaluate("document.documentElement.scrollHeight") < TALLEST
    assert page.locator("main > section h2").first.inner_text() == "审阅要点"
    assert page.locator("#agenda details").count() == 0


def test_a_link_opens_the_folds_around_its_target(open_page, folder):
    page = open_page(folder / "review.html")
    target = page.locator("#definitions tr[id^=def-]").last
    assert not target.is_visible()
    page.evaluate(
        "id => { const a = document.createElement('a'); a.href = '#' + id; document.body.append(a); a.click(); }",
        target.get_attribute("id"),
    )
    assert target.is_visible()


def test_a_division_sees_its_own_rows_and_those_of_every_office(open_page, review_file):
    page = open_page(review_file)
    assert shown(page) == {"甲股": 30, "乙股": 2, "": 1}
    page.get_by_label("我的股室").select_option("乙股")
    assert shown(page) == {"甲股": 0, "乙股": 2, "": 1}
    assert not page.locator("#agenda tr", has_text="甲股").is_visible()
    page.get_by_label("我的股室").select_option("")
    assert shown(page) == {"甲股": 30, "乙股": 2, "": 1}


def test_without_scripts_everything_is_listed_and_nothing_offers_to_hide_it(open_page, review_file):
    page = open_page(review_file, java_script_enabled=False)
    assert not page.get_by_label("我的股室").is_visible()
    assert page.locator("#findings figure").count() == 3


def test_paper_shows_what_is_folded(open_page, review_file):
    page = open_page(review_file)
    folded = page.locator("#run table").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()


def test_the_signatures_fit_their_column(open_page, review_file):
    page = open_page(review_file, size=DESKTOP)
    box = page.locator(".wr-signing .wr-scroll")
    assert box.evaluate("one => one.scrollWidth <= one.clientWidth")
