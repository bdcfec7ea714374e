"""PNG pictures, compressed by Python itself: imaging libraries bring another compressor to each system, with other bytes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXELS = b"IDAT"


def compressed(png: bytes) -> bytes:
    """The picture, pixel for pixel, with its pixels compressed in one part."""
    parts = list(_parts(png))
    pixels = zlib.compress(zlib.decompress(b"".join(content for kind, content in parts if kind == PIXELS)))
    first = next(at for at, (kind, _) in enumerate(parts) if kind == PIXELS)
    others = [(kind, content) for kind, content in parts if kind != PIXELS]
    return SIGNATURE + b"".join(_part(*one) for one in (*others[:first], (PIXELS, pixels), *others[first:]))


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        yield kind, png[at + 8 : at + 8 + length]
        at += length + 12


def _part(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
