"""Frames: the rows of a ledger that a period, or a cut-off day, is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from workreport.base.errors import MissingLedger, WrongCutoff
from workreport.base.period import Period
from workreport.ledgers.as_of import as_known_on, in_stock
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import combine
from workreport.ledgers.declared.source_columns import FILE, SOURCE
from workreport.ledgers.discovery import LedgerFile
from workreport.ledgers.handed_in import provided, require_filled
from workreport.ledgers.intake import Intake
from workreport.ledgers.row_groups import Part, shared_rows
from workreport.ledgers.validate.duplicates import between_files

T = TypeVar("T")
Joined = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
LEDGER, ONLY, PART, CHOSEN = "ledger", "only", "part", "chosen"
"""Attributes of a mapped ledger's frame: its name; the columns that hold a constant, with its value; those
by which it is a part of the ledger; and those of them that a figure's rows were chosen by."""


@dataclass
class Frames:
    """Typed rows by ledger, for any period of a bureau's years; what was read is kept.

    With `register_year`, registers are taken from that year's folder whatever the period: a
    register keeps its ended rows, so it can be seen as of years that handed in none.
    """

    intake: Intake
    register_year: int | None = None
    _known: dict[tuple[str, tuple[int, ...], dt.date], pd.DataFrame] = field(default_factory=dict)
    _made: dict[tuple[Any, ...], Any] = field(default_factory=dict)
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
        """The files that a period's rows of a ledger may stand in, as ``provided``; the ledger is filled in.

        Raises
        ------
        MissingLedger
            If a year of the period has no file of the ledger, or only files that nobody has filled in.
        """
        files, contract = self.provided(ledger, period), self.contract(ledger)
        require_filled(self.intake, contract, files, self._years(contract, period))
        return files

    def provided(self, ledger: str, period: Period) -> list[LedgerFile]:
        """The files that a period's rows of a ledger may stand in, filled in or not; errors as in ``handed_in``."""
        contract = self.contract(ledger)
        return provided(self.intake, contract, self._years(contract, period), period.end.year)

    def _years(self, contract: Contract, period: Period) -> list[int]:
        """The years whose folders a period needs of a ledger."""
        register = contract.kind == "register"
        return [self.register_year] if register and self.register_year else period.years

    def known(self, ledger: str, period: Period) -> pd.DataFrame:
        """All rows of a ledger as known on the period's cut-off day, whatever their date.

        A column that a file of the period's own years lacks is left out, even where files of other
        years have it: its blanks would read as “none of these”.
        """
        if self.is_large(ledger, period):
            return pd.concat([part.read() for part in self.parts(ledger, period)])
        key = (ledger, tuple(period.years), period.end)
        if key not in self._known:
            files = self.files(ledger, period)
            joined, *_ = self._join(ledger, files)
            own = [self.intake.read(f).frame.columns for f in files if f.year in period.years]
            lacking = [name for name in joined if any(name not in columns for columns in own)]
            frame = joined.drop(columns=lacking) if lacking else joined
            self._known[key] = self._marked(ledger, as_known_on(self.contract(ledger), frame, period.end))
        return self._known[key]

    def _marked(self, ledger: str, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with what its mapping sets as constant: of any other value it says nothing, not “none”."""
        if (mapping := self.intake.mappings.get(ledger)) is None or frame.empty:
            return frame
        constant = [name for name, source in mapping.columns.items() if source.value is not None]
        only = {name: frame[name].iloc[0] for name in constant if name in frame}
        contract = self.contract(ledger)
        marked = frame.copy(deep=False)
        marked.attrs = {LEDGER: f"{contract.code} {contract.title}", ONLY: only, PART: tuple(mapping.part)}
        return marked

    def is_large(self, ledger: str, period: Period) -> bool:
        """Whether a period's rows of a ledger are left in their files, to be read in ``parts``."""
        if (ledger, period) not in self._is_large:
            self._is_large[ledger, period] = self._large(ledger, self.files(ledger, period))
        return self._is_large[ledger, period]

    def _large(self, ledger: str, files: list[LedgerFile]) -> bool:
        # what a mapping says of a table goes with its frame
        return ledger not in self.intake.mappings and any(self.intake.read(file).is_large for file in files)

    def parts(self, ledger: str, period: Period) -> list[Part]:
        """The rows of ``known`` in parts, to be read with the columns that are asked for; together in its order."""
        key = (ledger, tuple(period.years), period.end)
        if key not in self._parts:
            self._parts[key] = self._parts_anew(ledger, period)
        return self._parts[key]

    def _parts_anew(self, ledger: str, period: Period) -> list[Part]:
        files, contract = self.files(ledger, period), self.contract(ledger)
        gone = self._apart(ledger, files)[0]
        columns, parts, start = self._columns(files, period), [], 0
        for file in files:
            stored, first = self.intake.read(file), start
            for group, rows in enumerate(stored.groups):
                inside = gone[np.searchsorted(gone, start) : np.searchsorted(gone, start + rows)] - start
                parts.append(Part(contract, stored, columns, group, start, rows, inside, period.end))
                start += rows
            assert start - first == stored.rows, "parts are all of a file"
        return parts

    def _columns(self, files: list[LedgerFile], period: Period) -> tuple[str, ...]:
        """Columns of ``known``: those of all files, but for what a file of the period's own years lacks."""
        read = {file: self.intake.read(file).columns for file in files}
        own = [names for file, names in read.items() if file.year in period.years]
        every = dict.fromkeys(name for names in read.values() for name in names)
        return tuple(name for name in every if all(name in names for names in own))

    def head(self, ledger: str, period: Period) -> pd.DataFrame:
        """``known`` without its rows."""
        if not self.is_large(ledger, period):
            return self.known(ledger, period).iloc[:0]
        return self.parts(ledger, period)[0].read(
            mask=np.zeros(self.parts(ledger, period)[0].rows, dtype=bool)
        )

    def each(
        self, ledger: str, period: Period, columns: Sequence[str] | None = None
    ) -> Iterator[pd.DataFrame]:
        """The rows of ``known`` in order with these columns: at once, and with ``SOURCE``, or of a large ledger in parts."""
        if not self.is_large(ledger, period):
            rows = self.known(ledger, period)
            wanted = rows.columns if columns is None else {*columns, *SOURCE}
            yield rows[[name for name in rows if name in wanted]]
            return
        for part in self.parts(ledger, period):
            yield part.read(columns)

    def memoised(self, name: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What was made of the ledgers under a name, made once."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def _apart(self, ledger: str, files: list[LedgerFile]) -> tuple[np.ndarray, pd.DataFrame, pd.DataFrame]:
        """As ``_join`` with a large file among them: places of the rows that are not joined, findings, rows set aside.

        Only rows whose key's hash stands in another place too are read and compared.
        """
        place = (ledger, *(file.shown for file in files))
        if place not in self._left_out:
            contract, stored = self.contract(ledger), [self.intake.read(file) for file in files]
            places, joined = shared_rows(contract, stored, self._apart_in(files))
            standing, clash, found = self._settled(ledger, files, joined)
            self._left_out[place] = np.setdiff1d(places, standing.index.to_numpy()), found, clash
        return self._left_out[place]

    def clashes(self, ledger: str, period: Period) -> pd.DataFrame:
        """Findings for rows that several files have: set aside where they contradict each other, else counted once."""
        return self._joint(ledger, self.files(ledger, period))[1]

    def _joint(self, ledger: str, files: list[LedgerFile]) -> tuple[Any, pd.DataFrame, pd.DataFrame]:
        return self._apart(ledger, files) if self._large(ledger, files) else self._join(ledger, files)

    def contradicting(self, ledger: str, period: Period) -> pd.DataFrame:
        """Rows set aside since another row of their key says otherwise; columns and day as in ``known``."""
        if (ledger, period) not in self._contradicting:
            self._contradicting[ledger, period] = self._contradicting_anew(ledger, period)
        return self._contradicting[ledger, period]

    def _contradicting_anew(self, ledger: str, period: Period) -> pd.DataFrame:
        head, files = self.head(ledger, period), self.files(ledger, period)
        parts = [self.intake.read(file).contradicting for file in files]
        parts = [part for part in [*parts, self._joint(ledger, files)[2]] if len(part)]
        if not parts:
            return head
        rows = pd.concat(parts, ignore_index=True).reindex(columns=head.columns)
        return self._marked(ledger, as_known_on(self.contract(ledger), rows, period.end))

    def flow(self, ledger: str, period: Period, date: str | None, *, aside: bool = False) -> pd.DataFrame:
        """Rows dated inside the period by `date`, or by the contract's ``period_date``.

        With `aside`, here as below, those of the ``contradicting`` rows instead.
        """
        return self.placed(ledger, self._rows(ledger, period, aside), period, "flow", date)

    def placed(
        self, ledger: str, frame: pd.DataFrame, period: Period, kind: str, date: str | None
    ) -> pd.DataFrame:
        """Those of some rows that ``flow``, ``stock`` or ``opening`` gives, by the kind of a figure."""
        if kind == "stock":
            return in_stock(self.contract(ledger), frame, period.end)
        if kind == "opening":
            return self._opening(ledger, frame, period)
        contract = self.contract(ledger)
        name = date or contract.period_date
        if name is None:
            return frame
        if name not in frame:
            if (whole := self._of_folders(ledger, frame, name, period)) is not None:
                return whole
            raise MissingLedger(
                f"台账未提供“{self.intake.contracts[ledger].by_name[name].title}”列：{contract.title}"
            )
        start, end = pd.Timestamp(period.start), pd.Timestamp(period.end) + pd.Timedelta(days=1)
        return frame[(frame[name] >= start) & (frame[name] < end)]

    def _of_folders(self, ledger: str, frame: pd.DataFrame, name: str, period: Period) -> pd.DataFrame | None:
        """Rows of the period's whole years by their folders, where a mapping says that a date lies in its folder's year."""
        mapping = self.intake.mappings.get(ledger)
        if mapping is None or name not in mapping.folder_year:
            return None
        first, last = period.start, period.end
        if (first.month, first.day, last.month, last.day) != (1, 1, 12, 31):
            return None
        inside = {f.shown for f in self.files(ledger, period) if f.year in period.years}
        return frame[frame[FILE].isin(inside)]

    def stock(self, ledger: str, period: Period, *, aside: bool = False) -> pd.DataFrame:
        """Rows of a register that are in it on the period's cut-off day."""
        return self.placed(ledger, self._rows(ledger, period, aside), period, "stock", None)

    def opening(self, ledger: str, period: Period, *, aside: bool = False) -> pd.DataFrame:
        """Rows of the period's own ledger as they stood at the end of the day before the period.

        Raises
        ------
        MissingLedger
            As for ``files``.
        WrongCutoff
            For a flow ledger, if no earlier year was handed in: its rows might have been open then.
        """
        return self.placed(ledger, self._rows(ledger, period, aside), period, "opening", None)

    def _opening(self, ledger: str, frame: pd.DataFrame, period: Period) -> pd.DataFrame:
        contract, day = self.contract(ledger), period.start - dt.timedelta(days=1)
        earlier = (file for file in self.files(ledger, period) if file.year != period.start.year)
        if contract.kind == "flow" and not any(self.intake.read(file).is_filled_in for file in earlier):
            raise WrongCutoff(f"没有{period.start.year - 1}年的{contract.title}，期初数无从得知")
        return in_stock(contract, as_known_on(contract, frame, day), day)

    def _rows(self, ledger: str, period: Period, aside: bool) -> pd.DataFrame:
        return self.contradicting(ledger, period) if aside else self.known(ledger, period)

    def _join(self, ledger: str, files: list[LedgerFile]) -> Joined:
        """The rows of several files as one table, the findings of those that contradict each other, and those."""
        place = (ledger, *(file.shown for file in files))
        if place not in self._joined:
            self._joined[place] = self._joined_anew(ledger, files)
        return self._joined[place]

    def _joined_anew(self, ledger: str, files: list[LedgerFile]) -> Joined:
        parts = [self.intake.read(file).frame for file in files]
        if len(parts) == 1:
            return parts[0], combine([]), parts[0].iloc[:0]
        standing, clash, found = self._settled(ledger, files, pd.concat(parts, ignore_index=True))
        return standing.reset_index(drop=True), found, clash

    def _settled(self, ledger: str, files: list[LedgerFile], joined: pd.DataFrame) -> Joined:
        """Rows of several files that stand for themselves, those that contradict each other, and findings."""
        years = {file.shown: file.year for file in files}
        return between_files(self.contract(ledger), joined, years, self._apart_in(files))

    def _apart_in(self, files: list[LedgerFile]) -> pd.DataFrame:
        """Rows that contradict each other within one of the files."""
        return pd.concat([self.intake.read(file).contradicting for file in files], ignore_index=True)
