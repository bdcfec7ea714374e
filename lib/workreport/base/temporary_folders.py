"""Temporary folders, locked while their process lives: those of dead processes are removed when the next one is made."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "workreport-tmp-"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A new folder for this process alone, removed at the end of the block.

    The lock belongs to the open folder: it ends with this process and those that it forked, however they end.
    """
    remove_abandoned()
    (folder, descriptor), owner = _locked_folder(), os.getpid()
    try:
        yield folder
    finally:
        if os.getpid() == owner:  # not in a forked process that ends like this one
            shutil.rmtree(folder, ignore_errors=True)
            os.close(descriptor)


def remove_abandoned() -> None:
    """Remove this user's temporary folders whose processes are dead."""
    for folder in sorted(Path(tempfile.gettempdir()).glob(f"{PREFIX}*")):
        with suppress(OSError):  # used by a living process, removed meanwhile, or another user's
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(descriptor)


def _locked_folder() -> tuple[Path, int]:
    """A new folder and its locked descriptor; another one if a process has removed it before it was locked."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        with suppress(FileNotFoundError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if folder.is_dir():
                return folder, descriptor
            os.close(descriptor)
