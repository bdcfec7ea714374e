"""Tables fit the window of a desk, and on a phone scroll inside their own box beside a first column that stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from chromium import DESKTOP, PHONE
from portal_samples import many

from workreport.rendering.pages.portal import portal_page

WIDE = (1280, 1440, 1920)
KEY_FIGURES = {
    "a": "走访企业（户次）",
    "b": "食品监督抽检（批次）",
    "c": "食品抽检不合格率（%）",
    "d": "在用特种设备〔台（条、辆）〕",
    "e": "产品质量监督抽查（批次）",
    "f": "新办企业（户）",
    "g": "网上办理率（%）",
    "h": "万人发明专利拥有量（件/万人）",
    "i": "投诉举报（件）",
}
MEASURED = """() => [...document.querySelectorAll('main table')]
    .filter(table => table.checkVisibility() && !table.closest('.wr-first'))
    .map(table => {
        const box = table.closest('.wr-scroll') || table.parentElement;
        const first = [...table.rows].map(row => getComputedStyle(row.cells[0]).position);
        return {
            name: table.closest('figure')?.querySelector('figcaption')?.textContent || '',
            over: box.scrollWidth - box.clientWidth,
            scrolls: getComputedStyle(box).overflowX === 'auto',
            stays: first.every(one => one === 'sticky'),
        };
    })"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory) -> Path:
    """A portal of twenty-four reports with every column filled."""
    path = tmp_path_factory.mktemp("portal") / "index.html"
    path.write_bytes(portal_page(many(KEY_FIGURES), KEY_FIGURES))
    return path


@pytest.fixture(params=["index", "section", "portal"])
def page_path(request, portal) -> Path:
    """A page with tables that leaders read."""
    if request.param == "portal":
        return portal
    folder = request.getfixturevalue("folder")
    return folder / ("index.html" if request.param == "index" else "sections/03_food_safety.html")


@pytest.mark.parametrize("width", WIDE)
def test_no_table_is_cut_on_a_desk(open_page, page_path, width):
    page = open_page(page_path, size={**DESKTOP, "width": width})
    tables = page.evaluate(MEASURED)
    assert len(tables) > 5
    assert [table for table in tables if table["over"] > 0] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_phone_scrolls_a_wide_table_in_its_own_box_beside_its_first_column(open_page, page_path):
    page = open_page(page_path, size=PHONE)
    wide = [table for table in page.evaluate(MEASURED) if table["over"] > 0]
    assert [table for table in wide if not (table["scrolls"] and table["stays"])] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    if wide:
        box = (
            page.locator("main .wr-scroll")
            .filter(has=page.locator("table"))
            .nth(
                page.evaluate(
                    "[...document.querySelectorAll('main .wr-scroll')].filter(one => one.querySelector('table'))"
                    ".findIndex(one => one.scrollWidth > one.clientWidth)"
                )
            )
        )
        cell = box.locator("tbody tr").first.locator(":scope > *").first
        before = cell.bounding_box()["x"]
        box.evaluate("one => { one.scrollLeft = 200; }")
        assert abs(cell.bounding_box()["x"] - before) < 2


def test_a_table_that_is_too_wide_is_seen(open_page, folder):
    page = open_page(folder / "index.html")
    page.evaluate("document.querySelector('main table th').style.minWidth = '2000px'")
    assert [table for table in page.evaluate(MEASURED) if table["over"] > 0]
