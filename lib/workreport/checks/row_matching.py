"""Judging row by row: units behind two figures, counterparts in other ledgers, sentences, products, totals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workreport.checks.kinds import Exclusive, Partners, Product, Statement, Totals
from workreport.checks.row_terms import (
    TOLD,
    each_of,
    handed_in,
    is_large,
    known,
    ledger_of,
    number_of,
    places,
    require,
    rows_of,
)
from workreport.checks.terms import Counterpart, Term, named
from workreport.checks.verdicts import Judged, wrong
from workreport.figures.book import Book
from workreport.ledgers.declared.source_columns import SOURCE
from workreport.ledgers.large.parquet import hashes, sharing

TOTAL_RULE = "-合计"
"""End of the rule's id of a finding about a total in a ledger."""


def exclusive(book: Book, check: Exclusive) -> Judged:
    """Units of all figures against different units; names the rows of those behind two."""
    if any(is_large(book, id) for id in check.among):
        units_of = [_hashed(book, id, check.key) for id in check.among]
        every = np.concatenate(units_of)
        shared = every[sharing(every)]
        if not len(shared):
            return Judged("HOLDS" if len(every) else "TRIVIAL", len(every), len(every))
    behind = {id: _units(book, id, check.key) for id in check.among}
    units = pd.concat([rows["_unit"].drop_duplicates() for rows in behind.values()])
    left, right = len(units), units.nunique()
    if left != right:
        twice = units[units.duplicated()].drop_duplicates()
        told = []
        for unit in twice.head(TOLD):
            where = {id: rows[rows["_unit"] == unit] for id, rows in behind.items()}
            told += [
                f"{named(id)}：{places(book.contract_of(ledger_of(id)), rows)}"
                for id, rows in where.items()
                if len(rows)
            ]
        more = f"等{len(twice)}个" if len(twice) > TOLD else ""
        return Judged(wrong(check.otherwise), left, right, f"重复计入{'；'.join(told)}{more}")
    return Judged("HOLDS" if right else "TRIVIAL", left, right)


def _units(book: Book, id: str, key: list[str]) -> pd.DataFrame:
    """Rows behind a figure that have the whole key, with it as one text in ``_unit``."""
    contract = book.contract_of(ledger_of(id))
    rows = rows_of(book, id, [*SOURCE, *contract.primaryKey, *key])
    for name in key:
        rows = _with(book, rows, name, id)
    unit = rows[key[0]].astype("str")
    for name in key[1:]:
        unit = unit + "|" + rows[name].astype("str")
    return rows.assign(_unit=unit)


def _hashed(book: Book, id: str, key: list[str]) -> np.ndarray:
    """Different units behind a figure that have the whole key, each by 64 bits."""
    found = [np.array([], dtype="uint64")]
    for rows in each_of(book, id, key):
        for name in key:
            rows = _with(book, rows, name, id)
        found.append(np.unique(hashes(rows, key)))
    return np.unique(np.concatenate(found))


def partners(book: Book, check: Partners) -> Judged:
    """Rows with a counterpart against all rows; names those without."""
    return _matched(book, check.of, check.key, check.among, check.otherwise)


def statement(book: Book, check: Statement) -> Judged:
    """Whether the rows bear the sentence out, where the numbers let it be said."""
    left, right = (number_of(book, id) for id in check.same)
    if left != right or not left:
        return Judged("TRIVIAL", left, right, "本期未作此表述")
    return _matched(book, check.of, check.key, check.among, check.otherwise)


def _matched(book: Book, of: Term, key: str, among: list[Counterpart], otherwise: str) -> Judged:
    columns = [*SOURCE, *book.contract_of(ledger_of(of)).primaryKey, key]
    rows = pd.concat(_with(book, part, key, of) for part in each_of(book, of, columns))
    found = pd.Series(False, index=rows.index)
    for one in among:
        found |= rows[key].isin(set(known(book, one.ledger, one.when, [one.key])[one.key].dropna()))
    left, right = int(found.sum()), len(rows)
    if left != right:
        contract = book.contract_of(ledger_of(of))
        return Judged(wrong(otherwise), left, right, f"无对应：{places(contract, rows[~found])}")
    return Judged("HOLDS" if right else "TRIVIAL", left, right)


def _with(book: Book, rows: pd.DataFrame, key: str, of: Term) -> pd.DataFrame:
    """Rows that have the key; ``MissingLedger`` where the ledger lacks the column."""
    require(handed_in(book, ledger_of(of)), rows, [key])
    return rows[rows[key].notna()]


def product(book: Book, check: Product) -> Judged:
    """The column's sum against that of the products; names the rows that differ."""
    columns = [*SOURCE, *book.contract_of(ledger_of(check.of)).primaryKey, check.product, *check.factors]
    rows = rows_of(book, check.of, columns)
    for name in (check.product, *check.factors):
        rows = _with(book, rows, name, check.of)
    made = rows[check.factors[0]]
    for name in check.factors[1:]:
        made = made * rows[name]
    contract = book.contract_of(ledger_of(check.of))
    titles = "×".join(contract.by_name[name].title for name in check.factors)
    relation = f"{contract.by_name[check.product].title}={titles}"
    left, right = int(rows[check.product].sum()), int(made.sum())
    if (differs := rows[check.product] != made).any():
        return Judged(
            wrong(check.otherwise), left, right, f"{relation}不成立：{places(contract, rows[differs])}"
        )
    return Judged("HOLDS" if len(rows) else "TRIVIAL", left, right, relation)


def totals(book: Book, check: Totals) -> Judged:
    """Totals written in this period's ledgers that are not the sums of their rows; none of them is 0 = 0."""
    intake, years = book.frames.intake, book.period.years
    files = [file for file in intake.files if file.year in years and intake.keeps(file.ledger)]
    found = pd.concat([intake.read(file).findings for file in files]) if files else pd.DataFrame()
    off = found[found["rule"].str.endswith(TOTAL_RULE)] if len(found) else found
    if off.empty:
        return Judged("TRIVIAL", 0, 0, "没有与明细不符的合计行")
    told = [
        f"{one['file']} 工作表“{one['sheet']}”第{one['row']}行“{one['column']}”{one['message']}"
        for one in off.head(TOLD).to_dict("records")
    ]
    more = f"等{len(off)}处" if len(off) > TOLD else ""
    return Judged(wrong(check.otherwise), len(off), 0, "；".join(told) + more)
