"""Several texts at once: the same figure with different values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from workreport.drafts.kinds import TEXTS
from workreport.drafts.model import WRONG, Binding, Finding, Proof
from workreport.drafts.proof.answers import Answer, dismissed
from workreport.drafts.proof.findings import in_order
from workreport.figures.registry import FIGURES


def compared(proofs: Sequence[Proof], answers: Sequence[Mapping[str, Answer]]) -> list[Proof]:
    """The proofs, with a finding wherever another text gives the same figure another value.

    `answers` are those that people have given to each text.
    """
    stated: dict[tuple[str, str], list[tuple[int, Binding]]] = {}
    for at, one in enumerate(proofs):
        for binding in one.bindings:
            if binding.figure and binding.token.value is not None:
                stated.setdefault((binding.figure, binding.aspect), []).append((at, binding))
    found: dict[int, list[Finding]] = {}
    for places in stated.values():
        for at, binding in places:
            others = [(a, b) for a, b in places if a != at and not agree(binding, b)]
            if others:
                found.setdefault(at, []).append(_finding(proofs, binding, *others[0]))
    return [_with(one, found.get(at, []), answers[at]) for at, one in enumerate(proofs)]


def _with(proof: Proof, more: Sequence[Finding], answers: Mapping[str, Answer]) -> Proof:
    left, answered = dismissed(in_order(proof.text, more), answers)
    return replace(
        proof,
        findings=in_order(proof.text, [*proof.findings, *left]),
        answered=(*proof.answered, *answered),
    )


def agree(one: Binding, other: Binding) -> bool:
    """Whether two numbers can state one value, at the precision that both are printed with."""
    low, high = _range(one)
    from_, until = _range(other)
    return low < until and from_ < high


def _range(binding: Binding) -> tuple[Decimal, Decimal]:
    token = binding.token
    assert token.value is not None, f"{token.text} is no quantity"
    low, high = token.low or token.value, token.high or token.value
    slack = Decimal(5).scaleb(-token.decimals - 1) if low == high else Decimal(0)
    return (low - slack) * token.scale, (high + slack) * token.scale


def _finding(proofs: Sequence[Proof], binding: Binding, at: int, other: Binding) -> Finding:
    token = binding.token
    label = FIGURES[binding.figure].label if binding.figure in FIGURES else binding.figure
    told = (
        f"“{label}”本文为{token.text}，《{proofs[at].text.name}》第{other.token.line}行为{other.token.text}。"
    )
    return Finding(WRONG, token.line, token.start, token.end, TEXTS, told)
