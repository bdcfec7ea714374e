"""What goes up holds no remark that is meant for those who work on the numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

INTERNAL = re.compile(
    "勾稽|互相矛盾|待说明|此前对外报送|自动生成|登记人估算|台账未记|未登记集中学习|原因待|四类互不重叠|重复相加|"
    r"[一-鿿]，\d{4}-\d{2}-\d{2}）"
)
"""Checks, doubts, estimates, who explained what and when."""


def spoken(page: Path) -> list[str]:
    """The paragraphs, notes and table cells of a page's sections, without its definitions and sources."""
    root = html.parse(str(page)).getroot()
    for appendix in root.xpath(
        '//section[@id="definitions" or @id="sources"] | //script | //style | //dialog'
    ):
        appendix.getparent().remove(appendix)
    return [one.text_content() for one in root.iter("p", "li", "td", "th", "figcaption", "h1", "h2", "h3")]


@pytest.mark.parametrize("page", ["index.html", "sections"])
def test_leaders_read_no_internal_remark(report_2021, page):
    found = report_2021 / "2021" / page
    pages = sorted(found.glob("*.html")) if found.is_dir() else [found]
    texts = [text for one in pages for text in spoken(one)]
    assert len(texts) > 500
    assert [text for text in texts if INTERNAL.search(text)] == []


def test_reviewers_read_them(report_2021):
    texts = "".join(spoken(report_2021 / "2021" / "review.html"))
    for word in ("勾稽", "此前对外报送", "登记人估算", "办公室，2022-01-06"):
        assert word in texts
