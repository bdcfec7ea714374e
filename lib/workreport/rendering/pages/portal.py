"""The page that lists all reports of an output folder: what is current and open, like periods together, ranks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from workreport.rendering.fonts import fonts_css
from workreport.rendering.pages.portal_entries import NONE, Entry, KeyFigure, bureaux_of, in_order
from workreport.rendering.pages.report_pages import environment, with_fonts


@dataclass(frozen=True)
class Rank:
    """One bureau's place among those that have the figure; equal numbers share one."""

    place: str
    bureau: str
    folder: str
    display: str
    share: float


def portal_page(entries: Sequence[Entry], labels: Mapping[str, str]) -> bytes:
    """The page.

    Parameters
    ----------
    labels : mapping of str to str
        Label of each key figure by id, in the order shown; the first is ranked where no script runs.
    """
    ordered = in_order(entries)
    bureaux = bureaux_of(ordered, labels)
    period, figure = _default(ordered, labels)
    page = (
        environment()
        .get_template("portal.html.j2")
        .render(
            bureaux=bureaux,
            labels=labels,
            periods={one.period: one.label for one in ordered},
            period=period,
            figure=figure,
            ranks=ranks(ordered, period, figure),
            told=_told(ordered, labels),
            compared=len(bureaux) > 1 and bool(labels),
            nothing=NONE,
        )
    )
    return with_fonts(page, fonts_css(page)).encode("utf-8")


def ranks(entries: Sequence[Entry], period: str, figure: str) -> list[Rank]:
    """Bureaux by a figure in a period, the highest number first; those without it last, without a place."""
    found = [(one, one.figures.get(figure, KeyFigure(NONE))) for one in entries if one.period == period]
    numbers = [told.number for _, told in found if told.number is not None]
    most = max(map(abs, numbers), default=0)
    found.sort(
        key=lambda pair: (pair[1].number is None, -(pair[1].number or 0), pair[0].bureau, pair[0].folder)
    )
    return [
        Rank(
            NONE if told.number is None else str(1 + sum(other > told.number for other in numbers)),
            one.bureau,
            one.folder,
            told.display,
            round(abs(told.number) / most * 100, 1) if most and told.number is not None else 0,
        )
        for one, told in found
    ]


def _default(entries: Sequence[Entry], labels: Mapping[str, str]) -> tuple[str, str]:
    """The latest of the periods that most bureaux have, and the first key figure that any of them has there."""
    counts = Counter(one.period for one in entries)
    if not counts:
        return "", next(iter(labels), "")
    period = max(counts, key=lambda one: counts[one])  # of equals the first, which is the latest
    there = [one for one in entries if one.period == period]
    having = [
        id for id in labels if any(one.figures.get(id, KeyFigure("")).number is not None for one in there)
    ]
    return period, next(iter(having or labels), "")


def _told(entries: Sequence[Entry], labels: Mapping[str, str]) -> Markup:
    """What the script ranks by: for each period, bureau, folder, and number and text of each key figure."""
    told: dict[str, list] = {}
    for one in entries:
        figures = [one.figures.get(id, KeyFigure(NONE)) for id in labels]
        told.setdefault(one.period, []).append(
            [one.bureau, one.folder, [[each.number, each.display] for each in figures]]
        )
    content = json.dumps(
        {"figures": list(labels), "periods": told}, ensure_ascii=False, separators=(",", ":")
    )
    return Markup(content.replace("<", "\\u003c"))
