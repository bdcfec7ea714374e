"""A bound number: which number of which figure a place of a draft states, and how it is printed there."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from workreport.drafts.binding.aspects import VALUE

DISTANCE, RANK = "distance", "rank"
"""Aspects that only bound numbers have: points ahead of the share of the year gone by, place among the sub-bureaus."""
TO_DATE = "to_date"
"""The year so far, from its first day to the cut-off day of the draft's period."""


@dataclass(frozen=True)
class Form:
    """How a number is printed.

    ``scale`` is 一 (written out), 万 or 亿; "" leaves it to the figure, as ``decimals`` None does. ``about`` cuts the
    number off and says 余 (1.3万余), ``numeral`` writes it in Chinese characters, ``unit`` says whether its unit follows.
    """

    scale: Literal["", "一", "万", "亿"] = ""
    decimals: int | None = None
    about: bool = False
    numeral: bool = False
    unit: bool = True


@dataclass(frozen=True)
class Source:
    """Where a number comes from.

    ``aspect`` is one of ``binding.aspects`` (value, yoy, mom, last_year, previous, task, completion, share), distance or
    rank; ``cut`` holds pairs of dimension and label; ``span`` is "" for the draft's period or ``TO_DATE``.
    """

    figure: str
    aspect: str = VALUE
    cut: tuple[tuple[str, str], ...] = ()
    span: Literal["", "to_date"] = ""
    form: Form = Form()


@dataclass(frozen=True)
class Override:
    """A number that people chose in place of the ledgers' one: what it says, who chose it, why."""

    text: str
    by: str
    why: str


@dataclass(frozen=True)
class BoundNumber:
    """One bound number of a draft.

    ``id`` is the name of its bookmark; ``text`` what was last written there; ``before`` and ``after`` the words around it
    then, up to ``AROUND`` characters of its paragraph, by which it is found again if the bookmark is lost.
    """

    id: str
    source: Source
    text: str
    before: str = ""
    after: str = ""
    override: Override | None = None

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> BoundNumber:
        """What ``to_json`` gave; ``KeyError``, ``TypeError`` or ``ValueError`` if it is something else."""
        source = dict(given["source"])
        form = Form(**source.pop("form"))
        cut = tuple((str(name), str(label)) for name, label in source.pop("cut"))
        override = given.get("override")
        return cls(
            id=str(given["id"]),
            source=Source(**source, cut=cut, form=form),
            text=str(given["text"]),
            before=str(given["before"]),
            after=str(given["after"]),
            override=Override(**override) if override else None,
        )

    def written(self, text: str, before: str, after: str) -> BoundNumber:
        """The same number after `text` was written at a place with these words around it."""
        return replace(self, text=text, before=before[-AROUND:], after=after[:AROUND])


AROUND = 24
"""Characters before and after a bound number that are remembered."""
