"""Hashes over contents, never over time stamps: files, texts, the code, the installed packages."""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

LIB = Path(__file__).parents[2]
ENGINE = tuple(LIB / name for name in ("workreport", "kernelpool"))
"""Code that all reports depend on: this package and the kernels that run sections."""


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(parts: Iterable[str]) -> str:
    """A hash over texts; order matters."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass"))  # a file name may hold any bytes
        digest.update(b"\0")
    return digest.hexdigest()[:32]


@cache
def code_hash(profile: str = "") -> str:
    """One hash over the source files of the engine and of a profile package, names included.

    Computed once: this process has loaded the files as they were then. A package that does not exist adds nothing.
    """
    digest = hashlib.sha256()
    for folder in (*ENGINE, *package_folders(profile)):
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in (".pyc", "")):
            digest.update(path.relative_to(folder.parent).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def package_folders(name: str) -> tuple[Path, ...]:
    """The folders of an importable package; empty if there is no such package."""
    try:
        spec = find_spec(name) if name else None
    except (ImportError, ValueError):  # a dotted name whose parent does not exist, or no name at all
        spec = None
    return tuple(map(Path, spec.submodule_search_locations or ())) if spec else ()


@cache
def environment() -> str:
    """A hash over the interpreter's version and the name and version of every installed package."""
    folders = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    installed = {path.name for folder in folders for path in folder.glob("*.dist-info")}
    return fingerprint([sys.version, *sorted(installed)])
