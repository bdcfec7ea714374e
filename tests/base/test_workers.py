"""Work in a forked process gives what it gives here, in order, its errors included, and leaves nothing behind."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from workreport.base import workers as module
from workreport.base.errors import LedgerError
from workreport.base.workers import Worker, for_each, prefetch

pytestmark = pytest.mark.skipif(not module.may_fork(), reason="no process is forked on this system")
BOTH = pytest.mark.parametrize("forked", [True, False])


class Unportable(Exception):
    """An error that no pipe carries."""

    def __reduce__(self):
        raise TypeError("not portable")


def add(state: list[int], *numbers: int) -> tuple[int, int]:
    """The sum of all numbers that this worker was given, and its process."""
    state.extend(numbers)
    return sum(state), os.getpid()


def fail(_: object, error: Exception) -> None:
    raise error


def fail_unportably(_: object) -> None:
    raise Unportable("here alone")


def leave(_: object) -> None:
    os._exit(3)


def unportable(_: object):
    return lambda: None


def length(_: object, content: bytes) -> int:
    return len(content)


def sleep(_: object, path: Path) -> None:
    path.write_text(str(os.getpid()))
    time.sleep(60)


@BOTH
def test_calls_run_in_order_on_the_worker_s_own_state(forked):
    numbers = [1]
    with Worker(numbers, forked=forked) as worker:
        first, second = worker.submit(add, 2), worker.submit(add, 3, 4)
        assert (first.result()[0], second.result()[0]) == (3, 10)
        assert (first.result()[1] != os.getpid()) is forked
    assert numbers == ([1] if forked else [1, 2, 3, 4])


@BOTH
def test_errors_keep_their_kind_and_place_and_the_worker_goes_on(forked):
    with Worker([], forked=forked) as worker:
        failed = worker.submit(fail, LedgerError("表头不对", where="甲.csv"))
        after = worker.submit(add, 5)
        with pytest.raises(LedgerError) as caught:
            failed.result()
        assert after.result()[0] == 5
    assert caught.value.where == "甲.csv" and "甲.csv" in caught.value.message


def test_what_cannot_travel_is_an_error_that_says_so():
    with Worker(None, forked=True) as worker:
        with pytest.raises(RuntimeError, match="here alone"):
            worker.submit(fail_unportably).result()
        with pytest.raises((RuntimeError, AttributeError), match="lambda"):
            worker.submit(unportable).result()


def test_a_worker_that_ends_without_a_word_is_an_error():
    with Worker(None, forked=True) as worker, pytest.raises(RuntimeError, match="unexpectedly"):
        worker.submit(leave).result()


def test_nobody_waits_with_what_is_sent(tmp_path: Path):
    with Worker(None, forked=True) as worker:
        long = b"x" * 5_000_000  # far more than a pipe holds
        results = [worker.submit(length, long) for _ in range(3)]
        assert [result.result() for result in results] == [len(long)] * 3


def test_what_is_not_finished_is_given_up(tmp_path: Path):
    path, began = tmp_path / "process", time.monotonic()
    with Worker(None, forked=True) as worker:
        waiting = [worker.submit(sleep, path), worker.submit(sleep, path)]
        while not path.is_file() or not path.read_text():
            time.sleep(0.01)
    assert time.monotonic() - began < 30 and all(call.done() for call in waiting)
    with pytest.raises(ProcessLookupError):
        os.kill(int(path.read_text()), 0)


def test_each_item_is_taken_once(tmp_path: Path):
    def task(name: str) -> None:
        with (tmp_path / name).open("a") as file:
            file.write(f"{os.getpid()}\n")
        if name == "3":
            raise ValueError("this process ends; the others go on")
        time.sleep(0.01)

    names = [str(at) for at in range(12)]
    with for_each(names, task, 3):
        pass
    written = {path.name: path.read_text().split() for path in tmp_path.iterdir()}
    assert sorted(written) == sorted(names) and all(len(lines) == 1 for lines in written.values())
    processes = {lines[0] for lines in written.values()}
    # on a busy machine the others may have taken all before the last one began
    assert 2 <= len(processes) <= 3 and str(os.getpid()) not in processes


def items(fails: bool = False):
    for at in range(5):
        yield at, os.getpid()
    if fails:
        raise LedgerError("后面读不了", where="乙.csv")


@BOTH
def test_items_are_made_elsewhere_and_are_the_same(forked, monkeypatch):
    monkeypatch.setattr(module, "may_fork", lambda: forked)
    results = list(prefetch(items()))
    assert [at for at, _ in results] == [0, 1, 2, 3, 4]
    assert all((process != os.getpid()) is forked for _, process in results)


def test_an_error_comes_after_the_items_before_it():
    seen = []
    with pytest.raises(LedgerError, match="后面读不了"):
        for at, _ in prefetch(items(fails=True)):
            seen.append(at)
    assert seen == [0, 1, 2, 3, 4]


def test_items_that_are_left_end_the_process():
    results = prefetch(items())
    _, process = next(results)
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
