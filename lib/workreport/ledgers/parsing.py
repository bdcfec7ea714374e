"""Values: text cells become typed columns; what cannot be read without guessing is reported."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd
import pyarrow as pa

from workreport.ledgers.codes import CodeList
from workreport.ledgers.contract import Field

NOT_APPLICABLE = "/"
PRECISION = 20
"""Digits of an exact decimal; a longer number is no amount but a slip of the keys."""
LARGEST = 2**63 - 1
INTEGER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)")
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
DATE = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")
TIME = re.compile(r"(?P<date>\S+?)(?:[ T](?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?)?")
EXPECTED = {
    "integer": "整数",
    "number": "数字",
    "date": "日期，如 2021-03-05",
    "datetime": "时间，如 2021-03-05 14:30",
    "boolean": "是或否",
}


class Unreadable(ValueError):
    """A cell's text has no reading, or more than one, as the field's type."""


def plain(text: str) -> str:
    """Full-width digits and letters to half-width, spaces and invisible characters gone."""
    kept = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc"))
    return "".join("".join(kept).split())


def dtype_of(field: Field) -> Any:
    """The pandas type of a field's typed column; numbers are exact decimals."""
    if field.type == "number":
        return pd.ArrowDtype(pa.decimal128(PRECISION, field.decimals))
    known = {"integer": "Int64", "date": "datetime64[us]", "datetime": "datetime64[us]", "boolean": "boolean"}
    return known.get(field.type, "str")


def parse_column(field: Field, text: pd.Series, codes: CodeList | None) -> tuple[pd.Series, pd.Series]:
    """Type a text column.

    Parameters
    ----------
    field : Field
        The column's declaration.
    text : Series of str
        Cells as read; ``""`` and ``/`` (not applicable) become missing.
    codes : CodeList, optional
        The field's code list; cells become its values.

    Returns
    -------
    typed : Series
        Values of ``dtype_of(field)``; missing where blank or unreadable.
    bad : Series of bool
        True where a cell held text that could not be read.
    """
    read = _reader(field, codes)
    values: dict[str, Any] = {}
    unreadable: set[str] = set()
    # each distinct text is read once: ledgers repeat themselves
    for cell in text.unique():
        if cell == "" or (cell == NOT_APPLICABLE and field.type != "string"):
            values[cell] = None
            continue
        try:
            values[cell] = read(cell)
        except Unreadable:
            values[cell] = None
            unreadable.add(cell)
    typed = pd.Series([values[cell] for cell in text], index=text.index, dtype=dtype_of(field))
    return typed, text.isin(unreadable) if unreadable else pd.Series(False, index=text.index)


def _reader(field: Field, codes: CodeList | None) -> Callable[[str], Any]:
    if codes is not None and field.type != "list":
        return lambda cell: _coded(cell, codes)
    if field.type == "list":
        return lambda cell: _listed(cell, field, codes)
    if field.type == "number":
        return lambda cell: _number(cell, field.decimals)
    if field.type == "string" and field.constraints.enum:
        return _spaceless
    return {
        "string": plain if field.is_code else str.strip,
        "integer": _integer,
        "date": _date,
        "datetime": _datetime,
        "boolean": _boolean,
    }[field.type]


def _spaceless(cell: str) -> str:
    return "".join(cell.split())


def _coded(cell: str, codes: CodeList) -> str:
    value = codes.value(cell)
    if value is None:
        raise Unreadable(cell)
    return value


def _listed(cell: str, field: Field, codes: CodeList | None) -> str | None:
    """Several values in one cell, each checked, kept as text joined by the field's delimiter; None for none."""
    parts = [
        part.strip() for part in re.split(rf"[{re.escape(field.delimiter)}；;，,\n]", cell) if part.strip()
    ]
    if codes is not None:
        parts = [_coded(part, codes) for part in parts]
    elif field.constraints.enum and not set(parts) <= set(field.constraints.enum):
        raise Unreadable(cell)
    return field.delimiter.join(parts) or None


def _integer(cell: str) -> int:
    text = plain(cell)
    if not INTEGER.fullmatch(text):
        raise Unreadable(cell)
    value = int(text.replace(",", ""))
    if abs(value) > LARGEST:
        raise Unreadable(cell)
    return value


def _number(cell: str, decimals: int) -> Decimal:
    text = plain(cell)
    if not NUMBER.fullmatch(text):
        raise Unreadable(cell)
    value = Decimal(text.replace(",", ""))
    try:
        exact = value.quantize(Decimal(1).scaleb(-decimals))
    except InvalidOperation as error:
        raise Unreadable(cell) from error
    # more decimals than the contract keeps are never rounded silently
    if exact != value or len(exact.as_tuple().digits) > PRECISION:
        raise Unreadable(cell)
    return exact


def _date(cell: str) -> pd.Timestamp:
    match = DATE.fullmatch(plain(cell))
    if not match:
        # a date field may be handed in with midnight as its time
        moment = _datetime(cell)
        if moment != moment.normalize():
            raise Unreadable(cell)
        return moment
    return _timestamp(*map(int, match.groups()))


def _datetime(cell: str) -> pd.Timestamp:
    match = TIME.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    day = DATE.fullmatch(match["date"]) if match else None
    if not match or not day:
        raise Unreadable(cell)
    clock = [int(match[part] or 0) for part in ("h", "m", "s")]
    return _timestamp(*map(int, day.groups()), *clock)


def _timestamp(*parts: int) -> pd.Timestamp:
    try:
        return pd.Timestamp(*parts)
    except ValueError as error:
        raise Unreadable(str(parts)) from error


def _boolean(cell: str) -> bool:
    known = {"是": True, "否": False, "有": True, "无": False, "√": True, "×": False}
    value = known.get(plain(cell))
    if value is None:
        raise Unreadable(cell)
    return value
