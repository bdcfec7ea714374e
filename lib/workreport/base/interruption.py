"""Signals that end the program: Ctrl-C, SIGTERM, and SIGHUP of a closed terminal, all raised as KeyboardInterrupt.

Code that cleans up after Ctrl-C then cleans up after the others too.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
RAISED_AGAIN_S = 0.01

_deferred: list[int] | None = None
"""Signals that arrived while they were deferred; None where they are raised at once."""


class Ended(KeyboardInterrupt):
    """A signal asked this program to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def interrupt_behind(error: BaseException | None) -> KeyboardInterrupt | None:
    """The interrupt that is an error itself, or during whose handling the error was raised."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error


def exit_status(interrupt: BaseException | None) -> int:
    """Exit status of an interrupted program, as in shells: 128 and the signal's number."""
    return 128 + getattr(interrupt, "number", signal.SIGINT)


def raise_endings() -> None:
    """Raise ``Ended`` in the main thread on each of the signals, except those that the caller ignores (``nohup``, ``&``).

    Python ignores exceptions in finalisers and in some callbacks, such as one of the import system: a signal that is
    lost there is raised once more a moment later.
    """
    for number in ENDING:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _raise)
    if hasattr(signal, "setitimer"):
        sys.unraisablehook = _raise_again


def end_at_once() -> None:
    """Let the signals end the process directly from now on: it has nothing left to clean up."""
    for number in ENDING:
        if signal.getsignal(number) is _raise:
            signal.signal(number, signal.SIG_DFL)


def ignore_endings() -> None:
    """Ignore the signals in a child process, which ends with its parent; then unblock them."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


@contextmanager
def interrupts_deferred() -> Iterator[None]:
    """Signals that arrive inside the block are raised at its end.

    Around ``os.fork`` they would be lost: Python raises them in the next at-fork handler, such as those of
    ``logging``, and ignores exceptions of these. The signals are blocked for the child, which inherits the mask of this
    thread. Blocking is not enough for the parent: another thread may receive the signal, and Python still raises it
    in the main thread. So the handler only records the signal inside the block.
    """
    global _deferred
    in_main = threading.current_thread() is threading.main_thread()
    outer, received, handler = _deferred, [], None
    mask = _blocked(())
    try:
        if in_main:
            _deferred = received
            handler = signal.signal(signal.SIGINT, _raise)
        _blocked(ENDING)
        yield
    finally:
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)  # a pending signal is recorded here
        if in_main:
            _deferred = (
                outer  # before the handler: an interrupt between these lines is raised and not recorded
            )
            if handler is not None:
                signal.signal(signal.SIGINT, handler)
            if received:
                signal.raise_signal(received[0])


def _blocked(numbers: Iterable[int]) -> set[int] | None:
    """Block signals for this thread; what was blocked before, or None on Windows, which blocks no signal and forks no process."""
    if not hasattr(signal, "pthread_sigmask"):
        return None
    return signal.pthread_sigmask(signal.SIG_BLOCK, numbers)


def _raise(number: int, _: FrameType | None = None) -> None:
    if _deferred is None:
        raise Ended(number)
    _deferred.append(number)


def _raise_again(unraisable: Any) -> None:
    if not isinstance(unraisable.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
        return
    number = getattr(unraisable.exc_value, "number", signal.SIGINT)
    signal.signal(signal.SIGALRM, lambda *_: _raise(number))
    signal.setitimer(signal.ITIMER_REAL, RAISED_AGAIN_S)
