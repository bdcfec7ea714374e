"""Judging by arithmetic: sums, parts of a whole, balances, categories, cuts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workreport.checks.kinds import Balance, Cuts, Listed, Parts, Sums
from workreport.checks.row_terms import (
    at,
    is_large,
    ledger_of,
    measured_by_rows,
    number_of,
    places,
    positions,
    rows_of,
    standing,
)
from workreport.checks.terms import Term, named
from workreport.checks.verdicts import Judged, wrong
from workreport.figures.book import Book
from workreport.figures.csv_files import exact_text
from workreport.figures.measure import BLANK
from workreport.figures.registry import FIGURES
from workreport.ledgers.declared.source_columns import SOURCE


def sums(book: Book, check: Sums) -> Judged:
    """Equal or at most, within the tolerance; a part that is the whole says nothing."""
    left = sum(number_of(book, term) for term in check.left)
    right = sum(number_of(book, term) for term in check.right)
    apart = abs(left - right) if check.relation == "=" else left - right
    if apart > check.tolerance:
        return Judged(wrong(check.otherwise), left, right, _each(book, check.terms))
    plain = check.relation == "<=" and all(isinstance(term, str) for term in check.terms)
    share = plain and len(check.left) == len(check.right) == 1
    return Judged("TRIVIAL" if left == right and (share or not right) else "HOLDS", left, right)


def _each(book: Book, terms: Sequence[Term]) -> str:
    """Every term with its number, and which stand there twice."""
    told = "、".join(f"{named(term)}{exact_text(number_of(book, term))}" for term in terms)
    twice = "、".join(dict.fromkeys(named(term) for at, term in enumerate(terms) if term in terms[:at]))
    return told + (f"；“{twice}”列了两次" if twice else "")


def parts(book: Book, check: Parts) -> Judged:
    """Parts against rows counted anew; names the rows in no part, in two, and outside the whole."""
    left = sum(number_of(book, part) for part in check.parts)
    right = number_of(book, check.whole)
    faults = []
    if all(map(measured_by_rows, (*check.parts, check.whole))):
        contract = book.contract_of(check.whole.ledger)
        faults = [
            f"{title}：{places(contract, rows)}" for title, rows in _misplaced(book, check) if len(rows)
        ]
    if not faults and left != right:
        faults.append(_each(book, check.parts))
    if check.total and (total := number_of(book, check.total)) != right:
        faults.append(f"{named(check.total)}为{exact_text(total)}，台账另行计数为{exact_text(right)}")
        left = total if left == right else left
    if faults:
        return Judged(wrong(check.otherwise), left, right, "；".join(faults))
    return Judged("HOLDS" if right else "TRIVIAL", left, right)


def _misplaced(book: Book, check: Parts) -> list[tuple[str, pd.DataFrame]]:
    """Rows of the whole in no part, rows in two parts, rows of a part outside the whole."""
    none, two, outside = "不在任何一类", "归入两类", "在类别中而不在总体"
    if is_large(book, check.whole):
        inside, whole = standing(book, check.parts), standing(book, [check.whole])
        masks = (none, (whole > 0) & (inside == 0)), (two, inside > 1), (outside, (inside > 0) & (whole == 0))
        return [(title, at(book, check.whole, np.flatnonzero(mask))) for title, mask in masks if mask.any()]
    columns = [*SOURCE, *book.contract_of(check.whole.ledger).primaryKey]
    whole = rows_of(book, check.whole, columns)
    inside = pd.concat([rows_of(book, part, columns) for part in check.parts])
    all_of, there = positions(whole), positions(inside)
    counted, known = set(there), set(all_of)
    return [
        (none, whole[[place not in counted for place in all_of]]),
        (two, inside[pd.Index(there, tupleize_cols=False).duplicated()]),
        (outside, inside[[place not in known for place in there]]),
    ]


def balance(book: Book, check: Balance) -> Judged:
    """Opening + what came − what went against the closing figure."""
    left = sum(number_of(book, id) for id in (check.opening, *check.plus))
    left -= sum(number_of(book, id) for id in check.minus)
    right = number_of(book, check.closing)
    if left != right:
        return Judged(wrong(check.otherwise), left, right, _each(book, check.terms))
    return Judged("HOLDS" if right else "TRIVIAL", left, right)


def listed(book: Book, check: Listed) -> Judged:
    """As many categories as said, each one that the code list knows."""
    left = number_of(book, check.count)
    codes = _in_force(book, check.codes) if check.codes else None
    faults = []
    if check.members:
        labels = [named(id) for id in check.members if number_of(book, id)]
        if codes is not None and len(check.members) != len(codes):
            faults.append(f"目录有{len(codes)}类，逐类列出的有{len(check.members)}类")
    else:
        assert check.of and check.by, f"{check.id} lists members, or a figure and a dimension"
        labels = [label for (label,) in book.cut(check.of, (check.by,))]
        if codes is not None and (strange := [label for label in labels if label not in codes]):
            faults.append(f"不在目录：{'、'.join(strange)}")
    right = len(labels)
    if left != right or faults:
        told = [f"说的是{exact_text(left)}类，列出的是{'、'.join(labels) or '无'}"] if left != right else []
        return Judged(wrong(check.otherwise), left, right, "；".join([*told, *faults]))
    return Judged("HOLDS" if right else "TRIVIAL", left, right)


def _in_force(book: Book, name: str) -> list[str]:
    """Labels of a code list on the cut-off day."""
    codes, day = book.frames.intake.codes[name], pd.Timestamp(book.period.end)
    return [
        label
        for value, label in codes.labels.items()
        if value not in codes.periods or any(first <= day <= last for first, last in codes.periods[value])
    ]


def cuts(book: Book, check: Cuts) -> Judged:
    """The labels that the list knows against the figure; names rows under other labels or none."""
    figure, id = FIGURES[check.of], check.of
    right = number_of(book, id)
    by_label = {label: number or 0 for (label,), number in book.cut(id, (check.by,)).items()}
    contract = book.contract_of(ledger_of(id))
    field = contract.by_name[check.by]
    listed = set(_in_force(book, field.codes)) if field.codes else set(field.constraints.enum or ())
    every = book.frames.intake.codes[field.codes].labels.values() if field.codes else listed
    strange = [label for label in by_label if label not in every]
    left = sum(number for label, number in by_label.items() if label not in strange)
    if strange or (left < right if figure.distinct else left != right):
        told = f"不在名录：{'、'.join(sorted(strange))}" if strange else ""
        if BLANK in strange:
            rows = rows_of(book, id, [*SOURCE, *contract.primaryKey, check.by])
            told += f"；{places(contract, rows[rows[check.by].isna()])}"
        return Judged(wrong(check.otherwise), left, right, told)
    return Judged("HOLDS" if len(by_label) > 1 else "TRIVIAL", left, right)
