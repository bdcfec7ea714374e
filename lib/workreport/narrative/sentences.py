"""Sentences: templates that name figures; a number is never typed into one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from workreport.base.names import nearest
from workreport.base.names import shown as shown_name
from workreport.blocks.block import Paragraph
from workreport.blocks.text import NumberLink, Run, Runs, runs_text
from workreport.figures.book import Book
from workreport.figures.comparison import mom, progress, targets, yoy
from workreport.figures.measure import Number
from workreport.figures.number_format import change_words, compared, distance_words, plain, shown
from workreport.figures.registry import FIGURES, FIND
from workreport.narrative.largest_parts import LARGEST, largest_parts
from workreport.narrative.quoted_cuts import quoted
from workreport.narrative.sentence_errors import Blocked, SentenceError
from workreport.narrative.sub_bureau_ranking import RANK_SLOTS, withheld
from workreport.narrative.suppressed_views import HIDDEN_NOTE, VIEWS, View, marked

MAY_BE_IDLE = ("mom", "distance")
SPARE = re.compile(rf"[，、]?\{{([a-z0-9_.]+):({'|'.join(MAY_BE_IDLE)})\}}")
"""Slots that may have nothing to say, with the comma before them."""
COMPARED = re.compile(rf"\{{([a-z0-9_.]+):({'|'.join(RANK_SLOTS)})\}}")
PARTS = re.compile(rf"\{{([a-z0-9_.]+)\[([a-z0-9_]+)\]:{LARGEST}\}}")
SLOT = re.compile(r"\{([a-z0-9_.]+)(?:\[([^\[\]{}]*)\])?(?::([a-z_]+(?:,[a-z_]+)*))?\}")
"""A figure, what it is cut by in brackets, and its aspects after a colon."""


def fill(book: Book, *templates: str) -> Paragraph:
    """Sentences with their slots filled in, with what leaders and the public see instead.

    ``{id}`` prints value and unit, ``{id:number}`` the value alone, ``{id:yoy}`` the change on
    the same period last year in words, ``{id:mom}`` on the previous period, ``{id:target}`` the
    task, ``{id:completion}`` its completion, ``{id:distance}`` how far that is from the share of the year
    gone by; ``{id:highest}``, ``{id:lowest}``, ``{id:median}`` and ``{id:spread}`` compare the sub-bureaus.
    ``{id:yoy,mom}`` prints several of these, joined by commas. ``{id[field=标签]}`` is the figure's part
    for a label of one of its dimensions; see ``quoted_cuts``. ``{id[field]:largest}`` names its largest parts.
    What does not apply to the period (环比 of a full year, 时序 at its end) goes with the comma before it; ``{period}`` and ``{cutoff}`` print the period and its
    cut-off day, ``{span}`` the period without its year (全年, 上半年, 本月).

    Raises
    ------
    SentenceError
        If a slot names no figure, or the template holds a typed digit.
    Blocked
        If a figure has no number.
    """
    runs, leaders, public = (
        tuple(run for template in templates for run in _filled(book, template, view) if run.text)
        for view in VIEWS
    )
    return Paragraph(runs, leaders=_instead(leaders, runs), public=_instead(public, leaders))


def _instead(runs: Runs, of: Runs) -> Paragraph | None:
    """A view of a paragraph in which numbers are hidden; None where it is the same as another."""
    if runs == of:
        return None
    return Paragraph((*runs, Run(HIDDEN_NOTE)) if marked(runs_text(runs)) else runs)


def _filled(book: Book, template: str, view: View) -> Iterator[Run]:
    """The runs of one template in one view."""
    _no_typed_numbers(template, book.frames.intake.workspace.profile.names_with_digits)
    joined = "".join(line.strip() for line in template.strip().splitlines())
    joined = SLOT.sub(lambda match: _one_by_one(book, match), joined)
    joined = "".join(_comparing(book, sentence, view) for sentence in re.split("(?<=。)", joined))
    joined = SPARE.sub(lambda match: "" if _idle(book, match[1], match[2]) else match[0], joined)
    last = 0
    for match in SLOT.finditer(joined):
        yield Run(joined[last : match.start()])
        yield from _runs_of(book, match, view)
        last = match.end()
    yield Run(joined[last:])


def _runs_of(book: Book, slot: re.Match[str], view: View) -> Runs:
    """What stands in a slot's place in one view."""
    if slot[3] == LARGEST and slot[2] and slot[1] in FIGURES:
        return largest_parts(book, slot[1], slot[2], view)
    return (_run_of(book, slot, view),)


def _run_of(book: Book, slot: re.Match[str], view: View) -> Run:
    """The one number or the words of a slot."""
    id, cut, kind = slot[1], slot[2], slot[3] or "value"
    if cut is not None and id in FIGURES:
        return quoted(book, id, cut, kind, view)
    if id in PLACES and cut is None:
        return Run(PLACES[id](book))
    if id not in FIGURES:
        raise SentenceError(f"句子中的“{slot[0]}”不是已登记的指标", expected=_near(id), todo=FIND)
    if kind not in (SLOTS | RANK_SLOTS):
        raise SentenceError(
            f"句子中的“{slot[0]}”没有“{kind}”这种写法", expected="、".join({**SLOTS, **RANK_SLOTS})
        )
    if kind in RANK_SLOTS:
        return Run(*RANK_SLOTS[kind](book, id))
    words, number = SLOTS[kind](book, id)
    return Run(words, number, NumberLink(id, kind, note=compared(book, id, kind)))


def _near(id: str) -> str:
    """Figures whose ids or labels come near, or how a slot is written."""
    names = {one: (figure.label,) for one, figure in FIGURES.items()}
    near = "、".join(shown_name(one, names) for one in nearest(id, names))
    return near or "{指标编号} 或 {指标编号:yoy} 等"


def _one_by_one(book: Book, slot: re.Match[str]) -> str:
    """A slot of several aspects as slots of one aspect each, without those that do not apply."""
    id, cut, aspects = slot[1], slot[2], (slot[3] or "").split(",")
    if len(aspects) == 1:
        return slot[0]
    if cut is not None:
        return "，".join(f"{{{id}[{cut}]:{kind}}}" for kind in aspects)
    applying = [kind for kind in aspects if kind not in MAY_BE_IDLE or not _idle(book, id, kind)]
    return "，".join(f"{{{id}:{kind}}}" for kind in applying or aspects[:1])


def _comparing(book: Book, sentence: str, view: View) -> str:
    """A sentence that compares sub-bureaus or parts, or what stands in its place where they cannot be compared."""
    parts = PARTS.search(sentence)
    if parts and parts[1] in FIGURES and not largest_parts(book, parts[1], parts[2], view):
        return ""
    found = COMPARED.search(sentence)
    instead = withheld(book, found[1], view) if found and found[1] in FIGURES else None
    return sentence if instead is None else instead


def _idle(book: Book, id: str, kind: str) -> bool:
    """Whether a slot does not apply: no 环比 for a full year; no distance from 时序 at its end, or of a level."""
    if kind == "mom":
        return book.period.previous() is None
    made = progress(book, id) if id in FIGURES else None
    return made is None or made.distance is None or made.due == 100


def _no_typed_numbers(template: str, names: Sequence[str]) -> None:
    rest = _words(template, names)
    if brace := re.search(r"[^{}]{0,20}[{}][^{}]{0,20}", rest):
        raise SentenceError(
            f"句子中的“{brace[0]}”不是已登记的指标", expected="{指标编号} 或 {指标编号:yoy} 等"
        )
    if typed := typed_number(template, names):
        raise SentenceError(
            f"句子里直接写了数字“{typed}”", expected="用 {指标编号} 引用指标", todo="请改为引用指标"
        )


def typed_number(template: str, names: Sequence[str]) -> str:
    """The first number typed into a sentence, apart from `names` that hold digits; empty where there is none."""
    typed = re.search(r"[0-9０-９]+", _words(template, names))
    return typed[0] if typed else ""


def _words(template: str, names: Sequence[str]) -> str:
    """A sentence without its slots and the `names` that hold digits."""
    rest = SLOT.sub("", template)
    for name in names:
        rest = rest.replace(name, "")
    return rest


def _number(book: Book, id: str) -> Number:
    value = book.value(id)
    if value.number is None:
        raise Blocked(value.reason)
    return value.number


def _value(book: Book, id: str) -> tuple[str, Number | None]:
    number = _number(book, id)
    return shown(FIGURES[id], number), number


def _bare(book: Book, id: str) -> tuple[str, Number | None]:
    number = _number(book, id)
    return shown(FIGURES[id], number, unit=False), number


def _yoy(book: Book, id: str) -> tuple[str, Number | None]:
    _number(book, id)
    difference = yoy(book, id)
    return change_words(FIGURES[id], difference), difference.number


def _mom(book: Book, id: str) -> tuple[str, Number | None]:
    _number(book, id)
    difference = mom(book, id)
    return change_words(FIGURES[id], difference, "环比"), difference.number


def _target(book: Book, id: str) -> tuple[str, Number | None]:
    task = targets(book.frames, book.period).get(id)
    return (f"{plain(task.number, 0)}{FIGURES[id].unit}", task.number) if task else ("未下达任务", None)


def _completion(book: Book, id: str) -> tuple[str, Number | None]:
    _number(book, id)
    made = progress(book, id)
    if made is None:
        return ("本期不考核年度任务" if id in targets(book.frames, book.period) else "未下达任务"), None
    return f"完成率{plain(made.done, 1)}%", made.done


def _distance(book: Book, id: str) -> tuple[str, Number | None]:
    made = progress(book, id)
    return distance_words(made.distance), made.distance


SLOTS: dict[str, Callable[[Book, str], tuple[str, Number | None]]] = {
    "value": _value,
    "number": _bare,
    "yoy": _yoy,
    "mom": _mom,
    "target": _target,
    "completion": _completion,
    "distance": _distance,
}
PLACES: dict[str, Callable[[Book], str]] = {
    "period": lambda book: book.period.label,
    "span": lambda book: book.period.words,
    "cutoff": lambda book: chinese_day(book),
}


def chinese_day(book: Book) -> str:
    """The cut-off day as reports write it: 2021年12月31日."""
    day = book.period.as_of
    return f"{day.year}年{day.month}月{day.day}日"
