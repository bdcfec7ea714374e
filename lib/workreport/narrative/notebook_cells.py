"""A notebook's cells as the house rules and the generated reference read them: text, tags and syntax tree."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workreport.base.paths import REPOSITORY
from workreport.base.sections import EXPLORE
from workreport.base.workspace import Workspace


@dataclass(frozen=True)
class Cell:
    """One cell: its place from 1, its kind, its text, and for code its tree (None where it is no Python)."""

    number: int
    kind: str
    text: str
    tags: tuple[str, ...]
    has_output: bool

    @cached_property
    def tree(self) -> ast.Module | None:
        try:
            return ast.parse(self.text)
        except SyntaxError:
            return None

    def nodes(self, kind: type | tuple[type, ...]) -> list:
        """The nodes of a kind in the cell's program."""
        return [] if self.tree is None else [node for node in ast.walk(self.tree) if isinstance(node, kind)]

    def texts(self) -> Iterator[str]:
        """The texts written into the cell's program."""
        yield from (node.value for node in self.nodes(ast.Constant) if isinstance(node.value, str))


@dataclass(frozen=True)
class Notebook:
    """A notebook as it lies on disk, of a workspace."""

    name: str
    cells: tuple[Cell, ...]
    workspace: Workspace

    @classmethod
    def read(cls, path: Path, workspace: Workspace | None = None) -> Notebook:
        """The notebook in a file, by default of the repository's own bureau."""
        raw = json.loads(path.read_text(encoding="utf-8"))["cells"]
        cells = [
            Cell(
                number, cell["cell_type"], "".join(cell["source"]), tuple(cell["metadata"].get("tags", ())),
                bool(cell.get("outputs") or cell.get("execution_count")),
            )
            for number, cell in enumerate(raw, start=1)
        ]  # fmt: skip
        return cls(path.stem, tuple(cells), workspace or Workspace.open(REPOSITORY / "data"))

    @property
    def code(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == "code"]

    @property
    def prose(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == "markdown"]

    @property
    def explores(self) -> bool:
        return self.name == EXPLORE
