"""Every CSV that a page leads a reader to opens in a Chinese Excel: with a BOM, and headers in Chinese."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

HREF = re.compile(r'href="([^"#]+\.csv)"')
CHINESE = re.compile("[一-鿿]")


def linked(page: Path) -> list[Path]:
    """The CSV files that a page links to."""
    places = dict.fromkeys(HREF.findall(page.read_text(encoding="utf-8")))
    return [page.parent / unquote(place) for place in places]


@pytest.mark.parametrize("page", ["2021/index.html", "2021/review.html", "index.html"])
def test_linked_tables_are_for_people(report_2021, page):
    files = linked(report_2021 / page)
    assert len(files) > 100 or page == "index.html"
    for file in files:
        header = file.read_bytes().partition(b"\n")[0]
        assert header.startswith(b"\xef\xbb\xbf") and CHINESE.search(header.decode("utf-8-sig")), file.name


def test_long_listings_of_the_review_are_there_whole(report_2021):
    """The row accounts are listed in part; the file has them all, as rows.csv has for programs."""
    folder = report_2021 / "2021"
    people, programs = (
        (folder / name).read_text(encoding="utf-8-sig").splitlines()
        for name in ("review/rows.csv", "rows.csv")
    )
    assert people[0].startswith("台账,文件,读入") and len(people) == len(programs) > 20
