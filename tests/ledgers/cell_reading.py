"""Reading one cell in a test: its value, or what its division hears."""

from __future__ import annotations

import pandas as pd

from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Field
from workreport.ledgers.values.parsing import Note, dtype_of, parse_column

BAD = object()


def field(**parts) -> Field:
    return Field.model_validate({"name": "x", "title": "列", **parts})


def read(cell: str, known: CodeList | None = None, epoch: int | None = None, **parts):
    """The value of one cell, None for a blank, BAD where it is set aside."""
    typed, notes = parse_column(field(**parts), pd.Series([cell], dtype="str"), known, epoch)
    assert typed.dtype == dtype_of(field(**parts))
    if note_of(notes, cell)[0] == "quarantined":
        assert pd.isna(typed.iloc[0]), "what is reported has no value"
        return BAD
    return None if pd.isna(typed.iloc[0]) else typed.iloc[0]


def cell_note(cell: str, known: CodeList | None = None, epoch: int | None = None, **parts) -> Note:
    """Disposition and message of one cell; two empty texts where nobody need hear of it."""
    notes = parse_column(field(**parts), pd.Series([cell], dtype="str"), known, epoch).notes
    return note_of(notes, cell)


def note_of(notes: dict[str, Note], cell: str) -> Note:
    return notes.get(cell, Note("", ""))
