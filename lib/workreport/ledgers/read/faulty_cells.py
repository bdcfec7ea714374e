"""Cells that hold no value: errors of a formula, formulas without a result, characters that were lost."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import QUARANTINED
from workreport.ledgers.declared.source_columns import ROW
from workreport.ledgers.read.cell_scan import scan_columns
from workreport.ledgers.read.delimited import DECODED_CELL, GBK_OF_UTF8, is_mojibake
from workreport.ledgers.read.reading_findings import note
from workreport.ledgers.read.sheet import Sheet

ERRORS = (
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#错误",
)
LOST = "\ufffd|锟斤拷|^[?]{2,}[? ]*$"
# without escapes: RE2, which scans the columns, supports fewer of them
ODD = f"#|{LOST}|{DECODED_CELL.pattern}|{GBK_OF_UTF8.pattern}"


def faulty_cells(
    contract: Contract, sheet: Sheet, columns: Mapping[str, int], frame: pd.DataFrame
) -> list[pd.DataFrame]:
    """Findings for cells with an error, an uncalculated formula or lost characters; blanks these cells in `frame`."""
    parts = []
    scanned = scan_columns([frame[name] for name in columns], ODD)
    for (name, at), (_, odd) in zip(columns.items(), scanned, strict=True):
        own = {row: text for (row, column), text in sheet.faults.items() if column == at}
        if not odd and not own:
            continue
        uncalculated = frame[ROW].isin({row for row, text in own.items() if text.startswith("=")})
        error = frame[name].isin(ERRORS) | (frame[ROW].isin(own) & ~uncalculated)
        lost = frame[name].isin([text for text in odd if re.search(LOST, text) or is_mojibake(text)])
        for mask, rule, message in (
            (error, "错误值", "单元格是 Excel 错误值，请改正公式或填写数值"),
            (uncalculated, "公式无值", "公式没有保存计算结果，请用 Excel 打开保存一次，或粘贴为数值"),
            (lost, "乱码", "是乱码，或转存时文字已经丢失（“�”“??”），请照原件重填"),
        ):
            if mask.any():
                parts.append(note(contract, frame[mask], name, rule, QUARANTINED, message))
        if (error | uncalculated | lost).any():
            frame.loc[error | uncalculated | lost, name] = ""
    return parts
