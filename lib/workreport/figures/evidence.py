"""Evidence: the rows behind each figure, and the recipe for counting the figure again from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pandas as pd

from workreport.base.errors import MissingLedger
from workreport.base.period import Period
from workreport.base.personal_data import MASK, masked
from workreport.figures.book import Book
from workreport.figures.csv_files import cell_texts, csv_bytes, csv_of_columns, exact_text
from workreport.figures.measure import MONTH, identities, labels_of
from workreport.figures.registry import DERIVED, FIGURES, Figure
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET
from workreport.ledgers.frames import Frames
from workreport.ledgers.handed_in import is_not_kept
from workreport.ledgers.large.parquet import Writer

FOLDER, RECIPES, README = "evidence", "evidence.csv", "evidence/README.md"
SOURCE = {FILE: "file", SHEET: "sheet", ROW: "row"}
UNIT, DATE, CUT = "counted_by", "date", "by_"
HEADERS = {"file": "文件", "sheet": "工作表", "row": "行", UNIT: "计数依据", DATE: "归期日期"}
COMPONENT_HEADERS = {"figure": "指标编号", "label": "指标", "role": "作用", "value": "值"}
RECIPE_COLUMNS = ("id", "period", "file", "measure", "column", "factor", "status")
REGISTER_MARK = "@"
"""Separator in ``2018@2021``: the cut-off day of 2018 as the register of 2021 shows it."""
LIST = "|"
LONGEST_PERSON = 4
"""Characters of the longest names of persons; shop names as short are masked with them."""
Texts = dict[str, list[str]]
"""A table as the cell_texts of each column."""
LONG = 100_000
"""Longer evidence is written as Parquet: spreadsheets cannot show it, and CSV would be many times larger."""


@dataclass(frozen=True, order=True)
class EvidenceRequest:
    """Evidence needed for a number shown: its figure, the dimensions it is cut by, the period if another."""

    figure: str
    by: tuple[str, ...] = ()
    period: str = ""


def evidence(book: Book, id: str, by: Iterable[str] = ()) -> pd.DataFrame:
    """The rows behind a figure, with the columns needed to count it again; personal fields are never read.

    Columns: source file, sheet, row number and key; names of the units that a row is about; ``counted_by``, the identity of the unit, if different units
    are counted; the column added up or ranked; ``date``, which places the row in the period; ``by_<dimension>``,
    the labels of each dimension that the report cuts the figure by. A derived figure lists its components
    instead, with role and value. A figure whose ledger was not handed in has no rows.
    """
    if FIGURES[id].components:
        return _components(book, FIGURES[id])
    try:
        parts = list(_parts(book, FIGURES[id], by))
    except MissingLedger:
        return pd.DataFrame(columns=list(SOURCE.values()))
    table = pd.concat(parts) if len(parts) > 1 else parts[0]
    return table if _in_order(table) else table.sort_values(list(SOURCE.values()), kind="stable")


def _in_order(table: pd.DataFrame) -> bool:
    """Whether the rows come from one sheet and keep its order, as most do."""
    file, sheet, row = (table[name] for name in SOURCE.values())
    return row.is_monotonic_increasing and (len(table) < 2 or file.nunique() == sheet.nunique() == 1)


def evidence_texts(book: Book, id: str, by: Iterable[str] = ()) -> Texts:
    """``evidence`` that is not long, as text by column; columns other than cuts are memoised."""
    figure = FIGURES[id]
    if figure.components:
        table = _components(book, figure)
        return {name: cell_texts(table[name]) for name in table}
    try:
        whole = book.frames.memoised(("evidence", book.period, id), lambda: _column_texts(book, figure, ()))
        cuts = _column_texts(book, figure, by) if by else {}
    except MissingLedger:
        return {name: [] for name in SOURCE.values()}
    file, sheet, row = (whole[name] for name in SOURCE.values())
    sources = list(zip(file, sheet, map(int, row), strict=True))
    if all(before <= after for before, after in pairwise(sources)):
        return whole | cuts
    order = sorted(range(len(sources)), key=sources.__getitem__)
    return {name: [cells[index] for index in order] for name, cells in (whole | cuts).items()}


def first_rows(book: Book, id: str, most: int) -> list[dict[str, str]]:
    """The first rows of ``evidence`` as text, by column."""
    if is_long(book, id):
        table = next(_parts(book, FIGURES[id], ())).head(most)
        columns = {name: cell_texts(table[name]) for name in table}
    else:
        columns = {name: cells[:most] for name, cells in evidence_texts(book, id).items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _column_texts(book: Book, figure: Figure, by: Iterable[str]) -> Texts:
    """The columns ``by_…`` of a figure's evidence as text; without dimensions, all other columns."""
    columns: Texts = {}
    for rows in book.parts(figure.id, _columns_needed(book, figure, by)):
        for name, column in _cuts(book, figure, rows, by) if by else _columns(book, figure, rows):
            cells = (
                book.cells(figure.id, rows, column, cell_texts)
                if isinstance(column, str)
                else cell_texts(column)
            )
            columns[name] = columns[name] + cells if name in columns else cells
    return columns


def is_long(book: Book, id: str) -> bool:
    """Whether a figure's evidence is long enough to be written as Parquet."""
    return not FIGURES[id].components and book.row_count(id) > LONG


def path_of(book: Book, id: str, period: str = "") -> str:
    """Path of a figure's evidence below the run's folder."""
    suffix = "parquet" if is_long(book, id) else "csv"
    return f"{FOLDER}/{period}/{id}.{suffix}" if period else f"{FOLDER}/{id}.{suffix}"


def _parts(book: Book, figure: Figure, by: Iterable[str]) -> Iterator[pd.DataFrame]:
    """The evidence of a figure that counts rows, in parts, in the ledger's order."""
    for rows in book.parts(figure.id, _columns_needed(book, figure, by)):
        columns = [*_columns(book, figure, rows), *_cuts(book, figure, rows, by)]
        yield pd.DataFrame(
            {name: rows[column] if isinstance(column, str) else column for name, column in columns}
        )


def _columns_needed(book: Book, figure: Figure, by: Iterable[str]) -> list[str]:
    """The columns of a figure's rows that its evidence needs."""
    contract = book.contract_of(figure.ledgers[0])
    date = figure.date or contract.period_date
    cuts = (name for name in by if name != MONTH)
    names = (*SOURCE, *contract.primaryKey, *named(contract), *figure.columns, date, *cuts)
    return [name for name in dict.fromkeys(names) if name]


def _columns(book: Book, figure: Figure, rows: pd.DataFrame) -> Iterator[tuple[str, str | pd.Series]]:
    """The evidence's columns except cuts: each the name of a column of the rows, or a computed series."""
    contract = book.contract_of(figure.ledgers[0])
    yield from ((title, name) for name, title in SOURCE.items())
    measured = dict.fromkeys([*contract.primaryKey, *(() if figure.distinct else figure.columns)])
    yield from ((name, name) for name in measured if name in rows)
    for name in named(contract):
        if name in rows and name not in measured:
            texts = {text: _unit_name(text) for text in rows[name].dropna().unique()}
            yield name, rows[name].map(texts).astype(rows[name].dtype)
    if figure.distinct:
        units = identities(rows, figure).astype("string").fillna("")
        yield UNIT, units.iloc[:, 0].str.cat(units.iloc[:, 1:], sep=LIST)
    if (date := figure.date or contract.period_date) in rows:
        yield DATE, date


def _unit_name(text: str) -> str:
    """A unit's name; a mask where it may be that of a person, as a holder of a patent can be one."""
    return MASK if len(text) <= LONGEST_PERSON else masked(text)


def named(contract: Contract) -> list[str]:
    """The fields that name units, which show whom a row is about; personal fields are none of them."""
    return [field.name for field in contract.fields if field.entity and not field.personal]


def _cuts(
    book: Book, figure: Figure, rows: pd.DataFrame, by: Iterable[str]
) -> Iterator[tuple[str, pd.Series]]:
    """The labels of a figure's rows in each dimension."""
    contract, codes = book.contract_of(figure.ledgers[0]), book.frames.intake.codes
    dated = (figure.date or contract.period_date) in rows
    for name in by:
        if name in rows or (name == MONTH and dated):
            labels = labels_of(figure, rows, name, contract, codes)
            yield CUT + name, labels.map(lambda label: LIST.join(label) if isinstance(label, list) else label)


def evidence_files(book: Book, shown: Iterable[EvidenceRequest], folder: Path) -> dict[str, bytes | Path]:
    """``evidence/<id>.csv`` of every figure, and of other periods shown; the recipes and a README.

    Evidence of more than ``LONG`` rows is written to `folder` as Parquet, in parts.
    """
    files: dict[str, bytes | Path] = {}
    recipes, books = [], {"": book}
    cuts = {
        (period, id): by
        for (id, period), by in _with_components([*map(EvidenceRequest, FIGURES), *shown]).items()
    }
    for (period, id), by in sorted(cuts.items()):
        source = books.setdefault(period, book if not period else book_for(book, period))
        if is_not_kept(source.value(id).reason):
            continue
        path = path_of(source, id, period)
        if is_long(source, id):
            files[path] = _write_parquet(source, FIGURES[id], by, folder / path)
        else:
            texts = evidence_texts(source, id, by)
            files[path] = csv_of_columns({header(source, id, name): cells for name, cells in texts.items()})
        place = {"period": period or book.period.id, "file": path, "status": source.value(id).status}
        counted = recipe(FIGURES[id])
        column = counted["column"] and header(source, id, counted["column"])
        recipes.append(counted | {"column": column} | place)
    files[RECIPES] = csv_bytes(recipes, RECIPE_COLUMNS)
    files[README] = Path(__file__).with_name("evidence.md").read_bytes()
    return files


def _write_parquet(book: Book, figure: Figure, by: Iterable[str], path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with Writer(path) as writer:
        for part in _parts(book, figure, by):
            labels = [name for name in part if part[name].dtype == object]
            part = part.astype(dict.fromkeys(labels, "str"))
            writer.write(part.rename(columns={name: header(book, figure.id, name) for name in part}))
    return path


def header(book: Book, id: str, column: str) -> str:
    """A column's header in the file; that of a cut has the dimension's name in brackets, as pages mark it (``data-by``)."""
    if FIGURES[id].components:
        return COMPONENT_HEADERS[column]
    fields = book.contract_of(FIGURES[id].ledgers[0]).by_name
    if column.startswith(CUT):
        by = column.removeprefix(CUT)
        title = fields[by].title if by in fields else book.worded(DERIVED.get(by, "月份"))
        return f"{title}〔{column}〕"
    return HEADERS.get(column) or (fields[column].title if column in fields else column)


def recipe(figure: Figure) -> dict[str, str]:
    """How a figure is counted from its evidence: measure, column, factor."""
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
    """The book of another period, by its name in the evidence: ``2018`` or ``2018@2021``."""
    name, _, register = period.partition(REGISTER_MARK)
    if not register:
        return book.for_period(Period.parse(name))
    return Book(Frames(book.frames.intake, register_year=int(register)), Period.parse(name))


def _components(book: Book, figure: Figure) -> pd.DataFrame:
    roles = {figure.numerator: "numerator", figure.denominator: "denominator"}
    roles |= dict.fromkeys(figure.parts, "plus") | dict.fromkeys(figure.less, "minus")
    return pd.DataFrame(
        [
            (name, FIGURES[name].label, roles[name], exact_text(book.value(name).number))
            for name in figure.components
        ],
        columns=["figure", "label", "role", "value"],
    )


def _with_components(shown: Iterable[EvidenceRequest]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Dimensions by figure and period; a figure's components are cut like the figure."""
    dimensions: dict[tuple[str, str], dict[str, None]] = {}
    waiting = sorted(set(shown))
    while waiting:
        request = waiting.pop()
        dimensions.setdefault((request.figure, request.period), {}).update(dict.fromkeys(request.by))
        waiting += [
            EvidenceRequest(id, request.by, request.period) for id in FIGURES[request.figure].components
        ]
    return {key: tuple(sorted(names)) for key, names in dimensions.items()}
