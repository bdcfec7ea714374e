"""Balances: carried over and newly received against finished and left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from workreport.drafts.model import CONFLICT, FAILS, HOLDS, Relation
from workreport.drafts.relations.arithmetic import shown, total
from workreport.drafts.relations.scope import Item, Scope, plain_number, relation

_SIDES = (
    ("begin", re.compile(r"(?:上[年期月季]|去年|往年)[^，；]{0,4}结转|期初|年初|月初|旧存")),
    ("end", re.compile(r"结转(?:下|至)|未(?:办|审|了)?结|期末|年末|月末|在办|剩余|结存|尚未|结转")),
    ("enter", re.compile(r"新收|新增|新立|新受理|本[期年月]收|当年收|新登记|受理|收到")),
    ("leave", re.compile(r"办结|审结|结案|注销|办完|减少|核销")),
)
_FOUND = re.compile(r"查摆|发现|排查|查出|收集|征集|梳理|提出")
_SOLVED = re.compile(r"解决|整改|办结|处置|整治|销号")
_ALL = re.compile(
    r"全跟踪|全部(?:[^，；。]{0,4})(?:整改|解决|办结|处置|销号)|(?:均已|都已|悉数)[^，；。]{0,4}(?:整改|解决|办结|处置|销号)"
)


def balances(scope: Scope) -> Iterator[Relation]:
    """Sentences that carry over, receive, finish and leave."""
    for number in dict.fromkeys(item.mention.sentence for item in scope.items):
        sides: dict[str, Item] = {}
        for item in scope.sentence(number):
            side = next(
                (name for name, words in _SIDES if words.search(item.label + item.mention.clause)), None
            )
            if side and side not in sides:
                sides[side] = item
        if len(sides) == 4 and len({item.token.unit for item in sides.values()}) == 1:
            yield _balance(scope, sides)


def _balance(scope: Scope, sides: dict[str, Item]) -> Relation:
    begin, enter, leave, end = (sides[name] for name in ("begin", "enter", "leave", "end"))
    left, right = total([begin.span, enter.span]), total([leave.span, end.span])
    numbers = [plain_number(item.token) for item in (begin, enter, leave, end)]
    holds = left.meets(right)
    expected = begin.token.amount + enter.token.amount - leave.token.amount
    formula = f"{numbers[0]}+{numbers[1]}-{numbers[2]}={expected:f}"
    why = (
        ""
        if holds
        else f"结转{numbers[0]}加新收{numbers[1]}减办结{numbers[2]}应余{expected:f}，文中写{end.token.text}"
    )
    tokens = [end.token, begin.token, enter.token, leave.token]
    return relation(scope, "balance", tokens, formula, f"{expected:f}", HOLDS if holds else FAILS, why)


def unfinished(scope: Scope) -> Iterator[Relation]:
    """“全跟踪整改” in a paragraph that raises 76 and solves 21 and says nothing of the rest."""
    for line in scope.text.lines:
        plain = scope.words[line.start : line.start + len(line.text)]
        claim = _ALL.search(plain)
        if not claim:
            continue
        here = [item for item in scope.items if item.token.line == line.number and item.token.is_exact]
        yield from _open_cases(scope, here, claim[0])


def _open_cases(scope: Scope, here: Sequence[Item], claim: str) -> Iterator[Relation]:
    for at, raised in enumerate(here[:-1]):
        solved = here[at + 1]
        beside = (
            solved.mention.sentence == raised.mention.sentence
            and solved.token.measure == raised.token.measure
        )
        if (
            not beside
            or not _FOUND.search(raised.mention.clause)
            or not _SOLVED.search(solved.mention.clause)
        ):
            continue
        rest = raised.token.amount - solved.token.amount
        if rest > 0 and not any(item.token.amount == rest for item in here):
            share = Decimal(100) * solved.token.amount / raised.token.amount
            formula = f"{plain_number(raised.token)}-{plain_number(solved.token)}={rest:f}"
            why = (
                f"提出{raised.token.text}，只写解决{solved.token.text}（{shown(share, 1)}%），"
                f"其余{rest:f}{raised.token.measure}没有交代，与“{claim}”不符"
            )
            yield relation(
                scope, "claim", [solved.token, raised.token], formula, raised.token.text, CONFLICT, why
            )
