"""What of a figure a number states: its value, a change, last year's value, a task, a share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workreport.drafts.binding.context import Place
from workreport.drafts.binding.synonyms import plain_unit
from workreport.drafts.model import Token

OTHER = "other"
VALUE, YOY, MOM, LAST, PREVIOUS = "value", "yoy", "mom", "last_year", "previous"
TASK, COMPLETION, SHARE, GAP = "task", "completion", "share", "task_gap"
LABELS = {
    VALUE: "本期数",
    YOY: "同比",
    MOM: "环比",
    LAST: "上年同期数",
    PREVIOUS: "上期数",
    TASK: "任务数",
    COMPLETION: "任务完成率",
    SHARE: "占比",
    GAP: "与任务数之差",
    OTHER: "与其他单位、其他数的比较",
}
POINTS = "个百分点"
PERCENT = "%"
_YEAR = r"(?:上一?年|去年|(?:19|20)\d\d年)(?:度)?(?:同期|全年)?"
_PERIOD = r"(?:上个?月|上一?季度?|上一?期)"
_AGAINST_YEAR = re.compile(rf"同比|[比较]{_YEAR}|[与和]{_YEAR}(?:数量?)?相比|[比较]同期")
_AGAINST_PERIOD = re.compile(rf"环比|[比较]{_PERIOD}|[与和]{_PERIOD}相比")
_AGAINST_TASK = re.compile(r"(?:[比较]|高于|低于|超过?|高出)(?:年度|全年)?(?:任务|目标|计划)")
_AGAINST_OTHER = re.compile(r"[比较](?!例|重|为|大)|高于|低于|高出")
_LAST = re.compile(r"(?:上一?年|去年)(?:度)?(?:同期|全年)?")
_PREVIOUS = re.compile(_PERIOD)
_UP = re.compile(r"增长|上升|提高|增加|提升|上涨|增幅|升幅|涨幅|扩大|[多增升涨高]$|[多增升涨高]了$")
_DOWN = re.compile(r"下降|减少|降低|回落|下滑|缩小|降幅|减幅|[少减降低]$|[少减降低]了$")
_REACHED = re.compile(r"[至到为达][^\W\d]{0,1}$")
_DONE = re.compile(r"完成率|(?:完成|占|达到?).{0,8}(?:任务|目标|计划)[数量]?的?|任务完成")
_TASK = re.compile(r"任务[数量]?|目标[任务数值]*|计划[数量]|下达|考核指标")
_CHANGED = re.compile(r"(?:(?<!新)增加|减少|增长|下降|上升)了?$")
_FOR_TASK = re.compile(r"的?(?:年度|全年)?(?:目标|任务)")
_SHARE = re.compile(r"占(?!用)|比重|占比|比例")


@dataclass(frozen=True)
class Aspect:
    """What is stated, and for a change whether the words say up (1) or down (-1), 0 if neither."""

    name: str
    direction: int = 0


def aspect_title(aspect: str) -> str:
    """How a binding's aspect reads: 本期数, 同比 with its unit, or the label of a cut."""
    name, _, part = aspect.partition(":")
    shown = part.partition("=")[2] or part
    return LABELS.get(name, name.partition("=")[2] or name) + (f"（{shown}）" if shown else "")


def aspect_of(place: Place, token: Token) -> Aspect:
    """What the words right before a number, and its unit, say that it states."""
    words = place.before
    if words.strip() == "的":  # 完成任务120件的106.7%
        words = place.text[
            max(place.text.rfind(mark, 0, place.first) for mark in "，。；：（") + 1 : place.start
        ]
    unit = plain_unit(token.measure)
    percent = unit == PERCENT
    direction = direction_of(words)
    if _AGAINST_PERIOD.search(words):
        return Aspect(MOM, direction)
    if _AGAINST_YEAR.search(words):
        return Aspect(YOY, direction)
    if not percent and _CHANGED.search(words):
        return Aspect(YOY, direction)
    if percent and _DONE.search(words):
        return Aspect(COMPLETION)
    if percent and _SHARE.search(words):
        return Aspect(SHARE)
    if _FOR_TASK.match(place.after):
        return Aspect(TASK)
    if _AGAINST_TASK.search(words):
        return Aspect(GAP, direction)
    if _AGAINST_OTHER.search(words):
        return Aspect(OTHER, direction)
    if unit == POINTS or (percent and direction and not _REACHED.search(words)):
        against_period = _AGAINST_PERIOD.search(place.text, place.segment, place.start)
        return Aspect(MOM if against_period else YOY, direction)
    if not percent and re.search(r"(?:任务|目标|计划)[数量]?(?:为|是|数)?\D{0,3}$", words):
        return Aspect(TASK)
    if not percent and _TASK.search(words) and not re.search(r"完成|超额", words):
        return Aspect(TASK)
    if _LAST.search(words):
        return Aspect(LAST)
    if _PREVIOUS.search(words):
        return Aspect(PREVIOUS)
    return Aspect(VALUE)


def direction_of(words: str) -> int:
    """1 if words speak of more, -1 if of less; what stands last counts."""
    up = [match.start() for match in _UP.finditer(words)]
    down = [match.start() for match in _DOWN.finditer(words)]
    if not up and not down:
        return 0
    return 1 if max(up, default=-1) > max(down, default=-1) else -1
