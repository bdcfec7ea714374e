"""Fingerprints of statements: the words and numbers of a sentence, not its place in the text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from workreport.base.hashing import fingerprint as digest
from workreport.drafts.kinds import KINDS
from workreport.drafts.model import DraftText

NUMBER = "number"
"""The kind of a fingerprint that stands for a number itself, whatever is found about it."""
LENGTH = 12
ENDS = re.compile("[。！？；!?;\n]")
NO_WORD = re.compile(r"[^\w.%‰+\-]")


def statement(text: DraftText, start: int, end: int) -> tuple[int, int]:
    """From where to where the sentence around a place reaches; a table row is one sentence."""
    line = text.line_at(start)
    first, last = line.start, line.start + len(line.text)
    if line.table:
        return first, last
    ends = [match.end() for match in ENDS.finditer(text.text, first, last)]
    return max((at for at in ends if at <= start), default=first), min(
        (at for at in ends if at >= end), default=last
    )


def fingerprint(text: DraftText, start: int, end: int, kind: str = NUMBER) -> str:
    """What identifies a statement at a place in later drafts: spaces, punctuation and width do not count."""
    first, last = statement(text, start, end)
    at = len(_words(text.text[first:start]))
    return digest([kind, _words(text.text[first:last]), str(at), _words(text.text[start:end])])[:LENGTH]


def codes(text: DraftText, start: int, end: int) -> tuple[str, ...]:
    """The fingerprints of a number and of all that may be found about it, its own first."""
    return tuple(fingerprint(text, start, end, kind) for kind in (NUMBER, *KINDS))


@lru_cache(maxsize=1024)  # the same sentence for each of its numbers, in each of the outputs
def _words(text: str) -> str:
    return NO_WORD.sub("", unicodedata.normalize("NFKC", text))
