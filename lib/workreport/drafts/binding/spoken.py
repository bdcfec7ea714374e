"""What the numbers before one speak of, and what a number itself says."""

from __future__ import annotations

from dataclasses import dataclass

from workreport.drafts.binding.context import Place
from workreport.drafts.binding.cuts import Cut
from workreport.drafts.binding.facts import HERE
from workreport.drafts.binding.scope import Scope
from workreport.drafts.binding.synonyms import Synonyms
from workreport.drafts.model import Token


@dataclass(frozen=True)
class Spoken:
    """The figure that a number of the text speaks of, as far as the words say."""

    token: Token
    figure: str
    scope: Scope = HERE
    cut: Cut | None = None


@dataclass(frozen=True)
class HandedOut:
    """A number after 分别: the first of its run and its place, its own position in the run, the run's length."""

    head: Token
    place: Place
    at: int
    size: int


def names_a_figure(place: Place, synonyms: Synonyms) -> bool:
    """Whether the words before a number name a figure themselves."""
    words = place.before
    return any(
        term in words
        for id in synonyms.named_in(words)
        for phrase in synonyms.phrases[id]
        for term in phrase[0]
    )


def is_telling(token: Token) -> bool:
    """Whether a number has so many digits that one equal to it is hardly so by chance."""
    return token.is_exact and token.value is not None and len(token.value.normalize().as_tuple().digits) > 2
