"""Relations between figures, declared in ``data/checks/*.yaml`` and judged for one period."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from workreport.checks.reported import reported
from workreport.checks.verdicts import Check
from workreport.errors import ContractError
from workreport.figures.book import Book
from workreport.figures.outputs import exact_text
from workreport.figures.registry import FIGURES
from workreport.settings import Settings, load_settings
from workreport.workspace import Workspace


class Relation(Settings):
    """Sums of figures on both sides of ``=`` or ``<=``; an empty side is 0."""

    id: str
    title: str
    left: list[str]
    relation: Literal["=", "<="] = "="
    right: list[str]


class Relations(Settings):
    relations: list[Relation]


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


def all_checks(book: Book, relations: list[Relation]) -> list[Check]:
    """Every relation and every reported value, judged."""
    return [*(judge(book, relation) for relation in relations), *reported(book)]


def _sum(book: Book, ids: list[str]) -> Decimal | int | None:
    numbers = [book.value(id).number for id in ids]
    return None if None in numbers else sum(number or 0 for number in numbers)


def _side(ids: list[str]) -> str:
    return " + ".join(FIGURES[id].label for id in ids) or "0"
