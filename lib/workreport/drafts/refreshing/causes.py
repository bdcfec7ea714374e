"""Which ledgers a number of the list of changes comes from, and which rows moved it since an earlier run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workreport.base.errors import MissingLedger
from workreport.base.personal_data import masked
from workreport.drafts.bound.bound_number import TO_DATE, Source
from workreport.drafts.refreshing.entries import CHANGED, LIFTED, OVERRIDDEN, REBOUND, TYPED, UNWRITTEN, Entry
from workreport.drafts.refreshing.refresh import Refreshed
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.history.reported_changes import summary
from workreport.history.rows_since import RowsSince, rows_since
from workreport.history.runs import History

MOVED = (CHANGED, LIFTED, OVERRIDDEN, REBOUND, TYPED, UNWRITTEN)
"""Kinds of entries whose numbers may have moved since the last run."""
LISTED = 3
"""Rows that are named; the others are counted."""


def with_causes(done: Refreshed, book: Book, history: History) -> Refreshed:
    """The refreshed draft, its entries with the ledgers behind their numbers and the rows other than in an earlier run."""
    found = done.entries
    moved = {
        entry.source.figure
        for entry in found
        if entry.kind in MOVED
        and entry.source is not None
        and entry.source.figure in FIGURES
        and not entry.source.span
    }
    since = rows_since(book, history, sorted(moved))
    return replace(done, entries=tuple(_with_cause(entry, book, since) for entry in found))


def _with_cause(entry: Entry, book: Book, since: Mapping[str, RowsSince]) -> Entry:
    if entry.source is None or entry.source.figure not in FIGURES:
        return entry
    return replace(entry, cause=_cause(entry.source, book, since if entry.kind in MOVED else {}))


def _cause(source: Source, book: Book, since: Mapping[str, RowsSince]) -> str:
    parts = [_ledgers(source, book)]
    if (rows := since.get(source.figure)) is not None:
        cause_words = rows.cause or summary(rows.rows)
        named = "；".join(map(str, rows.rows[:LISTED]))
        more = f"；等{len(rows.rows)}行" if len(rows.rows) > LISTED else ""
        parts.append(
            masked(f"与前一稿（{rows.run}）相比{cause_words}" + (f"：{named}{more}" if named else ""))
        )
    return "。".join(parts)


def _ledgers(source: Source, book: Book) -> str:
    """The ledgers of a figure with the number of rows that it counts."""
    if source.span == TO_DATE:
        return f"{_titles(source, book)}（本年累计）"
    try:
        return f"{_titles(source, book)}{book.row_count(source.figure)}行"
    except MissingLedger:
        return _titles(source, book)


def _titles(source: Source, book: Book) -> str:
    contracts = book.frames.intake.contracts
    return "、".join(
        f"《{contracts[name].title}》" for name in book.ledgers(source.figure) if name in contracts
    )
