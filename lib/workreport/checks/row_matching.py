"""Row-by-row checks: units behind two figures, counterparts in other ledgers, sentences, products, totals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workreport.checks.kinds import Exclusive, Partners, Product, Statement, Totals
from workreport.checks.row_terms import (
    ROWS_NAMED,
    describe_rows,
    is_large,
    iter_rows,
    ledger_of,
    number_of,
    require_columns,
    required_contract,
    rows_meeting,
    rows_of,
)
from workreport.checks.terms import Counterpart, Term, term_label
from workreport.checks.verdicts import CheckResult, failed_verdict
from workreport.figures.book import Book
from workreport.ledgers.declared.source_columns import SOURCE
from workreport.ledgers.large.parquet import hashes, sharing

TOTAL_RULE = "-合计"
"""Suffix of the rule id of findings about totals in a ledger."""


def exclusive(book: Book, check: Exclusive) -> CheckResult:
    """Units summed over the figures against distinct units; names the rows of units behind two figures."""
    if any(is_large(book, id) for id in check.among):
        every = np.concatenate([_unit_hashes(book, id, check.key) for id in check.among])
        shared = every[sharing(every)]
        if not len(shared):
            return CheckResult("HOLDS" if len(every) else "TRIVIAL", len(every), len(every))
    behind = {id: _units(book, id, check.key) for id in check.among}
    units = pd.concat([rows["_unit"].drop_duplicates() for rows in behind.values()])
    left, right = len(units), units.nunique()
    if left != right:
        twice = units[units.duplicated()].drop_duplicates()
        described = []
        for unit in twice.head(ROWS_NAMED):
            where = {id: rows[rows["_unit"] == unit] for id, rows in behind.items()}
            described += [
                f"{term_label(id)}：{describe_rows(book.contract_of(ledger_of(id)), rows)}"
                for id, rows in where.items()
                if len(rows)
            ]
        more = f"等{len(twice)}个" if len(twice) > ROWS_NAMED else ""
        return CheckResult(
            failed_verdict(check.otherwise), left, right, f"重复计入{'；'.join(described)}{more}"
        )
    return CheckResult("HOLDS" if right else "TRIVIAL", left, right)


def _units(book: Book, id: str, key: list[str]) -> pd.DataFrame:
    """Rows behind a figure with a complete key; the key is one text in column ``_unit``."""
    contract = book.contract_of(ledger_of(id))
    rows = rows_of(book, id, [*SOURCE, *contract.primaryKey, *key])
    for name in key:
        rows = _with_key(book, rows, name, id)
    unit = rows[key[0]].astype("str")
    for name in key[1:]:
        unit = unit + "|" + rows[name].astype("str")
    return rows.assign(_unit=unit)


def _unit_hashes(book: Book, id: str, key: list[str]) -> np.ndarray:
    """64-bit hashes of the distinct units with a complete key behind a figure."""
    units = [np.array([], dtype="uint64")]
    for rows in iter_rows(book, id, key):
        for name in key:
            rows = _with_key(book, rows, name, id)
        units.append(np.unique(hashes(rows, key)))
    return np.unique(np.concatenate(units))


def partners(book: Book, check: Partners) -> CheckResult:
    """Rows with a counterpart against all rows; names those without."""
    return _matched(book, check.of, check.key, check.among, check.otherwise)


def statement(book: Book, check: Statement) -> CheckResult:
    """Whether the rows support the sentence; trivial if the numbers do not trigger it."""
    left, right = (number_of(book, id) for id in check.same)
    if left != right or not left:
        return CheckResult("TRIVIAL", left, right, "本期未作此表述")
    return _matched(book, check.of, check.key, check.among, check.otherwise)


def _matched(book: Book, of: Term, key: str, among: list[Counterpart], otherwise: str) -> CheckResult:
    columns = [*SOURCE, *book.contract_of(ledger_of(of)).primaryKey, key]
    rows = pd.concat(_with_key(book, part, key, of) for part in iter_rows(book, of, columns))
    matched = pd.Series(False, index=rows.index)
    for counterpart in among:
        others = rows_meeting(book, counterpart.ledger, counterpart.when, [counterpart.key])
        matched |= rows[key].isin(set(others[counterpart.key].dropna()))
    left, right = int(matched.sum()), len(rows)
    if left != right:
        contract = book.contract_of(ledger_of(of))
        return CheckResult(
            failed_verdict(otherwise), left, right, f"无对应：{describe_rows(contract, rows[~matched])}"
        )
    return CheckResult("HOLDS" if right else "TRIVIAL", left, right)


def _with_key(book: Book, rows: pd.DataFrame, key: str, of: Term) -> pd.DataFrame:
    """Rows that have the key; ``MissingLedger`` if the ledger lacks the column."""
    require_columns(required_contract(book, ledger_of(of)), rows, [key])
    return rows[rows[key].notna()]


def product(book: Book, check: Product) -> CheckResult:
    """The column's sum against the sum of the products; names the rows that differ."""
    columns = [*SOURCE, *book.contract_of(ledger_of(check.of)).primaryKey, check.product, *check.factors]
    rows = rows_of(book, check.of, columns)
    for name in (check.product, *check.factors):
        rows = _with_key(book, rows, name, check.of)
    computed = rows[check.factors[0]]
    for name in check.factors[1:]:
        computed = computed * rows[name]
    contract = book.contract_of(ledger_of(check.of))
    titles = "×".join(contract.by_name[name].title for name in check.factors)
    relation = f"{contract.by_name[check.product].title}={titles}"
    left, right = int(rows[check.product].sum()), int(computed.sum())
    if (differs := rows[check.product] != computed).any():
        return CheckResult(
            failed_verdict(check.otherwise),
            left,
            right,
            f"{relation}不成立：{describe_rows(contract, rows[differs])}",
        )
    return CheckResult("HOLDS" if len(rows) else "TRIVIAL", left, right, relation)


def totals(book: Book, check: Totals) -> CheckResult:
    """Number of totals in this period's ledgers that are not the sums of their rows, against 0."""
    intake, years = book.frames.intake, book.period.years
    files = [file for file in intake.files if set(file.years) & set(years) and intake.keeps(file.ledger)]
    findings = pd.concat([intake.read(file).findings for file in files]) if files else pd.DataFrame()
    wrong_totals = findings[findings["rule"].str.endswith(TOTAL_RULE)] if len(findings) else findings
    if wrong_totals.empty:
        return CheckResult("TRIVIAL", 0, 0, "没有与明细不符的合计行")
    described = [
        f"{row['file']} 工作表“{row['sheet']}”第{row['row']}行“{row['column']}”{row['message']}"
        for row in wrong_totals.head(ROWS_NAMED).to_dict("records")
    ]
    more = f"等{len(wrong_totals)}处" if len(wrong_totals) > ROWS_NAMED else ""
    return CheckResult(failed_verdict(check.otherwise), len(wrong_totals), 0, "；".join(described) + more)
