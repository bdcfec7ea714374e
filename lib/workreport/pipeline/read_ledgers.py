"""Step 2 of a run: the ledgers that are not in the cache yet are read, by several processes at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from workreport.base.errors import MissingLedger
from workreport.base.period import Period
from workreport.base.workers import MAX_ITEMS, for_each, may_fork
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.frames import Frames
from workreport.pipeline.plan import Plan


@dataclass(frozen=True)
class Ledgers:
    """A plan with the ledgers of its period in the cache."""

    plan: Plan
    frames: Frames


def read_ledgers(plan: Plan) -> Ledgers:
    """Read what the period draws on, and what it is compared with.

    Raises
    ------
    WorkreportError
        If a file of the period cannot be read. One of last year alone is reported where somebody asks for it.
    """
    frames = Frames(plan.intake)
    with reading(frames, plan.period, plan.request.processes):
        pass
    for file in _drawn_on(frames, plan.period):
        if not plan.intake.is_stored(file):
            plan.intake.read(file)
    return Ledgers(plan, frames)


@contextmanager
def reading(frames: Frames, period: Period, processes: int) -> Iterator[None]:
    """Read ledgers as ``read_ledgers`` does while the block goes on, if several processes may; skip what cannot be read."""
    intake, drawn_on = frames.intake, [*_drawn_on(frames, period), *_drawn_on(frames, period.last_year())]
    files = {(file.ledger, file.shown): file for file in drawn_on}
    missing = [file for file in files.values() if not intake.is_stored(file)]
    # the largest first, so that no process is left alone with it at the end
    missing = sorted(missing, key=_size, reverse=True)[:MAX_ITEMS]
    if processes < 2 or not missing or not may_fork():
        yield
        return
    if len(missing) > 1:  # loaded once, before the processes part
        import workreport.ledgers.validate.rows  # noqa: F401

    with for_each(missing, intake.read, processes):
        yield
    intake.mark_refreshed(missing)


def _drawn_on(frames: Frames, period: Period) -> list[LedgerFile]:
    found: list[LedgerFile] = []
    for ledger in frames.intake.contracts:
        with suppress(MissingLedger):
            found += frames.provided(ledger, period)
    return found


def _size(file: LedgerFile) -> int:
    return file.path.stat().st_size if file.path else len(file.extract.content) if file.extract else 0
