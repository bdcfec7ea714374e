"""Columns that stand twice under one name: which of them is read, and the rows in which they disagree.

Two columns are one where all their rows agree, or where all but one are blank. Otherwise nobody but
the division knows which counts, and the rows in which they differ are set aside.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from workreport.ledgers.read.header_search import Header
from workreport.ledgers.read.sheet import Sheet


@dataclass(frozen=True)
class Twofold:
    """One name with several columns: what is said of it, and the rows that it is said of (none: of the header)."""

    name: str
    message: str
    rows: tuple[int, ...] = ()


def settled(sheet: Sheet, header: Header, numbers: Sequence[int]) -> tuple[Header, list[Twofold]]:
    """The header with the column to be read for each name, judged by the data rows at `numbers`."""
    columns, told = dict(header.columns), []
    for name, others in header.others.items():
        every = [columns[name], *others]
        filled = [at for at in every if any(_cell(sheet, number, at) for number in numbers)]
        columns[name] = read = (filled or every)[0]
        place = f"{'、'.join(map(letters, every))} 列的表头都是这一列的"
        differ = [n for n in numbers if len({_cell(sheet, n, at) for at in filled}) > 1]
        if differ:
            said = f"{place}，本行各列写的不同，不知以哪一列为准，请只留一列"
            told.append(Twofold(name, said, tuple(differ)))
        else:
            same = "内容相同" if len(filled) > 1 else "其余是空的"
            told.append(Twofold(name, f"{place}，{same}，读 {letters(read)} 列，请删去多余的列"))
    return dataclasses.replace(header, columns=columns, others={}), told


def letters(at: int) -> str:
    """A column counted from 0 as a spreadsheet names it: A, …, Z, AA, …"""
    name, rest = "", at + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        name = chr(65 + last) + name
    return name


def _cell(sheet: Sheet, number: int, at: int) -> str:
    row = sheet.rows[number - 1]
    return row[at] if at < len(row) else ""
