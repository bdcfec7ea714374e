"""Rows that checks look at: counted from ledgers past the figures, told apart, and named where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from workreport.base.errors import ContractError, MissingLedger
from workreport.checks.terms import Rows, Term, Times, Values
from workreport.figures.book import Book
from workreport.figures.measure import Number, exact
from workreport.figures.registry import FIGURES
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET, SOURCE
from workreport.ledgers.handed_in import NOT_PROVIDED

TOLD = 5
"""Rows that an explanation names; of more it gives the count."""


def number_of(book: Book, term: Term) -> Number:
    """A term's number in the book's period.

    Raises
    ------
    MissingLedger
        If it has none, with the figure's own reason.
    """
    if isinstance(term, Rows):
        parts = each_of(book, term, [term.total] if term.total else [])
        return sum(exact(rows[term.total].sum()) if term.total else len(rows) for rows in parts)
    if isinstance(term, Times):
        return number_of(book, term.figure) * term.times
    value = book.value(term)
    if value.number is None:
        raise MissingLedger(value.reason)
    return value.number


def rows_of(book: Book, term: Term, columns: Iterable[str] | None = None) -> pd.DataFrame:
    """The ledger rows behind a term, those of a figure's parts included, with the given columns or all.

    Raises ``MissingLedger`` as figures do.
    """
    parts = each_of(book, term, columns)
    if columns is not None:
        parts = (rows[[name for name in dict.fromkeys(columns) if name in rows]] for rows in parts)
    return pd.concat(parts)


def each_of(book: Book, term: Term, columns: Iterable[str] | None = None) -> Iterator[pd.DataFrame]:
    """The rows of ``rows_of``, those of a large ledger in parts."""
    wanted = None if columns is None else [*columns]
    if isinstance(term, Times):
        yield from each_of(book, term.figure, wanted)
    elif isinstance(term, str):
        figure = FIGURES[term]
        for part in figure.parts:
            yield from each_of(book, part, wanted)
        if not figure.parts:
            yield from [book.rows(term)] if wanted is None else book.parts(term, wanted)
    else:
        yield from _counted(book, term, wanted)


def _counted(book: Book, term: Rows, columns: list[str] | None) -> Iterator[pd.DataFrame]:
    contract, frames = handed_in(book, term.ledger), book.frames
    kind = "stock" if contract.kind == "register" and term.date is None else "flow"
    placing = [term.date or contract.period_date]
    placing += [contract.stock.start, contract.stock.until] if contract.stock else []
    looked_at = filter(None, [*placing, *term.when, *term.unless, term.total])
    needed = None if columns is None else [*columns, *looked_at]
    for known_rows in frames.iter_frames(term.ledger, book.period, needed):
        frame = frames.select_rows(term.ledger, known_rows, book.period, kind, term.date)
        met = meeting(contract, frame, term.when)
        if term.unless:
            met = met.drop(meeting(contract, met, term.unless).index)
        require(contract, met, [term.total] if term.total else [])
        yield met


def is_large(book: Book, term: Term) -> bool:
    """Whether the rows behind a term are left in their ledger's file."""
    return book.frames.is_large(ledger_of(term), book.period)


def standing(book: Book, terms: Sequence[Term]) -> np.ndarray:
    """How often each row of the terms' large ledger stands behind one of them, by its place."""
    parts = book.frames.parts(ledger_of(terms[0]), book.period)
    times = np.zeros(sum(part.rows for part in parts), dtype="uint8")
    for term in terms:
        for rows in each_of(book, term, [ROW]):
            times[rows.index] += 1
    return times


def at(book: Book, term: Term, places_: np.ndarray) -> pd.DataFrame:
    """Rows of a term's large ledger by their places, with what tells where they stand."""
    contract, found = book.contract_of(ledger_of(term)), []
    for part in book.frames.parts(contract.name, book.period):
        mask = np.zeros(part.rows, dtype=bool)
        mask[places_[(places_ >= part.start) & (places_ < part.start + part.rows)] - part.start] = True
        if mask.any():
            found.append(part.read([*SOURCE, *contract.primaryKey], mask))
    return pd.concat(found)


def known(book: Book, ledger: str, when: Values, columns: list[str]) -> pd.DataFrame:
    """All rows of a ledger that meet `when`, as known on the cut-off day, whatever their date."""
    contract = handed_in(book, ledger)
    each = book.frames.iter_frames(ledger, book.period, [*columns, *when])
    rows = pd.concat(meeting(contract, part, when) for part in each)
    require(contract, rows, columns)
    return rows


def meeting(contract: Contract, frame: pd.DataFrame, conditions: Values) -> pd.DataFrame:
    """Rows whose fields have one of the given values; of a list field, one in common."""
    require(contract, frame, list(conditions))
    met = pd.Series(True, index=frame.index)
    for name, values in conditions.items():
        field = contract.by_name[name]
        if field.type == "list":
            cells = frame[name].fillna("").str.split(field.delimiter)
            met &= cells.map(lambda cell, values=values: not set(values).isdisjoint(cell)).astype(bool)
        else:
            met &= frame[name].isin(values).fillna(False).astype(bool)
    return frame[met]


def require(contract: Contract, frame: pd.DataFrame, columns: list[str]) -> None:
    """``MissingLedger`` for a column that the file lacks, ``ContractError`` for one that no contract knows."""
    for name in columns:
        if name not in frame:
            if name not in contract.by_name:
                raise ContractError(f"勾稽关系引用了《{contract.title}》没有的字段“{name}”")
            raise MissingLedger(f"台账未提供“{contract.by_name[name].title}”列：{contract.title}")


def handed_in(book: Book, ledger: str) -> Contract:
    """The ledger's contract, fields that a mapping lacks included; ``MissingLedger`` where the bureau does not keep it."""
    contract = book.frames.intake.contracts.get(ledger)
    if contract is None:
        raise ContractError(f"勾稽关系引用了没有的台账“{ledger}”")
    if not book.frames.intake.keeps(ledger):
        raise MissingLedger(f"{NOT_PROVIDED}：{contract.code} {contract.title}")
    return contract


def ledger_of(term: Term) -> str:
    """The ledger whose rows stand behind a term."""
    if isinstance(term, Rows):
        return term.ledger
    figure = FIGURES[term.figure if isinstance(term, Times) else term]
    return figure.ledgers[0] if figure.ledgers else ledger_of(figure.parts[0])


def positions(rows: pd.DataFrame) -> list[tuple[str, str, int]]:
    """What tells rows apart whatever was added to them: file, sheet, row number."""
    return list(zip(*(rows[name].astype(object).tolist() for name in SOURCE), strict=True))


def places(contract: Contract, rows: pd.DataFrame) -> str:
    """Where rows stand, with their keys: the first few, and how many they are."""
    listed = rows.drop_duplicates(SOURCE).sort_values(SOURCE, kind="stable")
    keys = [name for name in contract.primaryKey if name in listed]
    told = []
    for row in listed.head(TOLD).to_dict("records"):
        key = "、".join(f"{contract.by_name[name].title}{row[name]}" for name in keys)
        told.append(f"{row[FILE]} 工作表“{row[SHEET]}”第{row[ROW]}行（{key}）")
    more = f"等{len(listed)}行" if len(listed) > TOLD else ""
    return "、".join(told) + more


def measured_by_rows(term: Term) -> bool:
    """Whether a term's number is how many rows it has, so that single rows can be told to be missing."""
    if isinstance(term, Rows):
        return term.total is None
    if isinstance(term, Times):
        return False
    figure = FIGURES[term]
    if figure.parts:
        return not figure.less and all(map(measured_by_rows, figure.parts))
    return figure.rows is not None and not (figure.total or figure.distinct or figure.median or figure.single)
