"""Figures over ledgers in parts are the figures over the whole ledgers: values, cuts, evidence, sources of error."""

from __future__ import annotations

import json
import shutil

import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

import marketsupervision  # noqa: F401
from workreport.base.checked_files import read_entry, write_entry
from workreport.base.errors import MissingLedger
from workreport.base.hashing import sha256
from workreport.base.workspace import Workspace
from workreport.figures.attribution import SUB_BUREAU
from workreport.figures.book import Book
from workreport.figures.evidence import evidence
from workreport.figures.measure import MONTH
from workreport.figures.registry import FIGURES
from workreport.ledgers import table_cache
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake

COUNTED = sorted(id for id, figure in FIGURES.items() if figure.rows is not None)


@pytest.fixture(scope="module")
def whole(book_of) -> Book:
    """The sample year, each ledger in memory."""
    return book_of("2021")


@pytest.fixture(scope="module")
def parts(whole, tmp_path_factory) -> Book:
    """The sample year, each ledger of more than 60 rows left in its file, in four or five groups of rows."""
    out, intake = tmp_path_factory.mktemp("parts"), whole.frames.intake
    for file in intake.files:
        intake.read(file)
    copy = out / ".store" / "ledgers"
    shutil.copytree(intake.tables_cache.cache.folder, copy)
    for path in copy.glob("*[!e].parquet"):  # neither rows set aside nor findings
        entry = path.with_suffix("")
        table = pq.read_table(path)
        pq.write_table(table, path, row_group_size=max(len(table) // 4, 1))
        notes = json.loads(read_entry(entry))
        notes["digests"]["parquet"] = sha256(path)
        write_entry(entry, json.dumps(notes).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_cache, "LARGE", 60)
        book = Book(Frames(Intake.of(Workspace.open(intake.workspace.data, out))), whole.period)
        for file in book.frames.intake.files:
            book.frames.intake.read(file)
    return book


def dimensions(book: Book, id: str) -> list[tuple[str, ...]]:
    """What a figure may be cut by: a list or mark of its ledger, months, sub-bureaus, two of them."""
    contract = book.contract_of(FIGURES[id].ledgers[0])
    fields = [
        f.name for f in contract.read_fields if f.codes or f.constraints.enum or f.type in ("boolean", "list")
    ]
    months = [(MONTH,), *((MONTH, name) for name in fields[:1])]
    dated = FIGURES[id].date or contract.period_date
    return [*((name,) for name in [*fields[-1:], SUB_BUREAU]), *(months if dated else ())]


def cut(book: Book, id: str, by: tuple[str, ...]) -> object:
    try:
        return book.cut(id, by)
    except MissingLedger as error:
        return error.what


def test_ledgers_are_in_parts(parts):
    assert len(parts.frames.parts("complaints", parts.period)) > 4
    assert parts.frames.is_large("subjects", parts.period)


@pytest.mark.parametrize("id", COUNTED)
def test_a_figure_is_the_same_in_parts(whole, parts, id):
    assert parts.value(id) == whole.value(id)
    assert parts.row_count(id) == whole.row_count(id)
    for by in dimensions(whole, id):
        assert cut(parts, id, by) == cut(whole, id, by), by
    expected, other = (
        evidence(book, id, (MONTH, SUB_BUREAU)).reset_index(drop=True) for book in (whole, parts)
    )
    assert_frame_equal(other, expected)
