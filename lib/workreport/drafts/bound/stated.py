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
    found = [one for one in located(read) if one.state != LOST and one.bound.source.figure in FIGURES]
    own: dict[Token, Binding] = {}
    for one in found:
        inside = [token for token in tokens if token.kind == QUANTITY and _within(token, one)]
        own |= {binding.token: binding for binding in _bindings(read, one, inside, book)}
    return own


def _bindings(read: ReadFile, found: Located, inside: Sequence[Token], book: Book) -> Iterator[Binding]:
    source, override = found.bound.source, found.bound.override
    line = read.text.line_at(found.start)
    try:
        now = printed(source, book, line.text[: found.start - line.start]).text
    except (Blocked, WorkreportError):
        return
    state, told = MATCHES, ""
    if override is not None and override.text == found.text:
        told = f"{override.by}保留：{override.why}；台账为{now}"
    elif not same_number(now, found.text):
        state = DIFFERS
        told = f"这里绑定的是“{slot_of(source).strip('〔〕')}”，按台账是{now}，文中是{found.text}"
    for token in inside:
        yield Binding(token, state, source.figure, _aspect(source), now, told)


def _within(token: Token, found: Located) -> bool:
    return found.start < token.end and token.start < found.end


def _aspect(source: Source) -> str:
    """The aspect of a source with what it is of: a part, the year so far."""
    parts = [f"{name}={label}" for name, label in source.cut]
    parts += ["累计"] if source.span == TO_DATE else []
    return ":".join([source.aspect, "，".join(parts)]) if parts else source.aspect
