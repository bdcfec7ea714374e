"""What the sentences, tables and charts of a section share: when they are for the period, and what stands in their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from inspect import Parameter, signature
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from workreport.base.errors import MissingLedger
from workreport.base.period_kinds import known_kinds, speaks
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


KINDS = Parameter("kinds", Parameter.KEYWORD_ONLY, default=(), annotation="str | Sequence[str]")
"""What every block takes: the kinds of period that it is for (``base.period_kinds``), all by default."""


def section_block(
    method: Callable[Concatenate[T, P], R],
) -> Callable[..., R | Notice | Nothing]:
    """A block of a section, which takes `kinds` besides its own arguments.

    In a report of another kind of period it shows nothing. In place of what needs a missing ledger it shows a notice; the
    same reason twice running is shown once. What needs a ledger that the bureau does not keep is left out. Texts are taken
    in the bureau's own words.
    """

    @wraps(method)
    def block(
        self: T, *args: P.args, kinds: str | Sequence[str] = (), **kwargs: P.kwargs
    ) -> R | Notice | Nothing:
        book = self.state.book
        if not speaks(known_kinds(kinds), book.period):
            return Nothing()
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

    own = signature(method)
    block.__signature__ = own.replace(parameters=[*own.parameters.values(), KINDS])
    return block
