"""What checks compare: figures, figures taken several times, rows counted straight from a ledger."""

from __future__ import annotations

from pydantic import Field as Default

from workreport.base.settings import Settings
from workreport.figures.registry import FIGURES

Values = dict[str, list[bool | str]]


class Rows(Settings):
    """Rows counted straight from a ledger, past the figures: those that meet `when` and do not meet `unless`.

    They are the period's rows by `date` (the contract's own by default), or those of a register on the
    cut-off day. `total` adds up a column instead of counting; of a list field one value in common is enough.
    """

    label: str
    ledger: str
    date: str | None = None
    when: Values = Default(default_factory=dict)
    unless: Values = Default(default_factory=dict)
    total: str | None = None


class Times(Settings):
    """A figure taken several times, such as two persons a visit."""

    figure: str
    times: int


Term = str | Times | Rows


def figure_of(term: Term) -> str | None:
    """The figure that a term names; None for counted rows."""
    return None if isinstance(term, Rows) else term.figure if isinstance(term, Times) else term


def named(term: Term) -> str:
    """A term in words."""
    if isinstance(term, Rows):
        return term.label
    if isinstance(term, Times):
        return f"{FIGURES[term.figure].label}×{term.times}"
    return FIGURES[term].label


def side(terms: list[Term]) -> str:
    """A side in words."""
    return " + ".join(map(named, terms)) or "0"


class Counterpart(Settings):
    """Rows of another ledger, as known on the cut-off day, whose `key` is looked up."""

    label: str
    ledger: str
    key: str
    when: Values = Default(default_factory=dict)
