"""Row selection: the ledger rows behind a figure; raises if contradictory rows would count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from workreport.base.errors import ConflictingRows, MissingLedger
from workreport.base.period import Period
from workreport.figures.attribution import FIELDS, SUB_BUREAU, Attribution, unit_labels, units_of
from workreport.figures.registry import Figure
from workreport.figures.selection import require_whole
from workreport.ledgers.declared.source_columns import ROW
from workreport.ledgers.frames import Frames
from workreport.ledgers.handed_in import require_kept
from workreport.ledgers.quarantine import require_sound

CandidateKey = tuple[str, str, str | None]
"""Cache key of the candidate rows: ledger, kind and date column of the figure."""
Write = Callable[[pd.Series], list[str]]
"""How the cells of a column are written as text."""


@dataclass
class RowSelection:
    """Rows behind the figures of one period; candidate rows shared by several figures are cached."""

    frames: Frames
    period: Period
    _candidates: dict[CandidateKey, pd.DataFrame] = field(default_factory=dict)
    _contradicting: dict[CandidateKey, pd.DataFrame] = field(default_factory=dict)
    _cells: dict[tuple[CandidateKey, str, Write], np.ndarray] = field(default_factory=dict)
    _positions: dict[str, np.ndarray | None] = field(default_factory=dict)

    @cached_property
    def units(self) -> Attribution:
        """The bureau's units; ``MissingLedger`` if the table of organisations was not handed in."""
        return units_of(self.frames, self.period)

    def rows(self, figure: Figure) -> pd.DataFrame:
        """The rows that a figure selects, with their sub-bureau if it can be determined.

        Raises
        ------
        MissingLedger
            If a ledger or a column that it needs was not handed in.
        ConflictingRows
            If contradictory rows would be counted or looked up.
        """
        assert figure.rows is not None, f"{figure.id} is made of other figures"
        candidates = self._candidate_rows(figure)
        others = self._other_arguments(figure)
        try:
            rows = figure.rows(**{figure.ledgers[0]: candidates} | others)
        except KeyError as error:
            raise self.missing_column(figure, str(error.args[0])) from error
        require_whole(candidates, rows)
        self.require_columns(figure, rows, figure.columns)
        self._require_settled(figure, others)
        return rows if SUB_BUREAU in rows else self.with_sub_bureau(figure, rows)

    def others(self, figure: Figure) -> dict[str, Any]:
        """Arguments of a figure's function besides its first ledger; ``ConflictingRows`` if contradictory rows would count."""
        others = self._other_arguments(figure)
        self._require_settled(figure, others)
        return others

    def with_sub_bureau(self, figure: Figure, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows with their sub-bureau; unchanged if ledger or table of organisations lack what it takes."""
        if not any(name in rows for name in FIELDS):
            return rows
        try:
            units = self.units
        except MissingLedger:
            return rows
        date = figure.date or self.frames.contract(figure.ledgers[0]).period_date
        day: pd.Series | pd.Timestamp = pd.Timestamp(self.period.end)
        if figure.kind == "opening":
            day = pd.Timestamp(self.period.start - dt.timedelta(days=1))
        elif figure.kind != "stock" and date in rows:
            day = rows[date].dt.normalize()
        return rows.assign(**{SUB_BUREAU: unit_labels(rows, units, day)})

    def cells(self, figure: Figure, rows: pd.DataFrame, name: str, write: Write) -> list[str]:
        """A column of a figure's rows as text; the texts of candidate rows are cached."""
        key = _candidate_key(figure)
        frame = self._candidates.get(key)
        if frame is None or name not in frame:
            return write(rows[name])
        if figure.id not in self._positions:
            self._positions[figure.id] = _positions(frame, rows)
        if (positions := self._positions[figure.id]) is None:
            return write(rows[name])
        if (key, name, write) not in self._cells:
            self._cells[key, name, write] = np.array(write(frame[name]), dtype=object)
        return self._cells[key, name, write][positions].tolist()

    def require_columns(self, figure: Figure, rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
        """The rows; ``MissingLedger`` if a column that they are measured or cut by is absent."""
        for name in columns:
            if name not in rows:
                raise self.missing_column(figure, name)
        return rows

    def missing_column(self, figure: Figure, name: str) -> Exception:
        """``MissingLedger`` for a column of the contract that the file lacks; ``KeyError`` for any other."""
        if name == SUB_BUREAU:
            assert self.units, "a missing table of organisations raises here"
            contract = self.frames.contract(figure.ledgers[0])
            words = self.frames.intake.workspace.bureau.worded("没有承办机构和所在乡镇，不能分到分局")
            return MissingLedger(f"{words}：{contract.code} {contract.title}")
        for ledger in figure.ledgers:
            if name in self.frames.intake.contracts[ledger].by_name:
                return self.frames.missing_column(ledger, name, self.period)
        return KeyError(f"{figure.id}: column {name}")

    def _other_arguments(self, figure: Figure) -> dict[str, Any]:
        context = {"as_of": pd.Timestamp(self.period.end), "period": self.period}
        return {ledger: self._rows_as_of_cut_off(ledger) for ledger in figure.ledgers[1:]} | {
            name: context[name] for name in figure.context
        }

    def _rows_as_of_cut_off(self, ledger: str) -> pd.DataFrame:
        self.require_usable(ledger)
        return self.frames.known(ledger, self.period)

    def _candidate_rows(self, figure: Figure) -> pd.DataFrame:
        """The rows of the period that a figure selects from; with their sub-bureau for a row-wise figure."""
        key = _candidate_key(figure)
        self.require_usable(key[0])
        if key not in self._candidates:
            self._candidates[key] = self.with_sub_bureau(figure, self._dated(figure, aside=False))
        rows = self._candidates[key]
        return rows if figure.rowwise else rows.drop(columns=SUB_BUREAU, errors="ignore")

    def require_usable(self, ledger: str) -> None:
        """``NotKept`` if the bureau does not keep the ledger, ``MissingLedger`` if too many of its rows are quarantined."""
        require_kept(self.frames.intake, ledger, self.period.end.year)
        require_sound(self.frames, ledger, self.period)

    def _dated(self, figure: Figure, *, aside: bool) -> pd.DataFrame:
        ledger = figure.ledgers[0]
        if figure.kind == "stock":
            return self.frames.stock(ledger, self.period, aside=aside)
        if figure.kind == "opening":
            return self.frames.opening(ledger, self.period, aside=aside)
        return self.frames.flow(ledger, self.period, figure.date, aside=aside)

    def _require_settled(self, figure: Figure, others: dict[str, Any]) -> None:
        """``ConflictingRows`` if contradictory rows would be counted or looked up."""
        key = _candidate_key(figure)
        for ledger in figure.ledgers[1:]:
            if len(rows := self.frames.contradicting(ledger, self.period)):
                raise self._conflicting_rows(ledger, len(rows))
        if key not in self._contradicting:
            self.require_usable(key[0])
            self._contradicting[key] = self._dated(figure, aside=True)
        rows = self._contradicting[key]
        if len(rows) and (counted := len(figure.rows(**{key[0]: rows} | others))):  # type: ignore[misc]
            raise self._conflicting_rows(key[0], counted)

    def _conflicting_rows(self, ledger: str, rows: int) -> ConflictingRows:
        contract = self.frames.contract(ledger)
        return ConflictingRows(f"{contract.code} {contract.title}有{rows}行相互矛盾、尚待核实，更正前不出数")


def _positions(frame: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray | None:
    """Positions of `rows` in `frame`; None if they are not rows of it."""
    positions = frame.index.get_indexer(rows.index)
    if (positions < 0).any() or (frame[ROW].to_numpy()[positions] != rows[ROW].to_numpy()).any():
        return None
    return positions


def _candidate_key(figure: Figure) -> CandidateKey:
    return figure.ledgers[0], figure.kind, figure.date
