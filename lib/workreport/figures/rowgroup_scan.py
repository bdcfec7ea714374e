"""Scan a large ledger once, row group by row group, and keep one selection bitmap per figure.

A figure function selects rows one by one, unless it is declared ``rowwise=False``. So it can be called with one row
group after another, with only the columns that it reads; its selection is stored as one bit per row. Values, cuts and
evidence then read the selected rows, with the columns that they need.
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

SINGLE_SCANS = 3
"""Figures that are scanned for one by one; the next request scans for all remaining figures in one pass."""
Others = Mapping[str, Any]


def columns_used(figure: Figure, frame: pd.DataFrame, others: Others) -> tuple[set[str], set[str]]:
    """The columns that a figure's function reads and writes, recorded while it selects from `frame`."""
    read: set[str] = set()
    written: set[str] = set()

    class RecordingFrame(pd.DataFrame):
        """A frame that records which columns are read and written."""

        @property
        def _constructor(self) -> type[RecordingFrame]:
            return RecordingFrame

        def __getitem__(self, key: Any) -> Any:
            read.update([key] if isinstance(key, str) else key if isinstance(key, list) else [])
            return super().__getitem__(key)

        def __contains__(self, key: object) -> bool:
            read.update([key] if isinstance(key, str) else [])
            return super().__contains__(key)

        def __setitem__(self, key: Any, value: Any) -> None:
            written.update([key] if isinstance(key, str) else key if isinstance(key, list) else [])
            super().__setitem__(key, value)

    apply_figure(figure, RecordingFrame(frame), others)
    return read & set(frame.columns), written


def apply_figure(figure: Figure, frame: pd.DataFrame, others: Others) -> pd.DataFrame:
    """The rows that a figure's function selects from those of its first ledger."""
    assert figure.rows is not None, f"{figure.id} is made of other figures"
    return figure.rows(**others | {figure.ledgers[0]: frame})


@dataclass
class Selection:
    """The selection of one figure: columns read and written, and a bitmap of the rows of each part."""

    others: Others
    reads: list[str] | None
    writes: set[str]
    bits: list[np.ndarray] = field(default_factory=list)


@dataclass
class LedgerScan:
    """The selections of the figures of one large ledger in one period.

    `others` gives a figure's arguments besides the ledger and raises if they were not handed in. `absent` gives
    the error for a column that the ledger lacks.
    """

    frames: Frames
    period: Period
    ledger: str
    others: Callable[[Figure], Others]
    absent: Callable[[Figure, str], Exception]
    _results: dict[str, Selection | Exception] = field(default_factory=dict)
    _requests: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of the ledger."""
        return tuple(self.frames.empty_frame(self.ledger, self.period))

    def count(self, *figures: Figure) -> int:
        """Number of rows that the figures select, each row once; 0 for a figure whose ledger was not handed in."""
        bitmaps = []
        for figure in figures:
            with suppress(MissingLedger):
                bitmaps.append(self._selection(figure).bits)
        return sum(
            int(np.unpackbits(np.bitwise_or.reduce(bits)).sum()) for bits in zip(*bitmaps, strict=True)
        )

    def select(self, figure: Figure) -> None:
        """Scan for the figure unless already done; raises its error."""
        self._selection(figure)

    def rows(self, figure: Figure, columns: Iterable[str]) -> Iterator[pd.DataFrame]:
        """The rows that a figure selects, in parts, with those of these columns that exist.

        Yields at least one frame, which may be empty.
        """
        selection, wanted, any_rows = self._selection(figure), list(dict.fromkeys(columns)), False
        for part, bits in zip(self._parts(), selection.bits, strict=True):
            mask = np.unpackbits(bits, count=part.rows).astype(bool)
            if not mask.any():
                continue
            any_rows = True
            # columns that the function changes or computes need a second call
            if figure.kind == "opening" or selection.writes & {*wanted}:
                frame = part.read(None if selection.reads is None else [*selection.reads, *wanted])
                yield apply_figure(figure, self._dated(figure, frame), selection.others)
            else:
                yield part.read(wanted, mask)
        if not any_rows:
            empty = self._dated(figure, self.frames.empty_frame(self.ledger, self.period))
            yield apply_figure(figure, empty, selection.others)

    def _parts(self) -> list[Part]:
        return self.frames.parts(self.ledger, self.period)

    def _dated(self, figure: Figure, frame: pd.DataFrame) -> pd.DataFrame:
        return self.frames.select_rows(self.ledger, frame, self.period, figure.kind, figure.date)

    def _selection(self, figure: Figure) -> Selection:
        if figure.id not in self._results:
            self._requests += 1
            scannable = [
                other for other in FIGURES.values() if other.ledgers[:1] == (self.ledger,) and other.rowwise
            ]
            rest = [other for other in scannable if other.id not in self._results]
            self._scan([figure] if self._requests <= SINGLE_SCANS else rest)
        result = self._results[figure.id]
        if isinstance(result, Exception):
            raise result
        return result

    def _scan(self, figures: Iterable[Figure]) -> None:
        """Select the rows of several figures in one pass over the ledger; an error is stored with its figure."""
        selections: dict[str, Selection] = {}
        for figure in figures:
            try:
                selections[figure.id] = self._new_selection(figure)
            except Exception as error:
                self._results[figure.id] = error
        for part in self._parts() if selections else ():
            reads = [selection.reads for selection in selections.values()]
            frame = part.read(None if None in reads else sorted({name for names in reads for name in names}))
            placed: dict[tuple[str, str | None], pd.DataFrame] = {}
            for id, selection in list(selections.items()):
                figure = FIGURES[id]
                key = figure.kind, figure.date
                try:
                    if key not in placed:
                        placed[key] = self._dated(figure, frame)
                    selection.bits.append(self._bitmap(figure, selection, part, placed[key]))
                except Exception as error:
                    self._results[id] = error
                    del selections[id]
        self._results |= selections

    def _new_selection(self, figure: Figure) -> Selection:
        others = self.others(figure)
        head = self.frames.empty_frame(self.ledger, self.period)
        try:
            read, written = columns_used(figure, self._dated(figure, head), others)
        except KeyError as error:
            raise self.absent(figure, str(error.args[0])) from error
        contract = self.frames.contract(self.ledger)
        dates = [figure.date or contract.period_date]
        dates += [contract.stock.start, contract.stock.until] if contract.stock else []
        if contract.stock and contract.stock.until not in head:  # what was removed is told by its status
            dates += [name for v in contract.as_of if v.date == contract.stock.until for name in v.resets]
        if figure.kind == "opening":  # viewed again as of an earlier day
            dates += [view.date for view in contract.as_of]
        selected = apply_figure(figure, self._dated(figure, head), others)
        return Selection(
            others,
            sorted({*read, *(name for name in dates if name in head)}),
            {*written, *(name for name in selected if name not in head)},
        )

    def _bitmap(self, figure: Figure, selection: Selection, part: Part, frame: pd.DataFrame) -> np.ndarray:
        mask = np.zeros(part.rows, dtype=bool)
        if len(frame):
            try:
                columns = frame if selection.reads is None else frame[selection.reads]
                rows = apply_figure(figure, columns, selection.others)
            except KeyError:
                # a column that the function reads for some rows only
                selection.reads = None
                rows = apply_figure(figure, self._dated(figure, part.read()), selection.others)
            assert rows.index.is_unique, f"{figure.id} selects a row twice; declare it rowwise=False"
            mask[rows.index.to_numpy() - part.start] = True
        return np.packbits(mask)
