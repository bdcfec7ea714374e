"""The reports that the portal lists, and how they are put together: the current one, groups of like periods, months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from workreport.rendering.sparklines import bars, spark

ISSUED, SENT, DRAFT = "签发", "送审", "草稿"
NONE = "—"
KINDS = {
    "year": "年度",
    "half": "半年",
    "quarter": "季度",
    "month": "月度",
    "months": "若干月",
    "days": "起止日期",
}
"""Kinds of periods in the order of their groups, with their names."""
MONTHS = 12


@dataclass(frozen=True)
class KeyFigure:
    """A figure's value in a report: as printed, and as a number where there is one; its task's light and words for it."""

    display: str
    number: float | None = None
    light: str = ""
    progress: str = ""


@dataclass(frozen=True)
class OpenItem:
    """What somebody has to do about a report: how many, and the place of the review where they stand."""

    name: str
    count: int
    unit: str
    place: str


@dataclass(frozen=True)
class Entry:
    """One published report.

    Attributes
    ----------
    folder : str
        Path of its folder from the page.
    period, label, bureau : str
        The period's id and, as on the report's cover, its name and the bureau's.
    kind : str
        Kind of the period: year, quarter, …; only periods of one kind are compared.
    start, cut_off : date
    state : str
        ``DRAFT`` where something kept it from being clean, ``ISSUED`` where the last step signed all of it, else ``SENT``.
    figures : mapping of str to KeyFigure
        Key figures by id.
    forms : sequence of (str, str)
        Name and file of each form that it has.
    open : sequence of OpenItem
        What is left to do, the gravest first; those of zero are not among them.
    """

    folder: str
    period: str
    label: str
    bureau: str
    kind: str
    start: date
    cut_off: date
    state: str
    figures: Mapping[str, KeyFigure] = field(default_factory=dict)
    forms: Sequence[tuple[str, str]] = ()
    open: Sequence[OpenItem] = ()

    def figure(self, id: str) -> KeyFigure:
        """A key figure; one without a number where the report has none."""
        return self.figures.get(id, KeyFigure(NONE))


@dataclass(frozen=True)
class Group:
    """A bureau's reports of one kind of period, the latest first, and the course of each key figure over them."""

    name: str
    entries: Sequence[Entry]
    courses: Mapping[str, Markup]


@dataclass(frozen=True)
class Months:
    """The months of the current year: a bar for each one, by key figure; ``whole`` is the year so far, where reported."""

    title: str
    charts: Mapping[str, Markup]
    whole: Entry | None


@dataclass(frozen=True)
class Bureau:
    """One bureau: its current report, the months of that year, and all its reports by kind of period."""

    name: str
    current: Entry
    months: Months | None
    groups: Sequence[Group]


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """The latest first; of those with one cut-off day the longest, which has the others in it."""
    return sorted(entries, key=lambda one: (-one.cut_off.toordinal(), one.start, one.period, one.folder))


def bureaux_of(ordered: Sequence[Entry], labels: Mapping[str, str]) -> list[Bureau]:
    """The bureaux in the order of their folders."""
    names = dict.fromkeys(one.bureau for one in sorted(ordered, key=lambda one: one.folder))
    return [_bureau([one for one in ordered if one.bureau == name], labels) for name in names]


def _bureau(entries: Sequence[Entry], labels: Mapping[str, str]) -> Bureau:
    return Bureau(entries[0].bureau, entries[0], _months(entries, labels), list(_groups(entries, labels)))


def _groups(entries: Sequence[Entry], labels: Mapping[str, str]) -> Iterator[Group]:
    for kind, name in KINDS.items():
        like = [one for one in entries if one.kind == kind]
        if like:
            course = like[::-1]
            drawn = {
                id: spark(label, [(one.label, one.figure(id)) for one in course])
                for id, label in labels.items()
            }
            yield Group(name, like, drawn)


def _months(entries: Sequence[Entry], labels: Mapping[str, str]) -> Months | None:
    """The months of the current report's year; None where fewer than two of them have a report."""
    year = entries[0].cut_off.year
    known = {one.start.month: one for one in entries if one.kind == "month" and one.start.year == year}
    if len(known) < 2:
        return None
    since = [one for one in entries if one.start == date(year, 1, 1) and one.cut_off.year == year]
    course = {
        id: [
            (f"{month}月", known[month].figure(id) if month in known else KeyFigure(NONE))
            for month in range(1, MONTHS + 1)
        ]
        for id in labels
    }
    charts = {id: bars(labels[id], months) for id, months in course.items()}
    return Months(f"{year}年各月", charts, in_order(since)[0] if since else None)
