"""Titles that name another year than the folder: last year's ledger under a new name, or the year not rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.source_columns import SHEET
from workreport.ledgers.read.ledger_table import TextTable
from workreport.ledgers.read.reading_findings import note, place
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.values.numerals import chinese_digits

DIGITS = "〇零○一二三四五六七八九"
YEAR = re.compile(rf"(?<!\d)(?:((?:19|20)\d\d)(?:年?[-—–~～至到])?)?((?:19|20)\d\d|[{DIGITS}]{{4}})年")
OF_A_DAY = re.compile(r"日期|时间|打印|导出|制表|填[报表]|截[至止]")
"""In texts whose year is that of a day on which somebody wrote something."""


def other_years(
    contract: Contract, sheets: Sequence[Sheet], tables: Sequence[TextTable], shown: str, year: int | None
) -> Iterator[pd.DataFrame]:
    """A finding for a file with sheets whose names and titles name years, but not that of its folder."""
    if year is None or contract.kind == "reference":
        return
    tops = {table.frame[SHEET].iloc[0]: table for table in tables if len(table.frame)}
    for sheet in (s for s in sheets if s.name in tops):
        above = sheet.rows[: tops[sheet.name].header.top]
        texts = [sheet.name, *(text for row in above for text in row)]
        named = years_in(text for text in texts if not OF_A_DAY.search(text))
        if named and year not in named:
            years = "、".join(f"{other} 年" for other in sorted(named))
            message = f"标题或表名写的是 {years}，而文件放在 {year} 年的目录里，请核对是不是交错了年份；行按各自的日期归期"
            yield note(contract, place(shown, sheet.name), "", "标题", "warned", message)
            return


def years_in(texts: Iterable[str]) -> set[int]:
    """The years named in texts, with both ends of a span."""
    names = {name for text in texts for match in YEAR.finditer(text) for name in match.groups() if name}
    return {int(name) if name.isdecimal() else int(chinese_digits(name) or 0) for name in names}
