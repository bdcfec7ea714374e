"""What a reader does with the report: opens a figure, copies it, finds, sorts, enlarges; by mouse and by keyboard."""

from __future__ import annotations

import re

import pytest
from chromium import PHONE

FIGURE, ENLARGED = "#figure", "#enlarged"


def focused(page) -> str:
    """What has the focus: its class, else its id."""
    return page.evaluate("document.activeElement.className || document.activeElement.id")


def test_a_number_opens_its_details_by_click(open_page, section):
    page = open_page(section)
    number = page.locator("p.wr-say a.wr-ref").first
    number.click()
    dialog = page.locator(FIGURE)
    assert dialog.is_visible()
    text = dialog.inner_text()
    for term in ("本期", "口径", "算法", "报告期", "台账", "依据（行）"):
        assert term in text
    assert number.inner_text() in text
    page.mouse.click(5, 5)
    assert not dialog.is_visible()


@pytest.mark.parametrize("place", ["p.wr-say a.wr-ref", "td a.wr-ref", ".wr-plot a.wr-ref"])
def test_the_keyboard_opens_details_and_comes_back(open_page, section, place):
    page = open_page(section)
    number = page.locator(place).first
    number.focus()
    page.keyboard.press("Enter")
    assert page.locator(FIGURE).is_visible() and focused(page) == "figure-title"
    inside = "document.querySelector('#figure').contains(document.activeElement)"
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(f"{inside} || document.activeElement === document.body"))
    assert all(seen), "Tab 走出了对话框"
    page.keyboard.press("Escape")
    assert not page.locator(FIGURE).is_visible()
    assert number.evaluate("one => one === document.activeElement")


def test_focus_is_visible(open_page, section):
    page = open_page(section)
    page.keyboard.press("Tab")
    assert focused(page) == "wr-skip" and page.locator(".wr-skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert focused(page) == "wr-narrow"
    for place in ("p.wr-say a.wr-ref", ".wr-sort", ".wr-enlarge", ".wr-scroll"):
        page.keyboard.press("Tab")  # the browser shows focus to those who use the keyboard
        one = page.locator(place).first
        one.focus()
        assert one.evaluate("one => getComputedStyle(one).outlineStyle") == "solid", place


def test_every_number_is_reached_by_tab(open_page, section):
    page = open_page(section)
    lost = page.evaluate(
        """[...document.querySelectorAll('a.wr-ref')].filter(
            one => one.tabIndex !== 0 || !document.getElementById(one.getAttribute('href').slice(1))).length"""
    )
    assert page.locator("a.wr-ref").count() > 100 and lost == 0


@pytest.mark.parametrize(
    ("place", "copied"),
    [
        ("p.wr-say a.wr-ref", r"^食品监督抽检：639批次（"),
        (
            "#s03_food_safety-t-sampling_by_source tbody td a.wr-ref",
            r"^食品监督抽检（市民生工程）：349批次（",
        ),
        ("#s03_food_safety-t-sampling_by_source td:last-child a.wr-ref", r"占比：54\.6%（占合计的比重；"),
        (".wr-plot a.wr-ref", r"（2021-\d\d）：[\d.]+(%|批次)（"),
    ],
)
def test_a_figure_is_copied_with_unit_and_source(open_page, section, place, copied):
    page = open_page(section, permissions=["clipboard-read", "clipboard-write"])
    page.locator(place).first.press("Enter")
    page.locator(".wr-copy").click()
    page.locator(".wr-copied", has_text="已复制").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert re.search(copied, text), text
    assert "数据来源：LG02 食品安全监督抽检台账" in text and "晴川区市场监督管理局2021年工作报告" in text


def test_copying_works_where_the_clipboard_is_refused(open_page, section):
    page = open_page(section)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.evaluate(
        "() => document.addEventListener('copy', () => { window.copied = document.activeElement.value; })"
    )
    page.locator("p.wr-say a.wr-ref").first.press("Enter")
    page.locator(".wr-copy").click()
    page.locator(".wr-copied", has_text="已复制").wait_for()
    assert "639批次" in page.evaluate("window.copied")


def test_the_find_box_lists_what_has_the_words(open_page, folder):
    page = open_page(folder / "index.html")
    box = page.get_by_role("searchbox", name="查找章节、图表、指标")
    box.fill("电梯")
    lines = page.locator(".wr-find li").all_inner_texts()
    named = ["电梯" in line for line in lines]
    assert named[0] and named == sorted(named, reverse=True), "按别的说法找到的列在后面"
    assert f"找到{len(lines)}项" in page.locator(".wr-find [role=status]").inner_text()
    box.fill("没有这样的指标")
    assert page.locator(".wr-find li").count() == 0
    assert page.locator(".wr-find [role=status]").inner_text() == "没有找到"


def test_a_found_figure_opens_and_a_found_section_is_gone_to(open_page, folder):
    page = open_page(folder / "index.html")
    box = page.get_by_role("searchbox")
    box.fill("不合格食品 批次")
    page.locator(".wr-find li a.wr-ref").first.click()
    assert page.locator(FIGURE).is_visible()
    page.keyboard.press("Escape")
    box.fill("消费维权")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#s10_consumer_rights-title'")
    assert page.locator("#s10_consumer_rights-title").bounding_box()["y"] < 900
    assert box.input_value() == ""


def column(page, table: str, at: int) -> list[str]:
    """Texts of a column's cells in the body of a table."""
    return page.locator(f"{table} tbody tr > :nth-child({at})").all_inner_texts()


def test_a_header_sorts_by_the_real_values(open_page, section):
    page = open_page(section)
    table = "#s03_food_safety-t-inspections_by_org"
    assert page.locator(table).count() == 1
    before, foot = column(page, table, 2), page.locator(f"{table} tfoot").inner_text()
    header = page.locator(f"{table} thead th").nth(1)
    for order, expected in (("ascending", False), ("descending", True)):
        header.locator("button").press("Enter")
        assert header.get_attribute("aria-sort") == order
        values = [int(text) for text in column(page, table, 2)]
        assert values == sorted(values, reverse=expected) and values != list(map(int, before))
    header.locator("button").press("Enter")
    assert header.get_attribute("aria-sort") is None and column(page, table, 2) == before
    assert page.locator(f"{table} tfoot").inner_text() == foot


def test_gaps_come_last_whichever_way_a_column_is_sorted(open_page, section):
    page = open_page(section)
    table = "#s03_food_safety-t-inspections_by_org"
    gap = next(at for at in range(2, 8) if "—" in column(page, table, at))
    button = page.locator(f"{table} thead th").nth(gap - 1).locator("button")
    for _ in range(2):
        button.click()
        assert column(page, table, gap)[-1] == "—"


@pytest.mark.parametrize("size", [None, PHONE])
def test_a_chart_opens_large_and_goes_back(open_page, section, size):
    page = open_page(section, **({"size": size} if size else {}))
    plot = page.locator(".wr-plot").first
    small = plot.locator("svg").bounding_box()["width"]
    button = page.locator(".wr-enlarge").first
    button.press("Enter")
    large = page.locator(f"{ENLARGED} svg").bounding_box()["width"]
    assert large > small * 1.3
    page.locator(f"{ENLARGED} svg a.wr-ref").first.press("Enter")
    assert page.locator(FIGURE).is_visible()
    page.keyboard.press("Escape")
    assert page.locator(ENLARGED).is_visible() and not page.locator(FIGURE).is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(ENLARGED).is_visible() and plot.locator("svg").is_visible()
    assert button.evaluate("one => one === document.activeElement")


def test_a_click_on_a_chart_opens_it(open_page, section):
    page = open_page(section)
    page.locator(".wr-plot").first.click(position={"x": 8, "y": 8})
    assert page.locator(ENLARGED).is_visible()


def test_a_phone_shows_everything_without_scrolling_sideways(open_page, folder, section):
    for path in (folder / "index.html", section, folder / "review.html", folder.parent / "index.html"):
        page = open_page(path, size=PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path.name
    page = open_page(section, size=PHONE)
    page.locator("p.wr-say a.wr-ref").first.click()
    box = page.locator(FIGURE).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] and box["y"] >= 0
    assert box["y"] + box["height"] <= PHONE["height"]


FORM, ROW = "index.html", "表中的行"


def test_the_whole_card_of_a_key_figure_opens_it(open_page, folder):
    page = open_page(folder / FORM)
    card = page.locator(".wr-card").first
    card.click(position={"x": 4, "y": 8})
    dialog = page.locator(FIGURE)
    assert dialog.is_visible()
    assert page.locator("#figure-title").inner_text().startswith(card.locator(".wr-card-label").inner_text())
    page.keyboard.press("Escape")
    card.locator(".wr-card-change a").click()
    assert "比较" in dialog.inner_text()


def test_no_value_stands_twice_and_the_first_rows_stand_in_the_page(open_page, folder):
    page = open_page(folder / FORM)
    page.locator(".wr-card .wr-card-value a").first.click()
    values = page.locator(f"{FIGURE} dd").evaluate_all(
        "all => all.filter(one => !one.querySelector('table')).map(one => one.textContent.trim())"
    )
    assert len(values) == len(set(values)) and "125户次" in values
    rows = page.locator(f"{FIGURE} dd table tbody tr")
    assert rows.count() == 10 and rows.first.is_visible()
    assert "有限公司" in rows.first.inner_text()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("网办率", "网上办理率"),
        ("罚款", "罚没款"),
        ("12315", "投诉"),
        ("青禾", "青禾分局"),
        ("梅坞分局", ROW),
    ],
)
def test_rows_sub_bureaus_and_other_words_are_found(open_page, folder, words, found):
    page = open_page(folder / FORM)
    page.get_by_role("searchbox").fill(words)
    lines = page.locator(".wr-find li").all_inner_texts()
    assert any(found in line for line in lines), lines


def test_a_found_row_is_gone_to(open_page, folder):
    page = open_page(folder / FORM)
    page.get_by_role("searchbox").fill("青禾分局")
    page.locator(".wr-find li a").filter(has_text=ROW).first.click()
    row = page.locator("tr:target")
    assert "青禾分局" in row.inner_text() and 0 <= row.bounding_box()["y"] < 900


def test_numbers_of_several_units_are_not_sorted_together(open_page, folder):
    page = open_page(folder / "sections" / "00_summary.html")
    table = page.locator(".wr-table table").filter(has_text="指标（单位）").first
    assert "户次" in table.inner_text() and "%" in table.inner_text()
    heads = table.locator("thead th")
    assert [heads.nth(at).locator("button").count() for at in (0, 1)] == [1, 0]
    one_unit = heads.filter(has_text="完成率（%）")
    assert one_unit.locator("button").count() == 1


def test_charts_follow_dark_mode(open_page, section):
    page = open_page(section, dark=True)
    drawn = page.locator(".wr-plot svg").first
    assert "invert" in drawn.evaluate("one => getComputedStyle(one).filter")
    page.emulate_media(media="print")
    assert drawn.evaluate("one => getComputedStyle(one).filter") == "none"
