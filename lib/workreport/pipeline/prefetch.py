"""Reading ahead: the ledgers that are not in the store yet, read by several processes at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from workreport.base.errors import MissingLedger, WorkreportError
from workreport.base.period import Period
from workreport.base.workers import fork, may_fork
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake

MOST = 255
"""Files given out at once: each is one byte in a pipe."""


def prefetch_ledgers(frames: Frames, period: Period, jobs: int) -> None:
    """Fill the store with what a period draws on, and with what it is compared with, `jobs` files at a time.

    Raises
    ------
    WorkreportError
        If a file of the period cannot be read. One of last year alone is told of by whoever asks for it.
    """
    with prefetching(frames, period, jobs):
        pass
    for file in _drawn_on(frames, period):
        if not frames.intake.is_stored(file):
            frames.intake.read(file)


@contextmanager
def prefetching(frames: Frames, period: Period, jobs: int) -> Iterator[None]:
    """Fill the store as ``prefetch_ledgers`` while the block goes on, where several processes may; what cannot be read is left."""
    intake, drawn_on = frames.intake, [*_drawn_on(frames, period), *_drawn_on(frames, period.last_year())]
    files = {(file.ledger, file.shown): file for file in drawn_on}
    missing = (file for file in files.values() if not intake.is_stored(file))
    waiting = sorted(missing, key=_size, reverse=True)[:MOST]
    if jobs < 2 or not waiting or not may_fork():
        yield
        return
    if len(waiting) > 1:  # loaded once, before the processes part
        import workreport.ledgers.validate.rows  # noqa: F401

    given, taken = os.pipe()
    os.write(taken, bytes(range(len(waiting))))
    os.close(taken)
    children: list[int] = []
    try:
        for _ in range(min(jobs, len(waiting))):
            children.append(fork(lambda: _read(intake, waiting, given)))
        os.close(given)
        yield
    except BaseException:
        for child in children:
            os.kill(child, signal.SIGKILL)
        raise
    finally:
        for child in children:
            os.waitpid(child, 0)
    intake.mark_refreshed(waiting)


def _read(intake: Intake, waiting: Sequence[LedgerFile], given: int) -> None:
    """Read one file after another that nobody else has taken, the largest first."""
    while at := os.read(given, 1):
        with suppress(WorkreportError):
            intake.read(waiting[at[0]])


def _drawn_on(frames: Frames, period: Period) -> list[LedgerFile]:
    found: list[LedgerFile] = []
    for ledger in frames.intake.contracts:
        with suppress(MissingLedger):
            found += frames.provided(ledger, period)
    return found


def _size(file: LedgerFile) -> int:
    return file.path.stat().st_size if file.path else len(file.extract.content) if file.extract else 0
