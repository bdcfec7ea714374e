"""What a section shows beside tables and charts: paragraphs, and notices where a number is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from markupsafe import Markup

from workreport.base.errors import MissingLedger
from workreport.figures.book import Book
from workreport.narrative.explanations import shown_by
from workreport.narrative.number_link import with_counts
from workreport.narrative.sentences import Blocked, Sentence, chinese_day

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class SectionState:
    """What the sentences, tables and charts of one section share: its figures, and the notice shown last."""

    book: Book
    last_reason: str = ""
    told: set[tuple[str, str]] = field(default_factory=set)

    def source(self, *ids: str) -> str:
        """The source line under a table or chart: who keeps the ledgers, and the cut-off day."""
        ledgers = dict.fromkeys(name for id in ids for name in self.book.ledgers(id))
        contracts = [self.book.contract_of(name) for name in ledgers]
        divisions = dict.fromkeys(
            division
            for contract in contracts
            for division in (
                contract.division or ("参考表" if contract.kind == "reference" else "各承办机构")
            ).split("、")
        )
        return f"数据来源：{'、'.join(divisions)}；数据截至{chinese_day(self.book)}"


@dataclass(frozen=True)
class Said:
    """Sentences as a paragraph, and below it what explains their large changes."""

    sentences: tuple[Sentence, ...]
    explained: Markup = field(default_factory=Markup)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        html = "".join(s.html for s in self.sentences)
        figures = list(dict.fromkeys(id for s in self.sentences for id in s.figures))
        if not html:
            return {"text/plain": ""}, {"workreport": {"kind": "nothing"}}
        marks = [mark for s in self.sentences for mark in s.marks]
        told = {"kind": "sentence", "figures": figures} | shown_by(marks)
        text = "".join(s.text for s in self.sentences)
        return {"text/html": f'<p class="wr-say">{html}</p>{self.explained}', "text/plain": text}, {
            "workreport": told
        }


@dataclass(frozen=True)
class Notice:
    """A mark where something could not be said because a ledger, or a column of it, was not handed in."""

    reason: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        html = str(Markup('<p class="wr-notice" role="note">{}</p>').format(with_counts(self.reason)))
        told = {"kind": "notice", "code": "missing_ledger", "reason": self.reason}
        return {"text/html": html, "text/plain": self.reason}, {"workreport": told}


class Told(Protocol):
    """Anything whose methods show something of a section."""

    teller: SectionState


T = TypeVar("T", bound=Told)


def blocks(method: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R | Notice | Said]:
    """What needs a missing ledger becomes a notice; the same reason twice running is told once."""

    @wraps(method)
    def guarded(self: T, *args: P.args, **kwargs: P.kwargs) -> R | Notice | Said:
        try:
            result = method(self, *args, **kwargs)
        except (Blocked, MissingLedger) as error:
            reason = error.reason if isinstance(error, Blocked) else error.what
            repeated, self.teller.last_reason = reason == self.teller.last_reason, reason
            return Said(()) if repeated else Notice(reason)
        self.teller.last_reason = ""
        return result

    return guarded
