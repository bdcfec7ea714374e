"""Puts a proof together: tokens, bindings, relations, claims, names, answers."""

from __future__ import annotations

from collections.abc import Mapping

from workreport.drafts.binding import bindings_of, claims_of, load_synonyms
from workreport.drafts.binding.text_claims import text_claims
from workreport.drafts.model import DIFFERS, Binding, DraftText, Finding, Proof, Token
from workreport.drafts.proof.answers import Answer, confirmed, dismissed
from workreport.drafts.proof.facts import facts_of
from workreport.drafts.proof.findings import findings_of, names_in
from workreport.drafts.proof.states import states_of
from workreport.drafts.quantities import tokens_of
from workreport.drafts.relations import relations_of
from workreport.figures.book import Book
from workreport.rendering.public.entities import Entities


def proof(
    text: DraftText,
    book: Book | None,
    answers: Mapping[str, Answer] | None = None,
    names: Entities | None = None,
) -> Proof:
    """The proof of one text against the figures of a period; without a period only what the text itself says.

    Parameters
    ----------
    answers : mapping of str to Answer, optional
        What people have said of earlier drafts, by fingerprint.
    names : Entities, optional
        Names that a public edition may not show.
    """
    answers = answers or {}
    tokens = tokens_of(text)
    relations = relations_of(text, tokens, period=book.period if book else None)
    own, claims = _looked_up(text, tokens, book)
    bindings = confirmed(text, states_of(tokens, own, relations), answers, book)
    facts = facts_of(book, [one for one in bindings if one.state == DIFFERS])
    findings = findings_of(text, bindings, relations, [*claims, *names_in(text, names)], facts)
    left, answered = dismissed(findings, answers)
    return Proof(text, tokens, bindings, relations, left, answered)


def _looked_up(
    text: DraftText, tokens: tuple[Token, ...], book: Book | None
) -> tuple[tuple[Binding, ...], tuple[Finding, ...]]:
    """What the numbers state of the figures, and the claims that figures or the text's own numbers contradict."""
    if book is None:
        return (), tuple(text_claims(text, tokens, ()))
    synonyms = load_synonyms(book.frames.intake.workspace)
    bindings = bindings_of(text, tokens, book, synonyms)
    return bindings, claims_of(text, tokens, bindings, book, synonyms)
