"""Columns in which every cell stands as it should: read at once, with what reading each cell would give.

One look at all cells together says that none asks for a repair or a doubt; where it does not say so, they are read one by one.
"""

from __future__ import annotations

import re

from workreport.ledgers.declared.contract import Field
from workreport.ledgers.values.text import ORDINARY, ZEROED, ZEROS_OF_ITS_OWN

DAYS = re.compile(r"(?:(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2})+")
DAY = 10
"""Characters of each day in DAYS."""


def read_plain(field: Field, cells: list[str], *, coded: bool) -> list[str] | None:
    """The values of cells that are not blank; None where one may have to be looked at by itself.

    Parameters
    ----------
    coded : bool
        True where the field has a code list.

    Returns
    -------
    list of str, optional
        The same list where the values are the cells. Days stand as ISO 8601 has them; they may not exist.
    """
    if coded or field.constraints.enum or field.type not in ("string", "date"):
        return None
    text = "".join(cells)
    if field.type == "date":
        return cells if {*map(len, cells)} == {DAY} and DAYS.fullmatch(text) else None
    if not field.is_code:
        return _names(cells, text)
    if not ORDINARY.fullmatch(text) or "-" in cells or any(map(_may_be_zeroed, cells)):
        return None
    return cells if field.format != "uscc" or text == text.upper() else None


def _names(cells: list[str], text: str) -> list[str] | None:
    if not text.isprintable() or "#" in text:
        return None
    # of all spaces only the common one is printable
    return cells if " " not in text else [cell.strip() for cell in cells]


def _may_be_zeroed(cell: str) -> bool:
    return len(cell) >= 15 + ZEROS_OF_ITS_OWN and ZEROED.fullmatch(cell) is not None
