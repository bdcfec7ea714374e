"""The date system of a workbook: what day its day number 1 is."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from workreport.ledgers.read import xls
from workreport.ledgers.read.file_kind import container

WORKBOOK = "xl/workbook.xml"
ENOUGH = 1_000_000
"""Bytes of the workbook part that are looked at; its properties stand at its start."""
SINCE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)[\"']")


def date_system(path: Path) -> int | None:
    """1900 or 1904 for an Excel workbook (xlsx or xls by content); None for anything else, where nothing says it."""
    raw = path.read_bytes()
    if container(raw) == "text":
        return None
    if container(raw) == "ole":
        try:
            return xls.date_system(raw)
        except Exception:  # its text was read all the same
            return None
    try:
        with zipfile.ZipFile(path) as parts, parts.open(WORKBOOK) as part:
            return 1904 if SINCE_1904.search(part.read(ENOUGH)) else 1900
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError, EOFError):
        return None
