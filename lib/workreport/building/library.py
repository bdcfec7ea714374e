"""The library code that a section uses: what its notebook's kernel can import, figure by figure where that is enough.

A section shows some figures out of hundreds. The modules that only declare figures therefore count for a section where
it uses one of theirs; all other code that its kernel can reach counts always.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import workreport.figures.catalogue  # noqa: F401  (declares every figure)
from workreport.figures.registry import DECLARED_IN
from workreport.hashing import PACKAGE, fingerprint, sha256
from workreport.noting import ALL

NAME = PACKAGE.name
DECLARATIONS = f"{NAME}.figures.catalogue"
"""Imports every module that declares figures, and is itself imported for nothing else."""
ROOTS = (f"{NAME}.narrative", f"{NAME}.execution.notebooks", f"{NAME}.execution.kernels", DECLARATIONS)
"""What a notebook may import, and what runs it."""


@dataclass(frozen=True)
class Library:
    """The package's modules as they are in `folder`."""

    folder: Path = PACKAGE

    @cached_property
    def base(self) -> str:
        """A hash over the code that every section uses."""
        kernels = sorted(self.folder.with_name("warmkernels").rglob("*.py"))
        return fingerprint([self._hash(self._base), *map(sha256, kernels)])

    def figure(self, id: str) -> str:
        """A hash over the further code that a figure's declaration uses; with ``ALL``, that any figure's uses."""
        ids = sorted(DECLARED_IN) if id == ALL else [id]
        modules = frozenset(module for one in ids for module in DECLARED_IN.get(one, ()))
        if modules not in self._further:  # a module declares many figures
            self._further[modules] = self._hash(self._reached(modules) - self._base) if modules else ""
        return self._further[modules]

    @cached_property
    def _further(self) -> dict[frozenset[str], str]:
        """Hashes over the code that modules with declarations use beside the base."""
        return {}

    @cached_property
    def _base(self) -> frozenset[str]:
        return self._reached(ROOTS)

    def _reached(self, roots: Iterable[str]) -> frozenset[str]:
        """Modules that these import, and so on; of the declarations' own module only itself."""
        found: set[str] = set()
        waiting = [one for one in roots if one in self._imports]
        while waiting:
            module = waiting.pop()
            if module not in found:
                found.add(module)
                waiting += () if module == DECLARATIONS else self._imports[module]
                waiting += _above(module)
        return frozenset(found)

    @cached_property
    def _files(self) -> dict[str, Path]:
        paths = self.folder.rglob("*.py")
        return {".".join((NAME, *_dotted(path.relative_to(self.folder)))): path for path in paths}

    @cached_property
    def _imports(self) -> dict[str, set[str]]:
        known = set(self._files)
        return {
            module: known & _imported(path.read_text(encoding="utf-8"))
            for module, path in self._files.items()
        }

    def _hash(self, modules: Iterable[str]) -> str:
        """Over the modules, and over whatever else lies in their folders: style sheets, templates, texts."""
        paths = {self._files[module] for module in modules}
        folders = {path.parent for path in paths if path.name == "__init__.py"} - {self.folder}
        beside = {
            path
            for folder in folders
            for path in folder.iterdir()
            if path.is_file() and path.suffix not in CODE
        }
        named = sorted((path.relative_to(self.folder).as_posix(), path) for path in paths | beside)
        return fingerprint(f"{name} {sha256(path)}" for name, path in named)


CODE = {".py", ".pyc"}
IMPORT = re.compile(r"^[ \t]*((?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+(?:\([^)]*\)|[^\n(]+))", re.M)
"""A statement that imports, up to its last line; none of ours stands behind a colon or a semicolon."""


@cache
def _imported(source: str) -> frozenset[str]:
    """Dotted names that a module imports, wherever the import stands; a text that reads like one does no harm.

    Only these statements are parsed: parsing whole modules takes half a second.
    """
    names: set[str] = set()
    for statement in IMPORT.findall(source):
        for node in _parsed(statement):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def _parsed(statement: str) -> list[ast.stmt]:
    with suppress(SyntaxError):
        return ast.parse(statement).body
    return []


def _dotted(path: Path) -> tuple[str, ...]:
    parts = path.with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def _above(module: str) -> list[str]:
    """The packages that a module stands in: importing it runs them first."""
    parts = module.split(".")
    return [".".join(parts[:depth]) for depth in range(1, len(parts))]
