"""Relations between figures, declared in ``data/checks/*.yaml`` and judged for one period."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from workreport.errors import ContractError, UsageError
from workreport.figures.book import Book
from workreport.figures.outputs import exact_text
from workreport.figures.registry import FIGURES
from workreport.numbers import rounded
from workreport.period import Period
from workreport.settings import Settings, load_settings
from workreport.workspace import Workspace

COLUMNS = ("id", "verdict", "left", "right", "difference", "explanation")
Verdict = Literal["HOLDS", "FAILS", "CONFLICT", "UNDEFINED"]
VERDICTS = {"HOLDS": "成立", "FAILS": "不成立", "CONFLICT": "与已报数不一致", "UNDEFINED": "无法核对"}
BLOCKING = "FAILS"


class Relation(Settings):
    """Sums of figures on both sides of ``=`` or ``<=``; an empty side is 0."""

    id: str
    title: str
    left: list[str]
    relation: Literal["=", "<="] = "="
    right: list[str]


class Relations(Settings):
    relations: list[Relation]


@dataclass(frozen=True)
class Check:
    """One judged relation; numbers as exact text, empty where a side has none."""

    id: str
    verdict: Verdict
    left: str
    right: str
    difference: str
    explanation: str

    def row(self) -> dict[str, str]:
        """The check as a row of checks.csv."""
        return {name: getattr(self, name) for name in COLUMNS}


def load_relations(workspace: Workspace) -> list[Relation]:
    """All declared relations by id.

    Raises
    ------
    ContractError
        If one names a figure that does not exist, or two share an id.
    """
    found: dict[str, Relation] = {}
    for path in workspace.shared_files("checks", "relations*.yaml"):
        for relation in load_settings(Relations, path).relations:
            if unknown := sorted({*relation.left, *relation.right} - set(FIGURES)):
                raise ContractError(
                    f"勾稽关系 {relation.id} 引用了没有的指标：{'、'.join(unknown)}", where=path.name
                )
            if relation.id in found:
                raise ContractError(f"勾稽关系 {relation.id} 重复", where=path.name)
            found[relation.id] = relation
    return [found[id] for id in sorted(found)]


def judge(book: Book, relation: Relation) -> Check:
    """Whether a relation holds for the book's period."""
    left, right = _sum(book, relation.left), _sum(book, relation.right)
    words = f"{relation.title}：{_side(relation.left)} {relation.relation} {_side(relation.right)}"
    if left is None or right is None:
        lacking = [id for id in (*relation.left, *relation.right) if book.value(id).number is None]
        return Check(relation.id, "UNDEFINED", "", "", "", f"{words}；{book.value(lacking[0]).reason}")
    holds = left == right if relation.relation == "=" else left <= right
    return Check(
        relation.id,
        "HOLDS" if holds else "FAILS",
        exact_text(left),
        exact_text(right),
        exact_text(left - right),
        words,
    )


def reported(book: Book) -> list[Check]:
    """One check per value already reported for this period: does it equal what the rows give now?"""
    rows = book.frames.known("reported", book.period) if _handed_in(book) else None
    if rows is None:
        return []
    checks = []
    for row in rows.sort_values(["figure", "recipient", "date"]).itertuples():
        if row.figure not in FIGURES or _period_id(row.period) != book.period.id:
            continue
        figure, now = FIGURES[row.figure], book.value(row.figure).number
        told = Decimal(row.value)
        words = f"{figure.label}：{row.date:%Y-%m-%d}报{row.recipient}的数，与台账重算数比较"
        id = f"reported:{row.figure}:{row.recipient}"
        if now is None:
            checks.append(
                Check(id, "UNDEFINED", "", exact_text(told), "", f"{words}；{book.value(row.figure).reason}")
            )
            continue
        # what was reported had been rounded; the recomputed value is rounded as it was
        same = rounded(now, figure.decimals) == told
        verdict: Verdict = "HOLDS" if same else "CONFLICT"
        checks.append(
            Check(id, verdict, exact_text(now), exact_text(told), exact_text(Decimal(now) - told), words)
        )
    return checks


def all_checks(book: Book, relations: list[Relation]) -> list[Check]:
    """Every relation and every reported value, judged."""
    return [*(judge(book, relation) for relation in relations), *reported(book)]


def _handed_in(book: Book) -> bool:
    return any(file.ledger == "reported" for file in book.frames.intake.files)


def _period_id(text: str) -> str:
    """The id of a period in any of its forms; empty for days that do not exist, such as 30 February."""
    try:
        return Period.parse(text).id
    except UsageError:
        return ""


def _sum(book: Book, ids: list[str]) -> Decimal | int | None:
    numbers = [book.value(id).number for id in ids]
    return None if None in numbers else sum(number or 0 for number in numbers)


def _side(ids: list[str]) -> str:
    return " + ".join(FIGURES[id].label for id in ids) or "0"
