"""Paths of the shared files, the data folder and the output folder. Keep this module fast to import."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from workreport.base.errors import UsageError

SHIPPED = "workreport_files"
"""Folder beside the installed packages that holds what a clone has at its top: ``data/`` and ``notebooks/``."""


def shared_home(program: Path) -> Path:
    """The folder with the shared ``data/`` and ``notebooks/``: where `program` is installed, else the clone."""
    shipped = program.parents[2] / SHIPPED
    return shipped if shipped.is_dir() else program.parents[3]


REPOSITORY = shared_home(Path(__file__).resolve())
"""A clone of the repository, or the files that an installed product brings along."""
INSTALLED = REPOSITORY.name == SHIPPED
NOTEBOOKS = REPOSITORY / "notebooks"
DATA_VARIABLE = "WORKREPORT_DATA"
OUT_VARIABLE = "WORKREPORT_OUT"
RUN_VARIABLE = "WORKREPORT_RUN"
"""Work folder of the run that started a kernel: its computed figures and the list of its files."""
STORE = ".store"
"""Folder in an output folder that holds what can be computed again."""
PUBLIC = "-public"
"""Suffix of the folder name of the public edition."""


def folders(data: str | Path | None = None, out: str | Path | None = None) -> tuple[Path, Path]:
    """Data and output folder.

    Empty values fall back to the environment variables that a run sets for its kernels, then to the repository's
    folders; an installed product has none of its own and takes those of the current folder.

    Raises
    ------
    UsageError
        As ``require_apart``.
    """
    home = Path() if INSTALLED else REPOSITORY
    source = Path(data or os.environ.get(DATA_VARIABLE) or home / "data")
    target = Path(out or os.environ.get(OUT_VARIABLE) or home / "outputs")
    require_apart(source, target)
    return source, target


def require_apart(data: Path, place: Path) -> None:
    """Check that the output `place` does not overlap the inputs of reports.

    Folders are compared as file-system objects, so links and spelling do not matter.

    Raises
    ------
    UsageError
        If `place` is, contains or lies in the data folder, a target of its links, the shared rules or the notebooks.
    """
    for used in _inputs(data):
        if _contains(used, place) or _contains(place, used):
            raise overlap_error(str(place), str(used))


def overlap_error(place: str, used: str) -> UsageError:
    """The error for an output place that overlaps an input."""
    return UsageError(
        f"不能写到这里：它就是、包含或位于读入台账、规则或笔记本的位置（{used}）",
        where=place,
        expected="与数据目录互不包含的位置，如与它并列的 outputs",
        todo="请用 --out 另选目录；什么也没有改动",
    )


def _inputs(data: Path) -> Iterator[Path]:
    """Input folders and link targets of the reports of a data folder."""
    for base in (data, REPOSITORY / "data", NOTEBOOKS):
        yield base
        for folder, inner, files in os.walk(base):
            links = (Path(folder, name) for name in (*inner, *files))
            yield from (link for link in links if link.is_symlink())


def _contains(folder: Path, path: Path) -> bool:
    """Whether a path is the folder or lies in it; the path may not exist yet."""
    real = Path(os.path.realpath(path))
    return any(_is_same_file(folder, parent) for parent in (real, *real.parents))


def _is_same_file(folder: Path, other: Path) -> bool:
    try:
        return os.path.samefile(folder, other)
    except OSError:  # one of them does not exist or is not readable
        return False
