"""Files of the cache, verified by a digest on reading: a damaged entry counts as missing and is logged.

The first line of an entry is the SHA-256 of its content. A table is a separate file that other programs can read; the
entry that describes it holds its SHA-256. Keep this module fast to import: the up-to-date check of a report uses it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workreport.base.hashing import sha256
from workreport.base.renaming import replace

_damaged: dict[Path, None] = {}
"""Damaged files that this process has read since the last log was closed."""
_log: list[Callable[[Path], None]] = []


def write_entry(path: Path, content: bytes) -> None:
    """Write an entry; create its folder if needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(content).hexdigest().encode()
    write_atomically(path, lambda part: part.write_bytes(digest + b"\n" + content))


def read_entry(path: Path) -> bytes | None:
    """The content of an entry; None if it is missing or damaged."""
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        report_damage(path)
        return None
    if digest == hashlib.sha256(content).hexdigest().encode():
        return content
    report_damage(path)
    return None


def is_intact(path: Path, digest: str) -> bool:
    """Whether a file exists and has this SHA-256."""
    try:
        if sha256(path) == digest:
            return True
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass
    report_damage(path)
    return False


def read_file(path: Path, digest: str) -> bytes | None:
    """The content of a file with this SHA-256; None if it is missing or damaged."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() == digest:
        return content
    report_damage(path)
    return None


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Write a temporary file, then rename it to `path`: several processes may fill a cache at once."""
    part = temporary_path(path)
    write(part)
    replace(part, path)


def temporary_path(path: Path) -> Path:
    """Temporary path for this process, in the folder of `path`."""
    return path.with_name(f".{path.name}.{os.getpid()}")


def report_damage(path: Path) -> None:
    """Log a damaged file once; without an open log, the next run logs it."""
    if path not in _damaged:
        _damaged[path] = None
        for log in _log:
            log(path)


@contextmanager
def damage_logged(log: Callable[[Path], None]) -> Iterator[None]:
    """Call `log` with each damaged file found before or during the block, here and in forked processes."""
    for path in _damaged:
        log(path)
    _log.append(log)
    try:
        yield
    finally:
        _log.remove(log)
        _damaged.clear()
