"""Large changes ask for an explanation: what the divisions wrote in ``data/<year>/notes.yaml``, and what is still open.

A change of more than 50 % either way on a base of 30 or more asks. Rates do not: their points have no base. A missing
explanation does not keep a report from being clean; the report says that it is missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import field_validator

from workreport.base.errors import ContractError
from workreport.base.period import Period
from workreport.base.personal_data import masked
from workreport.base.settings import Settings, load_entries
from workreport.figures.book import Book
from workreport.figures.comparison import Change, mom, yoy
from workreport.figures.registry import FIGURES

LARGE, BASE = 50, 30
FILE = "notes.yaml"
Comparison = Literal["yoy", "mom"]
AGAINST: dict[str, str] = {"yoy": "同比", "mom": "环比"}
CHANGES = {"yoy": yoy, "mom": mom}


class Note(Settings):
    """Why a figure changed as much as it did, in the words of the division that answers for it.

    `period` is one period's id; without it the note holds for every period of its year. `author` is a
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
        return Period.parse(text).id if text else ""


@dataclass(frozen=True)
class Asked:
    """One change that asks for an explanation, and the note that gives it, if any."""

    figure: str
    comparison: Comparison
    change: Change
    note: Note | None

    @property
    def said(self) -> str:
        """The change as a message names it."""
        sign = "增长" if self.change.number > 0 else "下降"
        return f"{FIGURES[self.figure].label}{AGAINST[self.comparison]}{sign}超过{LARGE}%"


def is_large(change: Change) -> bool:
    """Whether a change asks for an explanation."""
    return change.kind == "percent" and abs(change.number) > LARGE and change.base >= BASE


def notes(book: Book) -> list[Note]:
    """The notes of the period's year that may speak of the period; the period's own before those of the year.

    Raises
    ------
    ContractError
        If the file cannot be read, or names a figure that does not exist.
    """
    workspace, period = book.frames.intake.workspace, book.period
    path = workspace.own_file(f"{period.end.year}/{FILE}")
    if path is None:
        return []
    found = load_entries(Note, path, workspace.shown(path))
    if unknown := sorted({note.figure for note in found if note.figure not in FIGURES}):
        raise ContractError(
            f"没有指标“{'、'.join(unknown)}”", where=workspace.shown(path), todo="请核对指标编号"
        )
    mine = [note for note in found if note.period in ("", period.id)]
    return sorted(mine, key=lambda note: not note.period)


def asked(book: Book, shown: Iterable[tuple[str, Comparison]]) -> list[Asked]:
    """Which of these figures' changes ask for an explanation, each once, with what explains them."""
    found, written = [], notes(book)
    for id, comparison in dict.fromkeys(shown):
        moved = CHANGES[comparison](book, id)
        if is_large(moved):
            note = next((n for n in written if (n.figure, n.comparison) == (id, comparison)), None)
            found.append(Asked(id, comparison, moved, note))
    return found


def unexplained(book: Book) -> list[Asked]:
    """Every figure whose change on last year asks for an explanation that nobody gave."""
    return [one for one in asked(book, ((id, "yoy") for id in sorted(FIGURES))) if one.note is None]


def stale(book: Book) -> list[Note]:
    """Notes that explain no such change: the numbers moved on, or the period is another.

    A note for the whole year is judged in the report of the year.
    """
    whole_year = book.period.kind == "year"
    return [
        note
        for note in notes(book)
        if (note.period or whole_year) and not is_large(CHANGES[note.comparison](book, note.figure))
    ]


def listed(book: Book, shown: Iterable[tuple[str, Comparison]]) -> list[dict[str, str]]:
    """The changes shown that ask, with their notes, and notes that explain nothing any more; for the review."""
    rows = [
        {
            "figure": one.figure,
            "label": FIGURES[one.figure].label,
            "comparison": AGAINST[one.comparison],
            "state": "已说明" if one.note else "待说明",
            "text": one.note.text if one.note else "",
            "author": one.note.author if one.note else "",
        }
        for one in asked(book, shown)
    ]
    return rows + [
        {
            "figure": note.figure,
            "label": FIGURES[note.figure].label,
            "comparison": AGAINST[note.comparison],
            "state": "变动已不大，说明可删去",
            "text": note.text,
            "author": note.author,
        }
        for note in stale(book)
    ]


def warnings(book: Book, rows: Iterable[dict[str, str]]) -> list[str]:
    """What the terminal says of ``listed`` rows: one line for what is open, one for what is stale."""
    told: dict[str, list[str]] = {}
    for row in rows:
        told.setdefault(row["state"], []).append(f"{row['label']}（{row['comparison']}）")
    place = f"{book.period.end.year}/{FILE}"
    return [
        f"{state}：{'、'.join(labels)}；变动超过{LARGE}%、基数不小于{BASE}的，请承办股室在 {place} 中说明原因"
        if state == "待说明"
        else f"{state}：{'、'.join(labels)}（{place}）"
        for state, labels in told.items()
        if state != "已说明"
    ]
