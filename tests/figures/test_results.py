"""Numbers that a run has computed: taken over by its kernels, exact, and by nobody else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tiny_bureau import TinyBureau

from workreport.base.paths import RUN_VARIABLE
from workreport.base.period import Period
from workreport.figures.registry import total_of
from workreport.figures.results import FigureResult, FigureResults, results_of_run
from workreport.narrative.section import book_of

PERIOD = Period.parse("2021")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The work folder of the run that has started this process."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.setenv(RUN_VARIABLE, str(folder))
    return folder


@pytest.fixture
def tiny(bureau: TinyBureau, two_figures, monkeypatch: pytest.MonkeyPatch) -> TinyBureau:
    total_of("t.both", label="合计", unit="件", parts=("t.samples", "t.devices"), definition="两者之和。")
    bureau.samples(2021, {}, {})
    bureau.devices(2021, {})
    monkeypatch.setenv("WORKREPORT_DATA", str(bureau.data))
    monkeypatch.setenv("WORKREPORT_OUT", str(bureau.out))
    return bureau


def write(work: Path, id: str, number: object) -> None:
    FigureResults({(PERIOD.id, id): FigureResult(number)}).write(work)


def test_numbers_survive_exactly(work):
    known = {
        ("2021", "a"): FigureResult(Decimal("1.50"), 3),
        ("2021", "b"): FigureResult(7, None),
        ("2021", "c"): FigureResult(),
    }
    FigureResults(known).write(work)
    again = results_of_run().by_key
    assert again == known and str(again["2021", "a"].number) == "1.50"
    assert type(again["2021", "b"].number) is int


def test_a_number_that_the_run_has_computed_is_taken(tiny, work):
    write(work, "t.samples", 77)  # another number than the ledger's, to see where it comes from
    book = book_of("2021")
    assert book.value("t.samples").number == 77 and book.value("t.devices").number == 1
    assert book.value("t.both").number == 78


def test_another_folder_than_the_run_s_is_looked_at_itself(tiny, work):
    write(work, "t.samples", 77)
    assert book_of("2021", str(tiny.data)).value("t.samples").number == 2


def test_there_is_nothing_outside_of_runs(monkeypatch):
    monkeypatch.delenv(RUN_VARIABLE, raising=False)
    assert results_of_run().by_key == {}


def test_only_what_is_not_known_is_added():
    results = FigureResults({("2021", "a"): FigureResult(1), ("2021", "b"): FigureResult()})
    results.add(
        {("2021", "a"): FigureResult(2, 2), ("2021", "b"): FigureResult(3, 3), ("2020", "a"): FigureResult(4)}
    )
    assert {key: result.number for key, result in results.by_key.items()} == {
        ("2021", "a"): 1,
        ("2021", "b"): 3,
        ("2020", "a"): 4,
    }
