"""The final state of every quantity: what a figure says counts before what the text itself says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from workreport.drafts.kinds import VERDICTS
from workreport.drafts.model import (
    CONFIRMED,
    CONFLICT,
    DIFFERS,
    FAILS,
    FORCED100,
    HOLDS,
    MATCHES,
    NOTHING,
    QUANTITY,
    ROUNDED,
    UNDEFINED,
    UNREADABLE,
    UNSUPPORTED,
    Binding,
    Relation,
    Token,
)

CONTRADICTED = (FAILS, CONFLICT, ROUNDED, FORCED100)
RATIO = re.compile(r"\d+(?:\.\d+)?(?:[:：∶]\d+(?:\.\d+)?)+")


def states_of(
    tokens: Sequence[Token], bindings: Iterable[Binding], relations: Iterable[Relation]
) -> tuple[Binding, ...]:
    """One binding for each quantity, in order, with its final state."""
    own = {binding.token.start: binding for binding in bindings}
    against, confirming, left = _by_token(relations)
    found = (
        _final(token, own.get(token.start), against.get(token.start), confirming.get(token.start))
        for token in tokens
        if token.kind == QUANTITY
    )
    return tuple(_with_reason(one, left.get(one.token.start)) for one in found)


def _with_reason(binding: Binding, left: Relation | None) -> Binding:
    """An unsupported number with the reason, where a relation about it cannot be decided."""
    if left is None or binding.state != UNSUPPORTED or binding.explanation:
        return binding
    return replace(binding, explanation=f"{VERDICTS[left.verdict]}：{left.explanation}")


def is_ratio(token: Token) -> bool:
    """Whether a quantity is a row of numbers such as 22.8:38.8:38.4, which has no value of its own."""
    return token.kind == QUANTITY and RATIO.fullmatch(token.text) is not None


def _by_token(relations: Iterable[Relation]) -> tuple[dict[int, Relation], ...]:
    """The first relation that contradicts each number, that confirms it, and that cannot be decided about it."""
    against: dict[int, Relation] = {}
    confirming: dict[int, Relation] = {}
    left: dict[int, Relation] = {}
    for relation in relations:
        if relation.verdict in CONTRADICTED and relation.tokens:
            against.setdefault(relation.tokens[0].start, relation)
        elif relation.verdict == HOLDS:
            for token in relation.tokens:
                confirming.setdefault(token.start, relation)
        elif relation.verdict == UNDEFINED and relation.tokens:
            left.setdefault(relation.tokens[0].start, relation)
    return against, confirming, left


def _final(token: Token, own: Binding | None, against: Relation | None, holds: Relation | None) -> Binding:
    if own is not None and own.state in (MATCHES, DIFFERS, UNREADABLE):
        return own
    read = token.value is not None or is_ratio(token)
    binding = own or Binding(token, UNSUPPORTED if read else UNREADABLE)
    if against is not None:
        expected = "" if against.expected == NOTHING else against.expected
        explanation = against.explanation or f"{VERDICTS[against.verdict]}：{against.formula}"
        return replace(binding, state=DIFFERS, expected=expected, explanation=explanation)
    if holds is not None and binding.state != UNREADABLE:
        return replace(binding, state=CONFIRMED, explanation=holds.formula)
    return binding
