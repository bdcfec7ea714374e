"""Figures worked out for the kernels of a run: told all at once, or asked for over a socket; nobody waits for the dead."""

from __future__ import annotations

import threading
from collections.abc import Callable
from multiprocessing.connection import Client
from pathlib import Path

import pytest
from tiny_bureau import TinyBureau

from workreport.base.errors import MissingLedger
from workreport.base.period import Period
from workreport.base.workers import may_fork
from workreport.figures.book import Book
from workreport.figures.client import SOCKET, RemoteFigures
from workreport.figures.results import FILE, FigureResult
from workreport.ledgers.frames import Frames
from workreport.pipeline.figure_server import FigureServer, told

PERIOD = Period.parse("2021")
BY = ("food",)
forking = pytest.mark.skipif(not may_fork(), reason="no process is forked here")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


@pytest.fixture
def tiny(bureau: TinyBureau, two_figures: None) -> TinyBureau:
    bureau.samples(2021, {}, {})
    bureau.samples(2020, {"抽样单编号": "R1", "抽样日期": "2020-05-06"})
    return bureau


@pytest.fixture
def unable(monkeypatch: pytest.MonkeyPatch) -> Callable[[TinyBureau, Path], Book]:
    """A function that gives a kernel's book, which works out nothing itself."""

    def refuse(*asked: object) -> None:
        raise AssertionError("it was told")

    def book(tiny: TinyBureau, notes: Path) -> Book:
        monkeypatch.setattr(Frames, "known", refuse)
        return Book(tiny.frames(), PERIOD, RemoteFigures(notes))

    return book


@forking
def test_numbers_and_cuts_are_told_as_they_would_be_worked_out(tiny, notes, unable):
    mine = Book(tiny.frames(), PERIOD)
    value, cut = mine.value("t.samples"), mine.cut("t.samples", BY)
    with told(Book(tiny.frames(), PERIOD), notes, forked=True):
        book = unable(tiny, notes)
        assert book.value("t.samples") == value
        assert book.cut("t.samples", BY) == cut != {}
        before = book.at(PERIOD.last_year())
        assert before.value("t.samples").number == 1 == sum(before.cut("t.samples", ("month",)).values())


@forking
def test_a_number_is_asked_for_before_all_are_there(tiny, notes):
    found: list[int] = []
    asking = threading.Thread(target=lambda: found.append(kernel.value("t.samples").number))
    kernel = Book(tiny.frames(), PERIOD, RemoteFigures(notes))
    with FigureServer(Book(tiny.frames(), PERIOD), notes) as answers:
        asking.start()
        while not found:
            answers.answer_all()
        asking.join()
    assert found == [2] and not kernel._rows and not (notes / FILE).exists()


@forking
def test_what_cannot_be_worked_out_is_said_by_whoever_asks(tiny, notes):
    with told(Book(tiny.frames(), PERIOD), notes, forked=True):
        book = Book(tiny.frames(), PERIOD, RemoteFigures(notes))
        assert book.value("t.devices").status == "blocked"  # no such ledger was handed in
        with pytest.raises(MissingLedger):
            book.cut("t.devices", BY)
        with pytest.raises(KeyError):
            book.cut("t.samples", ("no such column",))


@forking
def test_whoever_goes_away_while_asking_ends_nothing(tiny, notes, unable):
    with told(Book(tiny.frames(), PERIOD), notes, forked=True):
        Client(str(notes / SOCKET), "AF_UNIX").close()
        assert unable(tiny, notes).cut("t.samples", BY)


@forking
def test_whoever_calls_and_asks_nothing_holds_up_nobody_for_long(tiny, notes, unable, monkeypatch):
    monkeypatch.setattr("workreport.pipeline.figure_server.PATIENCE", 0.01)
    with (
        told(Book(tiny.frames(), PERIOD), notes, forked=True),
        Client(str(notes / SOCKET), "AF_UNIX") as silent,
    ):
        assert unable(tiny, notes).cut("t.samples", BY)
        with pytest.raises(EOFError):
            silent.recv_bytes()


@forking
def test_when_nobody_answers_any_more_it_is_worked_out_here(tiny, notes):
    with told(Book(tiny.frames(), PERIOD), notes, forked=True):
        pass
    (notes / FILE).unlink()
    assert (notes / SOCKET).exists()
    book = Book(tiny.frames(), PERIOD, RemoteFigures(notes))
    assert book.value("t.samples").number == 2
    assert book.cut("t.samples", BY) == Book(tiny.frames(), PERIOD).cut("t.samples", BY)


def test_one_after_the_other_all_numbers_are_told_and_nobody_is_asked(tiny, notes, unable):
    with told(Book(tiny.frames(), PERIOD), notes, forked=False):
        assert not (notes / SOCKET).exists()
        book = unable(tiny, notes)
        assert book.value("t.samples").number == 2
        assert book.worked.known["2020", "t.samples"] == FigureResult(1)


@pytest.mark.parametrize("why", ["no process is forked here", "no socket has so long a path"])
def test_where_nobody_can_answer_all_numbers_are_told(tiny, notes, unable, monkeypatch, why):
    if why.startswith("no process"):
        for place in ("base.workers", "pipeline.figure_server"):
            monkeypatch.setattr(f"workreport.{place}.may_fork", lambda: False)
    else:
        notes /= "长" * 60
        notes.mkdir()
    with told(Book(tiny.frames(), PERIOD), notes, forked=True):
        assert not (notes / SOCKET).exists()
        assert unable(tiny, notes).value("t.samples").number == 2
