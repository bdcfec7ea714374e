"""Leaders see the numbers of their sub-bureaus, however small; what the public edition hides is tested in narrative/test_views."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

HIDDEN = ("※", "<3")


def rows(page: Path) -> list[list[str]]:
    """The cells of each row of the page's tables."""
    root = html.parse(str(page)).getroot()
    return [[cell.text_content().strip() for cell in row.iter("th", "td")] for row in root.iter("tr")]


@pytest.mark.parametrize(("period", "sub_bureaus"), [("2021", 50), ("2021-08", 0)])
def test_no_number_is_hidden_from_leaders(report_of, period, sub_bureaus):
    found = rows(report_of(period) / "index.html")
    assert sum(row[0].endswith("分局") for row in found) >= sub_bureaus
    assert [row for row in found if any(cell in HIDDEN for cell in row)] == []
