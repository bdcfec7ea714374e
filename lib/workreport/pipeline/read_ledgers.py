"""Step 2 of a run: read the ledgers that are not in the cache, in parallel processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

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
    """Read the ledgers of the period and of the periods it is compared with.

    Raises
    ------
    WorkreportError
        If a file of the period cannot be read. A file of last year alone raises when its rows are used.
    """
    frames = Frames(plan.intake)
    _read_in_parallel(frames, plan.period, plan.request.processes)
    for file in _files_used(frames, plan.period):
        if not plan.intake.is_stored(file):
            plan.intake.read(file)
    return Ledgers(plan, frames)


def _read_in_parallel(frames: Frames, period: Period, processes: int) -> None:
    """Read ledgers in several processes, if allowed; skip those that cannot be read."""
    intake, used = frames.intake, [*_files_used(frames, period), *_files_used(frames, period.last_year())]
    files = {(file.ledger, file.shown): file for file in used}
    missing = [file for file in files.values() if not intake.is_stored(file)]
    # the largest first, so that none is read alone at the end
    missing = sorted(missing, key=_size, reverse=True)[:MAX_ITEMS]
    if processes < 2 or not missing or not may_fork():
        return
    if len(missing) > 1:  # imported before forking, so that each process does not import it again
        import workreport.ledgers.validate.rows  # noqa: F401

    with for_each(missing, intake.read, processes):
        pass
    intake.mark_refreshed(missing)


def _files_used(frames: Frames, period: Period) -> Iterator[LedgerFile]:
    return chain.from_iterable(frames.all_provided(period).values())


def _size(file: LedgerFile) -> int:
    return file.path.stat().st_size if file.path else len(file.extract.content) if file.extract else 0
