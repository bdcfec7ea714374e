"""Sub-bureaus in words and in a table: who stands highest and lowest on its base, the median, the spread.

``{id:highest}``, ``{id:lowest}``, ``{id:median}`` and ``{id:spread}`` name them in a sentence; an amount is told for a
thousand units of each sub-bureau's base, a rate as it is. ``rank_table`` lists all, with their bases.
"""

from __future__ import annotations

from decimal import Decimal

from workreport.blocks.text import NOT_APPLICABLE, Cell, NumberLink, Run, Runs, figure_cell
from workreport.figures.book import Book
from workreport.figures.measure import Number
from workreport.figures.number_format import cell, plain
from workreport.figures.ranking import ORG, Line, Ranking, ranking
from workreport.figures.registry import with_unit
from workreport.narrative.suppressed_views import PUBLIC, View, leaders_see

Slot = tuple[str, Number | None, NumberLink]
RANKED = "按每一分局的比率从高到低"
BY_RATE = "按各分局比率从高到低排位，并列的同位，不表示优劣；"
TOO_SMALL = "部分分局数很小，不作比较。"
"""Said in place of a comparison where the number of a sub-bureau is protected."""


def withheld(book: Book, id: str, view: View) -> str | None:
    """What stands in place of a sentence that compares sub-bureaus where they cannot be; None where they can."""
    found = ranking(book, id)
    if found.small and (view == PUBLIC or not leaders_see(book, (ORG,))):
        return book.worded(TOO_SMALL)
    return None if len(found.lines) > 1 else ""


def highest(book: Book, id: str) -> Slot:
    """The sub-bureaus with the highest rate, and the rate."""
    found = ranking(book, id)
    return _named(found, [one for one in found.lines if one.rank == 1])


def lowest(book: Book, id: str) -> Slot:
    """The sub-bureaus with the lowest rate, and the rate."""
    found = ranking(book, id)
    return _named(found, [one for one in found.lines if one.rate == found.lines[-1].rate])


def median(book: Book, id: str) -> Slot:
    """The median of the sub-bureaus' rates."""
    found = ranking(book, id)
    return _whole(book, found, "median", "中位数", found.middle)


def spread(book: Book, id: str) -> Slot:
    """The highest rate less the lowest."""
    found = ranking(book, id)
    return _whole(book, found, "spread", "最高与最低相差", found.spread)


RANK_SLOTS = {"highest": highest, "lowest": lowest, "median": median, "spread": spread}


def rank_table(book: Book, found: Ranking) -> tuple[list[str], list[list[Cell]], Runs]:
    """One row a unit: the figure, its base, the figure on the base, the rank; own units below without one."""
    id = found.figure.id
    figure, below = found.figure, found.base
    rate = bool(figure.numerator)
    upper = book.figure(figure.numerator) if rate else figure
    per = with_unit(figure.label, figure.unit) if rate else with_unit(f"每千{below.unit}", upper.unit)
    header = [
        "机构", with_unit(upper.label, upper.unit), with_unit(below.label, below.unit), per, "位次"
    ]  # fmt: skip
    rows = []
    for one in (*found.lines, *found.own):
        placed = {"cut": (one.org,), "by": (ORG,)}
        mark = _mark(found, one)
        rows.append(
            [
                Cell(one.org),
                figure_cell(cell(upper, one.number), one.number, upper.id, **placed),
                figure_cell(cell(below, one.base), one.base, below.id, **placed),
                Cell(plain(one.rate, found.decimals), one.rate, mark, "number")
                if one.rank
                else Cell(NOT_APPLICABLE),
                figure_cell(
                    str(one.rank),
                    one.rank,
                    id,
                    **placed,
                    kind="rank",
                    note=book.worded(RANKED),
                    base=mark.base,
                )
                if one.rank
                else Cell(NOT_APPLICABLE),
            ]
        )
    apart = [_whole(book, found, "median", "中位数", found.middle)]
    if found.spread is not None:
        apart.append(_whole(book, found, "spread", "最高与最低相差", found.spread))
    listed = [run for at, slot in enumerate(apart) for run in ((Run("，"),) if at else ()) + (Run(*slot),)]
    note = (Run(book.worded(BY_RATE)), *listed, Run("。"))
    return header, rows, note


def _mark(found: Ranking, one: Line) -> NumberLink:
    """What a sub-bureau's rate is: the figure's own cut, or the cut on the cut of the base."""
    kind = "value" if found.figure.numerator else "per_base"
    note = (
        "" if kind == "value" else f"{one.number}{found.figure.unit}÷{one.base}{found.base.unit}×{found.per}"
    )
    return NumberLink(found.figure.id, kind, (ORG,), (one.org,), note=note, base=_divisor(found))


def _divisor(found: Ranking) -> str:
    """The base as a figure of its own; empty for a rate, which has its denominator already."""
    return "" if found.figure.numerator else found.base.id


def _named(found: Ranking, lines: list[Line]) -> Slot:
    rate, alike = lines[0].rate, "均为" if len(lines) > 1 else ""
    words = f"{'、'.join(one.org for one in lines)}（{alike}{plain(rate, found.decimals)}{found.unit}）"
    return words, rate, _mark(found, lines[0])


def _whole(book: Book, found: Ranking, kind: str, name: str, number: Decimal) -> Slot:
    mark = NumberLink(
        found.figure.id, kind, (ORG,), note=book.worded(f"{len(found.lines)}个分局"), base=_divisor(found)
    )
    unit = "个百分点" if kind == "spread" and found.figure.is_rate else found.unit
    return f"{name}{plain(number, found.decimals)}{unit}", number, mark
