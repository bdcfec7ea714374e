"""The special-equipment ledgers of a year: LG06 register, LG07A–C inspections, hazards and accidents."""

from __future__ import annotations

from sampledata.cases import CASES
from sampledata.special_inspections import hazards, inspections
from sampledata.special_register import register
from sampledata.world import World


def rows(world: World, year: int) -> dict[str, list]:
    """Rows of the four ledgers, and the penalty cases that they ask for. No accident happened."""
    devices = register(world, year)
    visited = inspections(world, devices, year)
    found, cases = hazards(world, devices, visited, year)
    return {
        "special_devices": devices,
        "special_inspections": visited,
        "special_hazards": found,
        "special_accidents": [],
        CASES: cases,
    }
