"""Numbers of figures that were computed already: by a run for its kernels, and by one run for the next."""

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
"""In a run's work folder: the figures that it has computed, for its kernels."""
Labels = tuple[str, ...]
Key = tuple[str, str]
"""A period's and a figure's id."""


@dataclass
class FigureResult:
    """What is known of one figure in one period: its number, how many rows stand behind it, its cuts by some dimensions."""

    number: Number | None = None
    rows: int | None = None
    cuts: dict[Labels, dict[Labels, Number | None]] = field(default_factory=dict)

    def to_json(self) -> list[int | str | None]:
        """The number and the rows as JSON has them: a decimal as text, which is exact."""
        return [str(self.number) if isinstance(self.number, Decimal) else self.number, self.rows]

    @classmethod
    def from_json(cls, content: list[Any]) -> FigureResult:
        number, rows = content
        return cls(Decimal(number) if isinstance(number, str) else number, rows)


@dataclass
class FigureResults:
    """What is known of figures by period and figure; a book looks here first, and adds what it computes."""

    known: dict[Key, FigureResult] = field(default_factory=dict)

    def of(self, period: str, id: str) -> FigureResult:
        """What is known of a figure, to look at and to add to."""
        return self.known.setdefault((period, id), FigureResult())

    def write(self, folder: Path) -> None:
        """Leave the numbers to the kernels of the run that has this work folder."""
        content = [(key, result.to_json()) for key, result in self.known.items()]
        write_atomically(folder / FILE, lambda part: part.write_text(json.dumps(content), encoding="utf-8"))

    def add(self, known: Mapping[Key, FigureResult]) -> None:
        """Add the numbers that are not known yet."""
        for key, result in known.items():
            if key not in self.known or self.known[key].number is None:
                self.known[key] = result


def results_of_run() -> FigureResults:
    """The numbers that the run which started this process has computed; none outside of runs."""
    folder = os.environ.get(RUN_VARIABLE)
    path = Path(folder, FILE) if folder else None
    if path is None or not path.is_file():
        return FigureResults()
    content = json.loads(path.read_text(encoding="utf-8"))
    return FigureResults({tuple(key): FigureResult.from_json(result) for key, result in content})
