"""How well a place of a text fits the words that stood around a bound number when it was written.

The nearest words decide how well; the others, with the numbers among them, whether the place is certain. Sentences about
several units or months differ in nothing but a name far from the number and in their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from workreport.drafts.bound.bound_number import AROUND, BoundNumber
from workreport.drafts.numerals import DIGITS as CHINESE

NEAREST = 24
"""Characters on each side that decide how well a place fits."""
ENOUGH = 0.75
"""The share of the nearest words that must stand around a place."""
FEWEST = 4
"""Words that say where a number belongs have at least so many characters."""
WHOLE, TELLING = 12, 4
"""A sentence is known by so many letters and digits, wherever it stands."""
WIDER = 8
"""Characters further from the number that are looked at, for words that were put in."""
CLAUSE = re.compile(r"[，。；：、！？（）\t\n]")
_SENTENCE = re.compile(r"[。；！？\n]")
_DIGITS = str.maketrans("0123456789", "0000000000")
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")
_SYMBOL = re.compile(r"[0-9.]+|[^0-9.]")
NUMERALS = frozenset("0123456789.．%十百千万亿") | frozenset(CHINESE)
_GOES_ON = NUMERALS | frozenset("‰余多几次")


@dataclass(frozen=True)
class Fit:
    """How well a place fits.

    ``share`` of the nearest words stand there. ``same_sentence``: the sentence is the same, and long enough to be known by.
    ``clear``: of all remembered words and numbers none has another one in its place.
    """

    share: float
    same_sentence: bool
    clear: bool


def fit(number: BoundNumber, line: str, start: int, end: int) -> Fit | None:
    """How well the characters of a line from `start` until `end` fit a number; None if they do not."""
    before = _side(number.before[::-1], line[max(start - AROUND - WIDER, 0) : start][::-1])
    after = _side(number.after, line[end : end + AROUND + WIDER])
    if before is None or after is None:
        return None
    sentence = before.sentence + after.sentence
    same = (
        before.same
        and after.same
        and len(_LETTER.findall(sentence)) >= WHOLE
        and len(_DIGIT.findall(sentence + line[start:end])) >= TELLING
    )
    remembered = min(len(number.before), NEAREST) + min(len(number.after), NEAREST)
    share = (before.equal + after.equal) / remembered if remembered else 0.0
    if not same and (share < ENOUGH or before.letters + after.letters < FEWEST):
        return None
    return Fit(share, same, before.clear and after.clear)


def stands_alone(number: BoundNumber, line: str, start: int, end: int) -> bool:
    """Whether characters that equal a number's text are no part of a longer number or of another unit."""
    before, after = line[start - 1 : start] if start else "", line[end : end + 1]
    opens = line[start] in NUMERALS and before in NUMERALS and before != number.before[-1:]
    goes_on = after in _GOES_ON and after != number.after[:1]
    return not opens and not goes_on


def stood_beside(first: BoundNumber, last: BoundNumber) -> bool:
    """Whether the words remembered of two numbers are of one paragraph, the first number before the last."""
    at = first.after.find(last.text)
    while at >= 0:
        before, after = first.before + first.text + first.after[:at], first.after[at + len(last.text) :]
        if _agree(before[::-1], last.before[::-1]) and _agree(after, last.after):
            return True
        at = first.after.find(last.text, at + 1)
    return False


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


@dataclass(frozen=True)
class _Side:
    """One side of a place: how many of the nearest characters stand there, letters among them; the sentence up to its end."""

    equal: int
    letters: int
    sentence: str
    same: bool
    clear: bool


@lru_cache(maxsize=4096)
def _side(old: str, line: str) -> _Side | None:
    """Compare what stood on one side of a number with what stands there, both read away from the number.

    Digits of the nearest words count as equal, since people change other numbers of a sentence too. None if another word
    stands in place of one in the number's own clause.
    """
    was, now = old[:NEAREST].translate(_DIGITS), line[: NEAREST + WIDER].translate(_DIGITS)
    sentence = _part(_SENTENCE, old)
    same = line.startswith(sentence) if len(sentence) == AROUND else _part(_SENTENCE, line) == sentence
    if not same and not _only_longer(_part(CLAUSE, was), _part(CLAUSE, now), len(was) == NEAREST):
        return None
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    equal = "".join(was[block.a : block.a + block.size] for block in blocks)
    clear = _only_longer(_SYMBOL.findall(old), _SYMBOL.findall(line), len(old) == AROUND)
    return _Side(len(equal), len(_LETTER.findall(equal)), sentence, same, clear)


def _part(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return text[: match.start()] if match else text


def _only_longer(was: Sequence[str], now: Sequence[str], cut_off: bool) -> bool:
    """Whether one of two texts has only more than the other; a text that is cut off may go on."""
    steps = [step[0] for step in SequenceMatcher(None, was, now, autojunk=False).get_opcodes()]
    if cut_off and steps and steps[-1] == "insert":
        steps.pop()
    return "replace" not in steps and not {"insert", "delete"} <= set(steps)
