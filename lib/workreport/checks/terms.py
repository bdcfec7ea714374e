"""The terms of checks: figures, multiples of figures, rows counted straight from a ledger."""

from __future__ import annotations

from pydantic import Field as Default

from workreport.base.settings import Settings
from workreport.figures.registry import FIGURES

Values = dict[str, list[bool | str]]


class Rows(Settings):
    """Rows counted straight from a ledger, independently of figures: those that meet `when` but not `unless`.

    They are the period's rows by `date` (default: the contract's), or those of a register on the cut-off day.
    `total` sums a column instead of counting. A list field matches if one value is in common.
    """

    label: str
    ledger: str
    date: str | None = None
    when: Values = Default(default_factory=dict)
    unless: Values = Default(default_factory=dict)
    total: str | None = None


class Times(Settings):
    """A multiple of a figure, such as two persons per visit."""

    figure: str
    times: int


Term = str | Times | Rows


def figure_of(term: Term) -> str | None:
    """The figure of a term; None for counted rows."""
    return None if isinstance(term, Rows) else term.figure if isinstance(term, Times) else term


def term_label(term: Term) -> str:
    """A term in Chinese."""
    if isinstance(term, Rows):
        return term.label
    if isinstance(term, Times):
        return f"{FIGURES[term.figure].label}×{term.times}"
    return FIGURES[term].label


def side(terms: list[Term]) -> str:
    """One side of a relation in Chinese."""
    return " + ".join(map(term_label, terms)) or "0"


class Counterpart(Settings):
    """Rows of another ledger, as of the cut-off day, in whose `key` units are looked up."""

    label: str
    ledger: str
    key: str
    when: Values = Default(default_factory=dict)
