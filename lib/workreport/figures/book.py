"""The book of figures: each figure's value and rows for one period, computed once, on demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from workreport.base.errors import MissingLedger, UndefinedValue
from workreport.base.names import unknown
from workreport.base.period import Period
from workreport.figures.attribution import FIELDS, ORG, SUB_BUREAU, Attribution
from workreport.figures.measure import MONTH, MONTH_TITLE, Accumulator, Number, counts_rows, cut_parts
from workreport.figures.profile import load_profile
from workreport.figures.registry import DERIVED, FIGURES, Figure, leaves, ledgers_of
from workreport.figures.results import FigureResult, FigureResults
from workreport.figures.row_selection import RowSelection, Write
from workreport.figures.rowgroup_scan import LedgerScan
from workreport.figures.value import Value, derived, divide
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.source_columns import SOURCE
from workreport.ledgers.frames import ONLY, Frames
from workreport.ledgers.handed_in import is_not_kept


@dataclass(repr=False)
class Book:
    """Figures of one period over a bureau's ledgers.

    Values already in `results` are reused; computed values are added to it.
    """

    frames: Frames
    period: Period
    results: FigureResults = field(default_factory=FigureResults)
    _values: dict[str, Value] = field(default_factory=dict)
    _rows: dict[str, pd.DataFrame] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)
    _scans: dict[str, LedgerScan | None] = field(default_factory=dict)
    _family: dict[str, Book] = field(default_factory=dict)

    def __post_init__(self) -> None:
        load_profile(self.frames.intake.workspace)

    def __repr__(self) -> str:
        return f"<Book {self.period.id}>"

    @cached_property
    def _selection(self) -> RowSelection:
        return RowSelection(self.frames, self.period)

    def figure(self, id: str) -> Figure:
        """The declaration of `id`; ``UnknownName`` if no figure has it."""
        return FIGURES[id]

    def worded(self, text: str) -> str:
        """A text of the trade in the bureau's own words."""
        return self.frames.intake.workspace.bureau.worded(text)

    def keeps(self, id: str) -> bool:
        """Whether the bureau kept every ledger and column of a figure in the period; if not, nobody waits for its value."""
        return not is_not_kept(self.value(id).reason)

    def value(self, id: str) -> Value:
        """The figure's value; a missing ledger gives a blocked value, not an error."""
        if id not in self._values:
            self._values[id] = self._compute(FIGURES[id])
        return self._values[id]

    def rows(self, id: str) -> pd.DataFrame:
        """The ledger rows behind a figure that counts rows, with all columns; for a large ledger use ``parts``.

        Raises
        ------
        MissingLedger
            If a ledger or a column that it needs was not handed in.
        """
        if (scan := self._scan(FIGURES[id])) is not None:
            return pd.concat(self._read(FIGURES[id], scan, (*scan.columns, *FIGURES[id].columns, SUB_BUREAU)))
        if id not in self._rows:
            self._rows[id] = self._selection.rows(FIGURES[id])
        return self._rows[id]

    def parts(self, id: str, columns: Iterable[str]) -> Iterator[pd.DataFrame]:
        """The rows of ``rows`` in order: one frame, or for a large ledger several with these columns alone.

        Absent columns are left out. Raises the errors of ``rows``.
        """
        figure = FIGURES[id]
        scan = self._scan(figure)
        if scan is None:
            yield self.rows(id)
        else:
            yield from self._read(figure, scan, columns)

    def cells(self, id: str, rows: pd.DataFrame, name: str, write: Write) -> list[str]:
        """A column of a figure's ``rows`` or ``parts`` as text; see ``RowSelection.cells``."""
        return self._selection.cells(FIGURES[id], rows, name, write)

    def _read(self, figure: Figure, scan: LedgerScan, columns: Iterable[str]) -> Iterator[pd.DataFrame]:
        wanted = dict.fromkeys([*columns, *figure.columns])
        unit_columns = {*FIELDS, figure.date or self.frames.contract(figure.ledgers[0]).period_date}
        needed = [
            *wanted,
            *(unit_columns if SUB_BUREAU in wanted else ()),
            *filter(None, [figure.otherwise]),
        ]
        first = True
        for rows in scan.rows(figure, needed):
            if first:
                self._selection.require_columns(figure, rows, figure.columns)
            first = False
            yield self._selection.with_sub_bureau(figure, rows) if SUB_BUREAU in wanted else rows

    def _scan(self, figure: Figure) -> LedgerScan | None:
        """The scan of a figure's large ledger; None for a ledger that is read at once."""
        ledger = figure.ledgers[0]
        if not figure.rowwise or not self.frames.keeps(ledger, self.period):
            return None
        if ledger not in self._scans:
            try:
                self._selection.require_usable(ledger)
                large = self.frames.is_large(ledger, self.period)
            except MissingLedger:
                large = False  # reported when the rows are read
            scan = LedgerScan(
                self.frames, self.period, ledger, self._selection.others, self._selection.missing_column
            )
            self._scans[ledger] = scan if large else None
        return self._scans[ledger]

    def cut(self, id: str, by: tuple[str, ...]) -> dict[tuple[str, ...], Number | None]:
        """The figure's value for each combination of labels of the dimensions `by`.

        A dimension is a field of the figure's ledger, ``month`` of the figure's date, or
        ``sub_bureau`` (see ``figures.attribution``). For figures that count rows the cuts add up to the figure: blanks
        count under 未填. A cell with several values counts under each of them.

        Raises
        ------
        MissingLedger
            As for ``rows``.
        UnknownName
            If the figure's ledger has no such dimension.
        """
        figure = FIGURES[id]
        if figure.numerator and figure.denominator:
            upper, lower = self.cut(figure.numerator, by), self.cut(figure.denominator, by)
            return {key: divide(upper.get(key, 0), lower[key], figure.factor) for key in lower}
        if figure.parts:
            sums: dict[tuple[str, ...], Number] = {}
            for name in (*figure.parts, *figure.less):
                sign = -1 if name in figure.less else 1
                for key, number in self.cut(name, by).items():
                    sums[key] = sums.get(key, 0) + sign * (number or 0)
            return dict(sums)
        cuts = self._result(id).cuts
        if by in cuts:
            return dict(cuts[by])
        contract = self.frames.contract(figure.ledgers[0])
        date = figure.date or contract.period_date
        self._require_dimensions(id, by)
        columns = tuple(date if name == MONTH and date else name for name in by)
        parts = (self._selection.require_columns(figure, rows, columns) for rows in self.parts(id, columns))
        cuts[by] = cut_parts(figure, parts, by, contract, self.frames.intake.codes)
        return dict(cuts[by])

    def dimension_names(self, id: str) -> dict[str, tuple[str, ...]]:
        """The dimensions that a figure may be cut by, each with its title; those of its first part."""
        figure = FIGURES[leaves(id)[0]]
        contract = self.contract_of(figure.ledgers[0])
        names = {field.name: (field.title,) for field in contract.read_fields}
        if figure.date or contract.period_date:
            names |= {MONTH: (MONTH_TITLE,)}
        if any(name in contract.by_name for name in FIELDS):
            names |= {SUB_BUREAU: (self.worded(DERIVED[SUB_BUREAU]),)}
        return names

    def declares(self, id: str, field: str) -> bool:
        """Whether the ledgers of a figure have the field, given by a mapping or not."""
        contracts = self.frames.intake.contracts
        return all(field in contracts[FIGURES[leaf].ledgers[0]].by_name for leaf in leaves(id))

    def _require_dimensions(self, id: str, by: tuple[str, ...]) -> None:
        """``UnknownName`` for a dimension that is no field of the ledger, no month and no column that figures add."""
        # the ledger's own: a column that a mapping does not give is missing, not unknown
        contract = self.frames.intake.contracts[FIGURES[id].ledgers[0]]
        for name in by:
            known = name in (MONTH, *DERIVED, *contract.by_name)
            if not known and all(name not in rows for rows in self.parts(id, (name,))):
                raise unknown(name, self.dimension_names(id), "维度", where=f"指标“{FIGURES[id].label}”")

    def only(self, id: str, by: str) -> str | None:
        """The one label of `by` that a mapping sets for every row of a figure's ledger; None if there is none."""
        ledger = ledgers_of(id)[0]
        if ledger not in self.frames.intake.mappings:
            return None
        constants = self.frames.empty_frame(ledger, self.period).attrs.get(ONLY, {})
        if by == SUB_BUREAU:
            return self.units.labels.get(constants[ORG]) if ORG in constants else None
        value = constants.get(by)
        field = self.contract_of(ledger).by_name.get(by)
        codes = self.frames.intake.codes
        return codes[field.codes].label(value) if value and field and field.codes in codes else value

    def for_period(self, period: Period) -> Book:
        """The same bureau's book for another period; books of one family share ledgers and results."""
        self._family.setdefault(self.period.id, self)
        if period.id not in self._family:
            self._family[period.id] = Book(self.frames, period, self.results, _family=self._family)
        return self._family[period.id]

    def ledgers(self, id: str) -> tuple[str, ...]:
        """Ledgers that a figure is computed from, including those of its components."""
        return ledgers_of(id)

    def row_count(self, id: str) -> int:
        """Number of ledger rows behind a figure, including those of its parts; each row counts once."""
        if id not in self._counts:
            result = self._result(id)
            if result.rows is None:
                result.rows = self._count(id)
            self._counts[id] = result.rows
        return self._counts[id]

    def _count(self, id: str) -> int:
        scans = {leaf: self._scan(FIGURES[leaf]) for leaf in leaves(id)}
        large = {scan.ledger: scan for scan in scans.values() if scan is not None}
        counts = [
            scan.count(*(FIGURES[leaf] for leaf, scan_of_leaf in scans.items() if scan_of_leaf is scan))
            for scan in large.values()
        ]
        frames = [self._rows_or_none(leaf) for leaf, scan in scans.items() if scan is None]
        if len(frames) == 1:
            return sum(counts) + len(frames[0])
        sources = [rows[SOURCE] for rows in frames if len(rows)]
        return sum(counts) + (len(pd.concat(sources).drop_duplicates()) if sources else 0)

    def _rows_or_none(self, id: str) -> pd.DataFrame:
        """The rows behind a figure; an empty frame if its ledger was not handed in."""
        try:
            return self.rows(id)
        except MissingLedger:
            return pd.DataFrame()

    @property
    def units(self) -> Attribution:
        """The bureau's units; ``MissingLedger`` if the table of organisations was not handed in."""
        return self._selection.units

    def unit_order(self, used: set[str]) -> list[str]:
        """Labels of sub-bureaus for a table: `used` and those in force on the cut-off day; empty if none is used."""
        return self.units.order(pd.Timestamp(self.period.end), used) if used else []

    def contract_of(self, ledger: str) -> Contract:
        return self.frames.contract(ledger)

    def _result(self, id: str) -> FigureResult:
        return self.results.of(self.period.id, id)

    def _compute(self, figure: Figure) -> Value:
        try:
            if figure.components:
                return derived(figure, {name: self.value(name) for name in figure.components})
            result = self._result(figure.id)
            if result.number is None:
                result.number = self._measure(figure)
            if result.number is None:
                return Value(figure, None, "undefined", f"“{figure.label}”没有可取数的记录")
            return Value(figure, result.number)
        except UndefinedValue as error:
            return Value(figure, None, "undefined", error.what)
        except MissingLedger as error:
            return Value(figure, None, "blocked", error.what)

    def _measure(self, figure: Figure) -> Number | None:
        if (scan := self._scan(figure)) is not None and counts_rows(figure):
            scan.select(figure)
            return scan.count(figure)
        accumulator = Accumulator(figure)
        for rows in self.parts(figure.id, figure.columns):
            accumulator.add(rows)
        return accumulator.number
