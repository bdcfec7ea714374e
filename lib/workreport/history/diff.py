"""Comparing two runs: which figures differ, and how much of it rows, definitions and the period account for."""

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
SPLIT = ("ledger", "definition", "period")
SHOWN_DECIMALS = 4
NO_SPLIT = "两稿的程序都不是现在的程序，不能分别重算，只列出所知的原因"


@dataclass(frozen=True)
class FigureDifference:
    """One figure whose value differs.

    ``before`` and ``after`` are exact texts, empty where a run has none. ``effects`` says by how much
    each cause moved it, as recounted, empty where that could not be done. ``rows`` is None where the
    rows of one of the runs were not kept.
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

    def told_causes(self) -> str:
        """The causes in words, each with what it did where that is known."""
        return "；".join(
            CAUSES[one] + (f" {signed(self.effects[one])}" if self.effects.get(one) else "")
            for one in self.causes
        )


@dataclass(frozen=True)
class Comparison:
    """Two runs compared: inputs and figures that differ, and what could not be told."""

    before: Run
    after: Run
    inputs: tuple[InputChange, ...]
    figures: tuple[FigureDifference, ...]
    remarks: tuple[str, ...]

    def csv(self) -> bytes:
        """One line per ledger row behind each figure that differs, with ``COLUMNS``."""
        lines: list[dict[str, str]] = []
        for one in self.figures:
            told = dict.fromkeys(COLUMNS, "") | {
                "figure": one.id, "label": one.label, "unit": one.unit, "before": one.before,
                "after": one.after, "difference": one.difference,
                "causes": "；".join(CAUSES[cause] for cause in one.causes),
            }  # fmt: skip
            told |= {f"by_{cause}": exact_text(number) for cause, number in one.effects.items()}
            rows = [row.row_of_csv() for row in one.rows or ()]
            lines += [told | row | {"figure": one.id, "part": row["figure"]} for row in rows] or [told]
        return csv_bytes(lines, COLUMNS)


def shortened(before: str, after: str) -> tuple[str, str]:
    """Two exact values for people, to four decimals at most; as they are where they would then look alike."""
    short = [exact_text(rounded(Decimal(text), SHOWN_DECIMALS)) if text else "" for text in (before, after)]
    return (before, after) if short[0] == short[1] else (short[0], short[1])


def signed(number: Decimal) -> str:
    """A difference for people: with its sign, to four decimals at most."""
    return f"{'+' if number > 0 else '−'}{exact_text(rounded(abs(number), SHOWN_DECIMALS))}"


def find_run(text: str, workspace: Workspace) -> Run:
    """The run that a text names: a folder, a period below ``--out``, or ``PERIOD@ID``, a kept one.

    Raises
    ------
    UsageError
        If there is no such run.
    """
    history = History.of(workspace.out)
    if (Path(text) / MANIFEST).is_file():
        return open_run(Path(text), history)
    period, at, id = text.partition("@")
    if not at:
        return open_run(workspace.out / Period.parse(period).id, history)
    found = [run for run in history.runs(Period.parse(period).id) if id and run.id.startswith(id)]
    if len(found) != 1:
        known = "、".join(run.id for run in history.runs(Period.parse(period).id))
        raise UsageError(f"找不到留存的稿“{text}”", expected=known or "此报告期还没有留存的稿")
    return found[0]


def compare(before: Run, after: Run, workspace: Workspace) -> Comparison:
    """Compare two runs; contracts and code lists are those of the workspace."""
    for run in (before, after):
        if not run.is_kept:
            raise UsageError(
                "这一稿的指标值没有留存，或留存的文件有损坏，无法比较",
                where=f"{run.manifest['period']}@{run.id}",
                todo="请重新出稿，或另选一稿比较",
            )
    load_profile(workspace)
    intake = Intake.of(workspace)
    changes = Changes(before, after, intake.contracts)
    recount = Recount(before, after, intake)
    found = []
    for id in sorted({*before.figures, *after.figures}):
        old, new = before.figures.get(id, {}), after.figures.get(id, {})
        values = old.get("value", ""), new.get("value", "")
        if values == ("", "") or values[0] == values[1]:
            continue
        rows = changes.of_figure(id) if id in FIGURES else None
        effects = recount.effects(id, *values) if id in FIGURES and all(values) else {}
        causes = _causes(changes, id, rows, effects)
        kept = None if rows is None else tuple(rows)
        named = new or old
        found.append(FigureDifference(id, named["label"], named["unit"], *values, effects, causes, kept))
    remarks = [] if recount.possible or not found else [NO_SPLIT]
    if any(one.rows is None for one in found):
        remarks.append("有的稿没有留存台账行，相关指标只能比较数值")
    inputs = tuple(compare_inputs(before.manifest, after.manifest))
    return Comparison(before, after, inputs, tuple(found), tuple(remarks))


def _causes(
    changes: Changes, id: str, rows: list[RowChange] | None, effects: Mapping[str, Decimal]
) -> tuple[str, ...]:
    """Why a figure differs: by the recount where there is one, else by its rows and definition."""
    found = {cause for cause, number in effects.items() if number}
    if not effects:
        found |= {row.cause for row in rows or ()} - {"unknown"}
        if id in FIGURES and changes.redefined(id):
            found.add("definition")
    return tuple(cause for cause in CAUSES if cause in found) or ("unknown",)


class Recount:
    """The figures of two runs, counted again from kept rows with the present code where that is one of theirs."""

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
        """By how much ledgers, definition and period each moved a figure; they add up. Empty: not to be told."""
        if not self.possible:
            return {}
        rows, periods = (
            (self.before, self.after),
            [run.manifest["period"] for run in (self.before, self.after)],
        )
        first, last = self._value(rows[0], periods[0], id), self._value(rows[1], periods[1], id)
        # the end whose code is the present one must come out as it did, else the rows do not tell all
        ends = [(self.old_code, first, old), (self.new_code, last, new)]
        if first is None or last is None or any(same and exact_text(n) != text for same, n, text in ends):
            return {}
        told = {"definition": (first - Decimal(old)) + (Decimal(new) - last)}
        if periods[0] == periods[1]:
            return {"ledger": last - first, "period": Decimal(0)} | told
        if (between := self._value(rows[0], periods[1], id)) is not None:
            return {"ledger": last - between, "period": between - first} | told
        if (between := self._value(rows[1], periods[0], id)) is not None:
            return {"ledger": between - first, "period": last - between} | told
        return {}

    def _value(self, run: Run, period: str, id: str) -> Decimal | None:
        frames = self._of(run)
        if frames is None:
            return None
        book = self._books.setdefault((run.id, period), Book(frames, Period.parse(period)))
        number = book.value(id).number
        return None if number is None else Decimal(exact_text(number))

    def _of(self, run: Run) -> Frames | None:
        """The rows of a run as it read them; None where they were not all kept."""
        if run.id not in self._frames:
            self._frames[run.id] = _kept_frames(run, self.intake)
        return self._frames[run.id]


def _kept_frames(run: Run, intake: Intake) -> Frames | None:
    files, stored = [], {}
    for one in run.manifest["inputs"]:
        content = run.objects.get(one.get("table", ""))
        if content is None or one["ledger"] not in intake.contracts:
            return None
        files.append(LedgerFile(one["ledger"], None, one["file"], one["year"], one["sha256"]))
        stored[one["ledger"], one["file"]] = _stored(one, content)
    return Frames(replace(intake, _files=tuple(files), _stored=stored))


def _stored(told: Mapping[str, Any], content: bytes) -> TypedLedger:
    frame = read_parquet(content)
    return TypedLedger(None, combine([]), Accounts(told["rows"], 0, 0, 0), frame.iloc[:0], frame)
