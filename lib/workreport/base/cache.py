"""Content-addressed cache below ``<out>/.store``: the key of an entry covers all of its inputs.

A key is a hash (``hashing.fingerprint``) that covers the code too, so an entry never goes out of date: other inputs or
other code have another key. A damaged entry counts as missing. ``prune`` removes the least recently used entries.

Kinds of entry: ``ledgers`` (typed rows of a ledger file), ``figures`` (numbers of the figures of some ledgers), ``checks``
(judged checks of some ledgers), ``sections`` (executed notebooks), ``bodies`` (their HTML), ``runs`` (inputs of a published report). Keep this module fast to import.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from workreport.base.checked_files import read_entry, write_atomically, write_entry
from workreport.base.errors import UsageError
from workreport.base.file_names import readable
from workreport.base.paths import STORE

LIMIT = 2 * 2**30
"""Size in bytes above which entries not used within the last day are removed."""
DAY = 86_400.0


@dataclass(frozen=True)
class Cache:
    """The entries of one kind in an output folder.

    Parameters
    ----------
    folder : Path
        Holds the entries: ``<key>``, and ``<key>.<suffix>`` for tables in files of their own.
    fresh : bool
        True to ignore entries that this object has not written itself: everything is computed again, once.
    """

    folder: Path
    fresh: bool = False
    written: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, out: Path, *kind: str, fresh: bool = False) -> Cache:
        """The cache of a kind, or of a kind and period, in an output folder."""
        return cls((out / STORE).joinpath(*kind), fresh)

    def get(self, key: str) -> bytes | None:
        """The content of an entry; None if it is missing or damaged."""
        if self.fresh and key not in self.written:
            return None
        path = self.folder / key
        content = read_entry(path)
        if content is not None:
            with suppress(OSError):
                os.utime(path)  # time of last use, for `prune`
        return content

    def put(self, key: str, content: bytes) -> None:
        """Store the content under a key; write files of the entry before (see ``put_file``).

        ``UsageError`` if the store cannot be written.
        """
        with self.writable():
            write_entry(self.folder / key, content)
        self.written.add(key)

    def file(self, key: str, suffix: str) -> Path:
        """Path of a file of an entry; its digest is in the entry's content."""
        return self.folder / f"{key}.{suffix}"

    def put_file(self, key: str, suffix: str, write: Callable[[Path], object]) -> Path:
        """Write a file of an entry atomically; several processes may write the same file at once."""
        path = self.file(key, suffix)
        with self.writable():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, write)
        return path

    @contextmanager
    def writable(self) -> Iterator[None]:
        """``UsageError`` if a file of the store cannot be written inside the block."""
        try:
            yield
        except OSError as error:
            file = isinstance(error, (FileExistsError, NotADirectoryError))
            raise UsageError(
                f"留存的中间结果写不了：{'应是文件夹的地方是一个文件' if file else error.strerror or type(error).__name__}",
                where=readable(self.folder),
                todo="请移走同名的文件，检查权限和剩余空间，或用 --out 另选目录",
            ) from error


def prune(out: Path, limit: int = LIMIT, *, unused_s: float = DAY) -> None:
    """Remove the least recently used entries until the store takes at most `limit` bytes.

    Entries used within the last `unused_s` seconds stay: a run may be using them.
    """
    entries: dict[tuple[Path, str], list[Path]] = {}
    for path in (out / STORE).rglob("*"):
        if path.is_file():  # a partly written file begins with a dot
            entries.setdefault((path.parent, path.name.lstrip(".").partition(".")[0]), []).append(path)
    sized = []
    for files in entries.values():
        with suppress(FileNotFoundError):  # another run may prune at the same time
            stats = [path.stat() for path in files]
            sized.append((max(s.st_mtime for s in stats), sum(s.st_size for s in stats), files))
    total, oldest = sum(size for _, size, _ in sized), time.time() - unused_s
    for used, size, files in sorted(sized, key=lambda entry: entry[0]):
        if total <= limit or used > oldest:
            return
        for path in files:
            with suppress(OSError):
                path.unlink()
        total -= size
