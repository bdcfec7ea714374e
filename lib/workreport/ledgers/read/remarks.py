"""Remarks below a table: they may say what the rows count, so a reader of the report has to see them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workreport.base.personal_data import masked
from workreport.ledgers.read.header_search import UNIT
from workreport.ledgers.read.row_kinds import LONE_DATE, REMARK_WORDS, SIGNING_WORDS

SIGNED = re.compile(rf"[（(]?\b({SIGNING_WORDS})[)）]?(签[字章名])?([（(][^)）]*[)）])?\s*[:：]\s*\S*")
"""A signature line's label with the name behind it: names of people are no remark."""
PLACEHOLDER = re.compile(
    r"[（(]?(以下|本页|此页|本表)?(空白|无正文|无内容|到此为止|结束)[)）]?|第\s*\d+\s*页.*|共\s*\d+\s*页.*"
    r"|(计量)?单位[:：]\S{1,6}"
)
LABEL = re.compile(rf"[（(]?({SIGNING_WORDS})[)）]?([（(][^)）]*[)）])?[:：]?")
"""A signature line's label alone in its cell, so that the next one may be a name."""
SENTENCE = re.compile(rf"[（(]?({REMARK_WORDS})[)）]?[:：]|.*[，。；]")
LEAST = 4
"""Chinese characters that a remark has at least."""


class Remark(NamedTuple):
    """A remark's place in its file, and its text without personal data."""

    sheet: str
    row: int
    text: str

    def below(self, rows: int) -> Remark:
        """The remark that many rows further down."""
        return self._replace(row=self.row + rows)


def remarks_in(sheet: str, row: int, cells: Sequence[str]) -> Iterator[Remark]:
    """The remark in a row that is not data; none in a row of signatures, units, page numbers or placeholders."""
    signed = any(LABEL.fullmatch("".join(text.split())) for text in cells if text)
    texts = [
        " ".join(SIGNED.sub("", text).split()) for text in cells if not signed or SENTENCE.match(text.strip())
    ]
    if remarks := [text for text in texts if _says_something(text)]:
        yield Remark(sheet, row, masked("　".join(remarks)))


def _says_something(text: str) -> bool:
    bare = "".join(text.split())
    if UNIT.fullmatch(bare) or LONE_DATE.fullmatch(bare) or PLACEHOLDER.fullmatch(bare):
        return False
    return len(re.findall(r"[\u4e00-\u9fff]", bare)) >= LEAST
