"""What the sentences, tables and charts of a section share, and the notice in place of what needs a missing ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from workreport.base.errors import MissingLedger
from workreport.blocks.block import Nothing, Notice
from workreport.blocks.text import counted
from workreport.figures.book import Book
from workreport.ledgers.handed_in import is_not_kept
from workreport.narrative.sentence_errors import Blocked
from workreport.narrative.sentences import chinese_day

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class SectionState:
    """What the sentences, tables and charts of one section share: its figures, and the notice shown last."""

    book: Book
    last_reason: str = ""
    explained: set[tuple[str, str]] = field(default_factory=set)

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


def worded(book: Book, given: Any) -> Any:
    """Arguments with every text in them in the bureau's own words; what is no text stays."""
    if isinstance(given, str):
        return book.worded(given)
    if isinstance(given, tuple | list):
        return type(given)(worded(book, one) for one in given)
    if isinstance(given, dict):
        return {worded(book, name): worded(book, one) for name, one in given.items()}
    return given


class HasState(Protocol):
    """Anything whose methods show something of a section."""

    state: SectionState


T = TypeVar("T", bound=HasState)


def notice_if_missing(
    method: Callable[Concatenate[T, P], R],
) -> Callable[Concatenate[T, P], R | Notice | Nothing]:
    """Show a notice instead of what needs a missing ledger; the same reason twice running is shown once.

    What needs a ledger that the bureau does not keep is left out. Texts are taken in the bureau's own words.
    """

    @wraps(method)
    def guarded(self: T, *args: P.args, **kwargs: P.kwargs) -> R | Notice | Nothing:
        book = self.state.book
        try:
            result = method(self, *worded(book, args), **worded(book, kwargs))
        except (Blocked, MissingLedger) as error:
            reason = error.reason if isinstance(error, Blocked) else error.what
            if is_not_kept(reason):
                return Nothing()
            repeated, self.state.last_reason = reason == self.state.last_reason, reason
            return Nothing() if repeated else Notice(counted(reason))
        self.state.last_reason = ""
        return result

    return guarded
