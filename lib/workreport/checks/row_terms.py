"""Rows behind the terms of checks: counted straight from ledgers, identified, and named by their place."""

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
from workreport.ledgers.handed_in import require_kept

ROWS_NAMED = 5
"""Most rows that an explanation names; beyond that it gives the count."""


def number_of(book: Book, term: Term) -> Number:
    """A term's number in the book's period.

    Raises
    ------
    MissingLedger
        If it has none; the reason is the figure's.
    """
    if isinstance(term, Rows):
        parts = iter_rows(book, term, [term.total] if term.total else [])
        return sum(exact(rows[term.total].sum()) if term.total else len(rows) for rows in parts)
    if isinstance(term, Times):
        return number_of(book, term.figure) * term.times
    value = book.value(term)
    if value.number is None:
        raise MissingLedger(value.reason)
    return value.number


def require_filled_column(book: Book, id: str, name: str) -> None:
    """``MissingLedger`` if no row of a figure's ledger has a value in the column: whoever keeps it does without."""
    ledger = ledger_of(id)
    contract, rows = book.contract_of(ledger), 0
    for part in book.frames.iter_frames(ledger, book.period, [name]):
        if name not in part or part[name].notna().any():
            return
        rows += len(part)
    if rows:
        raise MissingLedger(
            f"台账各行都没有填“{contract.by_name[name].title}”，本项不适用：{contract.code} {contract.title}"
        )


def rows_of(book: Book, term: Term, columns: Iterable[str] | None = None) -> pd.DataFrame:
    """The ledger rows behind a term, including those of a figure's parts, with the given columns or all.

    Raises ``MissingLedger`` as figures do.
    """
    parts = iter_rows(book, term, columns)
    if columns is not None:
        parts = (rows[[name for name in dict.fromkeys(columns) if name in rows]] for rows in parts)
    return pd.concat(parts)


def iter_rows(book: Book, term: Term, columns: Iterable[str] | None = None) -> Iterator[pd.DataFrame]:
    """The rows of ``rows_of``, in parts for a large ledger."""
    wanted = None if columns is None else [*columns]
    if isinstance(term, Times):
        yield from iter_rows(book, term.figure, wanted)
    elif isinstance(term, str):
        figure = FIGURES[term]
        for part in figure.parts:
            yield from iter_rows(book, part, wanted)
        if not figure.parts:
            yield from [book.rows(term)] if wanted is None else book.parts(term, wanted)
    else:
        yield from _counted(book, term, wanted)


def _counted(book: Book, term: Rows, columns: list[str] | None) -> Iterator[pd.DataFrame]:
    contract, frames = required_contract(book, term.ledger), book.frames
    kind = "stock" if contract.kind == "register" and term.date is None else "flow"
    dates = [term.date or contract.period_date]
    dates += [contract.stock.start, contract.stock.until] if contract.stock else []
    used = filter(None, [*dates, *term.when, *term.unless, term.total])
    needed = None if columns is None else [*columns, *used]
    for part in frames.iter_frames(term.ledger, book.period, needed):
        frame = frames.select_rows(term.ledger, part, book.period, kind, term.date)
        rows = filtered(contract, frame, term.when)
        if term.unless:
            rows = rows.drop(filtered(contract, rows, term.unless).index)
        require_columns(contract, rows, [term.total] if term.total else [])
        yield rows


def is_large(book: Book, term: Term) -> bool:
    """Whether the rows behind a term are of a large ledger, which is read in parts."""
    return book.frames.is_large(ledger_of(term), book.period)


def row_occurrences(book: Book, terms: Sequence[Term]) -> np.ndarray:
    """For each row of the terms' large ledger, in order, the number of terms that it counts in."""
    parts = book.frames.parts(ledger_of(terms[0]), book.period)
    times = np.zeros(sum(part.rows for part in parts), dtype="uint8")
    for term in terms:
        for rows in iter_rows(book, term, [ROW]):
            times[rows.index] += 1
    return times


def rows_at(book: Book, term: Term, positions: np.ndarray) -> pd.DataFrame:
    """Rows of a term's large ledger at these positions, with source columns and key."""
    contract, frames = book.contract_of(ledger_of(term)), []
    for part in book.frames.parts(contract.name, book.period):
        mask = np.zeros(part.rows, dtype=bool)
        inside = (positions >= part.start) & (positions < part.start + part.rows)
        mask[positions[inside] - part.start] = True
        if mask.any():
            frames.append(part.read([*SOURCE, *contract.primaryKey], mask))
    return pd.concat(frames)


def rows_meeting(book: Book, ledger: str, when: Values, columns: list[str]) -> pd.DataFrame:
    """All rows of a ledger that meet `when`, as of the cut-off day, of any date."""
    contract = required_contract(book, ledger)
    parts = book.frames.iter_frames(ledger, book.period, [*columns, *when])
    rows = pd.concat(filtered(contract, part, when) for part in parts)
    require_columns(contract, rows, columns)
    return rows


def filtered(contract: Contract, frame: pd.DataFrame, conditions: Values) -> pd.DataFrame:
    """Rows whose fields have one of the given values; a list field must share one value."""
    require_columns(contract, frame, list(conditions))
    met = pd.Series(True, index=frame.index)
    for name, values in conditions.items():
        field = contract.by_name[name]
        if field.type == "list":
            cells = frame[name].fillna("").str.split(field.delimiter)
            met &= cells.map(lambda cell, values=values: not set(values).isdisjoint(cell)).astype(bool)
        else:
            met &= frame[name].isin(values).fillna(False).astype(bool)
    return frame[met]


def require_columns(contract: Contract, frame: pd.DataFrame, columns: list[str]) -> None:
    """``MissingLedger`` for a column that the file lacks, ``ContractError`` for one that the contract lacks."""
    for name in columns:
        if name not in frame:
            if name not in contract.by_name:
                raise ContractError(f"勾稽关系引用了《{contract.title}》没有的字段“{name}”")
            raise MissingLedger(f"台账未提供“{contract.by_name[name].title}”列：{contract.title}")


def required_contract(book: Book, ledger: str) -> Contract:
    """The ledger's contract with all its fields; ``NotKept`` if the bureau does not keep the ledger."""
    contract = book.frames.intake.contracts.get(ledger)
    if contract is None:
        raise ContractError(f"勾稽关系引用了没有的台账“{ledger}”")
    require_kept(book.frames.intake, ledger, book.period.end.year)
    return contract


def ledger_of(term: Term) -> str:
    """The ledger whose rows stand behind a term."""
    if isinstance(term, Rows):
        return term.ledger
    figure = FIGURES[term.figure if isinstance(term, Times) else term]
    return figure.ledgers[0] if figure.ledgers else ledger_of(figure.parts[0])


def row_keys(rows: pd.DataFrame) -> list[tuple[str, str, int]]:
    """The source of each row: file, sheet, row number."""
    return list(zip(*(rows[name].astype(object).tolist() for name in SOURCE), strict=True))


def describe_rows(contract: Contract, rows: pd.DataFrame) -> str:
    """Source and key of the first rows, and the total number, in Chinese."""
    listed = rows.drop_duplicates(SOURCE).sort_values(SOURCE, kind="stable")
    keys = [name for name in contract.primaryKey if name in listed]
    described = []
    for row in listed.head(ROWS_NAMED).to_dict("records"):
        key = "、".join(f"{contract.by_name[name].title}{row[name]}" for name in keys)
        described.append(f"{row[FILE]} 工作表“{row[SHEET]}”第{row[ROW]}行（{key}）")
    more = f"等{len(listed)}行" if len(listed) > ROWS_NAMED else ""
    return "、".join(described) + more


def measured_by_rows(term: Term) -> bool:
    """Whether a term's number is its number of rows, so that single rows can be reported as missing."""
    if isinstance(term, Rows):
        return term.total is None
    if isinstance(term, Times):
        return False
    figure = FIGURES[term]
    if figure.parts:
        return not figure.less and all(map(measured_by_rows, figure.parts))
    return figure.rows is not None and not (figure.total or figure.distinct or figure.median or figure.single)
