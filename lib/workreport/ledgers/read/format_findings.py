"""Findings about the format of rows: hidden, struck out, longer than the header."""

from __future__ import annotations

import dataclasses

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import QUARANTINED, combine
from workreport.ledgers.declared.source_columns import ROW
from workreport.ledgers.read.ledger_table import TextTable, note
from workreport.ledgers.read.sheet import Sheet


def with_format_findings(contract: Contract, sheet: Sheet, table: TextTable) -> TextTable:
    """Add findings for hidden, struck-out and over-long rows, and struck-out cells."""
    frame, parts = table.frame, [table.noted]
    hidden = frame[frame[ROW].isin(sheet.hidden_rows)]
    if len(hidden):
        parts.append(note(contract, hidden, "", "隐藏行", "warned", "行是隐藏的，照常计入"))
    if sheet.delimited:
        heads = sheet.rows[table.header.top : table.header.row + 1]
        width = max(map(_width, heads))
        long = {
            number
            for number, row in enumerate(sheet.rows, start=1)
            if len(row) > width and _width(row) > width
        }
        longer = frame[frame[ROW].isin(long)] if long else frame.iloc[:0]
        message = "本行比表头多出单元格，多半是文字或数里的逗号没有加引号，后面各列可能错位"
        parts.append(note(contract, longer, "", "错位", QUARANTINED, message))
    columns = {at: name for name, at in table.header.columns.items()}
    read = {field.name for field in contract.fields if not field.personal} | (
        set(columns.values()) - set(contract.by_name)
    )
    for number, struck in sorted(sheet.struck.items()):
        row = frame[frame[ROW] == number]
        known = struck & set(columns)
        if not len(row) or not any(columns[at] in read for at in known):
            continue
        filled = {at for at, text in enumerate(sheet.rows[number - 1]) if text and at in columns}
        if filled <= struck:
            parts.append(
                note(contract, row, "", "删除线", QUARANTINED, "整行划了删除线，不知是否作废，暂不计入")
            )
            continue
        for at in (at for at in sorted(known) if columns[at] in read):
            message = "单元格划了删除线，不知是否作废，暂不计入"
            text = sheet.rows[number - 1][at]
            parts.append(note(contract, row, columns[at], "删除线", QUARANTINED, message, text))
    return dataclasses.replace(table, noted=combine(parts))


def _width(row: list[str]) -> int:
    """The number of cells up to the last filled one."""
    return max((at for at, text in enumerate(row, start=1) if text), default=0)
