"""Binds the numbers of a report that an office has written already: those that the proof finds right, and no others.

A number is bound only if its source prints exactly what stands there; what does not is listed with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workreport.base.errors import DraftError
from workreport.drafts.binding import bindings_of, load_synonyms
from workreport.drafts.binding.context import Place, places
from workreport.drafts.binding.facts import Facts
from workreport.drafts.binding.scope import scope_of
from workreport.drafts.binding.synonyms import Synonyms
from workreport.drafts.bound.bindings import next_id
from workreport.drafts.bound.bound_number import BoundNumber, Source
from workreport.drafts.bound.locate import located, places_of
from workreport.drafts.bound.proven_sources import NoSource, source_of, with_form
from workreport.drafts.bound.word_bindings import Placed, bindings_in, bound_copy
from workreport.drafts.model import DIFFERS, MATCHES, UNDECIDED, Binding, Token
from workreport.drafts.proof.states import states_of
from workreport.drafts.quantities import tokens_of
from workreport.drafts.reading.files import read_text
from workreport.drafts.reading.source import ReadFile
from workreport.drafts.relations import relations_of
from workreport.figures.book import Book


@dataclass(frozen=True)
class Unbound:
    """A number that people have to look at: its place, its state in the proof, and why it is not bound, in Chinese."""

    line: int
    start: int
    end: int
    text: str
    state: str
    why: str


@dataclass(frozen=True)
class BoundDraft:
    """A bound copy of a report, its bound numbers, and the numbers left to people."""

    content: bytes
    bound: tuple[BoundNumber, ...]
    rest: tuple[Unbound, ...]


def bound_draft(path: Path, book: Book) -> BoundDraft:
    """A report of the book's period with its numbers bound; what was bound before stays so.

    Raises
    ------
    DraftError
        If the file cannot be read, or its numbers are bound to another period.
    """
    read = read_text(path)
    earlier = bindings_in(read).period
    if earlier not in ("", book.period.id):
        raise DraftError(
            f"稿里的数已按 {earlier} 绑定，不是 {book.period.id}",
            where=path.name,
            todo="换报告期请用 workreport refresh",
        )
    placed, lost = places_of(located(read))
    new, rest = bound_by_proof(read, book, load_synonyms(book.frames.intake.workspace))
    placed = sorted([*placed, *new], key=lambda place: place[0])
    content = bound_copy(read, placed, period=book.period.id, lost=lost)
    return BoundDraft(content, tuple(number for _, _, number in placed), tuple(rest))


def bound_by_proof(read: ReadFile, book: Book, synonyms: Synonyms) -> tuple[list[Placed], list[Unbound]]:
    """Numbers that the proof finds right, each with a source that prints it, and those that are left to people.

    Numbers that are bound already are in neither.
    """
    text = read.text
    tokens = tokens_of(text)
    own = bindings_of(text, tokens, book, synonyms)
    states = states_of(tokens, own, relations_of(text, tokens, period=book.period))
    finder = _Finder(read, book, places(text, tokens))
    bound, lost = places_of(located(read))
    numbers = [*(number for _, _, number in bound), *lost]
    placed: list[Placed] = []
    rest: list[Unbound] = []
    for binding in states:
        token = binding.token
        if any(start < token.end and token.start < end for start, end, _ in (*bound, *placed)):
            continue
        if binding.state in (DIFFERS, UNDECIDED):
            rest.append(_left(binding, _why(binding)))
        elif binding.state == MATCHES and binding.figure:
            try:
                start, end, source = finder.source(binding)
            except NoSource as error:
                rest.append(_left(binding, error.why))
                continue
            number = BoundNumber(next_id(numbers), source, text.text[start:end])
            numbers.append(number)
            placed.append((start, end, number))
    return placed, rest


class _Finder:
    """Finds the sources of the numbers of one text."""

    def __init__(self, read: ReadFile, book: Book, where: Mapping[Token, Place]) -> None:
        self.text, self.book, self.where = read.text, book, where
        self.units = Facts(book).units
        self.level = book.frames.intake.workspace.bureau.district[-1:]

    def source(self, binding: Binding) -> tuple[int, int, Source]:
        """The characters of a number and the source that prints them; ``NoSource`` if there is none."""
        scope = scope_of(self.where[binding.token], self.level, self.units, self.book.period)
        return with_form(source_of(binding, scope, self.book), binding.token, self.text, self.book)


def _left(binding: Binding, why: str) -> Unbound:
    token = binding.token
    return Unbound(token.line, token.start, token.end, token.text, binding.state, why)


def _why(binding: Binding) -> str:
    if binding.explanation:
        return binding.explanation
    listed = "；".join(f"{candidate.label} {candidate.display}" for candidate in binding.candidates)
    return f"可能是：{listed}" if listed else "拿不准是哪个指标"
