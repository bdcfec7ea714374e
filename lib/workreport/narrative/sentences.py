"""Sentences: templates that name figures; a number is never typed into one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

from workreport.errors import WorkreportError
from workreport.figures.book import Book
from workreport.figures.compare import change, last_year, previous, progress, targets
from workreport.figures.measure import Number
from workreport.figures.registry import FIGURES
from workreport.narrative.marks import Mark, compared
from workreport.narrative.numbers import change_words, plain, shown

SLOT = re.compile(r"\{([a-z0-9_.]+)(?::([a-z_]+))?\}")
NAMES_WITH_DIGITS = ("12315", "12345", "3·15")
"""Names that contain digits but no number: hotlines and a festival."""


class SentenceError(WorkreportError):
    """A sentence names a figure that does not exist, or has a number typed into it."""


class Blocked(Exception):
    """A sentence needs a figure that has no number; `reason` says what was not handed in."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Sentence:
    """A sentence with its numbers filled in: as text, as HTML, and the figures it names."""

    text: str
    html: str
    figures: tuple[str, ...]


def fill(book: Book, template: str) -> Sentence:
    """Fill a sentence's slots.

    ``{id}`` prints value and unit, ``{id:number}`` the value alone, ``{id:yoy}`` the change on
    the same period last year in words, ``{id:mom}`` on the previous period, ``{id:target}`` the
    task, ``{id:completion}`` its completion; ``{period}`` and ``{cutoff}`` print the period and its
    cut-off day.

    Raises
    ------
    SentenceError
        If a slot names no figure, or the template holds a typed digit.
    Blocked
        If a figure has no number.
    """
    _no_typed_numbers(template)
    names: list[str] = []

    def one(match: re.Match[str]) -> Markup:
        id, kind = match[1], match[2] or "value"
        if id in PLACES:
            return escape(PLACES[id](book))
        if id not in FIGURES or kind not in SLOTS:
            raise SentenceError(
                f"句子中的“{match[0]}”不是已登记的指标", expected="{指标编号} 或 {指标编号:yoy} 等"
            )
        words, number = SLOTS[kind](book, id)
        names.append(id)
        return Mark(id, kind, note=compared(book, id, kind)).html(words, number)

    joined = "".join(line.strip() for line in template.strip().splitlines())
    pieces, last = [], 0
    for match in SLOT.finditer(joined):
        pieces += [escape(joined[last : match.start()]), one(match)]
        last = match.end()
    html = Markup("").join([*pieces, escape(joined[last:])])
    return Sentence(html.striptags(), str(html), tuple(dict.fromkeys(names)))


def _no_typed_numbers(template: str) -> None:
    rest = SLOT.sub("", template)
    for name in NAMES_WITH_DIGITS:
        rest = rest.replace(name, "")
    if brace := re.search(r"[^{}]{0,20}[{}][^{}]{0,20}", rest):
        raise SentenceError(
            f"句子中的“{brace[0]}”不是已登记的指标", expected="{指标编号} 或 {指标编号:yoy} 等"
        )
    if typed := re.search(r"[0-9０-９]+", rest):
        raise SentenceError(
            f"句子里直接写了数字“{typed[0]}”", expected="用 {指标编号} 引用指标", todo="请改为引用指标"
        )


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
    difference = change(book.value(id), last_year(book, id))
    return change_words(FIGURES[id], difference), None if difference.kind == "none" else difference.number


def _mom(book: Book, id: str) -> tuple[str, Number | None]:
    _number(book, id)
    difference = change(book.value(id), previous(book, id))
    return change_words(
        FIGURES[id], difference, "环比"
    ), None if difference.kind == "none" else difference.number


def _target(book: Book, id: str) -> tuple[str, Number | None]:
    task = targets(book.frames, book.period).get(id)
    return (f"{plain(task.number, 0)}{FIGURES[id].unit}", task.number) if task else ("未下达任务", None)


def _completion(book: Book, id: str) -> tuple[str, Number | None]:
    _number(book, id)
    made = progress(book, id)
    return (f"完成率{plain(made.done, 1)}%", made.done) if made else ("未下达任务", None)


SLOTS: dict[str, Callable[[Book, str], tuple[str, Number | None]]] = {
    "value": _value,
    "number": _bare,
    "yoy": _yoy,
    "mom": _mom,
    "target": _target,
    "completion": _completion,
}
PLACES: dict[str, Callable[[Book], str]] = {
    "period": lambda book: book.period.label,
    "cutoff": lambda book: chinese_day(book),
}


def chinese_day(book: Book) -> str:
    """The cut-off day as reports write it: 2021年12月31日."""
    day = book.period.as_of
    return f"{day.year}年{day.month}月{day.day}日"
