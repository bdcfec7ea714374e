"""What a draft says of the ledgers that does not hold: claims, rises and falls, numbers typed by hand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from workreport.drafts.binding import Synonyms, bindings_of, claims_of
from workreport.drafts.model import DIFFERS, DraftText, Finding
from workreport.drafts.proof.answers import Answer, confirmed, dismissed
from workreport.drafts.proof.facts import facts_of
from workreport.drafts.proof.findings import findings_of
from workreport.drafts.quantities import tokens_of
from workreport.drafts.refreshing.entries import CLAIM, Entry
from workreport.drafts.refreshing.renewal import Standing
from workreport.figures.book import Book

KIND = "claim"


def fallen_claims(
    text: DraftText,
    standing: Sequence[Standing],
    book: Book,
    synonyms: Synonyms,
    answers: Mapping[str, Answer],
) -> Iterator[Entry]:
    """What the ledgers contradict; what people have answered is settled. Sums and shares are left to the proof.

    Parameters
    ----------
    standing : sequence of Standing
        The bound numbers: what they state is known, and no words around one make it doubtful.
    """
    tokens = tokens_of(text)
    bound = _Bound(standing)
    known = {one: figure for one in tokens if (figure := bound.figure(one.start, one.end))}
    own = bindings_of(text, tokens, book, synonyms, known)
    claims = claims_of(text, tokens, own, book, synonyms)
    bindings = [one for one in confirmed(text, own, answers, book) if one.state == DIFFERS]
    findings = findings_of(text, bindings, (), claims, facts_of(book, bindings))
    left, answered = dismissed(findings, answers)
    for finding in left:
        if finding.kind == KIND or not bound.figure(finding.start, finding.end):
            yield _entry(text, finding)
    for one in answered:
        if one.finding.kind == KIND or not bound.figure(one.finding.start, one.finding.end):
            yield _entry(text, one.finding, one.by, one.why)


class _Bound:
    """Bound numbers by their places, in the order of the text."""

    def __init__(self, standing: Sequence[Standing]) -> None:
        self.standing = standing
        self.ends = [one.end for one in standing]

    def figure(self, start: int, end: int) -> str:
        """The figure of the first number that a range touches; "" if it touches none."""
        at = bisect_right(self.ends, start)
        touches = at < len(self.standing) and self.standing[at].start < end
        return self.standing[at].bound.source.figure if touches else ""


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
