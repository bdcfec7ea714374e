"""What the terminal says of a proof: counts by state, what needs a person to read it, findings by gravity."""

from __future__ import annotations

from collections.abc import Iterator

from workreport.base.personal_data import masked
from workreport.drafts.kinds import COLOURS, GRAVITIES, STATES, shortened
from workreport.drafts.model import QUANTITY, UNDECIDED, UNREADABLE, Binding, Proof

CANDIDATES = 3


def counts_of(proof: Proof) -> dict[str, int]:
    """Numbers of quantities by state, in the order of ``STATES``."""
    states = [binding.state for binding in proof.bindings]
    return {state: states.count(state) for state in STATES}


def lines_of(proof: Proof) -> Iterator[str]:
    """The lines about one text."""
    others = sum(token.kind != QUANTITY for token in proof.tokens)
    counts = "，".join(f"{state} {count}" for state, count in counts_of(proof).items())
    yield f"《{masked(proof.text.name)}》数量 {len(proof.bindings)} 个：{counts}；日期、序号、名称等 {others} 个"
    for state in (UNREADABLE, UNDECIDED):
        yield from (f"  ? {state} {_unsure(one)}" for one in proof.bindings if one.state == state)
    for gravity, name in GRAVITIES.items():
        for one in proof.findings:
            if one.gravity == gravity:
                quote = shortened(proof.text.text[one.start : one.end])
                message = masked(f"第{one.line}段“{quote}”：{one.message}")
                yield f"  {COLOURS[gravity]} {name} {' '.join(message.split())}"
    if proof.answered:
        yield f"  · 已有答复、不再提出 {len(proof.answered)} 条"
    if not proof.findings:
        yield "  没有要改的"


def _unsure(binding: Binding) -> str:
    token, listed = binding.token, binding.candidates[:CANDIDATES]
    candidates = "、".join(f"{candidate.label} {candidate.display}" for candidate in listed)
    return masked(f"第{token.line}段“{token.text}”：{candidates or binding.explanation}")
