"""Several texts at once: the same figure, or the same thing by its words and unit, with different values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from workreport.drafts.kinds import TEXTS
from workreport.drafts.model import WRONG, Binding, Finding, Proof, Token
from workreport.drafts.proof.answers import Answer, dismissed
from workreport.drafts.proof.findings import in_order
from workreport.drafts.proof.same_words import contradictions, sayings_of
from workreport.figures.registry import FIGURES


def compared(proofs: Sequence[Proof], answers: Sequence[Mapping[str, Answer]]) -> list[Proof]:
    """The proofs, with a finding wherever another text gives the same figure, or the same thing, another value.

    `answers` are those that people have given to each text.
    """
    found = _of_figures(proofs)
    for at, one in _of_words(proofs):
        found.setdefault(at, []).append(one)
    return [_with(one, found.get(at, []), answers[at]) for at, one in enumerate(proofs)]


def _of_figures(proofs: Sequence[Proof]) -> dict[int, list[Finding]]:
    """By text, numbers that state another value of a figure than another text does."""
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
                other, theirs = others[0]
                found.setdefault(at, []).append(
                    _finding(_label(binding), binding.token, proofs[other], theirs.token)
                )
    return found


def _of_words(proofs: Sequence[Proof]) -> Iterator[tuple[int, Finding]]:
    """Numbers without a figure that another text gives another value, each once, with the place of its text."""
    sayings = [sayings_of(proof.text, _without_figure(proof)) for proof in proofs]
    reported: set[tuple[int, int]] = set()
    for at, other in combinations(range(len(proofs)), 2):
        for first, second in contradictions(sayings[at], sayings[other]):
            for here, saying, there, against in ((at, first, other, second), (other, second, at, first)):
                if (here, saying.token.start) not in reported:
                    reported.add((here, saying.token.start))
                    yield here, _finding(saying.label, saying.token, proofs[there], against.token)


def _without_figure(proof: Proof) -> list[Token]:
    bound = {one.token.start for one in proof.bindings if one.figure}
    return [token for token in proof.tokens if token.start not in bound]


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


def _label(binding: Binding) -> str:
    return FIGURES[binding.figure].label if binding.figure in FIGURES else binding.figure


def _finding(label: str, token: Token, proof: Proof, other: Token) -> Finding:
    message = f"“{label}”本文为{token.text}，《{proof.text.name}》第{other.line}行为{other.text}。"
    return Finding(WRONG, token.line, token.start, token.end, TEXTS, message)
