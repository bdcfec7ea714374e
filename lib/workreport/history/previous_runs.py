"""Compare the current run with earlier runs of the period, and store it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workreport.base.errors import WorkreportError
from workreport.base.period import Period
from workreport.checks.verdicts import Check
from workreport.figures.book import Book
from workreport.figures.number_format import MISSING
from workreport.history.inputs import InputChange, compare_inputs
from workreport.history.moved_figures import moved_figures
from workreport.history.reported_changes import Difference, differences
from workreport.history.runs import History, Run, id_of
from workreport.history.signoff_record import NAME as SIGNOFFS
from workreport.history.snapshot import Snapshot

REPORTED = "reported:"


@dataclass(frozen=True)
class PreviousRuns:
    """Earlier runs of a period, compared with the current inputs `now`.

    ``base`` is the last clean run with other inputs, ``changes`` the input changes since; ``last`` whether no clean
    run followed it. ``before`` is the last run, draft or clean, with other inputs (except signatures) or other code.
    All are the same when a run is repeated, so its bytes are too. ``definitions`` are the definition hashes of a run
    by the same code. ``published`` is the last clean run with other inputs or other code.
    """

    history: History
    now: Mapping[str, Any]
    base: Run | None
    changes: tuple[InputChange, ...]
    last: bool
    before: Run | None = None
    definitions: Mapping[str, str] | None = None
    published: Run | None = None

    @classmethod
    def of(cls, history: History, period: Period, now: Mapping[str, Any], code: str) -> PreviousRuns:
        """Compare the earlier runs of a period with the inputs `now` and this `code` (``Workspace.code``)."""
        runs = history.runs(period.id)
        clean = [run for run in runs if not run.draft]
        before = next((run for run in reversed(runs) if _other(run, now, code)), None)
        published = next((run for run in reversed(clean) if _other(run, now, code)), None)
        defined = next((run.manifest["definitions"] for run in runs if run.manifest["code"] == code), None)
        for run in reversed(clean):
            if changes := compare_inputs(run.manifest, now):
                return cls(history, now, run, tuple(changes), run is clean[-1], before, defined, published)
        return cls(history, now, None, (), False, before, defined, published)

    @property
    def warning(self) -> list[str]:
        """Input changes since the last clean run, for the terminal; empty if it had the same inputs."""
        if self.base is None or not self.last:
            return []
        head = f"与已出的正式稿（{self.base.id}）相比，下列输入有变动，继续出稿："
        return [head, *(f"  · {change}" for change in self.changes)]

    def change_rows(self) -> list[dict[str, str]]:
        """The input changes as rows of the review view."""
        base = self.base.id if self.base else ""
        return [{"run": base, "change": str(change)} for change in self.changes]

    def since_reported(self, book: Book, snapshot: Snapshot, checks: Sequence[Check]) -> list[Difference]:
        """Changes since each reported value that no longer matches."""
        reported = [
            (*check.id.removeprefix(REPORTED).split(":"), check.right)
            for check in checks
            if check.id.startswith(REPORTED) and check.verdict == "CONFLICT"
        ]
        return differences(book, _live(book, snapshot), self.history, reported)

    def moved(self, book: Book, snapshot: Snapshot, display: Mapping[str, str]) -> list[dict[str, str]]:
        """The figures that differ from the previous run (see ``moved_figures``)."""
        return _moved_since(self.before, book, snapshot, display)

    def corrected(
        self,
        book: Book,
        snapshot: Snapshot,
        display: Mapping[str, str],
        moved: Sequence[dict[str, str]],
    ) -> Sequence[dict[str, str]]:
        """The figures that differ from the last clean run, which went out; `moved` are those since the previous run."""
        if self.published is self.before:
            return moved
        return _moved_since(self.published, book, snapshot, display)

    @property
    def before_name(self) -> str:
        """Display name of the previous run; empty if there is none."""
        return f"{self.before.id}（{'草稿' if self.before.draft else '正式稿'}）" if self.before else ""

    def ids_used(self, since: Sequence[Difference]) -> list[str]:
        """Ids of the earlier runs that the report refers to: they are inputs too."""
        compared = {run.id for run in (self.base, self.before, self.published) if run}
        return sorted({difference.run for difference in since if difference.run} | compared)


def _moved_since(
    run: Run | None, book: Book, snapshot: Snapshot, display: Mapping[str, str]
) -> list[dict[str, str]]:
    if run is None:
        return []
    live = _live(book, snapshot)
    return moved_figures(book, run, live, display, lambda id: book.value(id).reason or MISSING)


def _live(book: Book, snapshot: Snapshot) -> Run:
    """The current run, with its rows only."""
    identity = {"period": book.period.id, "code": book.frames.intake.workspace.code}
    return Run(snapshot.metadata | identity, snapshot.objects)


def _other(run: Run, now: Mapping[str, Any], code: str) -> bool:
    """Whether a run had other inputs than `now` or other code; signatures are ignored."""
    changes = compare_inputs(run.manifest, now)
    return run.manifest["code"] != code or any(not change.file.endswith(SIGNOFFS) for change in changes)


def with_differences(checks: Sequence[Check], since: Sequence[Difference]) -> list[Check]:
    """The checks, with notes on the differences added to those of reported values."""
    notes = {f"{REPORTED}{difference.figure}:{difference.recipient}": difference.note for difference in since}
    return [
        replace(check, explanation=f"{check.explanation}；{notes[check.id]}") if check.id in notes else check
        for check in checks
    ]


def store_run(out: Path, manifest: bytes, snapshot: Snapshot, figures: bytes) -> str:
    """Store a published run in the history; returns its id."""
    snapshot.add(figures)
    try:
        History.of(out).store(manifest, snapshot.objects)
    except OSError as error:
        raise WorkreportError(
            "报告已生成，但没能留存这一稿的清单和台账行",
            where=str(History.of(out).folder),
            todo="请检查该目录的权限和剩余空间后重新出稿",
        ) from error
    return id_of(manifest)
