"""The parts of an outline's sentence: words, slots, words of the period, and parts that are left out without a number.

``〔指标 …〕`` is a slot as people type it. ``【期内】`` is one of the words that depend on the period or the bureau. ``{…}``
is left out if a number directly in it is 0 or missing; ``{…|…|…}`` is a list whose parts are left out one by one, the rest
joined by 、. A list without any part left takes what stands around it with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from workreport.drafts.bound.slots import SLOT

WORD = re.compile(r"【(?P<words>[^【】\n]+)】")
PLAIN = re.compile(r"[^〔【{}|]+|〔")
"""Words between parts; a bracket that opens no slot, such as a place to write at, is one of them."""


@dataclass(frozen=True)
class Slot:
    """A slot, by its words without brackets."""

    words: str


@dataclass(frozen=True)
class Word:
    """A word to be filled in that is no number, by its name and what follows it."""

    name: str
    rest: str = ""


@dataclass(frozen=True)
class Group:
    """A part that may be left out; with several alternatives a list."""

    parts: tuple[Parts, ...]


Parts = tuple["str | Slot | Word | Group", ...]


@lru_cache(maxsize=4096)
def parts_of(text: str) -> Parts:
    """The parts of a sentence; ``ValueError`` with a Chinese message if its braces do not match."""
    alternatives, rest = _alternatives(text, 0, nested=False)
    assert rest == len(text), "only a closing brace ends a group"
    return alternatives[0]


def slots_of(parts: Parts) -> Iterator[Slot]:
    """All slots, in order, also those in groups."""
    for part in parts:
        if isinstance(part, Slot):
            yield part
        elif isinstance(part, Group):
            for inner in part.parts:
                yield from slots_of(inner)


def words_of(parts: Parts) -> Iterator[Word]:
    """All words to be filled in, also those in groups."""
    for part in parts:
        if isinstance(part, Word):
            yield part
        elif isinstance(part, Group):
            for inner in part.parts:
                yield from words_of(inner)


def _alternatives(text: str, at: int, *, nested: bool) -> tuple[tuple[Parts, ...], int]:
    """The alternatives from a place to the brace that closes them, and the place behind it."""
    alternatives: list[Parts] = []
    parts: list[str | Slot | Word | Group] = []
    while at < len(text):
        if text[at] == "{":
            inner, at = _alternatives(text, at + 1, nested=True)
            parts.append(Group(inner))
        elif text[at] == "}":
            if not nested:
                raise ValueError(f"“{text[: at + 1][-12:]}”多了一个“}}”")
            return (*alternatives, tuple(parts)), at + 1
        elif text[at] == "|":
            if not nested:
                raise ValueError("“|”只能用在“{…}”里")
            alternatives.append(tuple(parts))
            parts, at = [], at + 1
        else:
            one, at = _simple(text, at)
            parts.append(one)
    if nested:
        raise ValueError(f"“{text[-12:]}”少了一个“}}”")
    return (tuple(parts),), at


def _simple(text: str, at: int) -> tuple[str | Slot | Word, int]:
    if (match := SLOT.match(text, at)) and match["words"].strip():
        return Slot(match["words"].strip()), match.end()
    if match := WORD.match(text, at):
        name, _, rest = match["words"].strip().partition(" ")
        return Word(name, rest.strip()), match.end()
    match = PLAIN.match(text, at)
    if match is None:
        raise ValueError(f"“{text[at : at + 8]}”里的“【”没有配上“】”")
    return match[0], match.end()
