"""Invented personal data to be planted in ledgers, and the search for it in everything that was written."""

from __future__ import annotations

import base64
import io
import itertools
import re
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
from personal_numbers import card, identity
from pypdf import PdfReader

# every canary begins like its kind: whatever is found of one of these has got through
SIGNS = {"identity": "99010319450815", "mobile": "1399999", "bank": "620000999900", "name": "龘"}
FOUND = re.compile("|".join(SIGNS.values()))
STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
PNG = b"\x89PNG\r\n\x1a\n"
IN_PAGE = re.compile(rb"data:[\w/+.-]+;base64,([A-Za-z0-9+/=]+)")


class Canaries:
    """Hands out each canary once; `spelling` turns from one to the next."""

    def __init__(self) -> None:
        self._number = itertools.count()

    def of(self, kind: str) -> str:
        at = next(self._number)
        if kind == "name":
            role = ("联系人：", "投诉人", "经办人 ", "法定代表人为")[at % 4]
            return f"{role}{'王李张欧阳'[at % 3]}龘{chr(0x4E00 + at % 500)}，"
        number = {
            "identity": lambda: identity("19450815", f"{at % 1000:03d}"),
            "mobile": lambda: f"1399999{at % 10000:04d}",
            "bank": lambda: card(f"620000999900{at % 1000000:06d}"),
        }[kind]()
        return (number, f"见{number}。", number.translate(WIDE), f"（{number}）")[at % 4]


WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def leaks(place: str, content: bytes) -> Iterator[str]:
    """Where canaries stand in one file, whatever is packed in it."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                yield from leaks(f"{place}!{name}", parts.read(name))
        return
    if content.startswith(PNG):
        # deflated pixels hold any three bytes by chance, and what is drawn stands in the SVG beside
        content = b"".join(chunk for kind, chunk in chunks(content) if kind != b"IDAT")
    if content.startswith(b"PAR1"):
        table = pq.read_table(io.BytesIO(content))
        yield from leaks(f"{place}!rows", str(table.to_pydict()).encode())
    if content.startswith(b"%PDF"):
        read = PdfReader(io.BytesIO(content))
        words = "".join(page.extract_text() for page in read.pages) + str(read.metadata)
        yield from leaks(f"{place}!text", words.encode())
        # packed streams, like pixels, hold any three bytes by chance
        content = STREAM.sub(b"", content)
    for packed in IN_PAGE.findall(content):
        yield from leaks(f"{place}!base64", base64.b64decode(packed))
    text = unicodedata.normalize("NFKC", content.decode("utf-8", "replace"))
    bare = re.sub(r"[ \-.]", "", text)
    for match in FOUND.finditer(bare):
        yield f"{place}：{bare[max(0, match.start() - 40) : match.end() + 20]!r}"


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind and content of each chunk of a PNG."""
    at = len(PNG)
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        yield kind, png[at + 8 : at + 8 + length]
        at += 12 + length


def leaks_below(folder: Path) -> list[str]:
    """Where canaries stand in the files of a folder, hidden ones too, and in their names."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        found += leaks("名称", name.encode())
        if path.is_file():
            found += leaks(name, path.read_bytes())
    return found
