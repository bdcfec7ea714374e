"""Old workbooks written record by record, as their programs wrote them without a container: BIFF 2 to 8."""

from __future__ import annotations

import struct
from dataclasses import dataclass

NUMBER, BIFF2 = 0x0003, 2
BOF = {2: (0x0009, 4), 3: (0x0209, 6), 4: (0x0409, 6), 5: (0x0809, 8), 8: (0x0809, 16)}
GLOBALS, SHEET = 0x0005, 0x0010


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


@dataclass(frozen=True)
class Error:
    """A cell with #REF!."""


def stream(
    version: int,
    rows: list[list[str | float | Error | None]],
    encoding: str = "gbk",
    codepage: int | None = 936,
    formats: dict[int, str] | None = None,
    **more,
) -> bytes:
    """A workbook of one sheet.

    From BIFF 5 on, `formats` are number formats by column; in BIFF 8, `more` are ``struck`` cells, ``merged`` ranges
    (first and last row, column), ``hidden`` rows and ``since_1904``, all counted from 0.
    """
    page = record(0x0042, struct.pack("<H", codepage)) if codepage is not None else b""
    if version < 5:
        return _bof(version, SHEET) + page + _cells(version, rows, encoding) + record(0x000A)
    codes = list((formats or {}).values())
    columns = {column: 1 + at for at, column in enumerate(formats or {})}
    start = _bof(version, GLOBALS) + page + record(0x0022, struct.pack("<H", more.get("since_1904", False)))
    start += _font(version, 0) + _font(version, 8) + _formats(version, codes)
    for font in (0, 1):
        start += _style(version, font, 0)
        start += b"".join(_style(version, font, 164 + at) for at in range(len(codes)))
    styles = {
        (at, column): columns.get(column, 0) + (1 + len(codes)) * ((at, column) in more.get("struck", ()))
        for at, row in enumerate(rows)
        for column in range(len(row))
    }
    name = _text(version, "台账", encoding, short=True)
    offset = len(start) + 4 + 6 + len(name) + 4
    start += record(0x0085, struct.pack("<IH", offset, 0) + name) + record(0x000A)
    sheet = _bof(version, SHEET)
    for at in more.get("hidden", ()):
        sheet += record(0x0208, struct.pack("<HHHHHHI", at, 0, len(rows[at]), 255, 0, 0, 0x20))
    sheet += _cells(version, rows, encoding, styles)
    for first, last, column in more.get("merged", ()):
        sheet += record(0x00E5, struct.pack("<HHHHH", 1, first, last, column, column))
    return start + sheet + record(0x000A)


def _bof(version: int, kind: int) -> bytes:
    number, length = BOF[version]
    content = struct.pack("<HH", {2: 0x200, 3: 0x300, 4: 0x400, 5: 0x500, 8: 0x600}[version], kind)
    return record(number, content.ljust(length, b"\0"))


def _font(version: int, options: int) -> bytes:
    name = _text(version, "Arial", "ascii", short=True)
    return record(0x0031, struct.pack("<HHHHHBBBB", 200, options, 0x7FFF, 400, 0, 0, 0, 0, 0) + name)


def _formats(version: int, codes: list[str]) -> bytes:
    return b"".join(
        record(0x041E, struct.pack("<H", 164 + at) + _text(version, code, "gbk", short=version < 8))
        for at, code in enumerate(codes)
    )


def _style(version: int, font: int, number_format: int) -> bytes:
    content = struct.pack("<HHH", font, number_format, 1)
    return record(0x00E0, content.ljust(20 if version == 8 else 16, b"\0"))


def _cells(version: int, rows: list[list], encoding: str, styles: dict | None = None) -> bytes:
    out = b""
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HH", at, column)
            if version == BIFF2:
                place += b"\0\0\0"
            else:
                place += struct.pack("<H", (styles or {}).get((at, column), 0))
            newer = 0 if version == BIFF2 else 0x0200
            if isinstance(value, str):
                out += record(0x0004 | newer, place + _text(version, value, encoding, short=version == BIFF2))
            elif isinstance(value, Error):
                out += record(0x0005 | newer, place + b"\x17\1")
            elif value is not None:
                out += record(NUMBER | newer, place + struct.pack("<d", value))
    return out


def _text(version: int, text: str, encoding: str, short: bool) -> bytes:
    """A text with its length; two-byte characters in BIFF 8, else bytes of the code page."""
    count = "<B" if short else "<H"
    if version == 8:
        return struct.pack(count, len(text)) + b"\1" + text.encode("utf-16-le")
    raw = text.encode(encoding)
    return struct.pack(count, len(raw)) + raw
