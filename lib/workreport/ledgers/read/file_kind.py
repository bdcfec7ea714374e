"""The kind of a file by its first bytes.

Later bytes do not count: an old .xls embeds its theme as a zip, a workbook may embed a document.
"""

from __future__ import annotations

from typing import Literal

ZIP, OLE = b"PK", bytes.fromhex("d0cf11e0a1b11ae1")


def container(start: bytes) -> Literal["zip", "ole", "text"]:
    """``zip`` for xlsx and ods, ``ole`` for xls, ``text`` for all others."""
    if start.startswith(ZIP):
        return "zip"
    return "ole" if start.startswith(OLE) else "text"
