"""Puts a proof together: tokens, bindings, relations, claims, names, answers."""

from __future__ import annotations

from collections.abc import Mapping

from workreport.drafts.binding import bindings_of, claims_of, load_synonyms
from workreport.drafts.binding.text_claims import text_claims
from workreport.drafts.model import DIFFERS, MATCHES, Binding, DraftText, Finding, Proof, Relation, Token
from workreport.drafts.proof.answers import Answer, confirmed, dismissed
from workreport.drafts.proof.facts import facts_of
from workreport.drafts.proof.findings import findings_of, graphics_not_read, names_in
from workreport.drafts.proof.states import CONTRADICTED, states_of
from workreport.drafts.quantities import tokens_of
from workreport.drafts.relations import relations_of
from workreport.figures.book import Book
from workreport.rendering.public.entities import Entities


def proof(
    text: DraftText,
    book: Book | None,
    answers: Mapping[str, Answer] | None = None,
    names: Entities | None = None,
    known: Mapping[Token, Binding] | None = None,
) -> Proof:
    """The proof of one text against the figures of a period; without a period only what the text itself says.

    Parameters
    ----------
    answers : mapping of str to Answer, optional
        What people have said of earlier drafts, by fingerprint.
    names : Entities, optional
        Names that a public edition may not show.
    known : mapping of Token to Binding, optional
        Bindings of numbers that are bound in the file itself. Where one has the figure's value, no relation read from the
        words around it makes it doubtful.
    """
    answers, known = answers or {}, known or {}
    tokens = tokens_of(text)
    relations = tuple(
        one
        for one in relations_of(text, tokens, period=book.period if book else None)
        if not _denied(one, known)
    )
    own, claims = _looked_up(text, tokens, book, known)
    bindings = confirmed(text, states_of(tokens, own, relations), answers, book)
    facts = facts_of(book, [one for one in bindings if one.state == DIFFERS])
    further = [*claims, *names_in(text, names), *graphics_not_read(text)]
    findings = findings_of(text, bindings, relations, further, facts)
    left, answered = dismissed(findings, answers)
    return Proof(text, tokens, bindings, relations, left, answered)


def _looked_up(
    text: DraftText, tokens: tuple[Token, ...], book: Book | None, known: Mapping[Token, Binding]
) -> tuple[tuple[Binding, ...], tuple[Finding, ...]]:
    """What the numbers state of the figures, and the claims that figures or the text's own numbers contradict."""
    if book is None:
        return (), tuple(text_claims(text, tokens, ()))
    synonyms = load_synonyms(book.frames.intake.workspace)
    figures = {token: one.figure for token, one in known.items()}
    read = bindings_of(text, tokens, book, synonyms, figures)
    bindings = tuple(known.get(one.token, one) for one in read)
    return bindings, claims_of(text, tokens, bindings, book, synonyms)


def _denied(relation: Relation, known: Mapping[Token, Binding]) -> bool:
    """Whether a relation contradicts a number that is known to have its figure's value."""
    doubtful = known.get(relation.tokens[0]) if relation.tokens else None
    return relation.verdict in CONTRADICTED and doubtful is not None and doubtful.state == MATCHES
