"""File names as text, the same in every locale.

On Linux a name is bytes, and Python decodes it by the locale: the UTF-8 name of a ledger is mojibake in zh_CN.GBK, the
GBK name that an old archive left is surrogates in UTF-8. What is shown, matched and sorted is decoded here instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

ENCODINGS = ("utf-8", "gb18030")
NOT_OURS = ("~$", ".")
"""Beginnings of names that no user gives a file: those of Office's lock files, and of hidden files."""


def is_hidden(name: str) -> bool:
    """Whether a file is a program's own, such as the lock file beside an open workbook, and so no input."""
    return name.startswith(NOT_OURS)


def readable(path: Path | str) -> str:
    """A relative or bare file name as text, each of its parts in its own encoding."""
    text = path if isinstance(path, str) else path.as_posix()
    if text.isascii():
        return text
    try:
        return "/".join(map(_decoded, os.fsencode(text).split(b"/")))
    except UnicodeEncodeError:  # not a name of this locale, but a text
        return text


def _decoded(name: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", "backslashreplace")


def matching(folder: Path, patterns: Iterable[str]) -> list[Path]:
    """Paths in a folder that match one of the patterns, as text, in the order of their text."""
    patterns = list(patterns)
    paths = {path for pattern in patterns for path in folder.glob(pattern)}
    if folder.is_dir():
        others = ((path, readable(path.name)) for path in folder.iterdir() if not path.name.isascii())
        paths |= {path for path, name in others if any(fnmatchcase(name, pattern) for pattern in patterns)}
    return sorted(paths, key=lambda path: (readable(path.relative_to(folder)).split("/"), os.fsencode(path)))
