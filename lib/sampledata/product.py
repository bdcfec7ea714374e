"""The product-quality ledgers of a year: LG08 sampling and LG09 holders of production licences."""

from __future__ import annotations

from sampledata.cases import CASES
from sampledata.licences import licences
from sampledata.product_sampling import samples
from sampledata.world import World


def rows(world: World, year: int) -> dict[str, list]:
    """Rows of LG08 and LG09, and the penalty cases that they ask for."""
    sampled, cases = samples(world, year)
    return {"product_sampling": sampled, "production_licences": licences(world, year), CASES: cases}
