"""Parse text columns into typed columns; ambiguous cells are reported, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Field
from workreport.ledgers.declared.findings import QUARANTINED
from workreport.ledgers.values.cells import ERROR, Reading, Unreadable
from workreport.ledgers.values.dates import read_date, read_datetime
from workreport.ledgers.values.number_cells import PRECISION, read_integer, read_number
from workreport.ledgers.values.plain import read_plain
from workreport.ledgers.values.text import (
    read_boolean,
    read_choice,
    read_coded,
    read_credit_code,
    read_identifier,
    read_list,
    read_name,
)

NOT_APPLICABLE = ("/", "／", "不适用")
"""“Not applicable” in columns of all types; a required text keeps it, or refuses it by its own rules."""
LISTED = 10
"""Most values of a code list in a message."""
EXPECTED = {
    "integer": "整数",
    "number": "数字",
    "date": "日期，如 2021-03-05",
    "datetime": "时间，如 2021-03-05 14:30",
    "boolean": "是或否",
}


class Note(NamedTuple):
    """Note on one text: disposition of its cells and message."""

    disposition: str
    message: str


class Parsed(NamedTuple):
    """A parsed column.

    ``typed`` has ``dtype_of(field)``, missing where blank or unreadable; ``notes`` has an entry for each distinct text that was
    changed for reading (``normalised``), is doubtful (``warned``), or unreadable
    (``quarantined``).
    """

    typed: pd.Series
    notes: dict[str, Note]


def dtype_of(field: Field) -> Any:
    """The pandas type of a field's typed column; numbers are exact decimals."""
    if field.type == "number":
        return pd.ArrowDtype(pa.decimal128(PRECISION, field.decimals))
    types = {"integer": "Int64", "date": "datetime64[us]", "datetime": "datetime64[us]", "boolean": "boolean"}
    return types.get(field.type, "str")


def parse_column(field: Field, text: pd.Series, codes: CodeList | None, epoch: int | None = None) -> Parsed:
    """Type a text column; each distinct text is read once.

    Parameters
    ----------
    field : Field
        The column's declaration.
    text : Series of str
        Cells as read; ``""`` and, but for required text, ``/`` (not applicable) become missing.
    codes : CodeList, optional
        The field's code list; cells become its values.
    epoch : {1900, 1904}, optional
        The date system of the workbook, if known.
    """
    blanks = _blanks(field, codes)
    cells = text.tolist()
    distinct = dict.fromkeys(cells)
    filled = [cell for cell in distinct if cell not in blanks]
    plain = read_plain(field, filled, coded=codes is not None)
    if plain is filled and field.type == "string" and len(filled) == len(distinct):
        return Parsed(text, {})
    if plain is not None:
        with suppress(ValueError):  # a day that does not exist
            return Parsed(_column(field, cells, dict(zip(filled, plain, strict=True)), text.index), {})
    values, notes = _one_by_one(field, filled, codes, epoch)
    return Parsed(_column(field, cells, values, text.index), notes)


def _blanks(field: Field, codes: CodeList | None) -> tuple[str, ...]:
    """The texts that become missing; not those that are values of the column."""
    if field.type == "string" and field.constraints.required:
        return ("",)
    own = {*(field.constraints.enum or ()), *(codes.spellings if codes else ())}
    return ("", *(text for text in NOT_APPLICABLE if text not in own))


def _one_by_one(
    field: Field, cells: list[str], codes: CodeList | None, epoch: int | None
) -> tuple[dict[str, Any], dict[str, Note]]:
    """The values of cells, and notes on some."""
    read = reader(field, codes, epoch)
    values: dict[str, Any] = {}
    notes: dict[str, Note] = {}
    for cell in cells:
        try:
            values[cell], remark, disposition = read(cell)
            if remark:
                message = f"已规整：{remark}" if disposition == "normalised" else remark
                notes[cell] = Note(disposition, message)
        except Unreadable as error:
            notes[cell] = Note(QUARANTINED, unreadable(field, str(error), codes))
    return values, notes


def _column(field: Field, cells: list[str], values: dict[str, Any], index: pd.Index) -> pd.Series:
    """The values of cells as a column, missing without a value. ``ValueError`` for a day that does not exist."""
    column = [values.get(cell) for cell in cells]
    if field.type == "date" and all(isinstance(value, str) for value in values.values()):
        # in ISO 8601, which numpy parses faster than pandas
        return pd.Series(np.array(column, dtype="datetime64[us]"), index=index)
    return pd.Series(column, index=index, dtype=dtype_of(field))


def unreadable(field: Field, why: str = "", codes: CodeList | None = None) -> str:
    """Message for an unreadable cell, with the allowed values."""
    wanted = EXPECTED.get(field.type, "")
    if why:
        return f"{why}；应为{wanted}" if wanted else why
    if field.codes:
        names = list(codes.labels.values()) if codes else []
        shown = f"，可填：{'、'.join(names[:LISTED])}{f'等 {len(names)} 项' if len(names) > LISTED else ''}"
        return f"不在规定的{field.title}之内{shown if names else ''}，请改为其中的名称或代码"
    if field.type == "list":
        return f"含有规定以外的取值，可取：{'、'.join(field.constraints.enum or [])}"
    places = f"（最多 {field.decimals} 位小数）" if field.type == "number" else ""
    return f"读不出{field.title}，应为{wanted or '文本'}{places}"


def reader(field: Field, codes: CodeList | None, epoch: int | None = None) -> Callable[[str], Reading]:
    """The function that reads one non-blank cell of a field; it raises ``Unreadable``."""
    read = _reader_of_type(field, codes, epoch)

    def checked(cell: str) -> Reading:
        if cell[0] == "#" and ERROR.fullmatch(cell.strip()):
            raise Unreadable(f"单元格是 Excel 的错误值 {cell.strip()}，请改正公式或填写结果")
        return read(cell)

    return checked


def readable(field: Field, codes: CodeList | None) -> Callable[[str], bool]:
    """Predicate: whether a text can be read as the field and is an allowed value."""
    read, limits = reader(field, codes), field.constraints
    pattern = re.compile(limits.pattern) if limits.pattern else None

    def fine(text: str) -> bool:
        if text in NOT_APPLICABLE and field.type != "string":
            return True
        try:
            value, _, disposition = read(text)
        except Unreadable:
            return False
        if disposition == QUARANTINED or (pattern and not pattern.fullmatch(str(value))):
            return False
        return not limits.enum or field.type != "string" or value is None or value in limits.enum

    return fine


def _reader_of_type(field: Field, codes: CodeList | None, epoch: int | None) -> Callable[[str], Reading]:
    if field.type == "list":
        return lambda cell: read_list(cell, field, codes)
    if codes is not None:
        return lambda cell: read_coded(cell, field, codes)
    if field.type in ("date", "datetime"):
        read = read_date if field.type == "date" else read_datetime
        return lambda cell: read(cell, epoch)
    if field.type == "string":
        choice = read_choice if field.constraints.enum else None
        coded = read_credit_code if field.format == "uscc" else read_identifier
        named = choice or (coded if field.is_code else read_name)
        return lambda cell: named(cell, field)
    typed = {"integer": read_integer, "number": read_number, "boolean": read_boolean}[field.type]
    return lambda cell: typed(cell, field)
