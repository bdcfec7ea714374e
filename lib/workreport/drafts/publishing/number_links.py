"""Bound numbers as runs of a block: the text of the draft, the exact number behind it, what it is."""

from __future__ import annotations

from workreport.base.period import Period
from workreport.blocks.text import NumberLink, Run
from workreport.drafts.binding.aspects import COMPLETION, LAST, MOM, PREVIOUS, SHARE, TASK, VALUE, YOY
from workreport.drafts.bound.bound_number import DISTANCE, RANK, TO_DATE, Source
from workreport.drafts.bound.printing import printed, same_number
from workreport.figures.book import Book
from workreport.figures.number_format import compared
from workreport.figures.registry import FIGURES
from workreport.narrative.sentence_errors import Blocked

KINDS = {
    VALUE: "value",
    YOY: "yoy",
    MOM: "mom",
    LAST: "last_year",
    PREVIOUS: "previous",
    TASK: "target",
    COMPLETION: "completion",
    SHARE: "share",
    RANK: "rank",
    DISTANCE: "distance",
}
"""The kind of a link by the aspect of a source."""
EARLIER = {"last_year": Period.last_year, "previous": Period.previous}
"""The period whose number a part of a figure states, by the kind of its link; a whole figure states both beside its own."""


def linked(text: str, source: Source, book: Book, before: str) -> Run:
    """A bound number as a run; without a link where the text is not what the ledgers give.

    Parameters
    ----------
    before : str
        The words before it in its line.
    """
    if source.figure not in FIGURES:
        return Run(text)
    try:
        now = printed(source, book, before)
    except Blocked:
        return Run(text)
    return Run(text, now.number, _link(source, book)) if same_number(now.text, text) else Run(text)


def _link(source: Source, book: Book) -> NumberLink:
    kind = KINDS[source.aspect]
    if kind == "value" and not source.form.unit:
        kind = "number"
    span = book.period.year_to_date if source.span == TO_DATE else book.period
    whole = not source.cut and span == book.period
    if not whole and kind in EARLIER:
        span = EARLIER[kind](span) or span
    return NumberLink(
        source.figure,
        kind,
        by=tuple(name for name, _ in source.cut),
        cut=tuple(label for _, label in source.cut),
        period="" if span == book.period else span.id,
        note=compared(book, source.figure, kind) if whole else "",
    )
