"""Temporary folders, locked while their process lives: those of dead processes are removed when the next one is made."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from workreport.base.file_lock import lock, try_lock

PREFIX, LOCK = "workreport-work-", ".lock"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A new folder for this process alone, removed at the end of the block.

    The lock belongs to an open file beside the folder: it ends with this process and those that it forked, however they end.
    """
    remove_abandoned()
    (folder, descriptor), owner = _locked_folder(), os.getpid()
    try:
        yield folder
    finally:
        if os.getpid() == owner:  # not in a forked process that ends like this one
            _remove(folder, descriptor)


def remove_abandoned() -> None:
    """Remove this user's temporary folders whose processes are dead."""
    for path in sorted(Path(tempfile.gettempdir()).glob(f"{PREFIX}*{LOCK}")):
        with suppress(OSError):  # another user's, or removed meanwhile
            descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            if try_lock(descriptor):
                _remove(path.with_name(path.name.removesuffix(LOCK)), descriptor)
            else:
                os.close(descriptor)


def _remove(folder: Path, descriptor: int) -> None:
    """Remove a folder and its lock; the lock last, so that a folder never stands without one."""
    if not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)
    os.close(descriptor)
    with suppress(OSError):
        _lock_of(folder).unlink()


def _lock_of(folder: Path) -> Path:
    return folder.with_name(folder.name + LOCK)


def _locked_folder() -> tuple[Path, int]:
    """A new folder and its locked descriptor; another one if a process has removed it before it was locked."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        descriptor = os.open(_lock_of(folder), os.O_RDWR | os.O_CREAT, 0o600)
        lock(descriptor)
        if folder.is_dir():
            return folder, descriptor
        _remove(folder, descriptor)
