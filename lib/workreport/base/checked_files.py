"""Files of a cache, each checked by a digest when it is read: a damaged entry counts as none, and a run logs it.

An entry of some bytes carries their SHA-256 in its first line. A table stays a file that other programs read; the entry
that describes it holds its SHA-256. Nothing here is slow to import: an unchanged report is found by this module.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workreport.base.hashing import sha256

_seen: dict[Path, None] = {}
"""Damaged files that this process has met since the last log was closed."""
_log: list[Callable[[Path], None]] = []


def write_entry(path: Path, content: bytes) -> None:
    """Write an entry, in a folder that is made if it is not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(content).hexdigest().encode()
    write_whole(path, lambda part: part.write_bytes(digest + b"\n" + content))


def read_entry(path: Path) -> bytes | None:
    """What was written to an entry; None where there is none or it is damaged."""
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


def is_whole(path: Path, digest: str) -> bool:
    """Whether a file is there with the content that has this SHA-256."""
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
    """The content of a file if it has this SHA-256; None where it is not there or damaged."""
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


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside `path`, then rename: several processes may fill a cache at once."""
    part = beside(path)
    write(part)
    part.replace(path)


def beside(path: Path) -> Path:
    """Where this process writes what will stand as `path`."""
    return path.with_name(f".{path.name}.{os.getpid()}")


def report_damage(path: Path) -> None:
    """Log a damaged file once; the next run's log takes it where none is open."""
    if path not in _seen:
        _seen[path] = None
        for log in _log:
            log(path)


@contextmanager
def damage_logged(log: Callable[[Path], None]) -> Iterator[None]:
    """Call `log` with each damaged file: those met before the block, then those met in it, here and in forked processes."""
    for path in _seen:
        log(path)
    _log.append(log)
    try:
        yield
    finally:
        _log.remove(log)
        _seen.clear()
