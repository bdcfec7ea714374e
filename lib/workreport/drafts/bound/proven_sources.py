"""The source of a number that the proof finds right: aspect, part, span, and the form in which it prints what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workreport.base.errors import WorkreportError
from workreport.drafts.binding.aspects import (
    COMPLETION,
    LAST,
    MOM,
    PREVIOUS,
    SHARE,
    TASK,
    VALUE,
    YOY,
    aspect_title,
)
from workreport.drafts.binding.scope import Scope
from workreport.drafts.bound.bound_number import TO_DATE, Form, Source
from workreport.drafts.bound.printing import printed
from workreport.drafts.model import Binding, DraftText, Token
from workreport.figures.attribution import SUB_BUREAU
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.narrative.sentence_errors import Blocked

OF_A_BRANCH = (VALUE, YOY, MOM, LAST, PREVIOUS)
ALONE = (*OF_A_BRANCH, TASK, COMPLETION)
CHANGES = (YOY, MOM)
PREFIX = re.compile(r"^(?:同比|环比)")
_UNIT_ONLY = re.compile(r"[^\d余多来几万亿%‰.．]*")


class NoSource(Exception):
    """A number cannot be bound; `why` says in Chinese what is in the way."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def source_of(binding: Binding, scope: Scope, book: Book) -> Source:
    """What a binding states, as a source without a form.

    Raises
    ------
    NoSource
        If no source states it.
    """
    name, _, part = binding.aspect.partition(":")
    dimension, is_cut, label = name.partition("=")
    if is_cut:
        source = Source(binding.figure, cut=((dimension, label),))
    elif name in (OF_A_BRANCH if part else ALONE):
        source = Source(binding.figure, name, ((SUB_BUREAU, part),) if part else ())
    elif name == SHARE:
        raise NoSource("占比的分母是另一个指标，不能绑定")
    else:
        raise NoSource(f"“{aspect_title(name)}”不能绑定")
    return source if scope.period is None else _of_period(source, scope, book)


def _of_period(source: Source, scope: Scope, book: Book) -> Source:
    """The value of another period that the words name, seen from the book's period."""
    period = book.period
    assert scope.period is not None, "the words name a period"
    if source.aspect == VALUE:
        if scope.period == period.last_year():
            return replace(source, aspect=LAST)
        if scope.period == period.previous():
            return replace(source, aspect=PREVIOUS)
        if scope.period.end == period.end and scope.period.start == period.end.replace(month=1, day=1):
            return replace(source, span=TO_DATE)
    raise NoSource(f"说的是{scope.period.label}，不是本期")


def with_form(source: Source, token: Token, text: DraftText, book: Book) -> tuple[int, int, Source]:
    """The characters of a number that a source prints exactly, and the source with the form in which it does.

    Raises
    ------
    NoSource
        If no form prints them.
    """
    line, why = text.line_at(token.start), ""
    for form in _forms(token, source):
        own = replace(source, form=form)
        try:
            shown = printed(own, book).text
            for start, end in _ranges(own, token, text, shown):
                if printed(own, book, line.text[: start - line.start]).text == text.text[start:end]:
                    return start, end, own
        except Blocked as error:
            why = why or error.reason
        except WorkreportError as error:
            why = why or error.what
        else:
            why = why or f"数对，写法不同：刷新时会写成“{shown}”"
    raise NoSource(why)


def _ranges(source: Source, token: Token, text: DraftText, shown: str) -> Iterator[tuple[int, int]]:
    """Ranges of characters that may be what a source prints: of a change with its direction, else with its unit or without."""
    if source.aspect in CHANGES:
        for words in (PREFIX.sub("", shown), shown):
            if text.text.endswith(words, 0, token.end):
                yield token.end - len(words), token.end
        return
    if source.form.unit:
        yield token.start, token.end
    elif token.text.startswith(shown) and _UNIT_ONLY.fullmatch(token.text[len(shown) :]):
        yield token.start, token.start + len(shown)


def _forms(token: Token, source: Source) -> Iterator[Form]:
    """Forms in which a number may have been printed, the plainest first, those without a unit last."""
    scale = next((name for name in ("万", "亿") if token.unit.startswith(name)), "")
    if FIGURES[source.figure].unit.startswith(("万", "亿")):
        scale = ""
    if source.aspect in CHANGES:
        forms = [Form()]
    elif "余" in token.text:
        forms = [Form(about=True), Form(about=True, scale=scale or "一")]
    elif not re.search("[0-9]", token.text):
        forms = [Form(numeral=True)]
    else:
        forms = [Form(), Form(scale=scale or "一", decimals=token.decimals)]
    yield from forms
    if source.aspect not in (*CHANGES, COMPLETION):
        yield from (replace(form, unit=False) for form in forms)
