"""Processes beside one's own, the only module that forks.

``Worker`` runs one call after another in a forked process, with what this process holds in memory; ``for_each`` hands
items to several forked processes; ``prefetch`` makes items while those before are used. An executor of the standard
library does not serve here: its processes do not end with a killed parent, and Ctrl-C that arrives in ``os.fork`` is lost.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")
MOST_ITEMS = 255
"""Items that ``for_each`` hands out at once: each is one byte in a pipe."""
WITH_PARENT = 1
"""prctl's PR_SET_PDEATHSIG: a child ends with its parent, however that ends."""


def may_fork() -> bool:
    """Whether a process may be forked here: Windows has no fork, and macOS's system libraries do not survive one."""
    return sys.platform == "linux"


def processors() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Worker:
    """A forked process that holds a copy of `state` and runs what is submitted, one call after another.

    Where no process is `forked`, or none can be, calls run at once in this one. To be used as a context manager: what has
    not finished at the end of the block is given up. Fork before other threads start: they are missing in the child.

    Parameters
    ----------
    state : object
        First argument of every call. It reaches the process by the fork and is never pickled.
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
            _end(self._child)  # the thread that waits for it meets the end of the pipe
            self._calls.shutdown(cancel_futures=True)
            self._end.close()

    def submit(self, function: Callable[..., T], *args: Any) -> Future[T]:
        """The future result of ``function(state, *args)``; what the call raises, its result raises.

        A forked process is sent the arguments, and a function by its name in its module.
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
            return _received(self._end)
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            raise RuntimeError("a process beside the run ended unexpectedly") from error


@contextmanager
def for_each(items: Sequence[T], task: Callable[[T], object], processes: int) -> Iterator[None]:
    """Run the task with each item in forked processes during the block, which then ends when the last one has.

    Each process takes the next item that nobody else has taken. What a task raises ends its process unnoticed: look at
    what it was to leave behind. There are at most ``MOST_ITEMS`` items.
    """
    given, taken = os.pipe()
    os.write(taken, bytes(range(len(items))))
    os.close(taken)

    def work() -> None:
        while at := os.read(given, 1):
            task(items[at[0]])

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
    """The items, made in a forked process as far ahead as a pipe holds; what making them raises is raised here."""
    if not may_fork():
        yield from items
        return
    ours, theirs = Pipe(duplex=False)
    child = fork(lambda: _make(items, theirs), ours)
    theirs.close()
    try:
        while (item := _received(ours)) is not None:
            yield item[0]
    except EOFError as error:
        raise RuntimeError("a process beside the run ended unexpectedly") from error
    finally:
        ours.close()
        _end(child)


def fork(task: Callable[[], object], *parents_own: Any) -> int:
    """Run a task in a forked process, which ends with this one; its id. `parents_own` are closed there.

    An interrupt that arrives meanwhile is raised once the process is known; it is ended then.
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
        ctypes.CDLL(None).prctl(WITH_PARENT, signal.SIGKILL)
        # what interrupts the run ends the run, and this with it; only then may the signal come through again
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        if os.getppid() == parent:
            for one in parents_own:
                one.close()
            task()
            status = 0
    finally:
        os._exit(status)  # the parent's exit handlers are not for us


@contextmanager
def interrupts_deferred() -> Iterator[None]:
    """Ctrl-C that arrives inside the block is raised at its end.

    Around ``os.fork`` it would be lost: Python raises it in whatever at-fork handler runs next, such as those of
    ``logging``, and ignores what these raise. The signal is blocked for the child, which inherits this thread with its
    mask. Blocking is not enough for the parent: another thread may receive the signal, and Python raises it in the
    main thread all the same. So the handler only takes note meanwhile.
    """
    in_main = threading.current_thread() is threading.main_thread()
    interrupted: list[int] = []
    # the handler first and last: nothing is raised between it and the mask
    handler = signal.signal(signal.SIGINT, lambda number, _: interrupted.append(number)) if in_main else None
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)  # one that waited is noted here
        if in_main:
            signal.signal(signal.SIGINT, handler)
            if interrupted:
                signal.raise_signal(signal.SIGINT)


def _received(end: Any) -> Any:
    """The next result at the other end of a pipe; what was raised there is raised here."""
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
            end.send((False, _portable(error)))
            continue
        _send(end, result)


def _send(end: Any, result: Any) -> None:
    try:
        end.send((True, result))
    except OSError:  # whoever asked is gone
        return
    except Exception as error:  # it cannot travel
        end.send((False, _portable(error)))


def _make(items: Iterable[Any], end: Any) -> None:
    try:
        for item in items:
            end.send((True, (item,)))
        end.send((True, None))
    except Exception as error:
        end.send((False, _portable(error)))


def _portable(error: Exception) -> Exception:
    """The error itself where it can travel, with its traceback as a note; else its text."""
    error.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(traceback.format_exc())
    return error
