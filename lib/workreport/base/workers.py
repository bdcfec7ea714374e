"""Work beside one's own: in a forked process where that is safe, else in this one before what it goes on beside.

``beside`` is for work that awaits messages: a generator in which a bare ``yield`` awaits one and any other yields a
result, each taken in its turn. ``prefetch`` is for items that are made while those before are used.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from typing import Any, NoReturn, Protocol, TypeVar

T = TypeVar("T")
WorkerTask = Generator[Any, Any, None]
WITH_PARENT = 1
"""prctl's PR_SET_PDEATHSIG: a child ends with its parent, however that ends."""


class Worker(Protocol):
    """Work under way: sent messages, asked for its results, each in order. What it raises is raised here."""

    def send(self, message: Any) -> None:
        """Give the work the next message that it awaits, which must not be changed from then on; returns at once."""

    def receive(self) -> Any:
        """The work's next result, waited for."""


def may_fork() -> bool:
    """Whether a process may be forked here: Windows has no fork, and macOS's system libraries do not survive one."""
    return sys.platform == "linux"


def processors() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def beside(work: WorkerTask, *, forked: bool) -> Iterator[Worker]:
    """Begin the work; what of it is not finished at the end of the block is given up."""
    if not forked or not may_fork():
        yield InlineWorker(work)
        return
    ours, theirs = Pipe()
    child = fork(lambda: _serve(work, theirs), ours)
    theirs.close()
    try:
        yield ForkedWorker(ours)
    finally:
        ours.close()
        _end(child)


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
    there = ForkedWorker(ours)
    try:
        while (made := there.receive()) is not None:
            yield made[0]
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


class InlineWorker:
    """The work in this process, as far as the messages take it."""

    def __init__(self, work: WorkerTask) -> None:
        self._work = work
        self._results: deque[Any] = deque()
        assert next(work) is None, "work beside awaits a message first"

    def send(self, message: Any) -> None:
        if (result := self._work.send(message)) is not None:
            self._results.append(result)

    def receive(self) -> Any:
        return self._results.popleft() if self._results else next(self._work)


class ForkedWorker:
    """The work in a forked process, at the other end of a pipe."""

    def __init__(self, end: Any) -> None:
        self._end = end
        self._sending: threading.Thread | None = None

    def send(self, message: Any) -> None:
        # a long message waits in the pipe until the work asks for it, and nobody should wait with it
        self._sending = threading.Thread(target=self._send, args=(message, self._sending), daemon=True)
        self._sending.start()

    def _send(self, message: Any, before: threading.Thread | None) -> None:
        if before is not None:
            before.join()
        with suppress(OSError):  # it has failed, and `receive` tells why; or it was given up
            self._end.send(message)

    def receive(self) -> Any:
        try:
            fine, told = self._end.recv()
        except EOFError as error:
            raise RuntimeError("a process beside the run ended unexpectedly") from error
        if not fine:
            raise told
        return told


def _serve(work: WorkerTask, end: Any) -> None:
    # in a thread, so that the work goes on while a long result waits to be taken
    with ThreadPoolExecutor(1) as sender:
        try:
            result = next(work)
            while True:
                if result is None:
                    result = work.send(end.recv())
                else:
                    sender.submit(_send, end, result)
                    result = next(work)
        except StopIteration:
            return
        except Exception as error:
            sender.submit(end.send, (False, _portable(error)))


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
