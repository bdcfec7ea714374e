"""Arithmetic checks: sums, parts of a whole, balances, categories, cuts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workreport.checks.kinds import Balance, Cuts, Listed, Parts, Sums
from workreport.checks.row_terms import (
    describe_rows,
    is_large,
    ledger_of,
    measured_by_rows,
    number_of,
    require_filled_column,
    row_keys,
    row_occurrences,
    rows_at,
    rows_of,
)
from workreport.checks.terms import Term, term_label
from workreport.checks.verdicts import CheckResult, failed_verdict
from workreport.figures.book import Book
from workreport.figures.csv_files import exact_text
from workreport.figures.measure import BLANK
from workreport.figures.registry import FIGURES
from workreport.ledgers.declared.source_columns import SOURCE


def sums(book: Book, check: Sums) -> CheckResult:
    """Left equals, or is at most, right, within the tolerance; trivial if the part is the whole."""
    left = sum(number_of(book, term) for term in check.left)
    right = sum(number_of(book, term) for term in check.right)
    excess = abs(left - right) if check.relation == "=" else left - right
    if excess > check.tolerance:
        return CheckResult(failed_verdict(check.otherwise), left, right, _term_numbers(book, check.terms))
    figures_only = check.relation == "<=" and all(isinstance(term, str) for term in check.terms)
    is_share = figures_only and len(check.left) == len(check.right) == 1
    return CheckResult("TRIVIAL" if left == right and (is_share or not right) else "HOLDS", left, right)


def _term_numbers(book: Book, terms: Sequence[Term]) -> str:
    """Every term with its number, and the terms listed twice."""
    numbers = "、".join(f"{term_label(term)}{exact_text(number_of(book, term))}" for term in terms)
    repeated = (term_label(term) for index, term in enumerate(terms) if term in terms[:index])
    twice = "、".join(dict.fromkeys(repeated))
    return numbers + (f"；“{twice}”列了两次" if twice else "")


def parts(book: Book, check: Parts) -> CheckResult:
    """Parts against the whole counted from its ledger; names rows in no part, in two parts, and outside the whole."""
    left = sum(number_of(book, part) for part in check.parts)
    right = number_of(book, check.whole)
    faults = []
    if all(map(measured_by_rows, (*check.parts, check.whole))):
        contract = book.contract_of(check.whole.ledger)
        faults = [
            f"{title}：{describe_rows(contract, rows)}"
            for title, rows in _misplaced(book, check)
            if len(rows)
        ]
    if not faults and left != right:
        faults.append(_term_numbers(book, check.parts))
    if check.total and (total := number_of(book, check.total)) != right:
        faults.append(f"{term_label(check.total)}为{exact_text(total)}，台账另行计数为{exact_text(right)}")
        left = total if left == right else left
    if faults:
        return CheckResult(failed_verdict(check.otherwise), left, right, "；".join(faults))
    return CheckResult("HOLDS" if right else "TRIVIAL", left, right)


def _misplaced(book: Book, check: Parts) -> list[tuple[str, pd.DataFrame]]:
    """Rows of the whole in no part, rows in two parts, rows of a part outside the whole."""
    none, two, outside = "不在任何一类", "归入两类", "在类别中而不在总体"
    if is_large(book, check.whole):
        inside, whole = row_occurrences(book, check.parts), row_occurrences(book, [check.whole])
        masks = (none, (whole > 0) & (inside == 0)), (two, inside > 1), (outside, (inside > 0) & (whole == 0))
        return [
            (title, rows_at(book, check.whole, np.flatnonzero(mask))) for title, mask in masks if mask.any()
        ]
    columns = [*SOURCE, *book.contract_of(check.whole.ledger).primaryKey]
    whole = rows_of(book, check.whole, columns)
    inside = pd.concat([rows_of(book, part, columns) for part in check.parts])
    whole_keys, inside_keys = row_keys(whole), row_keys(inside)
    in_parts, in_whole = set(inside_keys), set(whole_keys)
    return [
        (none, whole[[key not in in_parts for key in whole_keys]]),
        (two, inside[pd.Index(inside_keys, tupleize_cols=False).duplicated()]),
        (outside, inside[[key not in in_whole for key in inside_keys]]),
    ]


def balance(book: Book, check: Balance) -> CheckResult:
    """Opening + additions − removals against the closing figure."""
    left = sum(number_of(book, id) for id in (check.opening, *check.plus))
    left -= sum(number_of(book, id) for id in check.minus)
    right = number_of(book, check.closing)
    if left != right:
        return CheckResult(failed_verdict(check.otherwise), left, right, _term_numbers(book, check.terms))
    return CheckResult("HOLDS" if right else "TRIVIAL", left, right)


def listed(book: Book, check: Listed) -> CheckResult:
    """The count against the number of categories listed, each in the code list."""
    left = number_of(book, check.count)
    codes = _in_force(book, check.codes) if check.codes else None
    faults = []
    if check.members:
        labels = [term_label(id) for id in check.members if number_of(book, id)]
        if codes is not None and len(check.members) != len(codes):
            faults.append(f"目录有{len(codes)}类，逐类列出的有{len(check.members)}类")
    else:
        assert check.of and check.by, f"{check.id} lists members, or a figure and a dimension"
        require_filled_column(book, check.of, check.by)
        labels = [label for (label,) in book.cut(check.of, (check.by,))]
        if codes is not None and (unlisted := [label for label in labels if label not in codes]):
            faults.append(f"不在目录：{'、'.join(unlisted)}")
    right = len(labels)
    if left != right or faults:
        if left != right:
            faults.insert(0, f"说的是{exact_text(left)}类，列出的是{'、'.join(labels) or '无'}")
        return CheckResult(failed_verdict(check.otherwise), left, right, "；".join(faults))
    return CheckResult("HOLDS" if right else "TRIVIAL", left, right)


def _in_force(book: Book, name: str) -> list[str]:
    """Labels of a code list on the cut-off day."""
    codes, day = book.frames.intake.codes[name], pd.Timestamp(book.period.end)
    return [
        label
        for value, label in codes.labels.items()
        if value not in codes.periods or any(first <= day <= last for first, last in codes.periods[value])
    ]


def cuts(book: Book, check: Cuts) -> CheckResult:
    """The sum over listed labels against the figure; names other labels and rows without one."""
    figure, id = FIGURES[check.of], check.of
    right = number_of(book, id)
    require_filled_column(book, id, check.by)
    by_label = {label: number or 0 for (label,), number in book.cut(id, (check.by,)).items()}
    contract = book.contract_of(ledger_of(id))
    field = contract.by_name[check.by]
    listed = set(_in_force(book, field.codes)) if field.codes else set(field.constraints.enum or ())
    every = book.frames.intake.codes[field.codes].labels.values() if field.codes else listed
    unlisted = [label for label in by_label if label not in every]
    left = sum(number for label, number in by_label.items() if label not in unlisted)
    if unlisted or (left < right if figure.distinct else left != right):
        where = f"不在名录：{'、'.join(sorted(unlisted))}" if unlisted else ""
        if BLANK in unlisted:
            rows = rows_of(book, id, [*SOURCE, *contract.primaryKey, check.by])
            where += f"；{describe_rows(contract, rows[rows[check.by].isna()])}"
        return CheckResult(failed_verdict(check.otherwise), left, right, where)
    return CheckResult("HOLDS" if len(by_label) > 1 else "TRIVIAL", left, right)
