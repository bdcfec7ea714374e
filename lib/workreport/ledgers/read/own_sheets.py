"""Generated sheets in a ledger file: notes to the division, never data."""

from __future__ import annotations

from workreport.ledgers.read.sheet import Sheet

MARK = "（本表由工作簿生成，读台账时跳过）"


def is_generated(sheet: Sheet) -> bool:
    """Whether the sheet is generated: a summary of findings, explanations, drop-down lists."""
    return bool(sheet.rows and sheet.rows[0] and MARK in sheet.rows[0][0])
