"""What the kept runs of a period say to the one under way, and keeping it in its turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workreport.base.errors import WorkreportError
from workreport.base.period import Period
from workreport.checks.verdicts import Check
from workreport.figures.book import Book
from workreport.history.inputs import InputChange, compare_inputs
from workreport.history.moved_figures import moved
from workreport.history.reported_changes import Difference, differences
from workreport.history.runs import History, Run, id_of
from workreport.history.signoff_record import NAME as SIGNOFFS
from workreport.history.snapshot import Snapshot
from workreport.narrative.number_format import MISSING

REPORTED = "reported:"


@dataclass(frozen=True)
class PreviousRuns:
    """The kept runs of a period, seen from a run whose inputs are `now`.

    ``base`` is the last clean run that was made of other inputs, ``changes`` what changed since it;
    ``before`` is the last run, draft or clean, that was made of other inputs or by other code, signatures
    apart. All stay the same however often this run is made again, so its bytes do too. ``definitions`` are those
    of a run by this code, which they follow from.
    """

    history: History
    now: Mapping[str, Any]
    base: Run | None
    changes: tuple[InputChange, ...]
    last: bool
    before: Run | None = None
    definitions: Mapping[str, str] | None = None

    @classmethod
    def of(cls, history: History, period: Period, now: Mapping[str, Any], code: str) -> PreviousRuns:
        """What the kept runs of a period say to one of the inputs `now` by this `code` (``Workspace.code``)."""
        runs = history.runs(period.id)
        clean = [run for run in runs if not run.draft]
        before = next((run for run in reversed(runs) if _other(run, now, code)), None)
        defined = next((run.manifest["definitions"] for run in runs if run.manifest["code"] == code), None)
        for run in reversed(clean):
            if changes := compare_inputs(run.manifest, now):
                return cls(history, now, run, tuple(changes), run is clean[-1], before, defined)
        return cls(history, now, None, (), False, before, defined)

    @property
    def warning(self) -> list[str]:
        """What changed since the last clean run, for the terminal; nothing where that was made of the same."""
        if self.base is None or not self.last:
            return []
        head = f"与已出的正式稿（{self.base.id}）相比，下列输入有变动，继续出稿："
        return [head, *(f"  · {change}" for change in self.changes)]

    def listed(self) -> list[dict[str, str]]:
        """The changes as rows of the review view."""
        base = self.base.id if self.base else ""
        return [{"run": base, "change": str(change)} for change in self.changes]

    def since_reported(self, book: Book, made: Snapshot, checks: Sequence[Check]) -> list[Difference]:
        """What changed since each reported value that the rows no longer give."""
        told = [
            (*check.id.removeprefix(REPORTED).split(":"), check.right)
            for check in checks
            if check.id.startswith(REPORTED) and check.verdict == "CONFLICT"
        ]
        return differences(book, _live(book, made), self.history, told)

    def moved(self, book: Book, made: Snapshot, display: Mapping[str, str]) -> list[dict[str, str]]:
        """The figures that differ from those of the run before (see ``runs.since``)."""
        if self.before is None:
            return []
        return moved(
            book, self.before, _live(book, made), display, lambda id: book.value(id).reason or MISSING
        )

    @property
    def before_name(self) -> str:
        """The run before as people call it; empty where there is none."""
        return f"{self.before.id}（{'草稿' if self.before.draft else '正式稿'}）" if self.before else ""

    def used(self, since: Sequence[Difference]) -> list[str]:
        """Ids of the kept runs that the report speaks of: inputs like any other."""
        return sorted(
            {one.run for one in since if one.run} | {run.id for run in (self.base, self.before) if run}
        )


def _live(book: Book, made: Snapshot) -> Run:
    """The run under way, as far as its rows go."""
    told = {"period": book.period.id, "code": book.frames.intake.workspace.code}
    return Run(made.told | told, made.objects)


def _other(run: Run, now: Mapping[str, Any], code: str) -> bool:
    """Whether a run was made of other inputs than `now` has, or by other code; signing is no such change."""
    changes = compare_inputs(run.manifest, now)
    return run.manifest["code"] != code or any(not one.file.endswith(SIGNOFFS) for one in changes)


def explained(checks: Sequence[Check], since: Sequence[Difference]) -> list[Check]:
    """The checks, those of reported values with what is known of the difference."""
    notes = {f"{REPORTED}{one.figure}:{one.recipient}": one.note for one in since}
    return [
        replace(one, explanation=f"{one.explanation}；{notes[one.id]}") if one.id in notes else one
        for one in checks
    ]


def keep(out: Path, manifest: bytes, made: Snapshot, figures: bytes) -> str:
    """Remember a published run; its id."""
    made.add(figures)
    try:
        History.of(out).keep(manifest, made.objects)
    except OSError as error:
        raise WorkreportError(
            "报告已生成，但没能留存这一稿的清单和台账行",
            where=str(History.of(out).folder),
            todo="请检查该目录的权限和剩余空间后重新出稿",
        ) from error
    return id_of(manifest)
