"""Screenshots of the pages: kept in outputs/screenshots, and compared from far away with what they should look like.

After a change that is meant: ``python -m pytest tests/browser/test_appearance.py --renew-screenshots``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from chromium import DESKTOP, PHONE
from thumbnails import FAR, moved, read_thumbnail, thumbnail

EXPECTED = Path(__file__).with_name("expected")
CHAPTER, APPENDIX, CHART = "#chapter-2", "#definitions", ".wr-chart"
VIEWS = {
    "cover": ("index.html", {}, "", ""),
    "cover_night": ("index.html", {"dark": True}, "", ""),
    "cover_phone": ("index.html", {"size": PHONE}, "", ""),
    "chapter": ("index.html", {}, CHAPTER, ""),
    "chapter_phone": ("index.html", {"size": PHONE}, CHAPTER, ""),
    "appendix": ("index.html", {}, APPENDIX, ""),
    "section": ("sections/03_food_safety.html", {}, "", ""),
    "chart_night": ("sections/03_food_safety.html", {"dark": True}, CHART, ""),
    "figure": ("sections/03_food_safety.html", {}, "", "p.wr-say a.wr-ref"),
    "figure_phone": ("sections/03_food_safety.html", {"size": PHONE}, "", "p.wr-say a.wr-ref"),
    "enlarged": ("sections/03_food_safety.html", {}, "", ".wr-enlarge"),
    "review": ("review.html", {}, "#agenda", ""),
    "portal": ("../index.html", {"size": DESKTOP}, "", ""),
}
"""By name: the page, the window, where it is scrolled to, and what is clicked."""


@pytest.mark.parametrize("name", VIEWS)
def test_a_page_looks_as_it_should(open_page, folder, repository, request, name):
    path, window, place, click = VIEWS[name]
    page = open_page((folder / path).resolve(), **window)
    if click:
        page.locator(click).first.click()
    if place:
        page.locator(place).first.evaluate("one => one.scrollIntoView()")
    page.evaluate("document.fonts.ready")
    picture = page.screenshot(animations="disabled", caret="hide")
    shots = repository / "outputs" / "screenshots"
    shots.mkdir(parents=True, exist_ok=True)
    (shots / f"{name}.png").write_bytes(picture)
    now, file = thumbnail(picture), EXPECTED / f"{name}.txt"
    if request.config.getoption("--renew-screenshots"):
        file.write_text("\n".join(now) + "\n", encoding="ascii")
    assert moved(read_thumbnail(file), now) <= FAR, f"outputs/screenshots/{name}.png 与 {file.name} 差别很大"


def test_a_gross_change_is_seen():
    seen = {name: read_thumbnail(EXPECTED / f"{name}.txt") for name in VIEWS}
    others = [name for name in seen if name != "cover"]
    assert [name for name in others if moved(seen["cover"], seen[name]) <= FAR] == []
    shifted = [line[3:] + "0" * 3 for line in seen["chapter"]]
    assert moved(seen["chapter"], shifted) > FAR
