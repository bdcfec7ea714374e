"""Findings about the format of rows: hidden, struck out, longer than the header."""

from __future__ import annotations

import dataclasses

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import QUARANTINED, combine
from workreport.ledgers.declared.source_columns import ROW
from workreport.ledgers.read.ledger_table import TextTable
from workreport.ledgers.read.reading_findings import note
from workreport.ledgers.read.sheet import Sheet


def with_format_findings(contract: Contract, sheet: Sheet, table: TextTable) -> TextTable:
    """Add findings for hidden, struck-out and over-long rows, and struck-out cells."""
    frame, parts = table.frame, [table.noted]
    hidden = frame[frame[ROW].isin(sheet.hidden_rows)]
    if len(hidden):
        parts.append(note(contract, hidden, "", "隐藏行", "warned", "行是隐藏的，照常计入"))
    if sheet.delimited:
        heads = sheet.rows[table.header.top : table.header.row + 1]
        width = max(map(len, heads))
        # blank ends count: a separator too many may have moved blanks to the end
        widths = {number: len(row) for number, row in enumerate(sheet.rows, start=1) if len(row) != width}
        apart = frame[frame[ROW].isin(widths)] if widths else frame.iloc[:0]
        message = apart[ROW].map(
            lambda number: (
                f"本行有 {widths[number]} 个单元格，表头有 {width} 个："
                f"{'多半是文字或数里的逗号没有加引号' if widths[number] > width else '多半是漏了分隔符'}，各列可能错位"
            )
        )
        parts.append(note(contract, apart, "", "错位", QUARANTINED, message))
    columns = {at: name for name, at in table.header.columns.items()}
    read = {field.name for field in contract.fields if not field.personal} | (
        set(columns.values()) - set(contract.by_name)
    )
    for number, struck in sorted(sheet.struck.items()):
        row = frame[frame[ROW] == number]
        struck_columns = struck & set(columns)
        if not len(row) or not any(columns[at] in read for at in struck_columns):
            continue
        filled = {at for at, text in enumerate(sheet.rows[number - 1]) if text and at in columns}
        if filled <= struck:
            parts.append(
                note(contract, row, "", "删除线", QUARANTINED, "整行划了删除线，不知是否作废，暂不计入")
            )
            continue
        for at in (at for at in sorted(struck_columns) if columns[at] in read):
            message = "单元格划了删除线，不知是否作废，暂不计入"
            text = sheet.rows[number - 1][at]
            parts.append(note(contract, row, columns[at], "删除线", QUARANTINED, message, text))
    return dataclasses.replace(table, noted=combine(parts))
