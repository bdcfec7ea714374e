"""The book of figures: every figure's value and evidence for one period, worked out once, on demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from workreport.base.errors import MissingLedger, WrongCutoff
from workreport.base.period import Period
from workreport.figures.attribution import FIELDS, ORG, SUB_BUREAU, Attribution
from workreport.figures.measure import MONTH, Accumulator, Number, counts_rows, cut_parts
from workreport.figures.profile import load_profile
from workreport.figures.registry import FIGURES, Figure, leaves
from workreport.figures.results import FigureResult, FigureResults
from workreport.figures.row_selection import RowSelection, Write
from workreport.figures.rowgroup_scan import LedgerScan
from workreport.figures.value import Value, derived, divide
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.source_columns import SOURCE
from workreport.ledgers.frames import ONLY, Frames


@dataclass
class Book:
    """Figures of one period over a bureau's ledgers.

    What `results` knows of them is taken from there, and what is computed is added to it.
    """

    frames: Frames
    period: Period
    results: FigureResults = field(default_factory=FigureResults)
    _values: dict[str, Value] = field(default_factory=dict)
    _rows: dict[str, pd.DataFrame] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)
    _sweeps: dict[str, LedgerScan | None] = field(default_factory=dict)
    _family: dict[str, Book] = field(default_factory=dict)

    def __post_init__(self) -> None:
        load_profile(self.frames.intake.workspace)

    @cached_property
    def _drawn(self) -> RowSelection:
        return RowSelection(self.frames, self.period)

    def figure(self, id: str) -> Figure:
        """The declaration of `id`; ``KeyError`` if no figure has it."""
        return FIGURES[id]

    def value(self, id: str) -> Value:
        """The figure's value; never raises for what was not handed in."""
        if id not in self._values:
            self._values[id] = self._compute(FIGURES[id])
        return self._values[id]

    def rows(self, id: str) -> pd.DataFrame:
        """The ledger rows behind a figure that counts rows, with all columns; of a large ledger see ``parts``.

        Raises
        ------
        MissingLedger
            If a ledger or a column that it needs was not handed in.
        """
        if (sweep := self._sweep(FIGURES[id])) is not None:
            return pd.concat(
                self._read(FIGURES[id], sweep, (*sweep.columns, *FIGURES[id].columns, SUB_BUREAU))
            )
        if id not in self._rows:
            self._rows[id] = self._drawn.rows(FIGURES[id])
        return self._rows[id]

    def parts(self, id: str, columns: Iterable[str]) -> Iterator[pd.DataFrame]:
        """The rows of ``rows`` in order: at once, or those of a large ledger in parts, with these columns alone.

        Columns that there are not are left out; errors as ``rows`` raises them.
        """
        figure = FIGURES[id]
        sweep = self._sweep(figure)
        if sweep is None:
            yield self.rows(id)
        else:
            yield from self._read(figure, sweep, columns)

    def cells(self, id: str, rows: pd.DataFrame, name: str, write: Write) -> list[str]:
        """A column of a figure's ``rows``, or of one of its ``parts``, as text; see ``RowSelection.cells``."""
        return self._drawn.cells(FIGURES[id], rows, name, write)

    def _read(self, figure: Figure, sweep: LedgerScan, columns: Iterable[str]) -> Iterator[pd.DataFrame]:
        wanted = dict.fromkeys([*columns, *figure.columns])
        placing = {*FIELDS, figure.date or self.frames.contract(figure.ledgers[0]).period_date}
        needed = [
            *wanted,
            *(placing if SUB_BUREAU in wanted else ()),
            *filter(None, [figure.otherwise]),
        ]
        first = True
        for rows in sweep.rows(figure, needed):
            if first:
                self._drawn.require(figure, rows, figure.columns)
            first = False
            yield self._drawn.attributed(figure, rows) if SUB_BUREAU in wanted else rows

    def _sweep(self, figure: Figure) -> LedgerScan | None:
        """What goes through a figure's ledger in parts; None where it is read at once."""
        ledger = figure.ledgers[0]
        if not figure.rowwise or not self.frames.intake.keeps(ledger):
            return None
        if ledger not in self._sweeps:
            try:
                large = self.frames.is_large(ledger, self.period)
            except MissingLedger:
                large = False  # said when the rows are asked for
            made = LedgerScan(self.frames, self.period, ledger, self._drawn.others, self._drawn.absent_column)
            self._sweeps[ledger] = made if large else None
        return self._sweeps[ledger]

    def cut(self, id: str, by: tuple[str, ...]) -> dict[tuple[str, ...], Number | None]:
        """The figure's value for each combination of labels of the dimensions `by`.

        A dimension is a field of the figure's ledger, ``month`` of the figure's date, or
        ``sub_bureau`` (see ``figures.attribution``). For figures that count rows the cuts add up to the figure, rows with a blank standing under
        未填; several values in one cell count under each.

        Raises
        ------
        MissingLedger
            As for ``rows``.
        """
        figure = FIGURES[id]
        if figure.numerator and figure.denominator:
            upper, lower = self.cut(figure.numerator, by), self.cut(figure.denominator, by)
            return {key: divide(upper.get(key, 0), lower[key], figure.factor) for key in lower}
        if figure.parts:
            added: dict[tuple[str, ...], Number] = {}
            for name in (*figure.parts, *figure.less):
                sign = -1 if name in figure.less else 1
                for key, number in self.cut(name, by).items():
                    added[key] = added.get(key, 0) + sign * (number or 0)
            return dict(added)
        known = self._known(id).cuts
        if by in known:
            return dict(known[by])
        contract = self.frames.contract(figure.ledgers[0])
        date = figure.date or contract.period_date
        columns = tuple(date if name == MONTH and date else name for name in by)
        parts = (self._drawn.require(figure, rows, columns) for rows in self.parts(id, columns))
        known[by] = cut_parts(figure, parts, by, contract, self.frames.intake.codes)
        return dict(known[by])

    def only(self, id: str, by: str) -> str | None:
        """The label of `by` that a mapping sets for every row behind a figure: of others nothing is known."""
        figure = FIGURES[id]
        while figure.needs:
            figure = FIGURES[figure.needs[0]]
        ledger = figure.ledgers[0]
        if ledger not in self.frames.intake.mappings:
            return None
        constants = self.frames.empty_frame(ledger, self.period).attrs.get(ONLY, {})
        if by == SUB_BUREAU:
            return self.units.labels.get(constants[ORG]) if ORG in constants else None
        value = constants.get(by)
        field = self.contract_of(ledger).by_name.get(by)
        codes = self.frames.intake.codes
        return codes[field.codes].label(value) if value and field and field.codes in codes else value

    def at(self, period: Period) -> Book:
        """The same bureau's book for another period; books of one family share what was read."""
        self._family.setdefault(self.period.id, self)
        if period.id not in self._family:
            self._family[period.id] = Book(self.frames, period, self.results, _family=self._family)
        return self._family[period.id]

    def ledgers(self, id: str) -> tuple[str, ...]:
        """Ledgers that a figure is worked out from, those of its parts included."""
        figure = FIGURES[id]
        names = dict.fromkeys(figure.ledgers)
        for part in figure.needs:
            names.update(dict.fromkeys(self.ledgers(part)))
        return tuple(names)

    def row_count(self, id: str) -> int:
        """How many ledger rows stand behind a figure, those of its parts included; each row once."""
        if id not in self._counts:
            known = self._known(id)
            if known.rows is None:
                known.rows = self._count(id)
            self._counts[id] = known.rows
        return self._counts[id]

    def _count(self, id: str) -> int:
        sweeps = {leaf: self._sweep(FIGURES[leaf]) for leaf in leaves(id)}
        large = {sweep.ledger: sweep for sweep in sweeps.values() if sweep is not None}
        counts = [
            sweep.count(*(FIGURES[leaf] for leaf, own in sweeps.items() if own is sweep))
            for sweep in large.values()
        ]
        found = [self._found(leaf) for leaf, sweep in sweeps.items() if sweep is None]
        if len(found) == 1:
            return sum(counts) + len(found[0])
        places = [rows[SOURCE] for rows in found if len(rows)]
        return sum(counts) + (len(pd.concat(places).drop_duplicates()) if places else 0)

    def _found(self, id: str) -> pd.DataFrame:
        """The rows behind a figure; none where they were not handed in."""
        try:
            return self.rows(id)
        except MissingLedger:
            return pd.DataFrame()

    @property
    def units(self) -> Attribution:
        """The bureau's units; ``MissingLedger`` if the table of organisations was not handed in."""
        return self._drawn.units

    def unit_order(self, found: set[str]) -> list[str]:
        """Labels of sub-bureaus for a table: those in force on the cut-off day too; none where none is `found`."""
        return self.units.order(pd.Timestamp(self.period.end), found) if found else []

    def contract_of(self, ledger: str) -> Contract:
        return self.frames.contract(ledger)

    def _known(self, id: str) -> FigureResult:
        return self.results.of(self.period.id, id)

    def _compute(self, figure: Figure) -> Value:
        try:
            if figure.needs:
                return derived(figure, {name: self.value(name) for name in figure.needs})
            known = self._known(figure.id)
            if known.number is None:
                known.number = self._measured(figure)
            if known.number is None:
                return Value(figure, None, "undefined", f"“{figure.label}”没有可取数的记录")
            return Value(figure, known.number)
        except WrongCutoff as error:
            return Value(figure, None, "undefined", error.what)
        except MissingLedger as error:
            return Value(figure, None, "blocked", error.what)

    def _measured(self, figure: Figure) -> Number | None:
        if (sweep := self._sweep(figure)) is not None and counts_rows(figure):
            sweep.look_for(figure)
            return sweep.count(figure)
        tally = Accumulator(figure)
        for rows in self.parts(figure.id, figure.columns):
            tally.add(rows)
        return tally.number
