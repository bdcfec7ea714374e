"""The date system of a workbook: 1900 or 1904."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from workreport.ledgers.read import xls
from workreport.ledgers.read.file_kind import container
from workreport.ledgers.read.origin import NAME

WORKBOOK = "xl/workbook.xml"
SCANNED_BYTES = 1_000_000
"""Bytes of the workbook part that are scanned; the properties are at its start."""
SINCE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)[\"']")


def date_system(path: Path) -> int | None:
    """1900 or 1904 for an Excel workbook (xlsx or xls by content); None for other files and their marked copies."""
    return date_system_of(path.read_bytes())


def date_system_of(raw: bytes) -> int | None:
    """As ``date_system``, of a file's content."""
    if container(raw) == "text":
        return None
    if container(raw) == "ole":
        try:
            return xls.date_system(raw)
        except Exception:  # its text can be read nevertheless
            return None
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts, parts.open(WORKBOOK) as part:
            start = part.read(SCANNED_BYTES)
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError, EOFError):
        return None
    if f'name="{NAME}"'.encode() in start:
        return None
    return 1904 if SINCE_1904.search(start) else 1900
