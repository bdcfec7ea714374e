"""What a section uses, noted while its notebook runs: it is run again when one of these has changed, and only then.

A run names a folder in the environment of its kernels. What a kernel asks of a ledger, a contract, a code list, a
text or a figure is then written to ``<folder>/<section>.notes``, one line a thing; anywhere else nothing is noted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Generic, TextIO, TypeVar

VARIABLE = "WORKREPORT_NOTES"
ALL = "*"
"""Name noted where somebody went through all things of a kind."""
KNOWN = "known "
"""Before the kind of thing where somebody only asked whether there is one of a name."""
Thing = TypeVar("Thing")

_noted: set[tuple[str, str]] = set()
_file: TextIO | None = None


def uses_file(folder: Path, section: str) -> Path:
    """Where a section's notes stand."""
    return folder / f"{section}.notes"


def begin(section: str) -> None:
    """From now on note what this process uses, if a run has asked for it."""
    global _file
    if _file is not None:
        _file.close()
    if folder := os.environ.get(VARIABLE):
        _file = uses_file(Path(folder), section).open("a", encoding="utf-8", buffering=1)  # a line at a time
        _noted.clear()


def note(kind: str, name: str = ALL) -> None:
    """Note that a thing is used; each is written once, at once: a kernel may be killed when its last cell is done."""
    if _file is None or (kind, name) in _noted:
        return
    _noted.add((kind, name))
    _file.write(json.dumps([kind, name], ensure_ascii=False) + "\n")


def noted(path: Path) -> list[tuple[str, str]] | None:
    """The kinds and names in a file of notes, in order; None where there is none, or not a whole one."""
    try:
        return sorted({tuple(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()})
    except (OSError, ValueError):
        return None


class TrackedMapping(Mapping[str, Thing], Generic[Thing]):
    """Things by name; which of them are asked for is noted, and whether all are gone through."""

    def __init__(self, kind: str, things: Mapping[str, Thing]) -> None:
        self._kind, self._things = kind, dict(things)

    def __getitem__(self, name: str) -> Thing:
        note(self._kind, name)
        return self._things[name]

    def __contains__(self, name: object) -> bool:
        note(KNOWN + self._kind, str(name))
        return name in self._things

    def __iter__(self) -> Iterator[str]:
        note(self._kind)
        return iter(self._things)

    def __len__(self) -> int:
        note(self._kind)
        return len(self._things)

    @property
    def untracked(self) -> Mapping[str, Thing]:
        """The same things for whoever looks at them without using them."""
        return self._things


class TrackedRegistry(TrackedMapping[Thing], MutableMapping[str, Thing]):
    """The same for things that are declared one after the other."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind, {})

    def __setitem__(self, name: str, thing: Thing) -> None:
        self._things[name] = thing

    def __delitem__(self, name: str) -> None:
        del self._things[name]
