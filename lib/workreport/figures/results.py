"""Cached results of figures: passed from a run to its kernels, and from one run to the next."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from workreport.base.checked_files import write_atomically
from workreport.base.paths import RUN_VARIABLE
from workreport.figures.measure import Number

FILE = "figures.json"
"""File in a run's work folder with its computed figures, for its kernels."""
Labels = tuple[str, ...]
Key = tuple[str, str]
"""A period's and a figure's id."""


@dataclass
class FigureResult:
    """Results of one figure in one period: its number, the number of rows behind it, its computed cuts."""

    number: Number | None = None
    rows: int | None = None
    cuts: dict[Labels, dict[Labels, Number | None]] = field(default_factory=dict)

    def to_json(self) -> list[int | str | None]:
        """Number and row count for JSON; a decimal as text, which is exact."""
        return [str(self.number) if isinstance(self.number, Decimal) else self.number, self.rows]

    @classmethod
    def from_json(cls, content: list[Any]) -> FigureResult:
        number, rows = content
        return cls(Decimal(number) if isinstance(number, str) else number, rows)


@dataclass
class FigureResults:
    """Results by period and figure; a book reads and fills them."""

    by_key: dict[Key, FigureResult] = field(default_factory=dict)

    def of(self, period: str, id: str) -> FigureResult:
        """The result of a figure, to read and to fill."""
        return self.by_key.setdefault((period, id), FigureResult())

    def write(self, folder: Path) -> None:
        """Write the numbers to a run's work folder, for its kernels."""
        content = [(key, result.to_json()) for key, result in self.by_key.items()]
        write_atomically(folder / FILE, lambda part: part.write_text(json.dumps(content), encoding="utf-8"))

    def add(self, results: Mapping[Key, FigureResult]) -> None:
        """Add the results whose numbers are missing here."""
        for key, result in results.items():
            if key not in self.by_key or self.by_key[key].number is None:
                self.by_key[key] = result


def results_of_run() -> FigureResults:
    """Results passed by the run that started this process; empty outside of runs."""
    folder = os.environ.get(RUN_VARIABLE)
    path = Path(folder, FILE) if folder else None
    if path is None or not path.is_file():
        return FigureResults()
    content = json.loads(path.read_text(encoding="utf-8"))
    return FigureResults({tuple(key): FigureResult.from_json(result) for key, result in content})
