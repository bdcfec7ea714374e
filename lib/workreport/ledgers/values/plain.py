"""Fast path for columns in which no cell needs normalisation: same values as from reading cell by cell.

One check of all cells together decides; if it fails, the cells are read one by one.
"""

from __future__ import annotations

import re

from workreport.ledgers.declared.contract import Field
from workreport.ledgers.values.text import ORDINARY, ZEROED, ZEROS_OF_ITS_OWN

DAYS = re.compile(r"(?:(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2})+")
DAY = 10
"""Characters of each day in DAYS."""


def read_plain(field: Field, cells: list[str], *, coded: bool) -> list[str] | None:
    """The values of non-blank cells; None if they have to be read one by one.

    Parameters
    ----------
    coded : bool
        Whether the field has a code list.

    Returns
    -------
    list of str, optional
        The same list if the values are the cells. Days are in ISO 8601; they may not exist.
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
    # the ordinary space is the only printable space
    return cells if " " not in text else [cell.strip() for cell in cells]


def _may_be_zeroed(cell: str) -> bool:
    return len(cell) >= 15 + ZEROS_OF_ITS_OWN and ZEROED.fullmatch(cell) is not None
