"""What a draft says of the ledgers that does not hold: claims, rises and falls, numbers typed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workreport.drafts.binding import Synonyms, bindings_of, claims_of
from workreport.drafts.model import DIFFERS, DraftText, Finding
from workreport.drafts.proof.answers import Answer, confirmed, dismissed
from workreport.drafts.proof.facts import facts_of
from workreport.drafts.proof.findings import findings_of
from workreport.drafts.quantities import tokens_of
from workreport.drafts.refreshing.entries import CLAIM, Entry
from workreport.figures.book import Book

KIND = "claim"
Ranges = Sequence[tuple[int, int]]


def fallen_claims(
    text: DraftText, bound: Ranges, book: Book, synonyms: Synonyms, answers: Mapping[str, Answer]
) -> Iterator[Entry]:
    """What the ledgers contradict; what people have answered is settled. Sums and shares are left to the proof.

    Parameters
    ----------
    bound : sequence of (int, int)
        Where bound numbers stand: no words around one make it doubtful.
    """
    tokens = tokens_of(text)
    own = bindings_of(text, tokens, book, synonyms)
    claims = claims_of(text, tokens, own, book, synonyms)
    bindings = [one for one in confirmed(text, own, answers, book) if one.state == DIFFERS]
    findings = findings_of(text, bindings, (), claims, facts_of(book, bindings))
    left, answered = dismissed(findings, answers)
    for finding in left:
        if _is_free(finding, bound):
            yield _entry(text, finding)
    for one in answered:
        if _is_free(one.finding, bound):
            yield _entry(text, one.finding, one.by, one.why)


def _is_free(finding: Finding, bound: Ranges) -> bool:
    return finding.kind == KIND or not any(
        start < finding.end and finding.start < end for start, end in bound
    )


def _entry(text: DraftText, finding: Finding, by: str = "", why: str = "") -> Entry:
    old = text.text[finding.start : finding.end]
    return Entry(
        CLAIM,
        finding.start,
        finding.end,
        old=old,
        new=old,
        ledger=finding.proposal,
        author=by,
        why=why,
        message=finding.message,
        gravity=finding.gravity,
        fingerprint=finding.fingerprint,
        settled=bool(why),
    )
