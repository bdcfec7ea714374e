"""Figures over a large ledger: each part of its rows is looked at once, and what it was about is remembered.

A figure function chooses rows one by one, unless it is declared ``rowwise=False``. So it may be given one group of rows
after another, with the columns alone that it looks at, and what it chose is kept as one bit a row. Values, cuts and
evidence then read the chosen rows, with the columns that they need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from workreport.base.errors import MissingLedger
from workreport.base.period import Period
from workreport.figures.registry import FIGURES, Figure
from workreport.ledgers.frames import Frames
from workreport.ledgers.row_groups import Part

FEW = 3
"""Figures that are looked for one by one; whoever asks for more will ask for all, which takes one pass."""
Others = Mapping[str, Any]


def looked_at(figure: Figure, frame: pd.DataFrame, others: Others) -> tuple[set[str], set[str]]:
    """The columns that a figure's function reads and writes, found by letting it choose from `frame`."""
    read: set[str] = set()
    written: set[str] = set()

    class Watched(pd.DataFrame):
        """A frame that notes which columns are asked for."""

        @property
        def _constructor(self) -> type[Watched]:
            return Watched

        def __getitem__(self, key: Any) -> Any:
            read.update([key] if isinstance(key, str) else key if isinstance(key, list) else [])
            return super().__getitem__(key)

        def __contains__(self, key: object) -> bool:
            read.update([key] if isinstance(key, str) else [])
            return super().__contains__(key)

        def __setitem__(self, key: Any, value: Any) -> None:
            written.update([key] if isinstance(key, str) else key if isinstance(key, list) else [])
            super().__setitem__(key, value)

    choose(figure, Watched(frame), others)
    return read & set(frame.columns), written


def choose(figure: Figure, frame: pd.DataFrame, others: Others) -> pd.DataFrame:
    """What a figure's function chooses from the rows of its first ledger."""
    assert figure.rows is not None, f"{figure.id} is made of other figures"
    return figure.rows(**others | {figure.ledgers[0]: frame})


@dataclass
class Selection:
    """What one figure is about: the columns that it reads and makes, and a bit for each row of each part."""

    others: Others
    reads: list[str] | None
    made: set[str]
    bits: list[np.ndarray] = field(default_factory=list)


@dataclass
class LedgerScan:
    """What the figures of one large ledger chose in one period.

    `others` gives what a figure's function takes beside the ledger; it raises where that was not handed in.
    `absent` is the error for a column that the ledger lacks.
    """

    frames: Frames
    period: Period
    ledger: str
    others: Callable[[Figure], Others]
    absent: Callable[[Figure, str], Exception]
    _found: dict[str, Selection | Exception] = field(default_factory=dict)
    _asked: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of the ledger."""
        return tuple(self.frames.empty_frame(self.ledger, self.period))

    def count(self, *figures: Figure) -> int:
        """How many rows the figures chose, each row once; none for a figure that was not handed in."""
        chosen = []
        for figure in figures:
            with suppress(MissingLedger):
                chosen.append(self._of(figure).bits)
        return sum(int(np.unpackbits(np.bitwise_or.reduce(bits)).sum()) for bits in zip(*chosen, strict=True))

    def look_for(self, figure: Figure) -> None:
        """Let the figure choose, if it has not yet; raises where it cannot."""
        self._of(figure)

    def rows(self, figure: Figure, columns: Iterable[str]) -> Iterator[pd.DataFrame]:
        """The rows that a figure chose with these columns, as far as there are any, a part at a time.

        At least one frame comes, be it empty.
        """
        chosen, wanted, some = self._of(figure), list(dict.fromkeys(columns)), False
        for part, bits in zip(self._parts(), chosen.bits, strict=True):
            mask = np.unpackbits(bits, count=part.rows).astype(bool)
            if not mask.any():
                continue
            some = True
            if figure.kind == "opening" or chosen.made & {
                *wanted
            }:  # what a function saw or made is made once more
                frame = part.read(None if chosen.reads is None else [*chosen.reads, *wanted])
                yield choose(figure, self._placed(figure, frame), chosen.others)
            else:
                yield part.read(wanted, mask)
        if not some:
            yield choose(
                figure, self._placed(figure, self.frames.empty_frame(self.ledger, self.period)), chosen.others
            )

    def _parts(self) -> list[Part]:
        return self.frames.parts(self.ledger, self.period)

    def _placed(self, figure: Figure, frame: pd.DataFrame) -> pd.DataFrame:
        return self.frames.select_rows(self.ledger, frame, self.period, figure.kind, figure.date)

    def _of(self, figure: Figure) -> Selection:
        if figure.id not in self._found:
            self._asked += 1
            mine = [one for one in FIGURES.values() if one.ledgers[:1] == (self.ledger,) and one.rowwise]
            self._look([figure] if self._asked <= FEW else [one for one in mine if one.id not in self._found])
        found = self._found[figure.id]
        if isinstance(found, Exception):
            raise found
        return found

    def _look(self, figures: Iterable[Figure]) -> None:
        """Let figures choose from each part, in one pass over the ledger; errors wait for who asks for the figure."""
        found: dict[str, Selection] = {}
        for figure in figures:
            try:
                found[figure.id] = self._begun(figure)
            except Exception as error:
                self._found[figure.id] = error
        for part in self._parts() if found else ():
            reads = [one.reads for one in found.values()]
            frame = part.read(None if None in reads else sorted({name for names in reads for name in names}))
            placed: dict[tuple[str, str | None], pd.DataFrame] = {}
            for id, chosen in list(found.items()):
                figure = FIGURES[id]
                place = figure.kind, figure.date
                try:
                    if place not in placed:
                        placed[place] = self._placed(figure, frame)
                    chosen.bits.append(self._bits(figure, chosen, part, placed[place]))
                except Exception as error:
                    self._found[id] = error
                    del found[id]
        self._found |= found

    def _begun(self, figure: Figure) -> Selection:
        others = self.others(figure)
        head = self.frames.empty_frame(self.ledger, self.period)
        try:
            read, written = looked_at(figure, self._placed(figure, head), others)
        except KeyError as error:
            raise self.absent(figure, str(error.args[0])) from error
        contract = self.frames.contract(self.ledger)
        placing = [figure.date or contract.period_date]
        placing += [contract.stock.start, contract.stock.until] if contract.stock else []
        if figure.kind == "opening":  # seen as of an earlier day once more
            placing += [view.date for view in contract.as_of]
        made = choose(figure, self._placed(figure, head), others)
        return Selection(
            others,
            sorted({*read, *(name for name in placing if name in head)}),
            {*written, *(name for name in made if name not in head)},
        )

    def _bits(self, figure: Figure, chosen: Selection, part: Part, frame: pd.DataFrame) -> np.ndarray:
        mask = np.zeros(part.rows, dtype=bool)
        if len(frame):
            try:
                rows = choose(figure, frame if chosen.reads is None else frame[chosen.reads], chosen.others)
            except KeyError:
                # a column that it looks at only in some rows
                chosen.reads = None
                rows = choose(figure, self._placed(figure, part.read()), chosen.others)
            assert rows.index.is_unique, f"{figure.id} chooses a row twice; declare it rowwise=False"
            mask[rows.index.to_numpy() - part.start] = True
        return np.packbits(mask)
