"""LG12 and LG13: patents and trademarks as they stood at each year's end."""

from __future__ import annotations

from datetime import date

from sampledata.patents import all_patents
from sampledata.trademarks import all_trademarks
from sampledata.world import World


def rows(world: World, year: int) -> dict[str, list[dict]]:
    """Both registers at the end of the year: what happened later is not in them."""
    day = date(year, 12, 31)
    return {
        "patents": [patent.row(day) for patent in all_patents(world) if patent.known_on(day)],
        "trademarks": [mark.row(day) for mark in all_trademarks(world) if mark.known_on(day)],
    }
