"""Evidence: the rows behind each figure, and the recipe by which a stranger counts it again from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pandas as pd

from workreport.base.errors import MissingLedger
from workreport.base.period import Period
from workreport.figures.book import Book
from workreport.figures.csv_files import csv_bytes, csv_of, exact_text, texts
from workreport.figures.measure import MONTH, identities, labels_of
from workreport.figures.registry import FIGURES, Figure
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET
from workreport.ledgers.frames import Frames
from workreport.ledgers.large.parquet import Writer

FOLDER, RECIPES, README = "evidence", "evidence.csv", "evidence/README.md"
SOURCE = {FILE: "file", SHEET: "sheet", ROW: "row"}
UNIT, DATE, CUT = "counted_by", "date", "by_"
RECIPE_COLUMNS = ("id", "period", "file", "measure", "column", "factor", "status")
SEEN_FROM = "@"
"""``2018@2021``: the cut-off day of 2018 as the register of 2021 shows it."""
LIST = "|"
Texts = dict[str, list[str]]
"""A table as the texts of each column."""
LONG = 100_000
"""Rows beyond which evidence is Parquet: no spreadsheet shows them, and text would be many times larger."""


@dataclass(frozen=True, order=True)
class EvidenceRequest:
    """What a number shown needs behind it: its figure, the dimensions it is cut by, the period if another."""

    figure: str
    by: tuple[str, ...] = ()
    period: str = ""


def evidence(book: Book, id: str, by: Iterable[str] = ()) -> pd.DataFrame:
    """The rows behind a figure, with the columns that it takes to count it again; fields of persons are never read.

    Source file, sheet, row number and key; ``counted_by``, what tells units apart, where different units
    are counted; the column added up or ranked; ``date``, which places the row; and ``by_<dimension>`` with
    the labels of each dimension that the report cuts the figure by. A figure made of others lists those
    instead, with role and value; one that was not handed in has no rows.
    """
    if FIGURES[id].needs:
        return _made_of(book, FIGURES[id])
    try:
        parts = list(_parts(book, FIGURES[id], by))
    except MissingLedger:
        return pd.DataFrame(columns=list(SOURCE.values()))
    table = pd.concat(parts) if len(parts) > 1 else parts[0]
    return table if _in_order(table) else table.sort_values(list(SOURCE.values()), kind="stable")


def _in_order(table: pd.DataFrame) -> bool:
    """Whether the rows stand in the order of their one sheet, as most do."""
    file, sheet, row = (table[name] for name in SOURCE.values())
    return row.is_monotonic_increasing and (len(table) < 2 or file.nunique() == sheet.nunique() == 1)


def evidence_texts(book: Book, id: str, by: Iterable[str] = ()) -> Texts:
    """``evidence`` of a figure that is not long, as text; what it tells whatever it is cut by is made once."""
    figure = FIGURES[id]
    if figure.needs:
        table = _made_of(book, figure)
        return {name: texts(table[name]) for name in table}
    try:
        whole = book.frames.memoised(("evidence", book.period, id), lambda: _told(book, figure, ()))
        cuts = _told(book, figure, by) if by else {}
    except MissingLedger:
        return {name: [] for name in SOURCE.values()}
    file, sheet, row = (whole[name] for name in SOURCE.values())
    places = list(zip(file, sheet, map(int, row), strict=True))
    if all(before <= after for before, after in pairwise(places)):
        return whole | cuts
    order = sorted(range(len(places)), key=places.__getitem__)
    return {name: [cells[at] for at in order] for name, cells in (whole | cuts).items()}


def first_rows(book: Book, id: str, most: int) -> list[dict[str, str]]:
    """The first rows of ``evidence`` as text, by column."""
    if is_long(book, id):
        table = next(_parts(book, FIGURES[id], ())).head(most)
        told = {name: texts(table[name]) for name in table}
    else:
        told = {name: cells[:most] for name, cells in evidence_texts(book, id).items()}
    return [dict(zip(told, row, strict=True)) for row in zip(*told.values(), strict=True)]


def _told(book: Book, figure: Figure, by: Iterable[str]) -> Texts:
    """The columns ``by_…`` of a figure's evidence as text; without dimensions all others."""
    told: Texts = {}
    for rows in book.parts(figure.id, _wanted(book, figure, by)):
        for name, column in _cuts(book, figure, rows, by) if by else _columns(book, figure, rows):
            cells = book.cells(figure.id, rows, column, texts) if isinstance(column, str) else texts(column)
            told[name] = told[name] + cells if name in told else cells
    return told


def is_long(book: Book, id: str) -> bool:
    """Whether the evidence of a figure has so many rows that it is written as Parquet."""
    return not FIGURES[id].needs and book.row_count(id) > LONG


def path_of(book: Book, id: str, period: str = "") -> str:
    """Where the evidence of a figure stands below the run's folder."""
    suffix = "parquet" if is_long(book, id) else "csv"
    return f"{FOLDER}/{period}/{id}.{suffix}" if period else f"{FOLDER}/{id}.{suffix}"


def _parts(book: Book, figure: Figure, by: Iterable[str]) -> Iterator[pd.DataFrame]:
    """The evidence of a figure that counts rows, part by part in the ledger's order."""
    for rows in book.parts(figure.id, _wanted(book, figure, by)):
        columns = [*_columns(book, figure, rows), *_cuts(book, figure, rows, by)]
        yield pd.DataFrame(
            {name: rows[column] if isinstance(column, str) else column for name, column in columns}
        )


def _wanted(book: Book, figure: Figure, by: Iterable[str]) -> list[str]:
    """The columns of a figure's rows that its evidence takes."""
    contract = book.contract_of(figure.ledgers[0])
    placed = figure.date or contract.period_date
    names = (*SOURCE, *contract.primaryKey, *figure.columns, placed, *(name for name in by if name != MONTH))
    return [name for name in dict.fromkeys(names) if name]


def _columns(book: Book, figure: Figure, rows: pd.DataFrame) -> Iterator[tuple[str, str | pd.Series]]:
    """The columns of a figure's evidence but for its cuts: the name of a column of its rows, or what is made of some."""
    contract = book.contract_of(figure.ledgers[0])
    yield from ((title, name) for name, title in SOURCE.items())
    measured = dict.fromkeys([*contract.primaryKey, *(() if figure.distinct else figure.columns)])
    yield from ((name, name) for name in measured if name in rows)
    if figure.distinct:
        units = identities(rows, figure).astype("string").fillna("")
        yield UNIT, units.iloc[:, 0].str.cat(units.iloc[:, 1:], sep=LIST)
    if (placed := figure.date or contract.period_date) in rows:
        yield DATE, placed


def _cuts(
    book: Book, figure: Figure, rows: pd.DataFrame, by: Iterable[str]
) -> Iterator[tuple[str, pd.Series]]:
    """The labels of a figure's rows in each dimension."""
    contract, codes = book.contract_of(figure.ledgers[0]), book.frames.intake.codes
    dated = (figure.date or contract.period_date) in rows
    for name in by:
        if name in rows or (name == MONTH and dated):
            labels = labels_of(figure, rows, name, contract, codes)
            yield CUT + name, labels.map(lambda one: LIST.join(one) if isinstance(one, list) else one)


def evidence_files(book: Book, shown: Iterable[EvidenceRequest], folder: Path) -> dict[str, bytes | Path]:
    """``evidence/<id>.csv`` of every figure, of other periods where shown, the recipes and how to read them.

    Evidence of more than ``LONG`` rows is written to `folder` part by part, as Parquet.
    """
    files: dict[str, bytes | Path] = {}
    recipes, books = [], {"": book}
    cuts = {
        (period, id): by for (id, period), by in _with_parts([*map(EvidenceRequest, FIGURES), *shown]).items()
    }
    for (period, id), by in sorted(cuts.items()):
        told = books.setdefault(period, book if not period else book_for(book, period))
        path = path_of(told, id, period)
        if is_long(told, id):
            files[path] = _written(told, FIGURES[id], by, folder / path)
        else:
            files[path] = csv_of(evidence_texts(told, id, by))
        told_of = {"period": period or book.period.id, "file": path, "status": told.value(id).status}
        recipes.append(recipe(FIGURES[id]) | told_of)
    files[RECIPES] = csv_bytes(recipes, RECIPE_COLUMNS)
    files[README] = Path(__file__).with_name("evidence.md").read_bytes()
    return files


def _written(book: Book, figure: Figure, by: Iterable[str], path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with Writer(path) as writer:
        for part in _parts(book, figure, by):
            labels = [name for name in part if part[name].dtype == object]
            writer.write(part.astype(dict.fromkeys(labels, "str")))
    return path


def recipe(figure: Figure) -> dict[str, str]:
    """How a figure is counted from its evidence: measure, the column it takes, the factor it is times."""
    measure, column = "rows", ""
    if figure.numerator:
        measure = "ratio"
    elif figure.parts:
        measure = "total"
    elif figure.total:
        measure, column = "sum", figure.total
    elif figure.distinct:
        measure, column = "distinct", UNIT
    elif figure.median:
        measure, column = "median", figure.median
    elif figure.single:
        measure, column = "single", figure.single
    return {"id": figure.id, "measure": measure, "column": column, "factor": exact_text(figure.factor)}


def book_for(book: Book, period: str) -> Book:
    """The book of another period, by the name that evidence has for it."""
    name, _, register = period.partition(SEEN_FROM)
    if not register:
        return book.at(Period.parse(name))
    return Book(Frames(book.frames.intake, register_year=int(register)), Period.parse(name))


def _made_of(book: Book, figure: Figure) -> pd.DataFrame:
    roles = {figure.numerator: "numerator", figure.denominator: "denominator"}
    roles |= dict.fromkeys(figure.parts, "plus") | dict.fromkeys(figure.less, "minus")
    return pd.DataFrame(
        [
            (name, FIGURES[name].label, roles[name], exact_text(book.value(name).number))
            for name in figure.needs
        ],
        columns=["figure", "label", "role", "value"],
    )


def _with_parts(shown: Iterable[EvidenceRequest]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Dimensions by figure and period; what a figure is made of is cut as it is."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    waiting = sorted(set(shown))
    while waiting:
        one = waiting.pop()
        found.setdefault((one.figure, one.period), {}).update(dict.fromkeys(one.by))
        waiting += [EvidenceRequest(part, one.by, one.period) for part in FIGURES[one.figure].needs]
    return {key: tuple(sorted(names)) for key, names in found.items()}
