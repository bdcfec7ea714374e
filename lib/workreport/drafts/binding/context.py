"""What surrounds a number: its own words, the clauses before, the headings above."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from workreport.drafts.model import QUANTITY, DraftText, Line, Token

_WIDTHS = str.maketrans("(),;:％", "（），；：%")
_BOUNDARY = re.compile(r"[。；，：！？、\t（）]")
_SHORT_BRACKETS = re.compile(r"（([^（）\d，；。：]{1,3})）")
_SENTENCE = re.compile(r"[。；！？]")
_FULL_STOP = re.compile(r"[。！？]")
_HEADING = re.compile(
    r"^\s*(第?[一二三四五六七八九十]+[、章部是]|（[一二三四五六七八九十]+）|\d{1,2}[.．、]|#+ )"
)
FILLER = re.compile(
    r"同比|环比|[比较与和](?:上年|去年)(?:同期)?(?:相比)?|(?:上年|去年)同期|增长|上升|提高|增加|提升|下降|减少|降低|回落|完成率|任务[数量]?|目标|占比|占|"
    r"其中|全[国省市区县局年]|我[局区县市]|本年度?|今年|辖区内?|目前|截至|截止|期间|同时|一共|合计|共计|总计|累计|总数|总量|"
    r"分别|各类|各项|各级|先后|已经|均已|完成|开展|进行|实现|组织|达到|受理|办理|处理|接到|接收|收到|列出|查摆出?|数量|数为|"
    r"第一批|以来|通过|工作|情况|任务|安全|监管|监督|行动|服务|活动|查出|发现|检查|排查|出动|[^\W\d_a-zA-Z]年|"
    r"[共计达到为有是约近超等的了着已被均将并和与及在对其个各总全年月日份里内中共余多]|[\s“”‘’\"'《》—\-…·.。，；：、（）\d%]"
)
"""Words that say nothing about what is counted."""


@dataclass(frozen=True)
class Place:
    """Where a number stands.

    ``text`` is its line in one width of punctuation; ``start`` and ``end`` the number's offsets there. Its own words
    are those from ``first`` before it and those up to ``last`` after it; ``headings`` is the text above it.
    """

    text: str
    start: int
    end: int
    first: int
    last: int
    headings: str = ""

    @property
    def before(self) -> str:
        """The words between the last boundary, or the number before, and the number."""
        return self.text[self.first : self.start]

    @property
    def after(self) -> str:
        """The words up to the next boundary or number."""
        return self.text[self.end : self.last]

    @cached_property
    def sentence(self) -> int:
        """Where the sentence begins (after a full stop, not after a semicolon)."""
        return _last_end(_FULL_STOP, self.text, self.first)

    @cached_property
    def segment(self) -> int:
        """Where the part of the sentence begins, semicolons included."""
        return _last_end(_SENTENCE, self.text, self.first)

    @cached_property
    def _boundaries(self) -> list[int]:
        return [match.start() for match in _BOUNDARY.finditer(self.text, 0, self.start)]

    def distance(self, position: int) -> int:
        """Number of boundaries between a place before the number and the number."""
        if position >= self.first:
            return 0
        return len(self._boundaries) - bisect_right(self._boundaries, position)

    def carried(self) -> Place:
        """The same number with the clause before among its own words."""
        first = _last_end(_BOUNDARY, self.text, max(self.first - 1, 0))
        return Place(self.text, self.start, self.end, first, self.last, self.headings)


def _last_end(pattern: re.Pattern[str], text: str, until: int) -> int:
    found = 0
    for match in pattern.finditer(text, 0, until):
        found = match.end()
    return found


def content(words: str) -> str:
    """Words without those that say nothing about what is counted."""
    return FILLER.sub("", words)


def plain(text: str) -> str:
    """A line with punctuation in one width, and short brackets such as those of 社区（村） made part of the word."""
    text = text.translate(_WIDTHS)
    return _SHORT_BRACKETS.sub(lambda match: f"〔{match[1]}〕", text)


def places(text: DraftText, tokens: Sequence[Token]) -> dict[Token, Place]:
    """The place of every quantity."""
    headings = headings_of(text)
    lines = {line.number: line for line in text.lines}
    plains = {line.number: plain(line.text) for line in text.lines}
    found: dict[Token, Place] = {}
    by_line: dict[int, list[Token]] = {}
    for token in tokens:
        by_line.setdefault(token.line, []).append(token)
    for number, group in by_line.items():
        line, words = lines[number], plains[number]
        group = sorted(group, key=lambda token: token.start)
        counted = [token for token in group if token.kind == QUANTITY]
        for at, token in enumerate(counted):
            start, end = token.start - line.start, token.end - line.start
            left = counted[at - 1].end - line.start if at else 0
            right = counted[at + 1].start - line.start if at + 1 < len(counted) else len(words)
            first = max(left, _last_end(_CLAUSE, words, start))
            stop = _CLAUSE.search(words, end, right)
            last = stop.start() if stop else right
            found[token] = Place(words, start, end, first, last, headings[number])
            if line.part == "table":
                found[token] = _in_table(text, line, found[token], headings[number])
    return found


_CLAUSE = re.compile(r"[。；，：！？\t（）]")
"""Boundaries of a number's own words; 、 is none, since a list such as 甲、乙等7类 counts as a whole."""


def _in_table(text: DraftText, line: Line, place: Place, headings: str) -> Place:
    """A number in a table: its words are the head of its column and of its row."""
    column = next((at for at, (first, last) in enumerate(line.cells) if first <= place.start < last), None)
    if column is None:
        return place
    rows = [other for other in text.lines if other.table == line.table]
    head, side = _cell(rows[0], column), _cell(line, 0) if column else ""
    words = plain(f"{side}{head if rows[0] is not line else ''}")
    return Place(words, len(words), len(words), 0, len(words), headings)


def _cell(row: Line, column: int) -> str:
    if column >= len(row.cells):
        return ""
    first, last = row.cells[column]
    return row.text[first:last].strip()


def headings_of(text: DraftText) -> dict[int, str]:
    """The headings above each line: the last one of every form of numbering."""
    above: dict[str, str] = {}
    found: dict[int, str] = {}
    for line in text.lines:
        found[line.number] = "。".join(above.values())
        words = plain(line.text).strip()
        match = _HEADING.match(words)
        if line.part == "heading" or (match and len(words) <= 40):
            form = re.sub(r"[一二三四五六七八九十\d]+", "N", match[1]) if match else "title"
            if form in above:  # what stood under the heading before this one
                names = list(above)
                above = {name: above[name] for name in names[: names.index(form)]}
            above[form] = words
    return found
