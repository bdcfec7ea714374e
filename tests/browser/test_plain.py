"""The report without a network, without scripts, and on paper."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

LARGEST = 4 * 2**20


def requests_of(page) -> list[str]:
    """Addresses that a page asks for from now on."""
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    return addresses


@pytest.mark.parametrize(
    "name", ["index.html", "review.html", "sections/03_food_safety.html", "../index.html"]
)
def test_no_page_asks_for_anything_but_itself(open_page, folder, name):
    page = open_page(folder / "index.html")
    addresses = requests_of(page)
    page.goto((folder / name).resolve().as_uri())
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    own = [address for address in addresses if not address.startswith("data:")]
    assert own == [(folder / name).resolve().as_uri()]
    assert page.evaluate("[...document.fonts].filter(one => one.status === 'loaded').length") >= 1


def test_a_planted_request_is_seen_and_the_page_forbids_it(open_page, folder, tmp_path):
    text = '<img src="http://elsewhere.invalid/a.png">'
    (tmp_path / "free.html").write_text(text)
    page = open_page(folder.parent / "index.html")
    addresses, refused = requests_of(page), []
    page.on("console", lambda message: refused.append(message.text))
    page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", text)
    page.wait_for_timeout(200)
    assert any("Content Security Policy" in line for line in refused)
    page.goto((tmp_path / "free.html").as_uri())
    assert "http://elsewhere.invalid/a.png" in addresses


def test_the_report_is_small_enough_to_send(report_2021):
    assert (report_2021 / "2021" / "index.html").stat().st_size < LARGEST


def test_without_scripts_everything_is_there(open_page, folder):
    page = open_page(folder / "index.html", java_script_enabled=False)
    assert page.locator("main h2:visible").count() == page.locator("main h2").count() > 5
    assert page.locator(".wr-toc details[open]").count() == 1
    assert page.locator("button:visible, .wr-find:visible").count() == 0, "没有脚本时的空按钮"
    number = page.locator("p.wr-say a.wr-ref").first
    target = number.get_attribute("href")
    number.click()
    assert page.url.endswith(target)
    entry = page.locator(f'[id="{target[1:]}"]')
    assert 0 <= entry.bounding_box()["y"] < 900
    assert "流量" in entry.inner_text() and entry.locator("a[href^='evidence/']").is_visible()


def sheets(page) -> list[list[str]]:
    """Lines of text of each sheet that a page prints on."""
    printed = page.pdf(prefer_css_page_size=True)
    return [
        [line.strip() for line in sheet.extract_text().splitlines() if line.strip()]
        for sheet in PdfReader(io.BytesIO(printed)).pages
    ]


def test_paper_has_chapters_on_new_sheets_captions_with_tables_and_page_numbers(open_page, folder):
    page = open_page(folder / "index.html")
    page.locator("details[open]").first.wait_for()
    captions = {text.strip() for text in page.locator(".wr-table figcaption").all_inner_texts()}
    chapters = [text.strip().split("\n")[0] for text in page.locator("main h2").all_inner_texts()]
    lines = sheets(page)
    numbers = [re.search(r"— ?(\d+) ?—", " ".join(sheet)) for sheet in lines]
    assert numbers[0] is None
    assert "附录二" in "".join(lines[0]), "首页没有目录"
    assert [int(found[1]) for found in numbers[1:]] == list(range(2, len(lines) + 1))
    bodies = [[line for line in sheet if not re.fullmatch(r"— ?\d+ ?—", line)] for sheet in lines]
    assert sum(line in captions for body in bodies for line in body) > len(captions) / 2, "题注认不出来"
    # a title of two lines is read with both
    flat = {re.sub(r"\s", "", "".join(body[:lines])) for body in bodies for lines in (1, 2)}
    assert [chapter for chapter in chapters if re.sub(r"\s", "", chapter) not in flat] == []
    assert [body[-1] for body in bodies if body and body[-1] in captions] == []
