"""What the bound numbers of a draft state, which the proof need not read off the words around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workreport.base.errors import WorkreportError
from workreport.drafts.bound.bound_number import TO_DATE, Source
from workreport.drafts.bound.locate import located
from workreport.drafts.bound.located import LOST, Located
from workreport.drafts.bound.printing import printed, same_number
from workreport.drafts.bound.slots import slot_of
from workreport.drafts.model import DIFFERS, MATCHES, QUANTITY, Binding, Token
from workreport.drafts.reading.source import ReadFile
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.narrative.sentence_errors import Blocked


def stated_by_bindings(read: ReadFile, tokens: Sequence[Token], book: Book) -> dict[Token, Binding]:
    """The bindings of the quantities that are bound numbers of the file.

    Those whose figure has no number in the book's period are left out: the words around them decide.

    Raises
    ------
    DraftError
        If the list of bound numbers in the file is damaged.
    """
    numbers = [
        number for number in located(read) if number.state != LOST and number.bound.source.figure in FIGURES
    ]
    own: dict[Token, Binding] = {}
    for number in numbers:
        inside = [token for token in tokens if token.kind == QUANTITY and _within(token, number)]
        own |= {binding.token: binding for binding in _bindings(read, number, inside, book)}
    return own


def _bindings(read: ReadFile, number: Located, inside: Sequence[Token], book: Book) -> Iterator[Binding]:
    source, override = number.bound.source, number.bound.override
    line = read.text.line_at(number.start)
    try:
        now = printed(source, book, line.text[: number.start - line.start]).text
    except (Blocked, WorkreportError):
        return
    state, explanation = MATCHES, ""
    if override is not None and override.text == number.text:
        explanation = f"{override.by}保留：{override.why}；台账为{now}"
    elif not same_number(now, number.text):
        state = DIFFERS
        explanation = f"这里绑定的是“{slot_of(source).strip('〔〕')}”，按台账是{now}，文中是{number.text}"
    for token in inside:
        yield Binding(token, state, source.figure, _aspect(source), now, explanation)


def _within(token: Token, number: Located) -> bool:
    return number.start < token.end and token.start < number.end


def _aspect(source: Source) -> str:
    """The aspect of a source with what it is of: a part, the year so far."""
    parts = [f"{name}={label}" for name, label in source.cut]
    parts += ["累计"] if source.span == TO_DATE else []
    return ":".join([source.aspect, "，".join(parts)]) if parts else source.aspect
