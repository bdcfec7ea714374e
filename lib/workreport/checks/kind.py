"""What every kind of check has: its number, its title, what it means where it does not hold."""

from __future__ import annotations

from abc import abstractmethod
from typing import Literal

from workreport.base.settings import Settings
from workreport.checks.terms import Term, figure_of

Otherwise = Literal["fails", "suspect", "conflict"]


class Base(Settings):
    """What every check has: its number, its title, what it means where it does not hold."""

    id: str
    title: str
    why: str = ""
    otherwise: Otherwise = "fails"

    @property
    def terms(self) -> list[Term]:
        """Everything that the check compares."""
        return []

    @property
    def figures(self) -> tuple[str, ...]:
        """Figures that take part."""
        return tuple(id for id in map(figure_of, self.terms) if id)

    @property
    @abstractmethod
    def words(self) -> str:
        """The relation in words."""
