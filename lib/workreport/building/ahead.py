"""Reading ahead: the ledgers that are not in the store yet, read by several processes at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress

from workreport.beside import fork, may_fork
from workreport.errors import MissingLedger, WorkreportError
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.ledgers.locating import LedgerFile
from workreport.period import Period

MOST = 255
"""Files given out at once: each is one byte in a pipe."""


def read_ahead(frames: Frames, period: Period, jobs: int) -> None:
    """Fill the store with what a period draws on, `jobs` files at a time.

    A file that cannot be read is left for whoever asks for it, and told of then.
    """
    intake = frames.intake
    waiting = sorted(
        (file for file in _drawn_on(frames, period) if not intake.is_stored(file)), key=_size, reverse=True
    )[:MOST]
    if min(jobs, len(waiting)) < 2 or not may_fork():
        return
    # loaded once, before the processes part
    import workreport.ledgers.validating.validation  # noqa: F401

    given, taken = os.pipe()
    os.write(taken, bytes(range(len(waiting))))
    os.close(taken)
    children = [fork(lambda: _read(intake, waiting, given)) for _ in range(jobs)]
    os.close(given)
    for child in children:
        os.waitpid(child, 0)
    intake.were_made(waiting)


def _read(intake: Intake, waiting: Sequence[LedgerFile], given: int) -> None:
    """Read one file after another that nobody else has taken, the largest first."""
    while at := os.read(given, 1):
        with suppress(WorkreportError):
            intake.read(waiting[at[0]])


def _drawn_on(frames: Frames, period: Period) -> list[LedgerFile]:
    """Files of the period, and of the same period last year, which nearly every section compares with."""
    found: dict[LedgerFile, None] = {}
    for ledger in frames.intake.contracts:
        for one in (period, period.last_year()):
            with suppress(MissingLedger):
                found |= dict.fromkeys(frames.files(ledger, one))
    return list(found)


def _size(file: LedgerFile) -> int:
    return file.path.stat().st_size if file.path else len(file.extract.content) if file.extract else 0
