"""The library code that a section uses: what its notebook's kernel can import, figure by figure where that is enough.

A section shows some figures out of hundreds. The modules that only declare figures therefore count for a section where
it uses one of theirs; all other code that its kernel can reach counts always.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
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
        modules = {module for one in ids for module in DECLARED_IN.get(one, ())}
        return self._hash(self._reached(modules) - self._base) if modules else ""

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
        return {module: known & _imported(path.read_bytes()) for module, path in self._files.items()}

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


@cache
def _imported(source: bytes) -> frozenset[str]:
    """Dotted names that a module imports, wherever the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def _dotted(path: Path) -> tuple[str, ...]:
    parts = path.with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def _above(module: str) -> list[str]:
    """The packages that a module stands in: importing it runs them first."""
    parts = module.split(".")
    return [".".join(parts[:depth]) for depth in range(1, len(parts))]
