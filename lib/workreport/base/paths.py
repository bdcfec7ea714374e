"""Where the repository is, and which data and output folders a call means; known without loading anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from workreport.base.errors import UsageError

REPOSITORY = Path(__file__).resolve().parents[3]
NOTEBOOKS = REPOSITORY / "notebooks"
DATA_VARIABLE = "WORKREPORT_DATA"
OUT_VARIABLE = "WORKREPORT_OUT"
RUN_VARIABLE = "WORKREPORT_RUN"
"""Work folder of the run that started a kernel: the figures that the run has computed, the files that it has found."""
STORE = ".store"
"""Folder of an output folder that holds what can be made again."""
PUBLIC = "-public"
"""What the name of the public edition's folder ends with."""


def folders(data: str | Path | None = None, out: str | Path | None = None) -> tuple[Path, Path]:
    """Data and output folder.

    Empty values fall back to the environment variables that a run sets for its kernels, then to the repository's own.

    Raises
    ------
    UsageError
        As ``require_apart``.
    """
    source = Path(data or os.environ.get(DATA_VARIABLE) or REPOSITORY / "data")
    target = Path(out or os.environ.get(OUT_VARIABLE) or REPOSITORY / "outputs")
    require_apart(source, target)
    return source, target


def require_apart(data: Path, place: Path) -> None:
    """See that what is written to `place` cannot meet what reports are made of.

    Folders are compared by what they are on the file system, however they are spelled or linked.

    Raises
    ------
    UsageError
        If `place` is, holds or lies in the data folder, what that links to, the shared rules or the notebooks.
    """
    for used in _used(data):
        if _holds(used, place) or _holds(place, used):
            raise overlapping(str(place), str(used))


def overlapping(place: str, used: str) -> UsageError:
    """The error for a place to write to that meets one that is read from."""
    return UsageError(
        f"不能写到这里：它就是、包含或位于读入台账、规则或笔记本的位置（{used}）",
        where=place,
        expected="与数据目录互不包含的位置，如与它并列的 outputs",
        todo="请用 --out 另选目录；什么也没有改动",
    )


def _used(data: Path) -> Iterator[Path]:
    """The places that reports of a data folder are made of."""
    for base in (data, REPOSITORY / "data", NOTEBOOKS):
        yield base
        for folder, inner, files in os.walk(base):
            links = (Path(folder, name) for name in (*inner, *files))
            yield from (link for link in links if link.is_symlink())


def _holds(folder: Path, path: Path) -> bool:
    """Whether a path is the folder, or lies in it; it may not exist yet."""
    real = Path(os.path.realpath(path))
    return any(_same(folder, one) for one in (real, *real.parents))


def _same(folder: Path, other: Path) -> bool:
    try:
        return os.path.samefile(folder, other)
    except OSError:  # one of them is not there, or hidden from us
        return False
