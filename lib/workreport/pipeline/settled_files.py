"""When the files of a data folder have settled: none is being written, and nobody edits one that changed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workreport.base.file_names import readable
from workreport.pipeline.up_to_date import input_files

State = tuple[int, int]
"""Size and time of the last change of a file."""
OPEN_MARKS = (re.compile(r"~\$(.+)"), re.compile(r"\.~lock\.(.+)#"))
"""Names of the files that Office (and WPS) and LibreOffice put beside a document while it is open."""
OF_YEAR = re.compile(r"data/([0-9]{4})/")
SHORTENED = 2
"""Characters at the beginning of a long name that Word leaves out in the name of its lock file."""


@dataclass(frozen=True)
class Listing:
    """The input files of a data folder by name, and those of them that somebody has open.

    ``away`` says in Chinese why the folder of a year cannot be read now; empty if it can.
    """

    files: Mapping[str, State] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    away: str = ""

    @property
    def years(self) -> set[int]:
        """The years whose folders have files."""
        return {int(match[1]) for name in self.files if (match := OF_YEAR.match(name))}


def list_files(data: Path, years: Sequence[int]) -> Listing:
    """List the input files of a data folder; a folder that is missing, empty or unreadable is away.

    A network share that is not connected leaves an empty folder or none, and a report made then would have lost its ledgers.
    """
    try:
        paths = input_files(data)
        files = {readable(name): state for name, path in paths.items() if (state := _state(path))}
        for year in years:
            if not any(name.startswith(f"data/{year}/") for name in files):
                return Listing(away=f"{year} 年的文件夹连不上，或者里面还没有文件")
        return Listing(files, frozenset(_open_files(data, files)))
    except OSError as error:
        return Listing(away=f"数据目录读不了（{error.strerror or type(error).__name__}）")


def _state(path: Path) -> State | None:
    """Size and time of a file; None if it was removed since the folder was listed."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_size, status.st_mtime_ns


def _open_files(data: Path, files: Mapping[str, State]) -> list[str]:
    """The files that have a lock file beside them."""
    opened = []
    for folder in sorted(
        {(data / name.partition("/")[2]).parent for name in files if name.startswith("data/")}
    ):
        if not folder.is_dir():
            continue
        locked = [
            match[1] for name in os.listdir(folder) for mark in OPEN_MARKS if (match := mark.fullmatch(name))
        ]
        place = "/".join(["data", *folder.relative_to(data).parts])
        opened += [
            name
            for name in files
            if name.rpartition("/")[0] == place
            and any(_is_of(name.rpartition("/")[2], one) for one in locked)
        ]
    return opened


def _is_of(name: str, locked: str) -> bool:
    return name.endswith(locked) and len(name) - len(locked) <= SHORTENED


class Settling:
    """Follows the listings of a folder, and says which changes can be built.

    Parameters
    ----------
    rest : float
        Seconds for which no file may change before a build.
    """

    def __init__(self, rest: float) -> None:
        self.rest = rest
        self._built: Mapping[str, State] | None = None
        self._seen: Mapping[str, State] | None = None
        self._since = 0.0
        self._open: frozenset[str] = frozenset()

    def see(self, listing: Listing, now: float) -> None:
        """Take in a listing of the folder at a time, in seconds of any clock."""
        if listing.files != self._seen:
            self._seen, self._since = listing.files, now
        self._open = listing.open

    @property
    def changed(self) -> list[str]:
        """The files that differ from the last build, sorted; empty before the first one."""
        before, now = self._built, self._seen
        if before is None or now is None:
            return []
        return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))

    @property
    def waited_for(self) -> list[str]:
        """Changed files that somebody still has open."""
        return [name for name in self.changed if name in self._open]

    def ready(self, now: float) -> bool:
        """Whether something has to be built and all files have settled."""
        pending = self._built is None or bool(self.changed)
        return pending and now - self._since >= self.rest and not self.waited_for

    def built(self) -> None:
        """Record that a build of the files as last seen was begun."""
        self._built = self._seen

    def forget(self) -> None:
        """Let the next settled state be built whatever it is, as after a share was away."""
        self._built = self._seen = None
