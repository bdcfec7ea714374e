"""A new year's folder: a blank ledger for each contract, registers carried forward from last year."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from workreport.base.errors import MissingLedger
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import QUARANTINED
from workreport.ledgers.exchange.blank_ledger import blank_ledger
from workreport.ledgers.frames import Frames
from workreport.ledgers.handed_in import keeps
from workreport.ledgers.intake import Intake


def new_year(workspace: Workspace, year: int) -> list[str]:
    """Write the missing ledgers of ``<data>/<year>/``; existing files stay untouched.

    Returns
    -------
    list of str
        A line in Chinese for each ledger: written, carried forward with the number of rows, or left.

    Raises
    ------
    LedgerError
        If last year's register cannot be read. Nothing is written then.
    """
    intake = Intake.of(workspace)
    folder = workspace.year_folder(year)
    lines: list[str] = []
    contents: dict[str, bytes] = {}
    for contract in intake.contracts.values():
        name = _name(contract)
        if name is None or not keeps(intake, contract.name, year):
            continue
        mapping = intake.mappings.get(contract.name)
        patterns = mapping.files if mapping else contract.files
        if existing := sorted({path.name for pattern in patterns for path in folder.glob(pattern)}):
            lines.append(f"已有，未动：{year}/{'、'.join(existing)}")
        elif any(file.ledger == contract.name and file.path is None for file in intake.files):
            lines.append(f"由数据库读入，不建空表：{contract.code} {contract.title}")
        elif mapping:
            lines.append(f"按映射读入，不建空表：{contract.code} {contract.title}")
        elif contract.kind == "reference":
            contents[name] = header_line(contract)
            lines.append(f"空表：{year}/{name}")
        else:
            opening, label = _opening(intake, contract, year)
            contents[name] = blank_ledger(intake, contract, year, opening)
            lines.append(f"{label}：{year}/{name}")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        write_new(folder / name, content)
    return lines


def _name(contract: Contract) -> str | None:
    """The file name of a contract's ledger in a year folder; None if the ledger is not kept by year."""
    if contract.kind == "reference":
        return next(
            (pattern for pattern in contract.files if pattern.endswith(".csv") and "*" not in pattern), None
        )
    pattern = contract.files[0]
    return pattern.replace("*", contract.title, 1).removesuffix(".xlsx") + ".xlsx"


def header_line(contract: Contract, rows: Sequence[Mapping[str, str]] = ()) -> bytes:
    """A reference table as CSV that spreadsheets open: its headers, and `rows` by field name."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow([field.header for field in contract.fields])
    table.writerows([row.get(field.name, "") for field in contract.fields] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _opening(intake: Intake, contract: Contract, year: int) -> tuple[pd.DataFrame | None, str]:
    """Last year's rows of a register, and a label for the message."""
    if not contract.carry_forward:
        return None, "空白台账"
    last, frames = Period.parse(str(year - 1)), Frames(intake)
    try:
        files = frames.files(contract.name, last)
        rows = frames.known(contract.name, last)
    except MissingLedger:
        return None, f"空白台账（没有{year - 1}年的台账可结转）"
    tables = [intake.read(file).findings for file in files]
    count = sum(
        len(table[table["disposition"] == QUARANTINED][["sheet", "row"]].drop_duplicates())
        for table in tables
    )
    waiting = f"；另有 {count} 行待核，未结转" if count else ""
    return rows, f"结转 {len(rows)} 行（{'、'.join(file.shown for file in files)}{waiting}）"


def write_new(path: Path, content: bytes) -> None:
    """Write a new file; a file created meanwhile by someone else stays."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return
