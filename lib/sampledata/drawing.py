"""Small draws that several supervision ledgers share."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from sampledata.names import masked_person
from sampledata.workdays import OFFICE_MONTHS, next_workday, seeded_dates


def year_end(year: int) -> date:
    """Last day of the year."""
    return date(year, 12, 31)


def handed_in(year: int) -> date:
    """The day a year's flow ledgers were exported: closings until then stand in that year's file."""
    return date(year + 1, 2, 28)


def days_between(
    rng: random.Random, count: int, first: date, last: date, months: Sequence[float] = OFFICE_MONTHS
) -> list[date]:
    """``count`` days from ``first`` to ``last`` of one year, ascending, mostly working days."""
    return seeded_dates(rng, first.year, count, months, keep=lambda day: first <= day <= last)


def up_to(day: date, last: date) -> date:
    """``day`` moved to a working day, or ``last`` if that would be later."""
    return min(next_workday(day), last)


def masked_team(rng: random.Random, size: int) -> str:
    """The names of a team, masked."""
    return "、".join(masked_person(rng) for _ in range(size))


def cover(rng: random.Random, pool: Sequence, distinct: int, visits: int) -> list:
    """Whom to visit: ``distinct`` members of the pool, together ``visits`` times, each at least once.

    Raises
    ------
    ValueError
        If the pool is too small or there are fewer visits than units.
    """
    if distinct > len(pool) or visits < distinct:
        raise ValueError(f"cannot make {visits} visits to {distinct} of {len(pool)} units")
    chosen = rng.sample(list(pool), distinct)
    drawn = chosen + (rng.choices(chosen, k=visits - distinct) if visits > distinct else [])
    rng.shuffle(drawn)
    return drawn


def once_a_day(days: Sequence[date], whom: Sequence, key) -> list[tuple[date, object]]:
    """Pair days and units so that no unit comes twice on a day; both orders are otherwise kept.

    A unit that would come twice on a day swaps with the next one that fits.
    """
    queue, pairs, seen = list(whom), [], set()
    for day in days:
        place = next((i for i, unit in enumerate(queue) if (day, key(unit)) not in seen), None)
        if place is None:
            raise ValueError(f"no unit left for {day}")
        unit = queue.pop(place)
        seen.add((day, key(unit)))
        pairs.append((day, unit))
    return pairs


def running(prefix: str, year: int, number: int, width: int = 4) -> str:
    """A number such as ``ZF2021-0007``."""
    return f"{prefix}{year}-{number:0{width}d}"
