"""The cells of a field, made from the cells of a foreign table as its source says."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from workreport.ledgers.declared.contract import Field
from workreport.ledgers.declared.field_source import EXCEL, Source, as_list, fits
from workreport.ledgers.values.cells import Unreadable
from workreport.ledgers.values.number_cells import read_number
from workreport.ledgers.values.parsing import NOT_APPLICABLE

SERIAL = re.compile(r"(\d{1,7})(\.0+)?")
WIDTHS = dict.fromkeys("ymdHMS", 2) | {"Y": 4, "j": 3}
RUN = re.compile(rf"((?:%[{''.join(WIDTHS)}]){{2,}})")
"""Parts of a date with nothing between them: only their full width tells where one ends."""
FIRST_DAY = dt.date(1899, 12, 30)
"""Day 0 of the 1900 date system for every day from 1900-03-01 on (its 1900-02-29 does not exist)."""
LAST_SERIAL, FOREVER = 110_000, 2_958_465
"""The serial numbers of a day in 2201, above which a number is no day, and of 9999-12-31, which means without end."""
FINEST = 10
"""Most decimals of a part of a sum or product; the result has those of its field."""
Columns = Mapping[str, list[str]]


def source_cells(
    source: Source, field: Field, raw: Columns, units: Mapping[str, str], length: int
) -> list[str]:
    """The cells of a field.

    Parameters
    ----------
    raw : mapping
        The foreign table's cells by header.
    units : mapping
        The units that headers give to bare numbers, if not the field's own.
    length : int
        The number of rows.
    """
    stated = {} if source.unit else units
    texts = _texts(source, field, raw, stated, length)
    final: dict[int, str] = {}
    open_rows = set(range(length)) if source.cases else set()
    for case in source.cases:
        columns = [(raw[header], wanted) for header, wanted in case.when.items()]
        meets = {at for at in open_rows if all(fits(cells[at], wanted) for cells, wanted in columns)}
        open_rows -= meets
        for at in meets:
            if case.header is None:
                final[at] = case.then or ""
            else:
                texts[at] = raw[case.header][at], stated.get(case.header, "")
    change = _change(source)
    own = "" if source.sum else source.unit  # a sum is in the field's unit already
    # convert each distinct text once
    changed = {pair: _with_unit(change(pair[0]), own or pair[1]) for pair in set(texts)}
    return [final[at] if at in final else changed[pair] for at, pair in enumerate(texts)]


def _texts(
    source: Source, field: Field, raw: Columns, units: Mapping[str, str], length: int
) -> list[tuple[str, str]]:
    """The text of each row before its transformations, and the unit that its header gives to a bare number."""
    if source.header is not None:
        headers = as_list(source.header)
        return [
            next(
                ((cell, units.get(header, "")) for header, cell in zip(headers, row, strict=True) if cell),
                ("", ""),
            )
            for row in _rows(headers, raw)
        ]
    if source.key is not None:
        texts = ["-".join(map(_part, row)) for row in _rows(source.key, raw)]
    elif source.join is not None:
        texts = [source.between.join(filter(None, row)) for row in _rows(source.join, raw)]
    elif source.sum is not None:
        own = [source.unit or units.get(header, "") for header in source.sum]
        texts = [added(field, map(_with_unit, row, own)) for row in _rows(source.sum, raw)]
    elif source.product is not None:
        texts = [_multiplied(field, row) for row in _rows(source.product, raw)]
    else:
        texts = [source.value or ""] * length
    return [(text, "") for text in texts]


def _rows(headers: Sequence[str], raw: Columns) -> Iterable[tuple[str, ...]]:
    return zip(*(raw[header] for header in headers), strict=True)


def _with_unit(text: str, unit: str) -> str:
    """A text with a unit behind its bare number."""
    return text.rstrip() + unit if unit and text.rstrip()[-1:].isdigit() else text


@lru_cache(maxsize=65536)
def _part(text: str) -> str:
    """A part of a key, reduced to letters and digits of any script; separators would split the identifier."""
    return re.sub(r"[^\w.-]+", "_", unicodedata.normalize("NFKC", text)).strip("_")


def added(field: Field, cells: Iterable[str]) -> str:
    """The sum of cells in the field's unit; blanks are passed over, and with a cell that is no number they stay apart."""
    filled = [cell for cell in cells if cell and cell not in NOT_APPLICABLE]
    numbers = _numbers(field, filled)
    if numbers is None or len(filled) < 2:
        return " + ".join(filled)
    return _shown(sum(numbers, Decimal(0)))


def _multiplied(field: Field, cells: Sequence[str]) -> str:
    """The product of cells; blank with a blank one, and with a cell that is no number they stay apart."""
    if any(not cell or cell in NOT_APPLICABLE for cell in cells):
        return ""
    numbers = _numbers(field.model_copy(update={"unit": ""}), cells)
    return " × ".join(cells) if numbers is None else _shown(math.prod(numbers))


def _numbers(field: Field, cells: Sequence[str]) -> list[Decimal] | None:
    """The cells as exact numbers in the field's unit; None if one cannot be read."""
    fine = field.model_copy(update={"type": "number", "decimals": FINEST})
    try:
        return [read_number(cell, fine).value for cell in cells]
    except Unreadable:
        return None


def _shown(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _change(source: Source) -> Callable[[str], str]:
    """The transformation of a source for one cell's text."""
    split = re.compile(source.split) if source.split is not None else None
    groups, formats = as_list(source.take), as_list(source.date)
    patterns = [(re.compile(pattern), value) for pattern, value in source.patterns.items()]

    def change(cell: str) -> str:
        if source.joined:
            cell = "".join(cell.split())
        if split and (match := split.fullmatch(cell)):
            cell = "-".join(match[group] or "" for group in groups)
        if formats:
            cell = iso_date(cell, formats)
        if cell in source.values:
            return source.values[cell]
        for pattern, value in patterns:
            if pattern.fullmatch(cell):
                return value
        return cell if source.otherwise is None or cell == "" else source.otherwise

    return change


def iso_date(cell: str, formats: list[str]) -> str:
    """A date in ISO form; the text itself if no format fits or two give different days."""
    days = {day for form in formats if (day := _day(cell.strip(), form)) is not None}
    return days.pop().isoformat() if len(days) == 1 else cell


def _day(cell: str, form: str) -> dt.date | None:
    if form == EXCEL:
        serial = SERIAL.fullmatch(cell)
        days = int(serial[1]) if serial else 0
        return FIRST_DAY + dt.timedelta(days) if 60 < days < LAST_SERIAL or days == FOREVER else None
    try:
        return dt.datetime.strptime(cell, form).date() if _shape(form).fullmatch(cell) else None
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _shape(form: str) -> re.Pattern[str]:
    """Pattern of the texts of a date format: 2021112 is no ``%Y%m%d``, as it may be 12 January or 2 November."""
    parts = RUN.split(form)
    widths = [rf"\d{{{sum(WIDTHS[part] for part in run[1::2])}}}" for run in parts[1::2]]
    return re.compile(".*?".join(["", *widths, ""]), re.DOTALL)
