"""Frames: typed rows of a ledger for a period or a cut-off day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from workreport.base.errors import MissingLedger, NotKept, UndefinedValue
from workreport.base.period import Period
from workreport.ledgers.as_of import as_known_on, in_stock, lacking_date
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import combine
from workreport.ledgers.declared.source_columns import FILE, REST, SOURCE
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.handed_in import NOT_KEPT, keeps, provided, require_filled
from workreport.ledgers.intake import Intake
from workreport.ledgers.row_groups import Part, shared_rows
from workreport.ledgers.validate.duplicates import between_files, near_duplicates_between

T = TypeVar("T")
Joined = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
LEDGER, ONLY, PART, CHOSEN = "ledger", "only", "part", "chosen"
"""Attributes of a mapped ledger's frame: its name; the constant columns with their values; those of them
that make it a part of the ledger; and those of these by which a figure's rows were selected."""


@dataclass
class Frames:
    """Typed rows by ledger, for any period of a bureau's years, memoised.

    With `register_year`, registers are read from that year's folder for all periods: a
    register keeps its ended rows, so it also covers years without a register of their own.
    """

    intake: Intake
    register_year: int | None = None
    _known: dict[tuple[str, tuple[int, ...], dt.date], pd.DataFrame] = field(default_factory=dict)
    _memo: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    _parts: dict[tuple[str, tuple[int, ...], dt.date], list[Part]] = field(default_factory=dict)
    _left_out: dict[tuple[str, ...], tuple[np.ndarray, pd.DataFrame, pd.DataFrame]] = field(
        default_factory=dict
    )
    _joined: dict[tuple[str, ...], Joined] = field(default_factory=dict)
    _contradicting: dict[tuple[str, Period], pd.DataFrame] = field(default_factory=dict)
    _is_large: dict[tuple[str, Period], bool] = field(default_factory=dict)

    def contract(self, ledger: str) -> Contract:
        return self.intake.contract(ledger)

    def files(self, ledger: str, period: Period) -> list[LedgerFile]:
        """The files that may hold a period's rows of a ledger, as ``provided``; the ledger must be filled in.

        Raises
        ------
        MissingLedger
            If a year of the period has no file of the ledger, or only files that are not filled in.
        """
        files, contract = self.provided(ledger, period), self.contract(ledger)
        require_filled(self.intake, contract, files, self._years(contract, period))
        return files

    def keeps(self, ledger: str, period: Period) -> bool:
        """Whether the bureau kept a ledger in a period, by its settings and the year since which the contract applies."""
        return keeps(self.intake, ledger, period.end.year)

    def provided(self, ledger: str, period: Period) -> list[LedgerFile]:
        """The files that may hold a period's rows of a ledger, filled in or not; errors as in ``handed_in``."""
        contract = self.contract(ledger)
        return provided(self.intake, contract, self._years(contract, period), period.end.year)

    def all_provided(self, period: Period) -> dict[str, list[LedgerFile]]:
        """``provided`` for each ledger that was handed in."""
        files = {}
        for ledger in self.intake.contracts:
            with suppress(MissingLedger):
                files[ledger] = self.provided(ledger, period)
        return files

    def _years(self, contract: Contract, period: Period) -> list[int]:
        """The years of the folders used for a period and ledger."""
        register = contract.kind == "register"
        return [self.register_year] if register and self.register_year else period.years

    def _register_year(self, ledger: str, period: Period) -> int:
        """The year of the folder with a period's rows of a register."""
        return self._years(self.contract(ledger), period)[-1]

    def known(self, ledger: str, period: Period) -> pd.DataFrame:
        """All rows of a ledger as known on the period's cut-off day, with any date.

        A column missing in a file of the period's own years is left out, even if files of other
        years have it: its blanks would be read as “none of these”. So is a column whose state on the day is unknown,
        because the file has no column with the date of its changes.
        """
        if self.is_large(ledger, period):
            return pd.concat([part.read() for part in self.parts(ledger, period)])
        key = (ledger, tuple(period.years), period.end)
        if key not in self._known:
            files = self.files(ledger, period)
            joined, *_ = self._join(ledger, files)
            columns = self._columns(ledger, files, period)
            frame = joined if len(columns) == len(joined.columns) else joined[list(columns)]
            self._known[key] = self._marked(ledger, as_known_on(self.contract(ledger), frame, period.end))
        return self._known[key]

    def _marked(self, ledger: str, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with its mapping's constants as attributes: other values are unknown, not “none”."""
        if (mapping := self.intake.mappings.get(ledger)) is None or frame.empty:
            return frame
        constant = [name for name, source in mapping.columns.items() if source.constant is not None]
        only = {name: frame[name].iloc[0] for name in constant if name in frame}
        contract = self.contract(ledger)
        marked = frame.copy(deep=False)
        marked.attrs = {LEDGER: f"{contract.code} {contract.title}", ONLY: only, PART: tuple(mapping.part)}
        return marked

    def is_large(self, ledger: str, period: Period) -> bool:
        """Whether a period's rows of a ledger stay in their files and are read in ``parts``."""
        if (ledger, period) not in self._is_large:
            self._is_large[ledger, period] = self._large(ledger, self.files(ledger, period))
        return self._is_large[ledger, period]

    def _large(self, ledger: str, files: list[LedgerFile]) -> bool:
        # the constants of a mapping are attributes of its frame
        return ledger not in self.intake.mappings and any(self.intake.read(file).is_large for file in files)

    def parts(self, ledger: str, period: Period) -> list[Part]:
        """The rows of ``known``, in its order, in parts that read the requested columns."""
        key = (ledger, tuple(period.years), period.end)
        if key not in self._parts:
            self._parts[key] = self._make_parts(ledger, period)
        return self._parts[key]

    def _make_parts(self, ledger: str, period: Period) -> list[Part]:
        files, contract = self.files(ledger, period), self.contract(ledger)
        gone = self._conflicts(ledger, files)[0]
        columns, parts, start = self._columns(ledger, files, period), [], 0
        for file in files:
            stored, first = self.intake.read(file), start
            for group, rows in enumerate(stored.groups):
                inside = gone[np.searchsorted(gone, start) : np.searchsorted(gone, start + rows)] - start
                parts.append(Part(contract, stored, columns, group, start, rows, inside, period.end))
                start += rows
            assert start - first == stored.rows, "parts cover the whole file"
        return parts

    def _columns(self, ledger: str, files: list[LedgerFile], period: Period) -> tuple[str, ...]:
        """Columns of ``known``, in the order of the files."""
        provided = self._provided_columns(files, period)
        return tuple(name for name in provided if self._lacking_date(ledger, name, provided) is None)

    def _lacking_date(self, ledger: str, name: str, provided: list[str]) -> str | None:
        """As ``lacking_date``; a foreign table is an extract of one day, so its states are those of that day."""
        return None if ledger in self.intake.mappings else lacking_date(self.contract(ledger), name, provided)

    def _provided_columns(self, files: list[LedgerFile], period: Period) -> list[str]:
        """Columns of all files, except those missing in a file of the period's own years."""
        read = [(file.years, self.intake.read(file).columns) for file in files]
        own = [names for years, names in read if set(years) & set(period.years)]
        every = dict.fromkeys(name for _, names in read for name in names)
        return [name for name in every if name != REST and all(name in names for names in own)]

    def missing_column(self, ledger: str, name: str, period: Period) -> MissingLedger:
        """The error for a column that ``known`` lacks: it is absent, or the date of its changes is."""
        contract = self.intake.contracts[ledger]
        provided = self._provided_columns(self.files(ledger, period), period)
        table, title = f"{contract.code} {contract.title}", contract.by_name[name].title
        date = self._lacking_date(ledger, name, provided)
        if name in provided and date is not None:
            absent = contract.by_name[date].title
            return MissingLedger(f"台账未提供“{absent}”列，截止日的“{title}”无从得知：{table}")
        if contract.by_name[name].optional:
            return NotKept(f"{NOT_KEPT}：{table}的“{title}”列")
        return MissingLedger(f"台账未提供“{title}”列：{table}")

    def empty_frame(self, ledger: str, period: Period) -> pd.DataFrame:
        """``known`` with its columns but no rows."""
        if not self.is_large(ledger, period):
            return self.known(ledger, period).iloc[:0]
        return self.parts(ledger, period)[0].read(
            mask=np.zeros(self.parts(ledger, period)[0].rows, dtype=bool)
        )

    def iter_frames(
        self, ledger: str, period: Period, columns: Sequence[str] | None = None
    ) -> Iterator[pd.DataFrame]:
        """Iterate over ``known`` with some columns: in one frame, with ``SOURCE`` too, or in parts of a large ledger."""
        if not self.is_large(ledger, period):
            rows = self.known(ledger, period)
            wanted = rows.columns if columns is None else {*columns, *SOURCE}
            yield rows[[name for name in rows if name in wanted]]
            return
        for part in self.parts(ledger, period):
            yield part.read(columns)

    def memoised(self, name: tuple[Any, ...], make: Callable[[], T]) -> T:
        """The result of `make`, computed once per name."""
        if name not in self._memo:
            self._memo[name] = make()
        return self._memo[name]

    def _conflicts(
        self, ledger: str, files: list[LedgerFile]
    ) -> tuple[np.ndarray, pd.DataFrame, pd.DataFrame]:
        """As ``_join`` if a file is large: places of the rows not joined, findings, contradicting rows.

        Only rows that share their key's hash with another row are read and compared.
        """
        place = (ledger, *(file.shown for file in files))
        if place not in self._left_out:
            contract, stored = self.contract(ledger), [self.intake.read(file) for file in files]
            places, joined = shared_rows(contract, stored, self._contradicting_within(files))
            standing, clash, findings = self._split(ledger, files, joined)
            self._left_out[place] = np.setdiff1d(places, standing.index.to_numpy()), findings, clash
        return self._left_out[place]

    def clashes(self, ledger: str, period: Period) -> pd.DataFrame:
        """Findings for rows in several files: quarantined if they contradict each other, else counted once."""
        return self._conflicts_of(ledger, self.files(ledger, period))[1]

    def _conflicts_of(self, ledger: str, files: list[LedgerFile]) -> tuple[Any, pd.DataFrame, pd.DataFrame]:
        return self._conflicts(ledger, files) if self._large(ledger, files) else self._join(ledger, files)

    def contradicting(self, ledger: str, period: Period) -> pd.DataFrame:
        """Rows quarantined because another row with their key differs; columns and day as in ``known``."""
        if (ledger, period) not in self._contradicting:
            self._contradicting[ledger, period] = self._find_contradicting(ledger, period)
        return self._contradicting[ledger, period]

    def _find_contradicting(self, ledger: str, period: Period) -> pd.DataFrame:
        empty, files = self.empty_frame(ledger, period), self.files(ledger, period)
        parts = [self.intake.read(file).contradicting for file in files]
        parts = [part for part in [*parts, self._conflicts_of(ledger, files)[2]] if len(part)]
        if not parts:
            return empty
        rows = pd.concat(parts, ignore_index=True).reindex(columns=empty.columns)
        return self._marked(ledger, as_known_on(self.contract(ledger), rows, period.end))

    def flow(self, ledger: str, period: Period, date: str | None, *, aside: bool = False) -> pd.DataFrame:
        """Rows dated inside the period by `date`, or by the contract's ``period_date``.

        With `aside`, here and below, select from the ``contradicting`` rows instead.
        """
        return self.select_rows(ledger, self._rows(ledger, period, aside), period, "flow", date)

    def select_rows(
        self, ledger: str, frame: pd.DataFrame, period: Period, kind: str, date: str | None
    ) -> pd.DataFrame:
        """Select rows as ``flow``, ``stock`` or ``opening`` do, by the kind of a figure."""
        if kind == "stock":
            return self._in_stock(ledger, frame, period, period.end)
        if kind == "opening":
            return self._opening(ledger, frame, period)
        contract = self.contract(ledger)
        name = date or contract.period_date
        if name is None:
            return frame
        if name not in frame:
            if (whole := self._of_folders(ledger, frame, name, period)) is not None:
                return whole
            raise self.missing_column(ledger, name, period)
        start, end = pd.Timestamp(period.start), pd.Timestamp(period.end) + pd.Timedelta(days=1)
        return frame[(frame[name] >= start) & (frame[name] < end)]

    def _of_folders(self, ledger: str, frame: pd.DataFrame, name: str, period: Period) -> pd.DataFrame | None:
        """Rows of the period's whole years by folder, if the mapping declares that a date lies in its folder's year."""
        mapping = self.intake.mappings.get(ledger)
        if mapping is None or name not in mapping.folder_year:
            return None
        first, last = period.start, period.end
        if (first.month, first.day, last.month, last.day) != (1, 1, 12, 31):
            return None
        inside = {f.shown for f in self.files(ledger, period) if set(f.years) & set(period.years)}
        return frame[frame[FILE].isin(inside)]

    def stock(self, ledger: str, period: Period, *, aside: bool = False) -> pd.DataFrame:
        """Rows in a register on the period's cut-off day."""
        return self.select_rows(ledger, self._rows(ledger, period, aside), period, "stock", None)

    def opening(self, ledger: str, period: Period, *, aside: bool = False) -> pd.DataFrame:
        """Rows of the period's own ledger as they stood at the end of the day before the period.

        Raises
        ------
        MissingLedger
            As for ``files``.
        UndefinedValue
            For a flow ledger, if no earlier year was handed in: its rows might still be open.
        """
        return self.select_rows(ledger, self._rows(ledger, period, aside), period, "opening", None)

    def _opening(self, ledger: str, frame: pd.DataFrame, period: Period) -> pd.DataFrame:
        contract, day = self.contract(ledger), period.start - dt.timedelta(days=1)
        earlier = (f for f in self.files(ledger, period) if f.years and f.years[0] < period.start.year)
        if contract.kind == "flow" and not any(self.intake.read(file).is_filled_in for file in earlier):
            raise UndefinedValue(f"没有{period.start.year - 1}年的{contract.title}，期初数无从得知")
        return self._in_stock(ledger, as_known_on(contract, frame, day), period, day)

    def _in_stock(self, ledger: str, frame: pd.DataFrame, period: Period, day: dt.date) -> pd.DataFrame:
        """Rows in stock at the end of `day`; without a date of entry or removal, rows of other days would be counted."""
        contract = self.contract(ledger)
        if contract.stock and ledger not in self.intake.mappings:
            for name in filter(None, (contract.stock.start, contract.stock.until)):
                if name not in frame:
                    raise self.missing_column(ledger, name, period)
        return in_stock(self.intake.contracts[ledger], frame, day, self._register_year(ledger, period))

    def _rows(self, ledger: str, period: Period, aside: bool) -> pd.DataFrame:
        return self.contradicting(ledger, period) if aside else self.known(ledger, period)

    def _join(self, ledger: str, files: list[LedgerFile]) -> Joined:
        """Join the rows of several files: the table, findings on contradicting rows, and these rows."""
        place = (ledger, *(file.shown for file in files))
        if place not in self._joined:
            self._joined[place] = self._join_files(ledger, files)
        return self._joined[place]

    def _join_files(self, ledger: str, files: list[LedgerFile]) -> Joined:
        parts = [self.intake.read(file).frame for file in files]
        if len(parts) == 1:
            return parts[0], combine([]), parts[0].iloc[:0]
        standing, clash, findings = self._split(ledger, files, pd.concat(parts, ignore_index=True))
        findings = combine([findings, near_duplicates_between(self.contract(ledger), standing)])
        return standing.reset_index(drop=True), findings, clash

    def _split(self, ledger: str, files: list[LedgerFile], joined: pd.DataFrame) -> Joined:
        """Split joined rows: those that count, those that contradict each other, and findings."""
        years = {file.shown: file.year for file in files}
        return between_files(self.contract(ledger), joined, years, self._contradicting_within(files))

    def _contradicting_within(self, files: list[LedgerFile]) -> pd.DataFrame:
        """Rows that contradict each other within a file."""
        return pd.concat([self.intake.read(file).contradicting for file in files], ignore_index=True)
