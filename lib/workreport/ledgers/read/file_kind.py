"""The kind of a file by its first bytes.

Later bytes do not count: an old .xls embeds its theme as a zip, a workbook may embed a document.
"""

from __future__ import annotations

import re
from typing import Literal

ZIP, OLE = b"PK", bytes.fromhex("d0cf11e0a1b11ae1")

STREAM = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
"""First record (BOF) of a workbook without a container: BIFF 2 to 4, and what some programs export."""


def container(start: bytes) -> Literal["zip", "ole", "text"]:
    """``zip`` for xlsx and ods, ``ole`` for xls, with or without its container, ``text`` for all others."""
    if start.startswith(ZIP):
        return "zip"
    return "ole" if start.startswith(OLE) or STREAM.match(start) else "text"
