"""What a workbook made from another kind of file keeps of it, in a hidden sheet: no date system, rows of unequal length.

A text file has no date system, and a row of it with a cell too many or too few is doubtful; in a workbook, all rows
are equally long. A row that somebody has changed since counts as corrected.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence

from workreport.base.hashing import fingerprint
from workreport.ledgers.read.own_sheets import MARK, is_generated
from workreport.ledgers.read.sheet import Sheet

NAME = "_origin"
"""Title of the sheet; its presence alone says that the workbook has no date system of its own."""
DELIMITED = "delimited"
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def as_kept(text: str) -> str:
    """A cell's text as a workbook keeps it: XML has no control characters, and one kind of line break."""
    return ILLEGAL.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def origin_rows(sheets: Sequence[Sheet]) -> list[list[str]]:
    """The rows of the hidden sheet: the usual number of cells of a text file's rows, and each row with another one."""
    rows = [[f"原件的信息{MARK}"]]
    for sheet in sheets:
        lengths = Counter(len(row) for row in sheet.rows if any(row))
        if not sheet.delimited or not lengths:
            continue
        usual = lengths.most_common(1)[0][0]
        rows.append([DELIMITED, str(usual), ""])
        rows += [
            [str(number), str(len(row)), fingerprint(map(as_kept, _filled(row)))]
            for number, row in enumerate(sheet.rows, start=1)
            if any(row) and len(row) != usual
        ]
    return rows


def restored(sheets: list[Sheet]) -> list[Sheet]:
    """The sheets of a workbook, with rows as long as they were in the text file that it was made from."""
    origin = next((sheet for sheet in sheets if sheet.name == NAME and is_generated(sheet)), None)
    if origin is None or len(origin.rows) < 2 or origin.rows[1][0] != DELIMITED:
        return sheets
    usual = int(origin.rows[1][1])
    others = {int(row[0]): (int(row[1]), row[2]) for row in origin.rows[2:] if row[0].isdecimal()}
    return [sheet if is_generated(sheet) else _restored(sheet, usual, others) for sheet in sheets]


def _restored(sheet: Sheet, usual: int, others: dict[int, tuple[int, str]]) -> Sheet:
    rows = []
    for number, row in enumerate(sheet.rows, start=1):
        filled = _filled(row)
        length, digest = others.get(number, (usual, ""))
        if digest and fingerprint(map(as_kept, filled)) != digest:
            length = usual
        rows.append(filled + [""] * (length - len(filled)))
    return dataclasses.replace(sheet, rows=rows, delimited=True)


def _filled(row: list[str]) -> list[str]:
    """The cells up to the last filled one."""
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]
