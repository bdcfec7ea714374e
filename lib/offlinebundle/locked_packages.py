"""The lock file, read: what the product needs on a platform, without the tools of the tests."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from offlinebundle.platforms import Platform

NEXT_ENTRY = re.compile(r"\n(?=\w)")
HASH = re.compile(r"--hash=(\S+)")
REASON = re.compile(r"^ +# +(?:via +)?(?!via$)([\w.-]+)", re.M)


@dataclass(frozen=True)
class LockedPackage:
    """One entry of the lock file.

    Attributes
    ----------
    requirement : Requirement
        Name, exact version and environment marker.
    hashes : tuple of str
        Of all files of this version, as ``sha256:…``.
    needed_by : frozenset of str
        Names of the packages that it is locked for.
    """

    requirement: Requirement
    hashes: tuple[str, ...]
    needed_by: frozenset[str]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def pin(self) -> str:
        return f"{self.name}{self.requirement.specifier}"

    def line(self, hashes: Sequence[str]) -> str:
        """The entry as a line of a requirements file, with these hashes."""
        marker = f" ; {self.requirement.marker}" if self.requirement.marker else ""
        return " ".join([f"{self.pin}{marker}", *(f"--hash={one}" for one in hashes)])


def read_lock(path: Path) -> list[LockedPackage]:
    """All entries of a lock file as ``uv pip compile`` writes it."""
    return [_entry(text) for text in NEXT_ENTRY.split(path.read_text(encoding="utf-8"))]


def _entry(text: str) -> LockedPackage:
    first = text.partition("\n")[0].rstrip(" \\")
    reasons = frozenset(canonicalize_name(name) for name in REASON.findall(text))
    return LockedPackage(Requirement(first), tuple(HASH.findall(text)), reasons)


def direct_dependencies(pyproject: Path) -> set[str]:
    """Names of the packages that the product itself asks for, without extras."""
    declared = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["dependencies"]
    return {canonicalize_name(Requirement(text).name) for text in declared}


def needed(
    packages: Sequence[LockedPackage], direct: set[str], platform: Platform, python: str
) -> list[LockedPackage]:
    """The packages that the product needs on a platform under a Python version, in the lock file's order.

    A package whose marker depends on the third part of Python's version may be there in two versions.
    """
    there = [one for one in packages if _applies(one, platform, python)]
    names = set(direct)
    while more := {one.name for one in there if one.needed_by & names} - names:
        names |= more
    return [one for one in there if one.name in names]


def _applies(package: LockedPackage, platform: Platform, python: str) -> bool:
    marker = package.requirement.marker
    return marker is None or any(marker.evaluate(there) for there in platform.environments(python))
