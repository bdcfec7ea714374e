"""Selection of a file's sheets: months and other parts are read, copies and summaries are compared.

A sheet named as a copy, a draft, void or a summary is not read if another sheet holds
the table; its rows are counted as not data and reported.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pandas as pd

from workreport.base.errors import LedgerError
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import QUARANTINED, combine
from workreport.ledgers.declared.source_columns import ROW, SOURCE
from workreport.ledgers.read.header_search import header_key
from workreport.ledgers.read.ledger_table import TextTable, note, place
from workreport.ledgers.read.missing_months import missing_months
from workreport.ledgers.read.row_kinds import BLANKS, NUMERIC, TOTAL, declares_nothing, number_of
from workreport.ledgers.read.sheet import Sheet

COPY = re.compile(r"副本|备份|草稿|作废|旧版|copy|draft|backup", re.IGNORECASE)
SUMMARY = re.compile(r"汇总|统计|总表|合计")
NOT_FILLED_IN = "未填报"
"""Suffix of the rule id for a file with a header, but neither rows nor a declaration of nothing to report."""
NUMBERED = re.compile(r".+[（( ]\d+[)）]$")
COUNTS = re.compile(r"(总|合计)?(数|数量|件数|条数|起数|台数|批次数?|户次数?|家次数?|份数|行数|总数|合计)$")


def select_tables(
    contract: Contract, sheets: list[Sheet], shown: str, read: Callable[[Sheet], TextTable | None]
) -> list[TextTable]:
    """Select the tables of a file's sheets, without duplicates.

    Parameters
    ----------
    read : callable
        Function that returns the table of one sheet, or None if it has another header.

    Raises
    ------
    LedgerError
        As `read`, but not for skipped sheets.
    """
    tables, skipped = _read(sheets, read)
    if not tables:
        return []
    copies = {s.name: t for s in skipped if (t := _tolerant(read, s)) is not None}
    copies |= {
        name: t for name, t in tables.items() if NUMBERED.match(name) and _repeats_others(t, tables, name)
    }
    tables = {name: table for name, table in tables.items() if name not in copies}
    remarks = _add_findings(_SheetFindings(contract, shown), sheets, tables, copies, skipped)
    by_name = {sheet.name: sheet for sheet in sheets}
    result = [with_format_findings(contract, by_name[name], table) for name, table in tables.items()]
    # rows of copies were read and are not data
    result += [
        dataclasses.replace(t, frame=t.frame.iloc[:0], not_data=t.read, noted=combine([]))
        for t in copies.values()
    ]
    beyond = sum(sheet.beyond for sheet in sheets if sheet.name in tables)
    first = result[0]
    result[0] = dataclasses.replace(
        first,
        read=first.read + beyond,
        not_data=first.not_data + beyond,
        noted=combine([first.noted, *remarks.findings]),
    )
    return result


def _read(
    sheets: list[Sheet], read: Callable[[Sheet], TextTable | None]
) -> tuple[dict[str, TextTable], list[Sheet]]:
    """The tables by sheet, and the sheets skipped as copies or summaries."""
    skipped = [sheet for sheet in sheets if COPY.search(sheet.name) or SUMMARY.search(sheet.name)]
    tables = {
        sheet.name: table for sheet in sheets if sheet not in skipped and (table := read(sheet)) is not None
    }
    # if the others have no rows, a sheet named as a summary, else a copy, is the ledger
    for pattern in (COPY, None):
        if not any(len(table.frame) for table in tables.values()):
            skipped = [sheet for sheet in skipped if pattern and pattern.search(sheet.name)]
            left_out = {sheet.name for sheet in skipped}
            tables = {s.name: t for s in sheets if s.name not in left_out and (t := read(s)) is not None}
    return tables, skipped


@dataclasses.dataclass
class _SheetFindings:
    """Findings about the sheets of a file."""

    contract: Contract
    shown: str
    findings: list[pd.DataFrame] = dataclasses.field(default_factory=list)

    def add(
        self, sheet: str, rule: str, message: str, disposition: str = "warned", original: str = ""
    ) -> None:
        where = place(self.shown, sheet)
        self.findings.append(note(self.contract, where, "", rule, disposition, message, original))


def _add_findings(
    remarks: _SheetFindings,
    sheets: list[Sheet],
    tables: dict[str, TextTable],
    copies: dict[str, TextTable],
    skipped: list[Sheet],
) -> _SheetFindings:
    """Add findings: notices, copies, differing summaries, missing months, hidden sheets."""
    for sheet in sheets:
        for notice in sheet.notices:
            remarks.add(sheet.name, notice.rule, notice.message, notice.disposition, notice.original)
    for name, table in copies.items():
        other = len(_content(table) - set().union(*map(_content, tables.values())))
        tail = f"，其中 {other} 行在别的工作表里没有，请核对" if other else "，内容都在别的工作表里"
        remarks.add(name, "副本", f"看名称是副本、草稿或汇总，{len(table.frame)} 行没有计入{tail}")
    for sheet in skipped:
        if sheet.name not in copies and SUMMARY.search(sheet.name):
            for message in _disagreements(remarks.contract, sheet, tables):
                remarks.add(sheet.name, "汇总表", message)
    first = next(iter(tables))
    if missing := missing_months(tables):
        remarks.add(first, "缺月", f"各期工作表中缺 {missing}，请确认是没有发生还是漏了")
    for sheet in sheets:
        if sheet.name in tables and sheet.hidden:
            remarks.add(sheet.name, "隐藏工作表", "工作表是隐藏的，照常读入")
    rows = sum(len(table.frame) for table in tables.values())
    if not rows and remarks.contract.kind != "reference" and not _any_declares_nothing(sheets, remarks.shown):
        message = "只有表头，没有数据行，也没有注明“零报告”，按没有填报处理，不计零"
        remarks.add(first, NOT_FILLED_IN, message)
    return remarks


def _tolerant(read: Callable[[Sheet], TextTable | None], sheet: Sheet) -> TextTable | None:
    try:
        return read(sheet)
    except LedgerError:
        return None


def _content(table: TextTable) -> set[tuple[str, ...]]:
    values = table.frame.drop(columns=SOURCE)
    return set(values[sorted(values)].itertuples(index=False, name=None))


def _repeats_others(table: TextTable, tables: dict[str, TextTable], name: str) -> bool:
    """Whether a sheet such as “1月 (2)” only has rows of other sheets."""
    others = [_content(other) for key, other in tables.items() if key != name and not NUMBERED.match(key)]
    return bool(len(table.frame)) and bool(others) and _content(table) <= set().union(*others)


def _any_declares_nothing(sheets: list[Sheet], shown: str) -> bool:
    rows = (list(filter(None, row)) for sheet in sheets for row in sheet.rows)
    return declares_nothing(shown) or any(
        ("无" in row and BLANKS.issuperset(row)) or any(map(declares_nothing, row)) for row in rows
    )


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


def _disagreements(contract: Contract, sheet: Sheet, tables: dict[str, TextTable]) -> list[str]:
    """Messages for numbers of a summary sheet that differ from the detail: row counts, sums of numeric columns."""
    titles = {header_key(f.title): f.name for f in contract.read_fields if f.type in NUMERIC}
    heads: dict[int, str] = {}
    messages = []
    for row in sheet.rows:
        filled = [(at, text) for at, text in enumerate(row) if text]
        label = filled[0][1] if filled else ""
        for at, text in filled:
            stated = number_of(text)
            if stated is None:
                heads[at] = header_key(text)
                continue
            frames = [tables[label].frame] if label in tables else [t.frame for t in tables.values()]
            if label not in tables and not TOTAL.fullmatch("".join(label.split())):
                continue
            actual = _value_in_detail(heads.get(at, ""), titles, frames)
            if actual is not None and actual != stated:
                messages.append(f"汇总表“{label}”的“{heads[at]}”写的是 {text}，按明细是 {actual}，以明细为准")
    return messages


def _value_in_detail(head: str, titles: dict[str, str], frames: list[pd.DataFrame]) -> object:
    """The value of a summary's column according to the detail; None if unknown."""
    if (name := titles.get(head)) and all(name in frame for frame in frames):
        values = [number_of(text) for frame in frames for text in frame[name] if text]
        return None if None in values else sum(values)
    return sum(map(len, frames)) if COUNTS.search(head) else None
