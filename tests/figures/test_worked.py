"""What was worked out already: taken over by kernels, with all that it is made of noted as if it were worked out there."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from tiny_bureau import TinyBureau

from workreport.base import dependency_tracking
from workreport.base.period import Period
from workreport.figures.book import Book
from workreport.figures.client import remote_figures
from workreport.figures.registry import FIGURES, total_of
from workreport.figures.results import FILE, FigureResult, FigureResults, uses_of
from workreport.ledgers.declared.codes import ORGS
from workreport.ledgers.frames import Frames
from workreport.narrative.section import book_of

PERIOD = Period.parse("2021")


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This process takes notes, as a kernel of a run does; the folder of the run."""
    folder = tmp_path / "notes"
    folder.mkdir()
    monkeypatch.setenv(dependency_tracking.VARIABLE, str(folder))
    monkeypatch.setattr(dependency_tracking, "_file", None)
    monkeypatch.setattr(dependency_tracking, "_noted", set())
    dependency_tracking.begin("00_summary")
    return folder


@pytest.fixture
def tiny(bureau: TinyBureau, two_figures) -> TinyBureau:
    total_of("t.both", label="合计", unit="件", parts=("t.samples", "t.devices"), definition="两者之和。")
    bureau.samples(2021, {}, {})
    bureau.devices(2021, {})
    return bureau


def told(folder: Path, id: str, known: FigureResult) -> None:
    FigureResults(known={(PERIOD.id, id): known}).tell(folder)


def test_known_things_survive_as_text():
    known = FigureResult(
        Decimal("1.50"), 3, {("month",): {("2021-01",): 2, ("2021-02",): None}}, (("month",), "ab")
    )
    again = FigureResult.of(json.loads(json.dumps(known.told())))
    assert again == known and type(again.cuts[("month",)][("2021-01",)]) is int
    assert FigureResult.of(json.loads(json.dumps(FigureResult().told()))) == FigureResult()


def test_a_number_that_the_run_knows_is_taken_and_noted(tiny, notes, monkeypatch):
    monkeypatch.setenv("WORKREPORT_DATA", str(tiny.data))
    monkeypatch.setenv("WORKREPORT_OUT", str(tiny.out))
    book = book_of("2021")
    told(notes, "t.samples", FigureResult(77))  # another number than the ledger's, to see where it comes from
    assert book.value("t.samples").number == 77
    assert set(uses_of(book.frames, PERIOD, "t.samples")) <= dependency_tracking._noted
    assert ("figure", "t.devices") not in dependency_tracking._noted
    assert book.value("t.both").number == 78


def test_what_is_told_later_is_taken_from_then_on(tiny, notes):
    book = Book(tiny.frames(), PERIOD, remote_figures())
    assert book.value("t.devices").number == 1
    told(notes, "t.samples", FigureResult(77))
    assert book.value("t.samples").number == 77


def test_what_another_process_worked_out_is_added_to_what_is_known():
    monthly, yearly = {("2021-01",): 2}, {(): 2}
    mine = FigureResults(known={("2021", "a"): FigureResult(1, None, {("month",): monthly})})
    mine.learn({("2021", "a"): FigureResult(1, 3, {(): yearly}), ("2021", "b"): FigureResult(0, 0)})
    assert mine.known == {
        ("2021", "a"): FigureResult(1, 3, {("month",): monthly, (): yearly}),
        ("2021", "b"): FigureResult(0, 0),
    }


def test_another_folder_than_the_run_s_is_looked_at_itself(tiny, notes):
    told(notes, "t.samples", FigureResult(77))
    assert book_of("2021", str(tiny.data)).value("t.samples").number == 2


def test_nothing_is_told_outside_of_runs(tiny, monkeypatch):
    monkeypatch.delenv(dependency_tracking.VARIABLE, raising=False)
    assert type(remote_figures()) is FigureResults


def test_nothing_known_is_not_told(tmp_path):
    FigureResults().tell(tmp_path)
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("id", sorted(FIGURES)[::7])
def test_uses_are_what_working_it_out_uses(sample_frames: Frames, notes, id):
    for period in (PERIOD, Period.parse("2021-08")):
        dependency_tracking._noted.clear()
        frames = Frames(sample_frames.intake)
        value = Book(frames, period).value(id)
        noted = set(dependency_tracking._noted)
        assert value.status != "blocked" and ("figure", id) in noted
        uses = set(uses_of(frames, period, id))
        # a field without a code list asks for the one of no name
        assert {(kind, name) for kind, name in noted - uses if name} == set()
        assert {(kind, name) for kind, name in uses - noted if kind == "table"} <= {
            one for one in uses if one[1].startswith(ORGS)
        }
