"""Zip archives without the name of the system that wrote them: the same bytes on Windows as elsewhere."""

from __future__ import annotations

import io
import struct
import zipfile

UNIX = 3
SYSTEM, LENGTHS, FIXED = 5, 28, 46
"""Offsets in an entry of the list at an archive's end: the system's number, the lengths of the parts after the fixed part."""


def without_origin(archive: bytes) -> bytes:
    """The archive as if it was written on Unix; Office files are such archives."""
    out = bytearray(archive)
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        at, count = read.start_dir, len(read.infolist())
    for _ in range(count):
        out[at + SYSTEM] = UNIX
        at += FIXED + sum(struct.unpack_from("<3H", out, at + LENGTHS))
    return bytes(out)
