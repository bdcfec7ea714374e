"""All bound numbers of one file, and the period whose numbers it states, as they are stored in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from workreport.drafts.bound.bound_number import BoundNumber

VERSION = 1
ID = re.compile(r"wr_(\d{4})")
"""Ids of bound numbers, which are the names of their bookmarks."""


@dataclass(frozen=True)
class Bindings:
    """The bound numbers of a file in the order of its text; ``period`` is the id of the period they were written for."""

    period: str = ""
    numbers: tuple[BoundNumber, ...] = ()

    def to_json(self) -> str:
        """As JSON in ASCII characters, which survive every encoding."""
        stored = {
            "version": VERSION,
            "period": self.period,
            "numbers": [number.to_json() for number in self.numbers],
        }
        return json.dumps(stored, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Bindings:
        """What ``to_json`` gave; ``ValueError`` if it is something else."""
        try:
            stored = json.loads(text)
            if stored["version"] != VERSION:
                raise ValueError(f"version {stored['version']}")
            numbers = tuple(BoundNumber.from_json(number) for number in stored["numbers"])
            if len({number.id for number in numbers}) < len(numbers):
                raise ValueError("an id occurs twice")
            return cls(str(stored["period"]), numbers)
        except (AttributeError, KeyError, RecursionError, TypeError) as error:
            raise ValueError("no bound numbers") from error


def next_id(numbers: Iterable[BoundNumber]) -> str:
    """An id above those of all the numbers."""
    used = (ID.fullmatch(number.id) for number in numbers)
    return f"wr_{max((int(match[1]) for match in used if match), default=0) + 1:04d}"


def in_order(
    placed: Iterable[tuple[int, BoundNumber]], lost: Iterable[BoundNumber], before: Iterable[BoundNumber]
) -> tuple[BoundNumber, ...]:
    """Numbers by their offsets; each lost one behind the number that it followed `before`."""
    order = [number for _, number in sorted(placed, key=lambda place: place[0])]
    missing = {number.id: number for number in lost}
    at = 0
    for earlier in before:
        ids = [number.id for number in order]
        if earlier.id in ids:
            at = ids.index(earlier.id) + 1
        elif earlier.id in missing:
            order.insert(at, missing.pop(earlier.id))
            at += 1
    return (*order, *missing.values())
