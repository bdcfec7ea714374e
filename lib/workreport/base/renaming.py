"""Renaming where other programs may hold files open: on Windows an open file, and its folder, cannot be renamed or replaced.

Virus scanners and indexers let go after a moment, so it is tried several times; Word or a reader holds on until it is closed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds before each further attempt."""


def rename(source: Path, target: Path) -> None:
    """Rename a file or folder to a path where nothing is; ``PermissionError`` if it stays open."""
    _persistently(os.rename, source, target)


def replace(source: Path, target: Path) -> None:
    """Rename a file to `target`, replacing the file there; ``PermissionError`` if one of them stays open."""
    _persistently(os.replace, source, target)


def open_files(folder: Path) -> list[str]:
    """Relative paths of the files of a folder that another program holds open; always empty where that hinders nothing.

    A file that is held open cannot be renamed to its own name either.
    """
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and os.access(path.parent, os.W_OK) and _is_held(path)
    ]


def _is_held(path: Path) -> bool:
    try:
        os.rename(path, path)
    except PermissionError:
        return True
    except OSError:  # removed meanwhile
        return False
    return False


def _persistently(act: Callable[[Path, Path], None], source: Path, target: Path) -> None:
    for pause in PAUSES_S:
        try:
            return act(source, target)
        except PermissionError:
            time.sleep(pause)
    return act(source, target)
