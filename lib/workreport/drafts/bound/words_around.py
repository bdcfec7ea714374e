"""How well a place of a text fits the words that stood around a bound number when it was written.

Digits count as equal, since other numbers of a sentence move too. A place fits only if nothing but additions or nothing but
omissions distinguishes its own clause: another word in its place may be another subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from workreport.drafts.bound.bound_number import AROUND, BoundNumber
from workreport.drafts.numerals import DIGITS as CHINESE

ENOUGH = 0.75
"""The share of the remembered words that must stand around a place."""
FEWEST = 4
"""Words that say where a number belongs have at least so many characters."""
WHOLE = 12
"""A sentence of its own is known by so many characters, wherever it stands."""
WIDER = 8
"""Characters further from the number that are looked at, for words that were put in."""
_DIGITS = str.maketrans("0123456789", "0000000000")
CLAUSE = re.compile(r"[，。；：、！？（）\t\n]")
_SENTENCE = re.compile(r"[。；！？\n]")
_WORD = re.compile(r"[^\W\d_]")
_OPENS = set("0123456789.．%") | set(CHINESE) | set("十百千万亿")
_GOES_ON = set("0123456789.．%‰余多几十百千万亿次") | set(CHINESE)


@dataclass(frozen=True)
class Fit:
    """How well a place fits: the share of remembered words, and whether its whole sentence is the same."""

    share: float
    same_sentence: bool


def fit(number: BoundNumber, line: str, start: int, end: int) -> Fit | None:
    """How well the characters of a line from `start` until `end` fit a number; None if they do not."""
    before = _side(number.before[::-1], line[:start][::-1])
    after = _side(number.after, line[end:])
    if before is None or after is None:
        return None
    known = len(number.before) + len(number.after)
    words = before.words + after.words
    same = before.same and after.same and words >= WHOLE
    share = (before.equal + after.equal) / known if known else 0.0
    if not same and (share < ENOUGH or words < FEWEST):
        return None
    return Fit(share, same)


def stands_alone(number: BoundNumber, line: str, start: int, end: int) -> bool:
    """Whether digits that equal a number's text are no part of a longer number or of another unit."""
    before, after = line[start - 1 : start], line[end : end + 1]
    opens = line[start : start + 1] in _OPENS and before in _OPENS and before != number.before[-1:]
    goes_on = after in _GOES_ON and after != number.after[:1]
    return not (before and opens) and not (after and goes_on)


@dataclass(frozen=True)
class _Side:
    """One side of a place: remembered characters that stand there, letters among them, the same up to the sentence's end."""

    equal: int
    words: int
    same: bool


@lru_cache(maxsize=4096)
def _side(old: str, line: str) -> _Side | None:
    """Compare what stood on one side of a number with what stands there, both read away from the number."""
    was, now = old.translate(_DIGITS), line[: AROUND + WIDER].translate(_DIGITS)
    same = _same_sentence(old, line)
    if not same and not _only_longer(_part(CLAUSE, was), _part(CLAUSE, now)):
        return None
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    equal = "".join(was[block.a : block.a + block.size] for block in blocks)
    return _Side(len(equal), len(_WORD.findall(equal)), same)


def _same_sentence(old: str, line: str) -> bool:
    """Whether the sentence is the same, as far as it is remembered."""
    part = _part(_SENTENCE, old)
    if len(part) == AROUND:
        return line.startswith(part)
    return _part(_SENTENCE, line) == part


def _part(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return text[: match.start()] if match else text


def _only_longer(was: str, now: str) -> bool:
    """Whether one of two clauses has only more than the other."""
    steps = [step[0] for step in SequenceMatcher(None, was, now, autojunk=False).get_opcodes()]
    if len(was) == AROUND and steps[-1] == "insert":  # remembered in part: it goes on
        steps.pop()
    return "replace" not in steps and not {"insert", "delete"} <= set(steps)
