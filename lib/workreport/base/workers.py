"""Forked worker processes; no other module of the engine forks.

``Worker`` runs one call after another in a forked process, with a copy of this process's memory; ``for_each`` distributes
items over several forked processes; ``prefetch`` computes items ahead of their use. Executors of the standard library do
not work here: their processes do not end with a killed parent, and a signal that arrives in ``os.fork`` is lost.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from typing import Any, NoReturn, TypeVar

from workreport.base.interruption import ignore_endings, interrupts_deferred

T = TypeVar("T")
MAX_ITEMS = 255
"""Most items of one ``for_each``: each is one byte in a pipe."""
PR_SET_PDEATHSIG = 1
"""Option of prctl: signal that a child receives when its parent ends."""


def may_fork() -> bool:
    """Whether a process may be forked here: Windows has no fork, and macOS's system libraries do not survive one."""
    return sys.platform == "linux" and hasattr(os, "fork")


def processors() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Worker:
    """A forked process that holds a copy of `state` and runs the submitted calls one after another.

    Without `forked`, or where forking is not possible, calls run at once in this process. Use it as a context manager:
    calls that have not finished at the end of the block are cancelled. Fork before other threads start: the child lacks them.

    Parameters
    ----------
    state : object
        First argument of every call. Inherited by the fork and never pickled.
    """

    def __init__(self, state: Any, *, forked: bool) -> None:
        self._state = state
        self._child: int | None = None
        if forked and may_fork():
            self._end, theirs = Pipe()
            self._calls = ThreadPoolExecutor(1, thread_name_prefix="worker")
            self._child = fork(lambda: _serve(state, theirs), self._end)
            theirs.close()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *error: object) -> None:
        if self._child is not None:
            _end(self._child)  # the thread that waits for it reads the end of the pipe
            self._calls.shutdown(cancel_futures=True)
            self._end.close()

    def submit(self, function: Callable[..., T], *args: Any) -> Future[T]:
        """Submit ``function(state, *args)`` and return its future, which also carries exceptions.

        For a forked process, the arguments and the function (by name) are pickled.
        """
        if self._child is not None:
            return self._calls.submit(self._call, function, args)
        future: Future[T] = Future()
        try:
            future.set_result(function(self._state, *args))
        except Exception as error:
            future.set_exception(error)
        return future

    def _call(self, function: Callable[..., T], args: tuple[Any, ...]) -> T:
        try:
            self._end.send((function, args))
            return _receive(self._end)
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            raise RuntimeError("a process beside the run ended unexpectedly") from error


@contextmanager
def for_each(items: Sequence[T], task: Callable[[T], object], processes: int) -> Iterator[None]:
    """Run the task with each item in forked processes during the block; wait for them at its end.

    Each process takes the next free item. An exception in a task ends its process silently: the caller checks
    the results that tasks leave behind. There are at most ``MAX_ITEMS`` items.
    """
    given, taken = os.pipe()
    os.write(taken, bytes(range(len(items))))
    os.close(taken)

    def work() -> None:
        while index := os.read(given, 1):
            task(items[index[0]])

    children: list[int] = []
    try:
        for _ in range(min(processes, len(items))):
            children.append(fork(work))
        os.close(given)
        yield
    except BaseException:
        for child in children:
            os.kill(child, signal.SIGKILL)
        raise
    finally:
        for child in children:
            os.waitpid(child, 0)


def _end(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def prefetch(items: Iterable[T]) -> Iterator[T]:
    """Iterate over items computed ahead in a forked process, as far as a pipe holds; exceptions are raised here."""
    if not may_fork():
        yield from items
        return
    ours, theirs = Pipe(duplex=False)
    child = fork(lambda: _send_items(items, theirs), ours)
    theirs.close()
    try:
        while (item := _receive(ours)) is not None:
            yield item[0]
    except EOFError as error:
        raise RuntimeError("a process beside the run ended unexpectedly") from error
    finally:
        ours.close()
        _end(child)


def fork(task: Callable[[], object], *parents_own: Any) -> int:
    """Run a task in a forked process, which ends with this one; return its PID. `parents_own` are closed in the child.

    An interrupt that arrives meanwhile is raised after the fork, and the child is killed.
    """
    parent, child = os.getpid(), None
    try:
        with interrupts_deferred():
            child = os.fork()
            if not child:
                _run_forked(task, parent, parents_own)
    except BaseException:
        if child:
            _end(child)
        raise
    return child


def _run_forked(task: Callable[[], object], parent: int, parents_own: Sequence[Any]) -> NoReturn:
    status = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        ignore_endings()  # an interrupt ends the parent, and the child with it
        if os.getppid() == parent:
            for resource in parents_own:
                resource.close()
            task()
            status = 0
    finally:
        os._exit(status)  # skip the parent's exit handlers


def _receive(end: Any) -> Any:
    """Receive the next result from a pipe; raise the exception that was raised there."""
    fine, result = end.recv()
    if not fine:
        raise result
    return result


def _serve(state: Any, end: Any) -> None:
    """Answer calls until the other end is closed."""
    while True:
        try:
            function, args = end.recv()
        except EOFError:
            return
        try:
            result = function(state, *args)
        except Exception as error:
            end.send((False, _picklable(error)))
            continue
        _send(end, result)


def _send(end: Any, result: Any) -> None:
    try:
        end.send((True, result))
    except OSError:  # the caller is gone
        return
    except Exception as error:  # the result cannot be pickled
        end.send((False, _picklable(error)))


def _send_items(items: Iterable[Any], end: Any) -> None:
    try:
        for item in items:
            end.send((True, (item,)))
        end.send((True, None))
    except Exception as error:
        end.send((False, _picklable(error)))


def _picklable(error: Exception) -> Exception:
    """The error with its traceback as a note if it can be pickled; else its text as RuntimeError."""
    error.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(traceback.format_exc())
    return error
