"""The rows that figures draw on: of which ledgers, as of which day, and that none of them is in doubt."""

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
from workreport.figures.attribution import FIELDS, SUB_BUREAU, Attribution, attributed, units_of
from workreport.figures.registry import Figure
from workreport.figures.selection import require_whole
from workreport.ledgers.declared.source_columns import ROW
from workreport.ledgers.frames import Frames
from workreport.ledgers.handed_in import NOT_PROVIDED

Place = tuple[str, str, str | None]
"""By what the rows that a figure chooses from are told apart: ledger, kind and date of the figure."""
Write = Callable[[pd.Series], list[str]]
"""How the cells of a column are written as text."""


@dataclass
class RowSelection:
    """Rows behind the figures of one period; what several figures choose from is made once."""

    frames: Frames
    period: Period
    _placed: dict[Place, pd.DataFrame] = field(default_factory=dict)
    _aside: dict[Place, pd.DataFrame] = field(default_factory=dict)
    _cells: dict[tuple[Place, str, Write], np.ndarray] = field(default_factory=dict)
    _chosen: dict[str, np.ndarray | None] = field(default_factory=dict)

    @cached_property
    def units(self) -> Attribution:
        """The bureau's units; ``MissingLedger`` if the table of organisations was not handed in."""
        return units_of(self.frames, self.period)

    def rows(self, figure: Figure) -> pd.DataFrame:
        """The rows that a figure chooses, with their sub-bureau where the ledger and the table of organisations tell it.

        Raises
        ------
        MissingLedger
            If a ledger or a column that it needs was not handed in.
        ConflictingRows
            If rows that contradict each other would be among them, or would be looked up.
        """
        assert figure.rows is not None, f"{figure.id} is made of other figures"
        first = self._chosen_from(figure)
        others = {ledger: self._known(ledger) for ledger in figure.ledgers[1:]} | self._context(figure)
        try:
            rows = figure.rows(**{figure.ledgers[0]: first} | others)
        except KeyError as error:
            raise self.absent_column(figure, str(error.args[0])) from error
        require_whole(first, rows)
        self.require(figure, rows, figure.columns)
        self._settled(figure, others)
        return rows if SUB_BUREAU in rows else self.attributed(figure, rows)

    def others(self, figure: Figure) -> dict[str, Any]:
        """What a figure's function takes beside its first ledger; raises where rows behind it are unsettled."""
        others = {ledger: self._known(ledger) for ledger in figure.ledgers[1:]} | self._context(figure)
        self._settled(figure, others)
        return others

    def attributed(self, figure: Figure, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows with their sub-bureau, where the ledger and the table of organisations tell it."""
        if not any(name in rows for name in FIELDS):
            return rows
        try:
            units = self.units
        except MissingLedger:
            return rows
        placed = figure.date or self.frames.contract(figure.ledgers[0]).period_date
        day: pd.Series | pd.Timestamp = pd.Timestamp(self.period.end)
        if figure.kind == "opening":
            day = pd.Timestamp(self.period.start - dt.timedelta(days=1))
        elif figure.kind != "stock" and placed in rows:
            day = rows[placed].dt.normalize()
        return rows.assign(**{SUB_BUREAU: attributed(rows, units, day)})

    def cells(self, figure: Figure, rows: pd.DataFrame, name: str, write: Write) -> list[str]:
        """A column of a figure's rows as text; cells that several figures choose from are written once."""
        place = _place(figure)
        frame = self._placed.get(place)
        if frame is None or name not in frame:
            return write(rows[name])
        if figure.id not in self._chosen:
            self._chosen[figure.id] = _places(frame, rows)
        if (places := self._chosen[figure.id]) is None:
            return write(rows[name])
        if (place, name, write) not in self._cells:
            self._cells[place, name, write] = np.array(write(frame[name]), dtype=object)
        return self._cells[place, name, write][places].tolist()

    def require(self, figure: Figure, rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
        """The rows; ``MissingLedger`` where they lack a column that they are measured or cut by."""
        for name in columns:
            if name not in rows:
                raise self.absent_column(figure, name)
        return rows

    def absent_column(self, figure: Figure, name: str) -> Exception:
        """A column that the contract knows and the file lacks is the data's fault; any other is ours."""
        if name == SUB_BUREAU:
            assert self.units, "the table of organisations was handed in, or said to be missing"
            contract = self.frames.contract(figure.ledgers[0])
            return MissingLedger(f"没有承办机构和所在乡镇，不能分到分局：{contract.code} {contract.title}")
        for ledger in figure.ledgers:
            whole = self.frames.intake.contracts[ledger]
            if name in whole.by_name:
                return MissingLedger(f"台账未提供“{whole.by_name[name].title}”列：{whole.code} {whole.title}")
        return KeyError(f"{figure.id}: column {name}")

    def _context(self, figure: Figure) -> dict[str, Any]:
        context = {"as_of": pd.Timestamp(self.period.end), "period": self.period}
        return {name: context[name] for name in figure.context}

    def _known(self, ledger: str) -> pd.DataFrame:
        self._require_kept(ledger)
        return self.frames.known(ledger, self.period)

    def _chosen_from(self, figure: Figure) -> pd.DataFrame:
        """The rows of the period that a figure chooses from; of one that chooses row by row with their sub-bureau."""
        place = _place(figure)
        self._require_kept(place[0])
        if place not in self._placed:
            self._placed[place] = self.attributed(figure, self._dated(figure, aside=False))
        rows = self._placed[place]
        return rows if figure.rowwise else rows.drop(columns=SUB_BUREAU, errors="ignore")

    def _require_kept(self, ledger: str) -> None:
        if not self.frames.intake.keeps(ledger):
            contract = self.frames.contract(ledger)
            raise MissingLedger(f"{NOT_PROVIDED}：{contract.code} {contract.title}")

    def _dated(self, figure: Figure, *, aside: bool) -> pd.DataFrame:
        ledger = figure.ledgers[0]
        if figure.kind == "stock":
            return self.frames.stock(ledger, self.period, aside=aside)
        if figure.kind == "opening":
            return self.frames.opening(ledger, self.period, aside=aside)
        return self.frames.flow(ledger, self.period, figure.date, aside=aside)

    def _settled(self, figure: Figure, others: dict[str, Any]) -> None:
        """``ConflictingRows`` where rows that contradict each other would count, or would be looked up."""
        place = _place(figure)
        for ledger in figure.ledgers[1:]:
            if len(aside := self.frames.contradicting(ledger, self.period)):
                raise self._conflicting_rows(ledger, len(aside))
        if place not in self._aside:
            self._require_kept(place[0])
            self._aside[place] = self._dated(figure, aside=True)
        aside = self._aside[place]
        if len(aside) and (counted := len(figure.rows(**{place[0]: aside} | others))):  # type: ignore[misc]
            raise self._conflicting_rows(place[0], counted)

    def _conflicting_rows(self, ledger: str, rows: int) -> ConflictingRows:
        contract = self.frames.contract(ledger)
        return ConflictingRows(f"{contract.code} {contract.title}有{rows}行相互矛盾、尚待核实，更正前不出数")


def _places(frame: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray | None:
    """Where in `frame` some rows of it stand; None where they are not rows of it."""
    places = frame.index.get_indexer(rows.index)
    if (places < 0).any() or (frame[ROW].to_numpy()[places] != rows[ROW].to_numpy()).any():
        return None
    return places


def _place(figure: Figure) -> Place:
    return figure.ledgers[0], figure.kind, figure.date
