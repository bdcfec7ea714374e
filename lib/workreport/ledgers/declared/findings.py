"""Findings: a fault in a ledger, its place and its disposition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from workreport.base.hashing import fingerprint
from workreport.base.personal_data import MASK
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET, is_database

COLUMNS = ["ledger", "file", "sheet", "row", "column", "original", "rule", "disposition", "message"]
DISPOSITIONS = {"normalised": "规整", "warned": "警示", "quarantined": "隔离", "blocked": "阻断"}
QUARANTINED = "quarantined"
DIGITS = 12
"""Hexadecimal digits of a fingerprint that people copy."""
_NONE = pd.DataFrame(columns=COLUMNS)


def findings(
    contract: Contract,
    rows: pd.DataFrame,
    column: str,
    original: pd.Series | str,
    rule: pd.Series | str,
    disposition: pd.Series | str,
    message: pd.Series | str,
) -> pd.DataFrame:
    """One finding per row of `rows`.

    Parameters
    ----------
    rows : DataFrame
        Rows with the source columns ``_file``, ``_sheet``, ``_row``.
    column : str
        Field name; findings show its title. ``""`` for the whole row.
    original : Series or str
        Original text of the cell.
    rule, disposition, message : Series or str
        One for all rows, or one per row.

    Returns
    -------
    DataFrame with ``COLUMNS``.
    """
    if rows.empty:
        return no_findings()
    field = contract.by_name.get(column)
    frame = pd.DataFrame(
        {
            "ledger": contract.name,
            "file": rows[FILE],
            "sheet": rows[SHEET],
            "row": rows[ROW],
            "column": field.title if field else column,
            "original": MASK if field and field.personal else original,
            "rule": rule,
            "disposition": disposition,
            "message": message,
        },
        columns=COLUMNS,
        index=rows.index,
    )
    return frame


def no_findings() -> pd.DataFrame:
    """An empty table of findings."""
    return _NONE.copy(deep=False)


def combine(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Findings in one table, ordered by ledger, place and rule."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return no_findings()
    table = pd.concat(filled, ignore_index=True)
    return table.sort_values(
        ["ledger", "file", "sheet", "row", "column", "rule"], kind="stable", ignore_index=True
    )


def fingerprints(table: pd.DataFrame) -> list[str]:
    """Fingerprint of each finding, by which the next run recognises it: its content except the row.

    Findings with the same content also differ by their order and number, so that one more or less makes all of them new.
    """
    contents = [tuple(map(str, row)) for row in table[[name for name in COLUMNS if name != "row"]].to_numpy()]
    total, seen = Counter(contents), Counter[tuple[str, ...]]()
    prints = []
    for content in contents:
        seen[content] += 1
        prints.append(fingerprint([*content, f"{seen[content]}/{total[content]}"])[:DIGITS])
    return prints


def describe(finding: dict[str, object]) -> str:
    """One finding as a line for the terminal."""
    inside = "主键" if is_database(str(finding["file"])) else "工作表"
    place = f"{finding['file']} {inside}“{finding['sheet']}”"
    if finding["row"]:  # row 0 means the whole sheet
        place += f" 第 {finding['row']} 行"
    column = f" “{finding['column']}”列" if finding["column"] else ""
    original = f"，原值“{finding['original']}”" if finding["original"] != "" else ""
    return f"{place}{column}：{finding['message']}{original}（{DISPOSITIONS[str(finding['disposition'])]}）"
