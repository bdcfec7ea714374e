"""The report's outline: chapters 一、, sections （一）, each with its body or the gap it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workreport.base.chinese_numerals import chinese
from workreport.rendering.executed_notebooks import clean
from workreport.rendering.exporter import Body, View, anchor, section_body
from workreport.rendering.headings import Heading
from workreport.rendering.report_model import Row, SectionResult


@dataclass(frozen=True)
class Part:
    """One section where it stands in a page.

    ``gap`` is empty, ``blocked`` or ``failed``; ``detail`` says what is missing, and in the review
    view how it broke. ``pending`` rows of its ledgers wait to be settled, ``signoffs`` are
    signatures and comments. ``level`` is the HTML level of its heading; ``number`` such as （一）; ``notebook``
    the path of its executed notebook in the output folder, empty where there is none.
    """

    id: str
    name: str
    number: str
    title: str
    level: int
    body: Body
    gap: str = ""
    detail: str = ""
    pending: int = 0
    signoffs: Sequence[Row] = ()
    notebook: str = ""

    @property
    def tables(self) -> int:
        """How many tables its body has."""
        return self.body.html.count('<figure class="wr-table')

    @property
    def charts(self) -> int:
        """How many charts its body has."""
        return self.body.html.count('<figure class="wr-chart')

    @property
    def contents(self) -> Sequence[Heading]:
        """Its headings for the table of contents."""
        return [heading for heading in self.body.headings if heading.level == self.level + 1]


@dataclass(frozen=True)
class Chapter:
    """One chapter; a chapter of one section has no heading of its own."""

    id: str
    number: str
    title: str
    parts: tuple[Part, ...]
    single: bool = False


Shown = tuple[str, View, int]
"""How a section is shown: its id, a view and the level of its heading."""


class BodyCache:
    """The bodies of a report's sections, each rendered once for a view and a level of headings.

    Parameters
    ----------
    known : mapping, optional
        Bodies that were rendered earlier of the same notebooks by the same code.
    """

    def __init__(self, known: Mapping[Shown, Body] | None = None) -> None:
        self.known = known or {}
        self.made: dict[Shown, Body] = dict(self.known)

    def of(self, result: SectionResult, view: View, level: int) -> Body:
        """A section's body; an empty one where the view shows none.

        In the leadership view a section that is blocked or failed is a gap and nothing else: half of
        it might read as all of it. The review view shows what there is.
        """
        if result.notebook is None or (result.status != "ok" and view != "review"):
            return Body("", ())
        key = (result.section.id, view, level)
        if key not in self.made:
            self.made[key] = section_body(result.notebook, result.section, view=view, level=level)
        return self.made[key]


def part_of(
    result: SectionResult, *, view: View, level: int, number: str = "", bodies: BodyCache | None = None
) -> Part:
    """A section as part of a page."""
    gap = "" if result.status == "ok" else result.status
    body = (bodies or BodyCache()).of(result, view, level)
    detail = clean(result.error) if gap and view == "review" else ""
    section = result.section
    return Part(
        anchor(section),
        section.id,
        number,
        section.title,
        level,
        body,
        gap,
        detail,
        result.pending,
        result.signoffs,
        f"notebooks/{section.id}.ipynb" if result.notebook is not None else "",
    )


@dataclass(frozen=True)
class Place:
    """Where a section stands: its number and the HTML level of its heading."""

    result: SectionResult
    number: str
    level: int


@dataclass(frozen=True)
class Placed:
    """A chapter with its sections, none of them rendered yet."""

    id: str
    number: str
    title: str
    members: tuple[Place, ...]

    @property
    def single(self) -> bool:
        """Whether it is one section, which then bears the chapter's number and needs no heading above it."""
        return len(self.members) == 1


def placed(results: Iterable[SectionResult]) -> tuple[Placed, ...]:
    """The chapters in the order of their sections, numbered; sections without a chapter are left out."""
    grouped: dict[str, list[SectionResult]] = {}
    for result in results:
        if result.section.chapter:
            grouped.setdefault(result.section.chapter, []).append(result)
    chapters = []
    for index, (title, members) in enumerate(grouped.items(), start=1):
        number = f"{chinese(index)}、"
        places = (
            [Place(members[0], number, 2)]
            if len(members) == 1
            else [Place(one, f"（{chinese(order)}）", 3) for order, one in enumerate(members, start=1)]
        )
        chapters.append(Placed(f"chapter-{index}", number, title, tuple(places)))
    return tuple(chapters)


def front_of(results: Iterable[SectionResult], *, view: View, bodies: BodyCache) -> list[Part]:
    """What stands before the chapters, rendered for one view."""
    return [part_of(one, view=view, level=2, bodies=bodies) for one in results if not one.section.chapter]


def chapters_of(results: Iterable[SectionResult], *, view: View, bodies: BodyCache) -> tuple[Chapter, ...]:
    """The chapters with their sections rendered for one view."""
    return tuple(
        Chapter(
            one.id,
            one.number,
            one.title,
            tuple(
                part_of(m.result, view=view, level=m.level, number=m.number, bodies=bodies)
                for m in one.members
            ),
            one.single,
        )
        for one in placed(results)
    )
