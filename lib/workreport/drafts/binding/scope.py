"""Whose number it is and of when: the unit and the period that the words name, if not the bureau's and the report's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from workreport.base.period import Period
from workreport.drafts.binding.context import Place

_ALL = re.compile(r"全([国省市县区州盟旗])|我([省市县区局])|辖区|全局")
_NAMED = re.compile(r"《[^》]*》|“[^”]*”")
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)年(?:度)?)?"
_PART = re.compile(
    _YEAR
    + r"(?:(?P<half>上|下)半年|第?(?P<quarter>[一二三四1-4])季度|前(?P<quarters>[二三])季度"
    + r"|(?P<first>\d{1,2})月?[-—–~至到](?P<last>\d{1,2})月份?|(?P<month>\d{1,2})月份|(?P<alone>\d{1,2})月(?!\d*日|以来|起|底|初))"
)
_ONLY_YEAR = re.compile(r"(?<![比较与和\d])(?P<year>(?:19|20)\d\d)年(?:度)?(?!\d|以来|至今|起|底|初)")
_LATER = re.compile(r"^\s*(?:以来|起|至今|底|初)")
_CUTOFF = re.compile(r"截[至止]|到$|[比较与和]$")
_NUMBERS = "零一二三四"


@dataclass(frozen=True)
class Scope:
    """The unit's label ("" for the bureau), the period (None for the report's), and whether both are ours."""

    unit: str = ""
    period: Period | None = None
    foreign: bool = False


def scope_of(place: Place, level: str, units: Mapping[str, str], period: Period) -> Scope:
    """The scope of a number; `level` is the last character of the bureau's district, `units` names of its units by label."""
    words = place.text[place.sentence : place.start]
    unit, foreign = _unit(words, level, units)
    bare = _NAMED.sub(lambda match: "《" + " " * (len(match[0]) - 2) + "》", words)
    inside = _period(bare, period)
    return Scope(unit, inside if inside != period else None, foreign)


def _unit(words: str, level: str, units: Mapping[str, str]) -> tuple[str, bool]:
    at, unit, foreign = -1, "", False
    for match in _ALL.finditer(words):
        other = match[1] or match[2]
        at, unit, foreign = match.start(), "", bool(other and other not in (level, "局"))
    for name, label in units.items():
        if (place := words.rfind(name)) > at:
            at, unit, foreign = place, label, False
    return unit, foreign


def _period(words: str, period: Period) -> Period | None:
    """The period named last; None if none is named that differs in a readable way."""
    year, named, at = period.end.year, None, -1
    for match in _ONLY_YEAR.finditer(words):
        if not _CUTOFF.search(words[: match.start()][-2:]):
            year, at = int(match["year"]), match.start()
            named = _whole(period, year)
    for match in _PART.finditer(words):
        if (
            match.start() < at
            or _LATER.search(words[match.end() :])
            or _CUTOFF.search(words[: match.start()][-2:])
        ):
            continue
        part = _part(match, int(match["year"] or year))
        if part is not None:
            named, at = part, match.start()
    return named


def _whole(period: Period, year: int) -> Period | None:
    if year == period.end.year:
        return period
    return (
        period.last_year()
        if year == period.last_year().end.year
        else Period(date(year, 1, 1), date(year, 12, 31))
    )


def _part(match: re.Match[str], year: int) -> Period | None:
    def number(text: str) -> int:
        return int(text) if text.isdigit() else _NUMBERS.index(text)

    if match["half"]:
        first, last = (1, 6) if match["half"] == "上" else (7, 12)
    elif match["quarter"]:
        last = 3 * number(match["quarter"])
        first = last - 2
    elif match["quarters"]:
        first, last = 1, 3 * number(match["quarters"])
    elif match["first"]:
        first, last = int(match["first"]), int(match["last"])
    else:
        first = last = int(match["month"] or match["alone"])
    if not 1 <= first <= last <= 12:
        return None
    return Period.parse(f"{year}-{first:02d}..{year}-{last:02d}")
