"""The food ledgers of a year: LG02 sampling, LG03 follow-up, LG04 inspections."""

from __future__ import annotations

from sampledata.cases import CASES
from sampledata.food_disposal import disposals
from sampledata.food_inspections import inspections
from sampledata.food_sampling import samples
from sampledata.world import World


def rows(world: World, year: int) -> dict[str, list]:
    """Rows of the three food ledgers, and the penalty cases that they ask for."""
    sampled, shops = samples(world, year)
    followed, sampling_cases = disposals(sampled, shops, year)
    inspected, inspection_cases = inspections(world, year)
    return {
        "food_sampling": sampled,
        "food_disposal": followed,
        "food_inspections": inspected,
        CASES: sampling_cases + inspection_cases,
    }
