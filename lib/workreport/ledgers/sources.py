"""Sources: every file of the period's folders and every sheet of every ledger file, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pandas as pd

from workreport.base.errors import LedgerError
from workreport.base.period import Period
from workreport.base.personal_data import masked
from workreport.base.workspace import DRAFTS, PUBLISHED
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.ledgers.read.files import WORKBOOKS, read_sheets
from workreport.ledgers.read.header_search import find_header
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.read.sheet_use import NOT_READ, SheetUse

COLUMNS = ["ledger", "file", "sheet", "use", "rows", "blocks", "reason", "absent", "unknown"]
NOT_TAKEN, SETTINGS, SYSTEM = "not_taken", "settings", "system"
USES = {
    "read": "读入",
    "quarantined": "隔离",
    "copy": "副本",
    "summary": "汇总，已核对",
    "dictionary": "字典",
    "generated": "本软件生成",
    "blank": "空表",
    "not_read": "未读",
    NOT_TAKEN: "未认领",
    SETTINGS: "设置与文字",
    SYSTEM: "系统文件",
}
"""Uses of a sheet or file in Chinese."""
ORDINARY = ("read", "generated", "blank", SETTINGS, SYSTEM)
"""Uses that need nobody's attention."""
TABLES = (".csv", ".tsv", *WORKBOOKS)
OWN_TEXTS = (".yaml", ".yml", ".md")
SYSTEM_NAME = re.compile(r"~\$.*|\..*|thumbs\.db|desktop\.ini", re.IGNORECASE)
MOST_BYTES = 50 * 2**20
"""Size from which a file that no ledger takes is not opened."""


def sources(frames: Frames, period: Period) -> pd.DataFrame:
    """What became of every sheet of the files used for the period, and of every other file in its years' folders.

    Returns
    -------
    DataFrame with ``COLUMNS``, one row per sheet of a ledger file and one per other file (without ``sheet``). ``use``
    is one of ``USES``; ``rows`` counts filled rows, missing for a file that was not opened; ``blocks`` is "true" for
    what looks like data and was not read. ``absent`` lists the contract's columns that a sheet lacks, ``unknown`` its
    headers that are no column, with the likely column in brackets.
    """
    used = {
        (file.ledger, file.shown): file for files in frames.all_provided(period).values() for file in files
    }
    rows = [row for file in used.values() for row in _sheets_of(frames.intake, file)]
    rows += [row for year in period.years for row in _other_files(frames.intake, year)]
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"rows": "Int64"})
    return table.sort_values(["file", "ledger"], kind="stable", ignore_index=True)


def blocking(table: pd.DataFrame) -> list[str]:
    """One sentence for each row of ``sources`` that makes the report a draft."""
    rows = table[table["blocks"] == "true"].to_dict("records")
    return [f"{place(row)}没有读入：{row['reason']}" for row in rows]


def place(row: dict[str, Any]) -> str:
    """File and sheet of a row of ``sources``."""
    return f"{row['file']} 工作表“{row['sheet']}”" if row["sheet"] else str(row["file"])


def _sheets_of(intake: Intake, file: LedgerFile) -> Iterator[dict[str, Any]]:
    uses = intake.read(file).accounts.sheets
    others = _kept_contracts(intake, file.ledger) if any(use.use == NOT_READ for use in uses) else []
    sheets = {sheet.name: sheet for sheet in _sheets(file.path, file.shown)} if others else {}
    for use in uses:
        reason, blocks = use.reason, use.blocks
        unread = [sheets[use.sheet]] if use.use == NOT_READ and use.sheet in sheets else []
        if likely := _likely_ledger(others, unread):
            title = intake.contracts[file.ledger].title
            reason, blocks = f"看表头是《{likely.title}》，这份文件只按《{title}》读", True
        yield _row(file.ledger, file.shown, use.use, reason, blocks=blocks) | _sheet_columns(use)


def _sheet_columns(use: SheetUse) -> dict[str, Any]:
    unknown = (
        f"{masked(header)}（{likely}？）" if likely else masked(header) for header, likely in use.unknown
    )
    return {
        "sheet": use.sheet,
        "rows": use.rows,
        "absent": "、".join(use.absent),
        "unknown": "、".join(unknown),
    }


def _other_files(intake: Intake, year: int) -> Iterator[dict[str, Any]]:
    """The files in and below a year's folder that no ledger takes."""
    taken = {file.path for file in intake.files}
    folder = intake.workspace.year_folder(year)
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path not in taken):
        shown = masked(intake.workspace.shown(path))
        if SYSTEM_NAME.fullmatch(path.name):
            yield _row("", shown, SYSTEM, "系统或临时文件")
        elif path.relative_to(folder).parts[0] in (DRAFTS, PUBLISHED):
            yield _row("", shown, SETTINGS, "正文稿，不是台账")
        elif path.suffix.lower() in OWN_TEXTS:
            yield _row("", shown, SETTINGS, "说明、更正、计划等文字和设置")
        else:
            yield _not_taken(intake, path, shown)


def _not_taken(intake: Intake, path: Path, shown: str) -> dict[str, Any]:
    """The row of a file that no ledger takes: does its name or its header look like a ledger's?"""
    contracts = _kept_contracts(intake)
    named = next((contract for contract in contracts if _is_named_like(path.name, contract)), None)
    if named is not None:
        patterns = " 或 ".join(named.files)
        reason = f"看名称是《{named.title}》，台账应直接放在年份文件夹下，文件名为 {patterns}"
        return _row(named.name, shown, NOT_TAKEN, reason, blocks=True)
    if path.suffix.lower() not in TABLES:
        return _row("", shown, NOT_TAKEN, "不是表格，没有台账要读它")
    if path.stat().st_size > MOST_BYTES:
        return _row("", shown, NOT_TAKEN, "文件名不是任何台账的，文件很大，没有打开", blocks=True)
    if likely := _likely_ledger(contracts, _sheets(path, shown)):
        reason = f"看表头是《{likely.title}》，文件名不合规定，应为 {' 或 '.join(likely.files)}"
        return _row(likely.name, shown, NOT_TAKEN, reason, blocks=True)
    return _row("", shown, NOT_TAKEN, "文件名不是任何台账的，也没有台账的表头")


def _is_named_like(name: str, contract: Contract) -> bool:
    """Whether a file's name matches a ledger's pattern but for case, separators and its folder."""
    patterns = contract.files
    return any(fnmatchcase(_plain_name(name), _plain_name(pattern)) for pattern in patterns)


def _plain_name(name: str) -> str:
    return re.sub(r"[\s_\-—－·.]+", "_", name).lower()


def _kept_contracts(intake: Intake, but: str = "") -> list[Contract]:
    """The contracts of the ledgers that the bureau keeps, and that no mapping reads from other tables."""
    return [
        contract
        for name, contract in intake.contracts.items()
        if intake.keeps(name) and name != but and name not in intake.mappings
    ]


def _sheets(path: Path | None, shown: str) -> list[Sheet]:
    """The sheets of a file; none if it cannot be read."""
    if path is None:
        return []
    try:
        return read_sheets(path, shown)
    except LedgerError:
        return []


def _likely_ledger(contracts: Iterable[Contract], sheets: list[Sheet]) -> Contract | None:
    """The ledger whose header a sheet has: that with most columns, most of the required ones among them."""
    best: tuple[int, Contract] | None = None
    for contract in contracts:
        required = [f.name for f in contract.read_fields if f.constraints.required]
        for sheet in sheets:
            header = find_header(contract, sheet)
            if header is None or 2 * sum(name in header.columns for name in required) <= len(required):
                continue
            if best is None or len(header.columns) > best[0]:
                best = len(header.columns), contract
    return best[1] if best else None


def _row(ledger: str, file: str, use: str, reason: str, *, blocks: bool = False) -> dict[str, Any]:
    empty = {"sheet": "", "rows": None, "absent": "", "unknown": ""}
    return {
        "ledger": ledger,
        "file": file,
        "use": use,
        "reason": reason,
        "blocks": str(blocks).lower(),
    } | empty
