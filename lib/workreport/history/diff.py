"""Diff of two runs: which figures differ, and how much ledger rows, definitions and the period account for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from workreport.base.errors import UsageError
from workreport.base.numbers import rounded
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.figures.book import Book
from workreport.figures.csv_files import csv_bytes, exact_text
from workreport.figures.profile import load_profile
from workreport.figures.registry import FIGURES
from workreport.history.inputs import InputChange, compare_inputs, rules, rules_now
from workreport.history.row_changes import CAUSES, Changes, RowChange
from workreport.history.runs import MANIFEST, History, Run, open_run
from workreport.ledgers.declared.findings import combine
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.ledgers.table_cache import Accounts, TypedLedger, read_parquet

COLUMNS = (
    "figure", "label", "unit", "before", "after", "difference", "causes",
    "by_ledger", "by_definition", "by_period",
    "change", "cause", "part", "ledger", "file", "sheet", "row", "key", "columns",
)  # fmt: skip
SHOWN_DECIMALS = 4
NO_SPLIT = "两稿的程序都不是现在的程序，不能分别重算，只列出所知的原因"


@dataclass(frozen=True)
class FigureDifference:
    """One figure whose value differs.

    ``before`` and ``after`` are exact texts, empty if a run has no value. ``effects`` is the recounted
    difference by cause, empty if it could not be recounted. ``rows`` is None if the rows of one of the runs
    were not stored.
    """

    id: str
    label: str
    unit: str
    before: str
    after: str
    effects: Mapping[str, Decimal]
    causes: tuple[str, ...]
    rows: tuple[RowChange, ...] | None

    @property
    def difference(self) -> str:
        return exact_text(Decimal(self.after) - Decimal(self.before)) if self.before and self.after else ""

    def cause_text(self) -> str:
        """The causes in Chinese, each with its effect if known."""
        return "；".join(
            CAUSES[cause] + (f" {signed(self.effects[cause])}" if self.effects.get(cause) else "")
            for cause in self.causes
        )


@dataclass(frozen=True)
class RunDiff:
    """Diff of two runs: inputs and figures that differ, and remarks on what could not be determined."""

    before: Run
    after: Run
    inputs: tuple[InputChange, ...]
    figures: tuple[FigureDifference, ...]
    remarks: tuple[str, ...]

    def csv(self) -> bytes:
        """One line per ledger row behind each figure that differs, with ``COLUMNS``."""
        lines: list[dict[str, str]] = []
        for figure in self.figures:
            line = dict.fromkeys(COLUMNS, "") | {
                "figure": figure.id, "label": figure.label, "unit": figure.unit, "before": figure.before,
                "after": figure.after, "difference": figure.difference,
                "causes": "；".join(CAUSES[cause] for cause in figure.causes),
            }  # fmt: skip
            line |= {f"by_{cause}": exact_text(number) for cause, number in figure.effects.items()}
            rows = [row.row_of_csv() for row in figure.rows or ()]
            lines += [line | row | {"figure": figure.id, "part": row["figure"]} for row in rows] or [line]
        return csv_bytes(lines, COLUMNS)


def shortened(before: str, after: str) -> tuple[str, str]:
    """Two exact values for display, to four decimals at most; unrounded if they would look the same."""
    short = [exact_text(rounded(Decimal(text), SHOWN_DECIMALS)) if text else "" for text in (before, after)]
    return (before, after) if short[0] == short[1] else (short[0], short[1])


def signed(number: Decimal) -> str:
    """A difference for display: with its sign, to four decimals at most."""
    return f"{'+' if number > 0 else '−'}{exact_text(rounded(abs(number), SHOWN_DECIMALS))}"


def find_run(text: str, workspace: Workspace) -> Run:
    """The run with this name: a folder, a period below ``--out``, or a stored run ``PERIOD@ID``.

    Raises
    ------
    UsageError
        If there is no such run.
    """
    history = History.of(workspace.out)
    if (Path(text) / MANIFEST).is_file():
        return open_run(Path(text), history)
    period, separator, id = text.partition("@")
    if not separator:
        return open_run(workspace.out / Period.parse(period).id, history)
    runs = history.runs(Period.parse(period).id)
    matching = [run for run in runs if id and run.id.startswith(id)]
    if len(matching) != 1:
        ids = "、".join(run.id for run in runs)
        raise UsageError(f"找不到留存的稿“{text}”", expected=ids or "此报告期还没有留存的稿")
    return matching[0]


def compare(before: Run, after: Run, workspace: Workspace) -> RunDiff:
    """Compare two runs, with contracts and code lists of the workspace."""
    for run in (before, after):
        if not run.has_figures:
            raise UsageError(
                "这一稿的指标值没有留存，或留存的文件有损坏，无法比较",
                where=f"{run.manifest['period']}@{run.id}",
                todo="请重新出稿，或另选一稿比较",
            )
    load_profile(workspace)
    intake = Intake.of(workspace)
    changes = Changes(before, after, intake.contracts)
    recount = Recount(before, after, intake)
    figures = []
    for id in sorted({*before.figures, *after.figures}):
        old, new = before.figures.get(id, {}), after.figures.get(id, {})
        values = old.get("value", ""), new.get("value", "")
        if values == ("", "") or values[0] == values[1]:
            continue
        rows = changes.of_figure(id) if id in FIGURES else None
        effects = recount.effects(id, *values) if id in FIGURES and all(values) else {}
        causes = _causes(changes, id, rows, effects)
        label, unit = (new or old)["label"], (new or old)["unit"]
        stored_rows = None if rows is None else tuple(rows)
        figures.append(FigureDifference(id, label, unit, *values, effects, causes, stored_rows))
    remarks = [] if recount.possible or not figures else [NO_SPLIT]
    if any(figure.rows is None for figure in figures):
        remarks.append("有的稿没有留存台账行，相关指标只能比较数值")
    inputs = tuple(compare_inputs(before.manifest, after.manifest))
    return RunDiff(before, after, inputs, tuple(figures), tuple(remarks))


def _causes(
    changes: Changes, id: str, rows: list[RowChange] | None, effects: Mapping[str, Decimal]
) -> tuple[str, ...]:
    """Why a figure differs: by the recount if there is one, otherwise by its rows and definition."""
    causes = {cause for cause, number in effects.items() if number}
    if not effects:
        causes |= {row.cause for row in rows or ()} - {"unknown"}
        if id in FIGURES and changes.definition_changed(id):
            causes.add("definition")
    return tuple(cause for cause in CAUSES if cause in causes) or ("unknown",)


class Recount:
    """Recount of the figures of two runs from stored rows, if one of them was made by the present code."""

    def __init__(self, before: Run, after: Run, intake: Intake) -> None:
        self.before, self.after, self.intake = before, after, intake
        now = rules_now(intake.workspace)
        self.old_code, self.new_code = (rules(run.manifest) == now for run in (before, after))
        self._frames: dict[str, Frames | None] = {}
        self._books: dict[tuple[str, str], Book] = {}

    @property
    def possible(self) -> bool:
        return self.old_code or self.new_code

    def effects(self, id: str, old: str, new: str) -> dict[str, Decimal]:
        """Effects of ledgers, definition and period on a figure, which add up; empty if they cannot be determined."""
        if not self.possible:
            return {}
        rows, periods = (
            (self.before, self.after),
            [run.manifest["period"] for run in (self.before, self.after)],
        )
        first, last = self._value(rows[0], periods[0], id), self._value(rows[1], periods[1], id)
        # a run by the present code must give the same value again, otherwise the stored rows are incomplete
        ends = [(self.old_code, first, old), (self.new_code, last, new)]
        if first is None or last is None or any(same and exact_text(n) != text for same, n, text in ends):
            return {}
        definition = {"definition": (first - Decimal(old)) + (Decimal(new) - last)}
        if periods[0] == periods[1]:
            return {"ledger": last - first, "period": Decimal(0)} | definition
        if (between := self._value(rows[0], periods[1], id)) is not None:
            return {"ledger": last - between, "period": between - first} | definition
        if (between := self._value(rows[1], periods[0], id)) is not None:
            return {"ledger": between - first, "period": last - between} | definition
        return {}

    def _value(self, run: Run, period: str, id: str) -> Decimal | None:
        frames = self._frames_of(run)
        if frames is None:
            return None
        book = self._books.setdefault((run.id, period), Book(frames, Period.parse(period)))
        number = book.value(id).number
        return None if number is None else Decimal(exact_text(number))

    def _frames_of(self, run: Run) -> Frames | None:
        """The rows of a run as it read them; None if they were not all stored."""
        if run.id not in self._frames:
            self._frames[run.id] = _stored_frames(run, self.intake)
        return self._frames[run.id]


def _stored_frames(run: Run, intake: Intake) -> Frames | None:
    files, stored = [], {}
    for entry in run.manifest["inputs"]:
        content = run.objects.get(entry.get("table", ""))
        if content is None or entry["ledger"] not in intake.contracts:
            return None
        files.append(LedgerFile(entry["ledger"], None, entry["file"], entry["year"], entry["sha256"]))
        stored[entry["ledger"], entry["file"]] = _stored_ledger(entry, content)
    return Frames(replace(intake, files=tuple(files), _stored=stored))


def _stored_ledger(entry: Mapping[str, Any], content: bytes) -> TypedLedger:
    frame = read_parquet(content)
    return TypedLedger(None, combine([]), Accounts(entry["rows"], 0, 0, 0), frame.iloc[:0], frame)
