"""What every kind of check has: its number, its title, what it means where it does not hold."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Literal

from workreport.base.settings import Settings
from workreport.checks.terms import Rows, Term, figure_of

Otherwise = Literal["fails", "suspect", "conflict"]


class Base(Settings):
    """What every check has: its number, its title, what it means where it does not hold."""

    id: str
    title: str
    why: str = ""
    otherwise: Otherwise = "fails"
    narrow: ClassVar[bool] = True
    """Whether it looks at its figures in the report's period, its `ledgers` and `code_lists`, and at nothing else."""

    @property
    def terms(self) -> list[Term]:
        """Everything that the check compares."""
        return []

    @property
    def figures(self) -> tuple[str, ...]:
        """Figures that take part."""
        return tuple(id for id in map(figure_of, self.terms) if id)

    @property
    def ledgers(self) -> tuple[str, ...]:
        """Ledgers whose rows it looks at past the figures."""
        return tuple(term.ledger for term in self.terms if isinstance(term, Rows))

    @property
    def code_lists(self) -> tuple[str, ...]:
        """Code lists that it looks at past its ledgers' fields."""
        return ()

    @property
    @abstractmethod
    def words(self) -> str:
        """The relation in words."""
