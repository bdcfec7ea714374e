"""Checking the ledgers of a period before a report is made, and handing each back with its findings marked."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pandas as pd

from workreport.divisions.marked import copy_name, marked_copy
from workreport.errors import LedgerError, MissingLedger
from workreport.execution.publish import staged, write_tree
from workreport.ledgers.accounting import accounts, all_findings
from workreport.ledgers.findings import DISPOSITIONS
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.ledgers.locating import LedgerFile
from workreport.period import Period
from workreport.workspace import Workspace

FOLDER = "check"
TOO_LONG = "行数超过一张工作表，不出标注件，出稿后问题见 findings.csv"
FROM_DATABASE = "数据来自数据库，不出标注件，请在源系统中改正，出稿后问题见 findings.csv"


@dataclass(frozen=True)
class Checked:
    """What a check came to.

    ``table`` has a row for each file of the period's years, and for each other file with findings:
    its accounts, the number of its findings in all (``findings``) and of each disposition
    (``found_…``), and ``copy``, the marked copy's path below ``folder``, or ``why_not``, the reason
    for none. ``missing`` names ledgers that were not handed in.
    """

    folder: Path
    table: pd.DataFrame
    missing: tuple[str, ...]

    @property
    def status(self) -> int:
        """0: nothing to mend; 1: rows to mend or look at, or ledgers missing.

        What was normalised needs nothing from the division: there was but one reading.
        """
        to_mend = self.table["findings"] > self.table["found_normalised"]
        return int(bool(self.missing) or bool(to_mend.any()))


def check(workspace: Workspace, period: Period) -> Checked:
    """Read every ledger of a period and write marked copies to ``<out>/check/<period>/``.

    Raises
    ------
    LedgerError
        If files cannot be read as their ledgers; names every one of them. Nothing is written then.
    """
    frames = Frames(Intake.of(workspace))
    files, missing = _files(frames, period)
    _read_all(frames.intake, files)
    found = all_findings(frames, period)
    counts = accounts(frames, period).set_index(["ledger", "file"])
    copies: dict[str, bytes] = {}
    rows = []
    for file in files:
        mine = found[(found["ledger"] == file.ledger) & (found["file"] == file.shown)].reset_index(drop=True)
        if mine.empty and file.year not in (None, *period.years):
            continue
        path = why_not = ""
        if len(mine) and file.path is None:
            why_not = FROM_DATABASE
        elif len(mine):
            copy = marked_copy(frames.intake, file, mine)
            path, why_not = ("", TOO_LONG) if copy is None else (_place(file, period, copies), "")
            copies |= {} if copy is None else {path: copy}
        rows.append(
            {"ledger": file.ledger, "file": file.shown}
            | counts.loc[(file.ledger, file.shown)].to_dict()
            | {f"found_{name}": int((mine["disposition"] == name).sum()) for name in DISPOSITIONS}
            | {"findings": len(mine), "copy": path, "why_not": why_not}
        )
    folder = workspace.out / FOLDER / period.id
    if copies or folder.exists():
        with staged(workspace.out / FOLDER, period.id) as stage:
            write_tree(stage, copies)
    kinds = [f"found_{name}" for name in DISPOSITIONS]
    columns = ["ledger", "file", *counts.columns, *kinds, "findings", "copy", "why_not"]
    return Checked(folder, pd.DataFrame(rows, columns=columns), tuple(missing))


def _files(frames: Frames, period: Period) -> tuple[list[LedgerFile], list[str]]:
    """The files that the period draws on, and what is missing of the ledgers that the bureau keeps."""
    files, missing = [], []
    for ledger, contract in frames.intake.contracts.items():
        try:
            files += frames.files(ledger, period)
        except MissingLedger as error:
            if contract.kind != "reference" and frames.intake.kept(ledger):
                missing.append(error.what)
    return files, missing


def _read_all(intake: Intake, files: list[LedgerFile]) -> None:
    """Read every file, so that a division with three broken ones hears of three."""
    broken = []
    for file in files:
        try:
            intake.read(file)
        except LedgerError as error:
            broken.append(error)
    if len(broken) == 1:
        raise broken[0]
    if broken:
        raise LedgerError(f"{len(broken)} 份台账无法读入\n" + "\n".join(error.message for error in broken))


def _place(file: LedgerFile, period: Period, taken: Container[str]) -> str:
    """Where a copy stands: files of other years than the period's last in a folder of that year.

    Two files may differ only in their suffix; the second copy's name then carries its own.
    """
    original = PurePosixPath(file.shown)  # not the path, whose name may hold what is masked
    name = copy_name(original)
    place = name if file.year in (None, period.end.year) else f"{file.year}/{name}"
    return place if place not in taken else place.replace(name, copy_name(original, original.suffix[1:]))
