"""What a file is by the bytes that it begins with.

What lies further in does not count: an old .xls holds its theme as a whole zip, a workbook may hold a document.
"""

from __future__ import annotations

from typing import Literal

ZIP, OLE = b"PK", bytes.fromhex("d0cf11e0a1b11ae1")


def container(start: bytes) -> Literal["zip", "ole", "text"]:
    """``zip`` for xlsx and ods, ``ole`` for xls, ``text`` for all else."""
    if start.startswith(ZIP):
        return "zip"
    return "ole" if start.startswith(OLE) else "text"
