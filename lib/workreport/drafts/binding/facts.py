"""What a book can state about a figure: its number for an aspect and a scope, and what a wrong number equals instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from workreport.base.errors import MissingLedger, WorkreportError
from workreport.base.numbers import exact_text, rounded
from workreport.drafts.binding.aspects import (
    COMPLETION,
    GAP,
    LABELS,
    LAST,
    MOM,
    PERCENT,
    POINTS,
    PREVIOUS,
    TASK,
    VALUE,
    YOY,
)
from workreport.drafts.binding.scope import Scope
from workreport.drafts.binding.synonyms import plain_unit, split_unit
from workreport.drafts.model import Candidate, Token
from workreport.figures.attribution import SUB_BUREAU
from workreport.figures.book import Book
from workreport.figures.comparison import last_year, previous, progress, targets
from workreport.figures.measure import Number
from workreport.figures.number_format import plain as digits
from workreport.figures.number_format import shown
from workreport.figures.registry import FIGURES, Figure
from workreport.ledgers.declared.codes import ORGS

HERE = Scope()
TEN_THOUSAND = Decimal(10_000)


@dataclass(frozen=True)
class Facts:
    """Numbers of one book, computed when asked for; None where there is none."""

    book: Book

    def number(self, id: str, aspect: str = VALUE, scope: Scope = HERE, unit: str = "") -> Decimal | None:
        """A figure's number for an aspect; for changes `unit` says whether per cent, points or an amount is meant."""
        book = self.book if scope.period is None else self.book.for_period(scope.period)
        try:
            number = self._number(book, id, aspect, scope.unit, unit)
        except MissingLedger:
            return None
        return None if number is None else Decimal(number)

    def _number(self, book: Book, id: str, aspect: str, branch: str, unit: str) -> Number | None:
        if aspect in (YOY, MOM, LAST, PREVIOUS):
            earlier = book.period.last_year() if aspect in (YOY, LAST) else book.period.previous()
            if earlier is None:
                return None
            before = self._at(book.for_period(earlier), id, branch)
            if aspect in (LAST, PREVIOUS):
                return before
            comparison = last_year(book, id) if aspect == YOY else previous(book, id)
            if comparison is None or comparison.redefined:
                return None
            return _change(self._at(book, id, branch), before, unit)
        if branch and aspect in (TASK, COMPLETION, GAP):
            return None
        if aspect == GAP:
            number, task = book.value(id).number, self.task(id)
            return None if number is None or task is None else Decimal(number) - task
        if aspect == TASK:
            return self.task(id)
        if aspect == COMPLETION:
            done = progress(book, id)
            return None if done is None else done.done
        return self._at(book, id, branch)

    def _at(self, book: Book, id: str, branch: str) -> Number | None:
        if not branch:
            return book.value(id).number
        if book.value(id).status != "ok":
            return None
        try:
            return book.cut(id, (SUB_BUREAU,)).get((branch,))
        except (KeyError, WorkreportError):
            return None

    def task(self, id: str) -> Decimal | None:
        """The task set for a figure in the period's year."""
        target = targets(self.book.frames, self.book.period).get(id)
        return None if target is None else target.number

    @cached_property
    def reported(self) -> dict[str, tuple[Decimal, ...]]:
        """Values reported for the period, by figure."""
        if not self.book.frames.intake.files_of("reported"):
            return {}
        rows = self.book.frames.known("reported", self.book.period)
        values: dict[str, tuple[Decimal, ...]] = {}
        for row in rows.itertuples():
            if row.period == self.book.period.id:
                values[row.figure] = (*values.get(row.figure, ()), Decimal(row.value))
        return values

    @cached_property
    def units(self) -> dict[str, str]:
        """Names of the sub-bureaus, each with its label."""
        try:
            units = self.book.units
        except (MissingLedger, KeyError):
            return {}
        branches = {label for label, _ in units.branches}
        spellings = self.book.frames.intake.codes[ORGS].spellings
        named = {name: units.labels.get(code, "") for name, code in spellings.items() if len(name) > 1}
        return {name: label for name, label in named.items() if label in branches} | {b: b for b in branches}

    def dimensions(self, id: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Fields of a figure's ledger that have a closed list of values, with these."""
        figure = FIGURES[id]
        if not figure.ledgers:
            return
        codes = self.book.frames.intake.codes
        for field in self.book.contract_of(figure.ledgers[0]).fields:
            if field.personal or field.codes == ORGS:
                continue
            if field.codes in codes:
                yield field.name, tuple(codes[field.codes].labels.values())
            elif field.constraints.enum:
                yield field.name, tuple(field.constraints.enum)

    def candidate(self, id: str, aspect: str, number: Decimal, unit: str = "", part: str = "") -> Candidate:
        """A number as a candidate, printed as a report prints it."""
        figure = FIGURES[id]
        label = figure.label + (f"（{part}）" if part else "")
        if aspect != VALUE:
            label += f"，{LABELS[aspect]}"
        return Candidate(id, aspect, number, printed(figure, aspect, number, unit), label)

    def statable(self, id: str) -> tuple[Candidate, ...]:
        """Everything that a text may state about a figure as a whole."""
        candidates = []
        for aspect in (VALUE, LAST, PREVIOUS, TASK, COMPLETION):
            if (number := self.number(id, aspect)) is not None:
                candidates.append(self.candidate(id, aspect, number))
        rate = FIGURES[id].is_rate
        for aspect in (YOY, MOM):
            for unit in (POINTS,) if rate else (PERCENT, ""):
                if (number := self.number(id, aspect, unit=unit)) is not None:
                    candidates.append(self.candidate(id, aspect, number, unit))
        return tuple(candidates)


def candidates_of(book: Book) -> tuple[Candidate, ...]:
    """Everything that a text may state about the figures of a book, cuts apart."""
    facts = Facts(book)
    return tuple(candidate for id in FIGURES for candidate in facts.statable(id))


def _change(now: Number | None, before: Number | None, unit: str) -> Decimal | None:
    if now is None or before is None:
        return None
    difference = Decimal(now) - Decimal(before)
    if unit == PERCENT:
        return difference / Decimal(before) * 100 if before else None
    return difference


def printed(figure: Figure, aspect: str, number: Decimal, unit: str = "") -> str:
    """A number as a report prints it: 639批次, 12.3%, 1.2个百分点."""
    if aspect == COMPLETION:
        return f"{digits(number, 1)}%"
    if aspect in (YOY, MOM, GAP) and unit in (PERCENT, POINTS):
        return f"{digits(number, 1)}{unit}"
    return shown(figure, number if number != number.to_integral_value() else int(number))


def printed_share(share: Decimal, token: Token) -> str:
    """A share in per cent as it is printed in a token's place, with one decimal at least."""
    return f"{digits(share, max(token.decimals, 1))}%"


def agrees(token: Token, number: Decimal, factor: Decimal | int = 1) -> bool:
    """Whether a number, in units of `factor`, is what a token prints, at its precision or within its words."""
    assert token.value is not None, f"{token.text} is no quantity"
    exact = number * factor / token.scale
    if token.low is not None and token.low == token.high:
        return rounded(exact, token.decimals) == token.value
    return (token.low is None or token.low <= exact) and (token.high is None or exact <= token.high)


def factor_of(figure: Figure, aspect: str) -> int:
    """What a figure's number has to be multiplied by to count its measure: 10000 for 万元."""
    return 1 if aspect in (YOY, MOM, GAP, COMPLETION) and figure.is_rate else split_unit(figure.unit)[0]


def instead(facts: Facts, token: Token, id: str, aspect: str, neighbours: Iterable[str]) -> str:
    """What a number that is wrong for a figure equals; empty if it equals nothing known."""
    if token.low is None or token.high is None:  # at least so many: equals all that is more
        return ""
    figure = FIGURES[id]
    factor = factor_of(figure, aspect)
    for other, name in ((LAST, "上年同期数"), (TASK, "任务数"), (VALUE, "本期数"), (PREVIOUS, "上期数")):
        if (
            other != aspect
            and (number := facts.number(id, other)) is not None
            and agrees(token, number, factor)
        ):
            return f"等于{name}"
    if aspect == VALUE and any(agrees(token, value, factor) for value in facts.reported.get(id, ())):
        return "等于已报数"
    right = facts.number(id, aspect)
    if right is None:
        return ""
    if token.is_exact and (
        agrees(token, right, Decimal(factor) / TEN_THOUSAND) or agrees(token, right, factor * TEN_THOUSAND)
    ):
        return "与之相差一万倍，“万”字漏写、多写或单位写错"
    if _swapped(token, right * factor / token.scale):
        return "数字颠倒"
    if aspect == VALUE and token.is_exact:
        for other in neighbours:
            number = facts.number(other)
            if number is not None and number and agrees(token, number, split_unit(FIGURES[other].unit)[0]):
                return f"等于“{FIGURES[other].label}”"
    return ""


def _swapped(token: Token, right: Decimal) -> bool:
    """Whether two digits of the right number change places in a token."""
    assert token.value is not None, f"{token.text} is no quantity"
    stated, expected = exact_text(token.value), exact_text(rounded(right, token.decimals))
    differing = [at for at, pair in enumerate(zip(stated, expected, strict=False)) if pair[0] != pair[1]]
    return len(stated) == len(expected) and len(differing) == 2 and sorted(stated) == sorted(expected)


def unit_of(token: Token) -> str:
    """A token's measure in one spelling."""
    return plain_unit(token.measure)
