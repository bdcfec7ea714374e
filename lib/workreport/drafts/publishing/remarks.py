"""What people have to look at in a text before it goes out, one row per place, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workreport.base.personal_data import numbers_masked
from workreport.drafts.kinds import FIGURE, GRAVITIES, title_of
from workreport.drafts.model import (
    DOUBTFUL,
    QUANTITY,
    UNDECIDED,
    UNREADABLE,
    UNSUPPORTED,
    WORDING,
    WRONG,
    Binding,
    DraftText,
    Finding,
    Proof,
)
from workreport.drafts.proof.fingerprint import statement
from workreport.drafts.refreshing import entries
from workreport.drafts.refreshing.entries import KINDS, Entry
from workreport.drafts.refreshing.refresh import Refreshed

Span = tuple[int, int]
UNBOUND = (UNREADABLE, UNDECIDED, UNSUPPORTED)
"""States of a number that no figure and no relation speaks for."""
CLAIMS = ("claim", FIGURE, "wording")
"""Kinds of findings that a refreshed draft knows already."""
GRAVITY_OF = {entries.TYPED: WRONG, entries.UNWRITTEN: WRONG, entries.OVERRIDDEN: ""}
"""Gravity of an entry that has none of its own; the others are doubtful."""
ORDER = (WRONG, DOUBTFUL, WORDING, "")


@dataclass(frozen=True)
class Remark:
    """One place to look at: the paragraph (0 where it is gone), its words, what is said of them, and a proposal.

    ``gravity`` is a finding's; "" for what is only told. ``state`` names the kind in Chinese.
    """

    gravity: str
    line: int
    text: str
    state: str
    message: str
    proposal: str = ""
    sentence: str = ""

    def row(self) -> dict[str, str]:
        """The remark as a row of the review, without personal numbers."""
        cells = {
            "gravity": GRAVITIES.get(self.gravity, "提示"), "line": str(self.line or "—"), "text": self.text,
            "state": self.state, "message": self.message, "proposal": self.proposal, "sentence": self.sentence,
        }  # fmt: skip
        return {name: numbers_masked(text) for name, text in cells.items()}


def remarks_on_draft(done: Refreshed, checked: Proof, bound: Sequence[Span]) -> list[Remark]:
    """What is to be looked at in the period's draft.

    A bound number is the ledgers' one: no relation read from the words around it makes it doubtful.

    Parameters
    ----------
    done : Refreshed
        The draft with its numbers renewed, which knows what the ledgers contradict.
    checked : Proof
        The proof of the same text.
    bound : sequence of (int, int)
        Where its bound numbers stand.
    """
    from_entries = [
        _of_entry(one) for one in done.entries if KINDS[one.kind].for_people or one.kind == entries.OVERRIDDEN
    ]
    found = [one for one in checked.findings if one.kind not in CLAIMS and not _touches(one, bound)]
    remarks = [*from_entries, *(_of_finding(done.text, one) for one in found), *_unbound(checked, bound)]
    return sorted(remarks, key=lambda one: (ORDER.index(one.gravity), one.line))


def remarks_on_text(checked: Proof) -> list[Remark]:
    """What is to be looked at in a text whose numbers are not bound."""
    remarks = [_of_finding(checked.text, one) for one in checked.findings]
    return sorted(remarks, key=lambda one: (ORDER.index(one.gravity), one.line))


def quantities(checked: Proof, bound: Sequence[Span] = ()) -> int:
    """How many numbers a text states: those bound and, besides them, its quantities."""
    free = (
        token
        for token in checked.tokens
        if token.kind == QUANTITY and not _overlaps(token.start, token.end, bound)
    )
    return len(bound) + sum(1 for _ in free)


def _of_entry(entry: Entry) -> Remark:
    gravity = entry.gravity or GRAVITY_OF.get(entry.kind, DOUBTFUL)
    message = entry.message
    if entry.kind == entries.OVERRIDDEN:
        message = f"台账为{entry.ledger}，{entry.author}保留{entry.new}：{entry.why}"
    if entry.settled:
        gravity, message = "", f"{message}（{entry.author}：{entry.why}）"
    proposal = entry.ledger if entry.kind == entries.TYPED else ""
    return Remark(
        gravity,
        entry.line,
        entry.new or entry.old,
        KINDS[entry.kind].title,
        message,
        proposal,
        entry.sentence,
    )


def _of_finding(text: DraftText, finding: Finding) -> Remark:
    return Remark(
        finding.gravity, finding.line, text.text[finding.start : finding.end], title_of(finding.kind), finding.message, finding.proposal,
        _sentence(text, finding.start, finding.end),
    )  # fmt: skip


def _unbound(checked: Proof, bound: Sequence[Span]) -> Iterator[Remark]:
    """Numbers that nothing speaks for and that no finding is about."""
    in_findings = [(one.start, one.end) for one in checked.findings]
    for one in checked.bindings:
        token = one.token
        if one.state in UNBOUND and not _overlaps(token.start, token.end, [*bound, *in_findings]):
            sentence = _sentence(checked.text, token.start, token.end)
            yield replace(_of_number(one), sentence=sentence)


def _of_number(binding: Binding) -> Remark:
    candidates = "、".join(dict.fromkeys(f"{each.label}{each.display}" for each in binding.candidates))
    message = binding.explanation or (f"可能是：{candidates}" if candidates else "没有绑定，也没有指标印证")
    return Remark("", binding.token.line, binding.token.text, f"未绑定（{binding.state}）", message)


def _sentence(text: DraftText, start: int, end: int) -> str:
    first, last = statement(text, start, end)
    return text.text[first:last].strip()


def _touches(finding: Finding, bound: Iterable[Span]) -> bool:
    return _overlaps(finding.start, finding.end, bound)


def _overlaps(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(first < end and start < last for first, last in spans)
