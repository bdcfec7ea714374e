"""Validate the ledgers of a period before a report, and write marked copies with the findings."""

from __future__ import annotations

import logging
from collections.abc import Container
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath

import pandas as pd

from workreport.base.atomic_folder import require_ours, staged, write_tree
from workreport.base.errors import LedgerError
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.ledgers.accounting import accounts, all_findings, not_handed_in
from workreport.ledgers.declared.findings import DISPOSITIONS
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.exchange.marked_copy import Copy, copy_name, marked_copy
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.ledgers.sources import blocking, sources

logger = logging.getLogger(__name__)

FOLDER = "check"
TOO_LONG = "行数超过一张工作表，不出标注件，出稿后问题见 findings.csv"
NOT_MADE = "标注件没有做成（{}），请用 Excel 打开原文件，另存为 .xlsx 后再核对；出稿后问题见 findings.csv"
FROM_DATABASE = "数据来自数据库，不出标注件，请在源系统中改正，出稿后问题见 findings.csv"


@dataclass(frozen=True)
class Checked:
    """Result of a check.

    ``table`` has a row for each file of the period's years, and for each other file with findings:
    its accounts, the number of its findings in all (``findings``) and of each disposition
    (``found_…``), and ``copy``, the marked copy's path below ``folder``, with a ``remark`` on it,
    or ``why_not``, the reason for none. ``missing`` lists ledgers that were not handed in or not filled in;
    ``sources`` tells what became of every sheet and file (see ``ledgers.sources``); ``found`` has all findings.
    """

    folder: Path
    table: pd.DataFrame
    missing: tuple[str, ...]
    sources: pd.DataFrame
    found: pd.DataFrame

    @property
    def status(self) -> int:
        """Exit status. 0: nothing to correct; 1: rows to correct or check, ledgers missing, or data that was not read.

        Normalised cells need no correction: they had only one reading.
        """
        to_mend = self.table["findings"] > self.table["found_normalised"]
        return int(bool(self.missing) or bool(to_mend.any()) or bool(blocking(self.sources)))


def check(workspace: Workspace, period: Period) -> Checked:
    """Read every ledger of a period and write marked copies to ``<out>/check/<period>/``.

    Raises
    ------
    LedgerError
        If files cannot be read as their ledgers; names every one of them. Nothing is written then.
    WorkreportError
        If the folder of the copies holds files that no run has made.
    """
    folder = workspace.out / FOLDER / period.id
    require_ours(folder)
    frames = Frames(Intake.of(workspace))
    files = [*chain.from_iterable(frames.all_provided(period).values())]
    _read_all(frames.intake, files)
    findings = all_findings(frames, period)
    counts = accounts(frames, period).set_index(["ledger", "file"])
    copies: dict[str, bytes] = {}
    rows = []
    for file in files:
        own = findings[(findings["ledger"] == file.ledger) & (findings["file"] == file.shown)].reset_index(
            drop=True
        )
        if own.empty and file.years and not set(file.years) & set(period.years):
            continue
        copy, why_not = _copy(frames.intake, file, own)
        path = _place(file, period, copies) if copy is not None else ""
        copies |= {path: copy.content} if copy is not None else {}
        rows.append(
            {"ledger": file.ledger, "file": file.shown}
            | counts.loc[(file.ledger, file.shown)].to_dict()
            | {f"found_{name}": int((own["disposition"] == name).sum()) for name in DISPOSITIONS}
            | {"findings": len(own), "copy": path, "why_not": why_not}
            | {"remark": copy.remark if copy is not None else ""}
        )
    if copies or folder.exists():
        with staged(workspace.out / FOLDER, period.id) as stage:
            write_tree(stage, copies)
    kinds = [f"found_{name}" for name in DISPOSITIONS]
    columns = ["ledger", "file", *counts.columns, *kinds, "findings", "copy", "why_not", "remark"]
    table = pd.DataFrame(rows, columns=columns)
    return Checked(folder, table, tuple(not_handed_in(frames, period)), sources(frames, period), findings)


def _copy(intake: Intake, file: LedgerFile, findings: pd.DataFrame) -> tuple[Copy | None, str]:
    """The marked copy of a file with findings, or the reason for none; a failure does not stop the others."""
    if findings.empty:
        return None, ""
    if file.path is None:
        return None, FROM_DATABASE
    try:
        copy = marked_copy(intake, file, findings)
    except Exception as error:  # a file may contain anything beside its cells
        logger.info("no marked copy of %s", file.shown, exc_info=True)
        return None, NOT_MADE.format(type(error).__name__)
    return copy, "" if copy is not None else TOO_LONG


def _read_all(intake: Intake, files: list[LedgerFile]) -> None:
    """Read every file, so that all broken files are reported together."""
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
    """Path of a copy; files of other years than the period's last go into a folder of that year.

    Two files may differ only in their suffix; the second copy's name then includes it.
    """
    original = PurePosixPath(file.shown)  # not the path, whose name may hold personal data
    name = copy_name(original)
    place = name if file.year in (None, period.end.year) else f"{file.year}/{name}"
    return place if place not in taken else place.replace(name, copy_name(original, original.suffix[1:]))
