"""Tables as CSV: the rows of figures.csv, and how cells are written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import pandas as pd

from workreport.base.numbers import exact_text
from workreport.base.spreadsheets import neutral
from workreport.figures.book import Book
from workreport.figures.comparison import last_year, previous
from workreport.figures.registry import FIGURES

COLUMNS = (
    "id", "label", "value", "unit", "display", "kind", "period", "as_of", "last_year", "change", "previous",
    "ledgers", "rows", "definition", "status",
)  # fmt: skip
KINDS = {"flow": "流量", "stock": "存量", "opening": "期初存量", "cohort": "期内事项截至日状态"}


def figure_rows(book: Book, display: dict[str, str], changes: dict[str, str]) -> list[dict[str, str]]:
    """One row per figure with ``COLUMNS``, ordered by id.

    `display` and `changes`: each figure's value and change as the report prints them.
    """
    rows = []
    for id in filter(book.keeps, sorted(FIGURES)):
        figure, value = FIGURES[id], book.value(id)
        year, before = last_year(book, id), previous(book, id)
        rows.append(
            {
                "id": id,
                "label": figure.label,
                "value": exact_text(value.number),
                "unit": figure.unit,
                "display": display[id],
                "kind": figure.kind,
                "period": book.period.id,
                "as_of": book.period.as_of.isoformat(),
                "last_year": exact_text(year.number if year else None),
                "change": changes[id],
                "previous": exact_text(before.number if before else None),
                "ledgers": " ".join(book.ledgers(id)),
                "rows": str(book.row_count(id)),
                "definition": figure.definition,
                "status": value.status,
            }
        )
    return rows


def csv_bytes(rows: list[dict[str, str]] | pd.DataFrame, columns: tuple[str, ...] | list[str]) -> bytes:
    """A table as UTF-8 CSV; cells as text, dates ISO."""
    if isinstance(rows, pd.DataFrame):
        # by column: reading Arrow cells one by one is slow
        return csv_of_columns({name: cell_texts(rows[name]) for name in columns})
    return _csv(columns, ([cell_text(row[name]) for name in columns] for row in rows))


def csv_of_columns(columns: Mapping[str, Sequence[str]]) -> bytes:
    """A table as UTF-8 CSV, from its columns of cell_texts."""
    return _csv(list(columns), zip(*columns.values(), strict=True))


def _csv(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """The one writer of CSV files for people: no cell of it is run as a formula, and Excel reads its Chinese (BOM)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(neutral, columns))
    writer.writerows(map(neutral, line) for line in lines)
    return text.getvalue().encode("utf-8-sig")


def cell_texts(column: pd.Series) -> list[str]:
    """The cells of a column as ``cell_text`` writes them; each distinct day is converted once."""
    if pd.api.types.is_datetime64_dtype(column.dtype):
        positions, days = pd.factorize(column, use_na_sentinel=False)
        day_texts = [cell_text(day) for day in days]
        return [day_texts[position] for position in positions]
    return [cell if type(cell) is str else cell_text(cell) for cell in column.astype(object).tolist()]


def cell_text(value: object) -> str:
    if type(value) is str:
        return value
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.isoformat(sep=" ") if value != value.normalize() else value.date().isoformat()
    return exact_text(value) if isinstance(value, Decimal) else str(value)
