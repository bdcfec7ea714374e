"""Large changes and their explanations: the divisions' notes in ``data/<year>/notes.yaml``, and open changes.

A change of more than 50 % either way on a base of 30 or more needs an explanation. Rates do not: percentage points have
no base. A missing explanation does not make the report a draft; the report marks it as missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import field_validator

from workreport.base.errors import ContractError, UsageError
from workreport.base.period import Period
from workreport.base.personal_data import masked
from workreport.base.settings import Settings, load_entries
from workreport.base.workspace import Workspace
from workreport.figures.book import Book
from workreport.figures.comparison import Change, mom, yoy
from workreport.figures.registry import FIGURES

LARGE, BASE = 50, 30
FILE = "notes.yaml"
Comparison = Literal["yoy", "mom"]
AGAINST: dict[str, str] = {"yoy": "同比", "mom": "环比"}
CHANGES = {"yoy": yoy, "mom": mom}


class Note(Settings):
    """Explanation of a figure's change, written by the division in charge.

    `period` is one period's id; a note without it explains the whole year, and no part of it. `author` is a
    division. Personal data in the text is masked.
    """

    figure: str
    text: str
    author: str
    date: dt.date
    period: str = ""
    comparison: Comparison = "yoy"

    @field_validator("text", "author")
    @classmethod
    def _without_persons(cls, text: str) -> str:
        return masked(text.strip())

    @field_validator("period")
    @classmethod
    def _one_form(cls, text: str) -> str:
        try:
            return Period.parse(text).id if text else ""
        except UsageError as error:
            raise ValueError(f"报告期“{text}”读不懂，请写成 2021、2021H1、2021-08 等") from error


@dataclass(frozen=True)
class LargeChange:
    """One change that needs an explanation, and its note, if any."""

    figure: str
    comparison: Comparison
    change: Change
    note: Note | None


def needs_explanation(change: Change) -> bool:
    """Whether a change needs an explanation."""
    return change.kind == "percent" and abs(change.number) > LARGE and change.base >= BASE


def load_notes(workspace: Workspace, period: Period) -> list[Note]:
    """All notes of the year of the period's last day, in file order.

    Raises
    ------
    ContractError
        If the file cannot be read, or names a figure that does not exist.
    """
    path = workspace.own_file(f"{period.end.year}/{FILE}")
    if path is None:
        return []
    entries = load_entries(Note, path, workspace.shown(path))
    if unknown := sorted({note.figure for note in entries if note.figure not in FIGURES}):
        raise ContractError(
            f"没有指标“{'、'.join(unknown)}”", where=workspace.shown(path), todo="请核对指标编号"
        )
    return entries


def notes(book: Book) -> list[Note]:
    """The period's notes: those that name it before those of a year that name none; errors as ``load_notes``."""
    period = book.period
    entries = load_notes(book.frames.intake.workspace, period)
    applicable = [note for note in entries if (note.period or str(period.end.year)) == period.id]
    return sorted(applicable, key=lambda note: not note.period)


def large_changes(book: Book, shown: Iterable[tuple[str, Comparison]]) -> list[LargeChange]:
    """The changes among these that need an explanation, each once, with their notes."""
    large, written = [], notes(book)
    for id, comparison in dict.fromkeys(shown):
        change = CHANGES[comparison](book, id)
        if needs_explanation(change):
            note = next((n for n in written if (n.figure, n.comparison) == (id, comparison)), None)
            large.append(LargeChange(id, comparison, change, note))
    return large


def unexplained(book: Book) -> list[LargeChange]:
    """Every large change on last year that has no note."""
    changes = large_changes(book, ((id, "yoy") for id in sorted(FIGURES)))
    return [change for change in changes if change.note is None]


def stale(book: Book) -> list[Note]:
    """The period's notes that explain no large change: the numbers moved on."""
    return [
        note for note in notes(book) if not needs_explanation(CHANGES[note.comparison](book, note.figure))
    ]


def explanation_rows(book: Book, shown: Iterable[tuple[str, Comparison]]) -> list[dict[str, str]]:
    """Rows for the review: the large changes shown, first those without a note, and stale notes."""
    rows = [
        {
            "figure": change.figure,
            "label": FIGURES[change.figure].label,
            "comparison": AGAINST[change.comparison],
            "state": "已说明" if change.note else "待说明",
            "text": change.note.text if change.note else "",
            "author": change.note.author if change.note else "",
            "division": divisions_of(book, change.figure),
        }
        for change in sorted(large_changes(book, shown), key=lambda one: one.note is not None)
    ]
    return rows + [
        {
            "figure": note.figure,
            "label": FIGURES[note.figure].label,
            "comparison": AGAINST[note.comparison],
            "state": "变动已不大，说明可删去",
            "text": note.text,
            "author": note.author,
            "division": divisions_of(book, note.figure),
        }
        for note in stale(book)
    ]


def divisions_of(book: Book, figure: str) -> str:
    """The divisions whose ledgers a figure is counted from."""
    divisions = dict.fromkeys(book.contract_of(name).division for name in book.ledgers(figure))
    return "、".join(name for name in divisions if name)


def warnings(book: Book, rows: Iterable[dict[str, str]]) -> list[str]:
    """Messages for the terminal from ``explanation_rows``: one line for open changes, one for stale notes."""
    labels_by_state: dict[str, list[str]] = {}
    for row in rows:
        labels_by_state.setdefault(row["state"], []).append(f"{row['label']}（{row['comparison']}）")
    place = f"{book.period.end.year}/{FILE}"
    return [
        f"{state}：{'、'.join(labels)}；变动超过{LARGE}%、基数不小于{BASE}的，请承办股室在 {place} 中说明原因"
        if state == "待说明"
        else f"{state}：{'、'.join(labels)}（{place}）"
        for state, labels in labels_by_state.items()
        if state != "已说明"
    ]
