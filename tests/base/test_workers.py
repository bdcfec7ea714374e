"""Work in a forked process gives what it gives here, in order, its errors included, and leaves nothing behind."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from workreport.base import workers as module
from workreport.base.errors import LedgerError
from workreport.base.workers import beside, prefetch

pytestmark = pytest.mark.skipif(not module.may_fork(), reason="no process is forked on this system")
BOTH = pytest.mark.parametrize("forked", [True, False])


def counting(fails: Exception | None = None):
    message = yield
    yield message, os.getpid()
    if fails:
        raise fails
    yield "last"


@BOTH
def test_results_come_in_order(forked):
    with beside(counting(), forked=forked) as work:
        work.send({"sections": 3})
        message, process = work.receive()
        assert work.receive() == "last"
    assert message == {"sections": 3} and (process != os.getpid()) is forked


@BOTH
def test_errors_keep_their_kind_and_place(forked):
    with beside(counting(LedgerError("表头不对", where="甲.csv")), forked=forked) as work:
        work.send(1)
        work.receive()
        with pytest.raises(LedgerError) as caught:
            work.receive()
    assert caught.value.where == "甲.csv" and "甲.csv" in caught.value.message


@BOTH
def test_messages_are_taken_one_after_another_whatever_their_length(forked):
    def reading():
        long = yield
        short = yield
        yield len(long), short

    with beside(reading(), forked=forked) as work:
        work.send(b"x" * 5_000_000)
        work.send("context")
        assert work.receive() == (5_000_000, "context")


def test_an_error_that_cannot_travel_is_told_as_text():
    class Local(Exception):
        pass

    with beside(counting(Local("here alone")), forked=True) as work:
        work.send(1)
        work.receive()
        with pytest.raises(RuntimeError, match="here alone"):
            work.receive()


def test_work_that_ends_without_a_word_is_an_error():
    def gone():
        yield
        os._exit(3)

    with beside(gone(), forked=True) as work:
        work.send(1)
        with pytest.raises(RuntimeError, match="unexpectedly"):
            work.receive()


def test_a_result_that_cannot_travel_is_an_error():
    def local():
        yield
        yield lambda: None

    with beside(local(), forked=True) as work:
        work.send(1)
        with pytest.raises((RuntimeError, AttributeError), match="lambda"):
            work.receive()


def test_nobody_waits_with_what_is_sent(tmp_path: Path):
    def late():
        while not (tmp_path / "go").exists():
            time.sleep(0.01)
        message = yield
        yield b"y" * len(message)
        (tmp_path / "on").touch()
        yield "last"

    with beside(late(), forked=True) as work:
        work.send(b"x" * 5_000_000)  # far more than a pipe holds, to one who does not listen yet
        (tmp_path / "go").touch()
        while not (tmp_path / "on").exists():  # it goes on though its long result was not taken
            time.sleep(0.01)
        assert len(work.receive()) == 5_000_000 and work.receive() == "last"


def test_what_is_not_finished_is_given_up(tmp_path: Path):
    def slow():
        (tmp_path / "process").write_text(str(os.getpid()))
        yield
        time.sleep(60)

    began = time.monotonic()
    with beside(slow(), forked=True):
        while not (tmp_path / "process").is_file() or not (tmp_path / "process").read_text():
            time.sleep(0.01)
    assert time.monotonic() - began < 30
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "process").read_text()), 0)


def items(fails: bool = False):
    for at in range(5):
        yield at, os.getpid()
    if fails:
        raise LedgerError("后面读不了", where="乙.csv")


@BOTH
def test_items_are_made_elsewhere_and_are_the_same(forked, monkeypatch):
    monkeypatch.setattr(module, "may_fork", lambda: forked)
    made = list(prefetch(items()))
    assert [at for at, _ in made] == [0, 1, 2, 3, 4]
    assert all((process != os.getpid()) is forked for _, process in made)


def test_an_error_comes_after_the_items_before_it():
    seen = []
    with pytest.raises(LedgerError, match="后面读不了"):
        for at, _ in prefetch(items(fails=True)):
            seen.append(at)
    assert seen == [0, 1, 2, 3, 4]


def test_items_that_are_left_end_the_process():
    made = prefetch(items())
    _, process = next(made)
    made.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
