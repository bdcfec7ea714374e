"""The base class of the kinds of check."""

from __future__ import annotations

from abc import abstractmethod
from typing import Literal

from workreport.base.settings import Settings
from workreport.checks.terms import Term, figure_of

Otherwise = Literal["fails", "suspect", "conflict"]


class CheckKind(Settings):
    """Fields of every check; `otherwise` is the verdict if it does not hold, `why` its explanation."""

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
        """Figures among the terms."""
        return tuple(id for id in map(figure_of, self.terms) if id)

    @property
    @abstractmethod
    def words(self) -> str:
        """The relation in words."""
