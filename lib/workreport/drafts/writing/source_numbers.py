"""The numbers of slots while a draft is written: what has a number, what is without one, what is blocked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workreport.base.errors import ContractError
from workreport.drafts.binding.aspects import LAST, MOM, PREVIOUS, VALUE, YOY
from workreport.drafts.bound.bound_number import TO_DATE, Source
from workreport.drafts.bound.printing import Printed, printed
from workreport.drafts.bound.slots import SlotReader
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.narrative.sentence_errors import Blocked

RATES = (VALUE, YOY, MOM, LAST, PREVIOUS)
"""Aspects that print a rate, or a difference of rates, where the figure is one."""


@dataclass(frozen=True)
class Numbers:
    """Reads slots and prints their numbers as leaders read them: rates with one decimal."""

    reader: SlotReader

    @property
    def book(self) -> Book:
        return self.reader.book

    def source(self, words: str) -> Source:
        """The source that a slot names; ``ContractError`` if it names none."""
        read = self.reader.read(words)
        if read.source is None:
            raise ContractError(read.message, where="提纲", todo="请改正空里的指标名、分组或写法")
        return _for_leaders(read.source)

    def printed(self, source: Source, before: str = "") -> Printed | None:
        """The number as text; None where there is none: no base, no task, no snapshot of the day.

        Raises
        ------
        Blocked
            If a ledger of the figure was not handed in.
        """
        try:
            return printed(source, self.book, before)
        except Blocked:
            value = book_of(source, self.book).value(source.figure)
            if value.status == "blocked":
                raise Blocked(value.reason) from None
            return None


def book_of(source: Source, book: Book) -> Book:
    """The book that a source's number is taken from."""
    return book.for_period(book.period.year_to_date) if source.span == TO_DATE else book


def _for_leaders(source: Source) -> Source:
    """Rates and their changes have one decimal, unless the slot says how many."""
    if source.aspect in RATES and FIGURES[source.figure].unit == "%" and source.form.decimals is None:
        return replace(source, form=replace(source.form, decimals=1))
    return source
