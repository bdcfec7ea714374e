"""What surrounds a number: its own words, the clauses before, the headings above."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from workreport.drafts.binding.table_words import words_of
from workreport.drafts.model import QUANTITY, TABULAR, DraftText, Line, Token

_WIDTHS = str.maketrans("(),;:％", "（），；：%")
_BOUNDARY = re.compile(r"[。；，：！？、\t（）]")
_SHORT_BRACKETS = re.compile(r"（([^（）\d，；。：]{1,3})）")
_SENTENCE = re.compile(r"[。；！？]")
_FULL_STOP = re.compile(r"[。！？]")
_HEADING = re.compile(
    r"^\s*(第?[一二三四五六七八九十]+[、章部是]|[（〔][一二三四五六七八九十]+[）〕]|\d{1,2}[.．、]|#+ )"
)
FILLER = re.compile(
    r"同比|环比|[比较与和](?:上年|去年)(?:同期)?(?:相比)?|(?:上年|去年)同期|增长|上升|提高|增加|提升|下降|减少|降低|回落|完成率|任务[数量]?|目标|占比|占|"
    r"其中|全[国省市区县局年]|我[局区县市]|本年度?|今年|辖区内?|目前|截至|截止|期间|同时|一共|合计|共计|总计|累计|总数|总量|"
    r"分别|各类|各项|各级|先后|涉及|包括|分为|已经|均已|完成|开展|进行|实现|组织|达到|受理|办理|处理|接到|接收|收到|列出|查摆出?|数量|数为|"
    r"第一批|以来|通过|工作|情况|任务|安全|监管|监督|行动|服务|活动|查出|发现|检查|排查|出动|[^\W\d_a-zA-Z]年|"
    r"[A-Za-z×*○某]+[省市县区]?|最[多高大少低小]|居首|另有|[每由从自量数额共计达到为有是约近超等的了着已被均将并和与及在对其个各总全年月日份里内中共余多]|[\s“”‘’\"'《》—\-…·.。，；：、（）\d%]"
)
"""Words that say nothing about what is counted."""


@dataclass(frozen=True)
class Place:
    """Where a number stands.

    ``text`` is its line in one width of punctuation; ``start`` and ``end`` the number's offsets there. Its own words
    are those from ``first`` before it and those up to ``last`` after it; ``headings`` is the text above it, ``origin`` the
    offset of the line in the whole text.
    """

    text: str
    start: int
    end: int
    first: int
    last: int
    headings: str = ""
    origin: int = 0

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
    def bracket(self) -> int:
        """Where the bracket around the number opens; -1 outside of brackets."""
        opened = self.text.rfind("（", self.sentence, self.start)
        return opened if opened > self.text.rfind("）", self.sentence, self.start) else -1

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
        return replace(self, first=first)


def _last_end(pattern: re.Pattern[str], text: str, until: int) -> int:
    offset = 0
    for match in pattern.finditer(text, 0, until):
        offset = match.end()
    return offset


_FIELD_WORDS = re.compile(r"服务|安全|监管|监督|行动|活动")
"""Words that say nothing beside a name of a figure, but set apart a part of it before one: 服务投诉."""


def modifiers(words: str) -> str:
    """Words that may set a part of what is counted apart."""
    marked = _FIELD_WORDS.sub(lambda match: "◆" * len(match[0]), words)
    return FILLER.sub("", marked)


def content(words: str) -> str:
    """Words without those that say nothing about what is counted."""
    return FILLER.sub("", words)


def is_planned(place: Place) -> bool:
    """Whether a number is one that people intend: under a heading of plans, or beside words such as 力争."""
    return bool(PLANS.search(place.headings) or _INTENDED.search(place.text, place.segment, place.start))


PLANS = re.compile(r"打算|下一步|工作安排|工作计划|工作思路|来年|明年")
_INTENDED = re.compile(r"力争|争取|下一步|拟(?!定)|预计|不少于|不低于|不超过|控制在|明年|来年")


def plain(text: str) -> str:
    """A line with punctuation in one width, and short brackets such as those of 社区（村） made part of the word."""
    text = text.translate(_WIDTHS)
    return _SHORT_BRACKETS.sub(lambda match: f"〔{match[1]}〕", text)


def places(text: DraftText, tokens: Sequence[Token]) -> dict[Token, Place]:
    """The place of every quantity."""
    headings = headings_of(text)
    lines = {line.number: line for line in text.lines}
    by_line: dict[int, list[Token]] = {}
    for token in sorted(tokens, key=lambda token: token.start):
        if token.kind == QUANTITY:
            by_line.setdefault(token.line, []).append(token)
    tables: dict[int, list[Line]] = {}
    for line in text.lines:
        tables.setdefault(line.table, []).append(line)
    by_token: dict[Token, Place] = {}
    for number, counted in by_line.items():
        line = lines[number]
        here = _in_line(line, counted, headings[number])
        if line.part in TABULAR:
            here = {
                token: _in_table(tables[line.table], line, place, by_line) for token, place in here.items()
            }
        by_token |= _distributed(counted, here)
    return by_token


def _in_line(line: Line, counted: Sequence[Token], headings: str) -> dict[Token, Place]:
    words = plain(line.text)
    by_token = {}
    for at, token in enumerate(counted):
        start, end = token.start - line.start, token.end - line.start
        left = counted[at - 1].end - line.start if at else 0
        right = counted[at + 1].start - line.start if at + 1 < len(counted) else len(words)
        first = max(left, _last_end(_CLAUSE, words, start))
        stop = _CLAUSE.search(words, end, right)
        by_token[token] = Place(
            words, start, end, first, stop.start() if stop else right, headings, line.start
        )
    return by_token


def runs(counted: Sequence[Token], where: Mapping[Token, Place]) -> list[list[Token]]:
    """Numbers that 分别 hands out: the one after the word, and those that only 、 or 和 joins to it."""
    groups: list[list[Token]] = []
    open_run = False
    for token in counted:
        words = where[token].before
        if _EACH.search(words):
            groups.append([token])
            open_run = True
        elif open_run and _JOINED.fullmatch(words):
            groups[-1].append(token)
        else:
            open_run = False
    return [run for run in groups if len(run) > 1]


def _distributed(counted: Sequence[Token], here: dict[Token, Place]) -> dict[Token, Place]:
    """Numbers handed out by 分别 get the names before the word: 投诉、举报分别为509件、1286件."""
    by_token = dict(here)
    for run in runs(counted, here):
        place = here[run[0]]
        match = _EACH.search(place.before)
        assert match is not None, "a run begins with the word"
        words = place.text[place.first : place.first + match.start()]
        names = [part for part in re.split("[、和与及]", _AGAINST.sub("", words)) if part.strip()]
        if len(names) != len(run):
            continue
        against = _AGAINST.search(words)
        tail = (against[0] if against else "") + place.before[match.start() :]
        for token, name in zip(run, names, strict=True):
            text = f"{place.text[: place.first]}{name}{tail}"
            end = len(text)
            by_token[token] = replace(place, text=text, start=end, end=end, last=end)
    return by_token


_AGAINST = re.compile(r"同比|环比|[比较](?:上年|去年)(?:同期)?")
_EACH = re.compile(r"分别|依次")
_JOINED = re.compile(r"\s*(?:、|和|与|及|以及)?\s*")
_CLAUSE = re.compile(r"[。；，：！？\t（）]")
"""Boundaries of a number's own words; 、 is none, since a list such as 甲、乙等7类 counts as a whole."""


def _in_table(table: Sequence[Line], line: Line, place: Place, counting: Container[int]) -> Place:
    """A number in a table: its words are the heads of its column and the names of its row."""
    column = next((at for at, (first, last) in enumerate(line.cells) if first <= place.start < last), None)
    if column is None:
        return place
    words = plain(words_of(table, line, column, counting))
    return Place(words, len(words), len(words), 0, len(words), place.headings, line.start)


def headings_of(text: DraftText) -> dict[int, str]:
    """The headings above each line: the last one of every form of numbering."""
    above: dict[str, str] = {}
    by_line: dict[int, str] = {}
    for line in text.lines:
        by_line[line.number] = "。".join(above.values())
        words = plain(line.text).strip()
        match = _HEADING.match(words)
        if line.part == "heading" or (match and len(words) <= 40):
            form = re.sub(r"[一二三四五六七八九十\d]+", "N", match[1]) if match else "title"
            if form in above:  # what stood under the heading before this one
                names = list(above)
                above = {name: above[name] for name in names[: names.index(form)]}
            above[form] = words
    return by_line
