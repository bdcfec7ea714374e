"""Selection of a file's sheets: months and other parts are read, copies and summaries are compared; every sheet has a use.

A sheet is a summary or a copy by what it holds: rows of a copy that stand in no other sheet are quarantined, and so
are rows on a sheet without header that read as the ledger's.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping

import pandas as pd

from workreport.base.errors import LedgerError
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import QUARANTINED, combine
from workreport.ledgers.declared.source_columns import REST, ROW, SOURCE
from workreport.ledgers.read.format_findings import with_format_findings
from workreport.ledgers.read.header_search import find_header
from workreport.ledgers.read.ledger_table import TextTable, read_table
from workreport.ledgers.read.missing_months import missing_months
from workreport.ledgers.read.own_sheets import is_generated
from workreport.ledgers.read.reading_findings import note, place
from workreport.ledgers.read.row_kinds import BLANKS, declares_nothing
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.read.sheet_use import (
    BLANK,
    DICTIONARY,
    GENERATED,
    NOT_READ,
    SheetUse,
    filled_rows,
    is_own,
    use_of_table,
)
from workreport.ledgers.read.sheet_use import COPY as COPY_SHEET
from workreport.ledgers.read.sheet_use import QUARANTINED as QUARANTINED_SHEET
from workreport.ledgers.read.sheet_use import SUMMARY as SUMMARY_SHEET
from workreport.ledgers.read.stray_rows import Codes, below_header, is_dictionary, stray_rows
from workreport.ledgers.read.summary_sheets import compare

COPY = re.compile(r"副本|备份|草稿|作废|旧版|copy|draft|backup", re.IGNORECASE)
SUMMARY = re.compile(r"汇总|统计|总表|合计")
NOT_FILLED_IN = "未填报"
"""Suffix of the rule id for a file with a header, but neither rows nor a declaration of nothing to report."""
NO_HEADER = "工作表没有表头，看内容是本台账的行，不知各列对不对，暂不计入；请补上表头"
NOT_MAPPED = "映射没有读这张工作表"
UNKNOWN_HEADER = (
    "“{0}”不是规定的列名，没有读入，多半就是缺少的“{1}”；请改成规定的列名，或在台账规范中登记别名"
)
NUMBERED = re.compile(r".+[（( ]\d+[)）]$")


@dataclasses.dataclass(frozen=True)
class FileTables:
    """The tables of a file, and what became of each of its sheets."""

    tables: list[TextTable]
    sheets: tuple[SheetUse, ...] = ()


def select_tables(
    contract: Contract,
    sheets: list[Sheet],
    shown: str,
    read: Callable[[Sheet], TextTable | None],
    codes: Codes | None = None,
    not_read: Mapping[str, str] | None = None,
) -> FileTables:
    """Select the tables of a file's sheets, without copies; rows on a sheet without header are quarantined.

    Parameters
    ----------
    read : callable
        Function that returns the table of one sheet, or None if it has another header.
    codes : mapping, optional
        Code lists by name, to recognise values on sheets without header.
    not_read : mapping, optional
        Reasons why sheets are not read, by their names, as people have declared.

    Raises
    ------
    LedgerError
        As `read`, but not for copies, summaries and dictionaries.
    """
    uses = {s.name: SheetUse(s.name, GENERATED, 0) for s in sheets if is_generated(s)}
    sheets = [sheet for sheet in sheets if sheet.name not in uses]
    selection = _Selection(contract, shown, codes or {}, {sheet.name: sheet for sheet in sheets})
    selection.not_read = not_read or {}
    selection.read(read)
    if not selection.tables:
        return FileTables([])
    return FileTables(selection.all_tables(), (*uses.values(), *selection.uses.values()))


@dataclasses.dataclass
class _Selection:
    """Selection of the sheets of one file: tables, copies of them, uses of all sheets, findings."""

    contract: Contract
    shown: str
    codes: Codes
    sheets: dict[str, Sheet]
    tables: dict[str, TextTable] = dataclasses.field(default_factory=dict)
    copies: dict[str, TextTable] = dataclasses.field(default_factory=dict)
    summaries: dict[str, TextTable] = dataclasses.field(default_factory=dict)
    uses: dict[str, SheetUse] = dataclasses.field(default_factory=dict)
    findings: list[pd.DataFrame] = dataclasses.field(default_factory=list)
    not_read: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def read(self, read: Callable[[Sheet], TextTable | None]) -> None:
        """Read all sheets; a copy, a draft or a summary of rows that stand elsewhere is no table."""
        every: dict[str, TextTable] = {}
        errors: dict[str, LedgerError] = {}
        for name, sheet in self.sheets.items():
            try:
                if (table := read(sheet)) is not None:
                    every[name] = table
            except LedgerError as error:
                errors[name] = error
        # named as a copy, it is the ledger only if no other sheet has rows
        for copies in ({name for name in every if COPY.search(name)}, set()):
            self.tables = {name: table for name, table in every.items() if name not in copies}
            if any(len(table.frame) for table in self.tables.values()):
                break
        for name, error in errors.items():
            if not self._may_lack_columns(name):
                raise error
        self.copies = {name: table for name, table in every.items() if name not in self.tables}
        named = [name for name in self.tables if NUMBERED.match(name) or SUMMARY.search(name)]
        for name in named:
            table = self.tables[name]
            if SUMMARY.search(name) and not _has_keys(self.contract, table) and len(self.tables) > 1:
                self.summaries[name] = self.tables.pop(name)
            elif _repeats_others(table, self.tables, name):
                self.copies[name] = self.tables.pop(name)

    def _may_lack_columns(self, name: str) -> bool:
        """Whether a sheet with some of the ledger's columns need not have all: a copy, a summary, a list of choices."""
        if not self.tables:
            return False
        if COPY.search(name) or SUMMARY.search(name):
            return True
        header = find_header(self.contract, self.sheets[name])
        return header is not None and is_dictionary(self.contract, header, self.sheets[name], self.codes)

    def all_tables(self) -> list[TextTable]:
        """The tables with findings about their formats; also the rows of copies, and quarantined rows of other sheets."""
        for name, table in self.tables.items():
            self.uses[name] = use_of_table(self.contract, self.sheets[name], table.header)
        result = [
            with_format_findings(self.contract, self.sheets[name], t) for name, t in self.tables.items()
        ]
        result += [self._copy(name, table) for name, table in self.copies.items()]
        result += [
            dataclasses.replace(table, frame=table.frame.iloc[:0], not_data=table.read, noted=combine([]))
            for table in self.summaries.values()
        ]
        for name in self.sheets:
            if name not in self.uses:
                result += self._other_sheet(self.sheets[name])
        self.uses = {name: self.uses[name] for name in self.sheets}
        self._add_findings()
        beyond = sum(sheet.beyond for name, sheet in self.sheets.items() if name in self.tables)
        result[0] = dataclasses.replace(
            result[0],
            read=result[0].read + beyond,
            not_data=result[0].not_data + beyond,
            noted=combine([result[0].noted, *self.findings]),
        )
        return result

    def _copy(self, name: str, table: TextTable) -> TextTable:
        """The table of a copy: rows that stand in other sheets are not data, the others are quarantined."""
        elsewhere = set().union(*map(_content, self.tables.values()))
        alone = [row not in elsewhere for row in _row_contents(table)]
        own = table.frame[pd.Series(alone, table.frame.index, dtype=bool)]
        rows = len(table.frame)
        if len(own):
            reason = f"看名称是副本、草稿或作废的表，{len(own)} 行在别的工作表里没有，暂不计入"
        else:
            reason = f"是副本、草稿或汇总，{rows} 行没有计入，内容都在别的工作表里"
            self.add(name, "副本", reason)
        self.uses[name] = SheetUse(name, COPY_SHEET if own.empty else QUARANTINED_SHEET, rows, reason)
        message = "工作表看名称是副本、草稿或作废的，本行在别的工作表里没有，不知算不算，暂不计入"
        noted = note(self.contract, own, "", "副本", QUARANTINED, message)
        return dataclasses.replace(table, frame=own, not_data=table.read - len(own), noted=noted)

    def _other_sheet(self, sheet: Sheet) -> list[TextTable]:
        """Note the use of a sheet without the ledger's header; its rows, quarantined, if they read as the ledger's."""
        rows = filled_rows(sheet)
        if not rows or sheet.name in self.not_read:
            use = NOT_READ if rows else BLANK
            self.uses[sheet.name] = SheetUse(sheet.name, use, rows, self.not_read.get(sheet.name, ""))
            return []
        if table := self._headless(sheet):
            self.uses[sheet.name] = SheetUse(sheet.name, QUARANTINED_SHEET, rows, NO_HEADER)
            return [table]
        compared, messages = compare(self.contract, sheet, self.tables)
        for message in messages:
            self.add(sheet.name, "汇总表", message)
        if compared:
            use = SheetUse(sheet.name, SUMMARY_SHEET, rows, "汇总数已与明细核对")
        elif (head := find_header(self.contract, sheet)) and is_dictionary(
            self.contract, head, sheet, self.codes
        ):
            use = SheetUse(sheet.name, DICTIONARY, rows, "列的是各栏可选的值，不是台账")
        else:
            wide = self._is_wide(sheet)
            why = NOT_MAPPED if not self._is_own else f"没有《{self.contract.title}》的表头"
            use = SheetUse(sheet.name, NOT_READ, rows, why, blocks=wide)
        self.uses[sheet.name] = use
        return []

    def _headless(self, sheet: Sheet) -> TextTable | None:
        """The rows of a sheet without header, read by the columns of the first table and quarantined; None if few read."""
        first = next(iter(self.tables))
        header = self.tables[first].header
        if not is_own(self.contract, header):
            return None
        reading = stray_rows(self.contract, header, sheet.rows, self.codes)
        if 2 * len(reading) <= sum(map(any, sheet.rows)):
            return None
        heads = self.sheets[first].rows[: header.row + 1]
        table = read_table(self.contract, below_header(heads, sheet), self.shown, header)
        assert table is not None, "the header is known"
        frame = table.frame.assign(**{ROW: table.frame[ROW] - len(heads), REST: 0})
        noted = note(self.contract, frame, "", "无表头", QUARANTINED, NO_HEADER)
        return dataclasses.replace(table, frame=frame, noted=noted)

    @property
    def _is_own(self) -> bool:
        return is_own(self.contract, next(iter(self.tables.values())).header)

    def _is_wide(self, sheet: Sheet) -> bool:
        """Whether the sheet's rows fill on average at least half as many cells as the first table has columns."""
        columns = len(next(iter(self.tables.values())).header.columns)
        filled = [sum(map(bool, row)) for row in sheet.rows if any(row)]
        return len(filled) > 1 and 2 * sum(filled) >= columns * len(filled)

    def add(
        self, sheet: str, rule: str, message: str, disposition: str = "warned", original: str = ""
    ) -> None:
        """Add a finding about a sheet as a whole."""
        where = place(self.shown, sheet)
        self.findings.append(note(self.contract, where, "", rule, disposition, message, original))

    def _add_findings(self) -> None:
        """Add findings: notices, likely columns, missing months, hidden sheets, nothing filled in."""
        for name, sheet in self.sheets.items():
            for notice in sheet.notices:
                self.add(name, notice.rule, notice.message, notice.disposition, notice.original)
            if name in self.tables and sheet.hidden:
                self.add(name, "隐藏工作表", "工作表是隐藏的，照常读入")
            for header, likely in self.uses[name].unknown:
                if likely:
                    self.add(name, "表头", UNKNOWN_HEADER.format(header, likely), original=header)
        first = next(iter(self.tables))
        if missing := missing_months(self.tables):
            self.add(first, "缺月", f"各期工作表中缺 {missing}，请确认是没有发生还是漏了")
        rows = sum(len(table.frame) for table in self.tables.values())
        sheets = list(self.sheets.values())
        if not rows and self.contract.kind != "reference" and not _any_declares_nothing(sheets, self.shown):
            message = "只有表头，没有数据行，也没有注明“零报告”，按没有填报处理，不计零"
            self.add(first, NOT_FILLED_IN, message)


def _content(table: TextTable) -> set[tuple[str, ...]]:
    return set(_row_contents(table))


def _row_contents(table: TextTable) -> list[tuple[str, ...]]:
    """The texts of each row, in the order of the columns' names."""
    values = table.frame.drop(columns=SOURCE)
    return list(values[sorted(values)].itertuples(index=False, name=None))


def _has_keys(contract: Contract, table: TextTable) -> bool:
    """Whether a row of the table has its key: a summary has none."""
    key = [name for name in contract.primaryKey if name in table.frame]
    return not key or bool((table.frame[key] != "").all(axis=1).any())


def _repeats_others(table: TextTable, tables: dict[str, TextTable], name: str) -> bool:
    """Whether a sheet such as “1月 (2)” or “汇总” only has rows of other sheets."""
    others = [_content(other) for key, other in tables.items() if key != name and not NUMBERED.match(key)]
    return bool(len(table.frame)) and bool(others) and _content(table) <= set().union(*others)


def _any_declares_nothing(sheets: list[Sheet], shown: str) -> bool:
    rows = (list(filter(None, row)) for sheet in sheets for row in sheet.rows)
    return declares_nothing(shown) or any(
        ("无" in row and BLANKS.issuperset(row)) or any(map(declares_nothing, row)) for row in rows
    )
