"""The one cache of the product: entries by a key over everything that they are made of, below ``<out>/.store``.

A key is a hash (``hashing.fingerprint``) that names the code too, so an entry never goes out of date: other inputs or other
code ask for another key. A damaged entry counts as none. ``prune`` removes what was used longest ago.

Kinds of entry: ``ledgers`` (typed rows of a ledger file), ``figures`` (numbers of the figures of some ledgers), ``sections``
(executed notebooks), ``bodies`` (their HTML), ``runs`` (what a published report was made of). Nothing here is slow to import.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from workreport.base.checked_files import read_entry, write_entry, write_whole
from workreport.base.paths import STORE

LIMIT = 2 * 2**30
"""Bytes that the store of an output folder may take before entries that no run of the last day used are removed."""
DAY = 86_400.0


@dataclass(frozen=True)
class Cache:
    """The entries of one kind in an output folder.

    Parameters
    ----------
    folder : Path
        Where the entries are: ``<key>``, and ``<key>.<suffix>`` for tables that stay files of their own.
    fresh : bool
        True to find only what was put since: everything is made anew, once.
    """

    folder: Path
    fresh: bool = False
    written: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, out: Path, *kind: str, fresh: bool = False) -> Cache:
        """The entries of a kind, and of a period where they are kept by period, in an output folder."""
        return cls((out / STORE).joinpath(*kind), fresh)

    def get(self, key: str) -> bytes | None:
        """What was put under a key; None where there is nothing, or it is damaged."""
        if self.fresh and key not in self.written:
            return None
        path = self.folder / key
        content = read_entry(path)
        if content is not None:
            with suppress(OSError):
                os.utime(path)  # used now: see `prune`
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep the content under a key; files of the entry are written before (see ``put_file``)."""
        write_entry(self.folder / key, content)
        self.written.add(key)

    def file(self, key: str, suffix: str) -> Path:
        """Where a file of an entry is; its digest stands in the entry's content."""
        return self.folder / f"{key}.{suffix}"

    def put_file(self, key: str, suffix: str, write: Callable[[Path], object]) -> Path:
        """Write a file of an entry as a whole, so that several processes may write the same one at once."""
        path = self.file(key, suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, write)
        return path


def prune(out: Path, limit: int = LIMIT, *, unused_s: float = DAY) -> None:
    """Remove the entries used longest ago until the store takes at most `limit` bytes.

    What was used within the last `unused_s` seconds stays, whatever it takes: a run may be using it.
    """
    entries: dict[tuple[Path, str], list[Path]] = {}
    for path in (out / STORE).rglob("*"):
        if path.is_file():  # one that is being written, or was left half written, begins with a dot
            entries.setdefault((path.parent, path.name.lstrip(".").partition(".")[0]), []).append(path)
    known = []
    for files in entries.values():
        with suppress(FileNotFoundError):  # another run removes as well
            looks = [path.stat() for path in files]
            known.append((max(one.st_mtime for one in looks), sum(one.st_size for one in looks), files))
    total, oldest = sum(size for _, size, _ in known), time.time() - unused_s
    for used, size, files in sorted(known, key=lambda entry: entry[0]):
        if total <= limit or used > oldest:
            return
        for path in files:
            with suppress(OSError):
                path.unlink()
        total -= size
