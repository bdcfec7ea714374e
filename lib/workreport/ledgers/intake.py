"""Intake: every ledger file of a bureau, found, read, validated and accounted for."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from workreport.base.cache import Cache
from workreport.base.checked_files import write_atomically
from workreport.base.errors import LedgerError
from workreport.base.hashing import code_hash, fingerprint
from workreport.base.paths import RUN_VARIABLE
from workreport.base.startup import gc_paused
from workreport.base.workers import prefetch
from workreport.base.workspace import Workspace
from workreport.ledgers.code_files import load_codes
from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Contract, load_contracts
from workreport.ledgers.declared.findings import combine
from workreport.ledgers.declared.mapping import Mapping, load_mappings, mapped_contract
from workreport.ledgers.discovery import LedgerFile, find_files
from workreport.ledgers.foreign.mapped import map_table
from workreport.ledgers.large.chunks import NeedsWhole, is_streamed, text_pieces
from workreport.ledgers.read.database import extracts, keyed
from workreport.ledgers.read.date_system import date_system
from workreport.ledgers.read.files import Sheet, read_sheets
from workreport.ledgers.read.ledger_table import TextTable, read_table
from workreport.ledgers.read.own_sheets import is_generated
from workreport.ledgers.read.personal_screening import screened, with_note
from workreport.ledgers.read.sheet_selection import gather
from workreport.ledgers.table_cache import Accounts, TableCache, TypedLedger
from workreport.ledgers.validate.corrections import Correction, correct, load_corrections, require_files

if TYPE_CHECKING:
    from workreport.ledgers.validate.rows import Validated

HANDED = "intake.pickle"
"""In a run's work folder: what it has found, for its kernels. A database is asked once."""
Found = tuple[tuple[LedgerFile, ...], dict[str, CodeList]]


@dataclass(frozen=True)
class Intake:
    """What a bureau has handed in, by ledger; files are opened only when their ledger is asked for."""

    workspace: Workspace
    contracts: dict[str, Contract]
    codes: dict[str, CodeList]
    mappings: dict[str, Mapping]
    files: tuple[LedgerFile, ...]
    """All files, by ledger and year."""
    tables_cache: TableCache
    corrections: tuple[Correction, ...] = ()
    _stored: dict[tuple[str, str], TypedLedger] = field(default_factory=dict)
    _keys: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, workspace: Workspace, *, fresh: bool = False) -> Intake:
        """Look through the data folder; no ledger is read yet. With `fresh`, each will be read from its file."""
        contracts = load_contracts(workspace)
        mappings = load_mappings(workspace, contracts)
        files, codes = _handed_over(workspace) or _found(workspace, contracts, mappings)
        corrections = load_corrections(workspace, contracts)
        require_files(corrections, {(file.ledger, file.year) for file in files})
        cache = TableCache(Cache.of(workspace.out, "ledgers", fresh=fresh))
        return cls(workspace, contracts, codes, mappings, files, cache, corrections)

    def hand_over(self, folder: Path) -> None:
        """Leave what was found in the data folder to the kernels of the run that has this work folder."""
        files = tuple(replace(one, path=one.path and one.path.resolve()) for one in self.files)
        content = pickle.dumps((self.workspace.data.resolve(), files, self.codes))
        write_atomically(folder / HANDED, lambda part: part.write_bytes(content))

    def files_of(self, ledger: str) -> list[LedgerFile]:
        """The files of one ledger, by year."""
        return [file for file in self.files if file.ledger == ledger]

    def contract(self, ledger: str) -> Contract:
        """The contract as the bureau's files can meet it: fields absent from a mapped table left out."""
        contract = self.contracts[ledger]
        return mapped_contract(contract, self.mappings[ledger]) if ledger in self.mappings else contract

    def kept(self, ledger: str) -> bool:
        """Whether the bureau keeps this ledger at all, by its settings."""
        listed = self.workspace.bureau.ledgers
        return listed is None or ledger in listed or self.contracts[ledger].kind == "reference"

    def read(self, file: LedgerFile) -> TypedLedger:
        """One file's typed rows, findings and accounts, from the cache if nothing it depends on changed.

        Raises
        ------
        LedgerError
            If the file cannot be read as its ledger.
        """
        place = (file.ledger, file.shown)  # one foreign file may feed several ledgers
        if place not in self._stored:
            # rows are many objects and no cycles, and the search takes a quarter of the time
            with gc_paused():
                self._stored[place] = self.tables_cache.get(
                    self._key(file), lambda path: self._validate(file, path)
                )
        return self._stored[place]

    def is_stored(self, file: LedgerFile) -> bool:
        """Whether reading the file would only fetch what the cache has."""
        return self.tables_cache.has(self._key(file))

    def mark_refreshed(self, files: Iterable[LedgerFile]) -> None:
        """Take what other processes of this run have put into the cache as read anew."""
        self.tables_cache.cache.written.update(map(self._key, files))

    def table(self, file: LedgerFile) -> Path:
        """Where one file's typed rows are as Parquet, for keeping; errors as ``read``."""
        self.read(file)
        return self.tables_cache.table(self._key(file))

    def digest(self, file: LedgerFile) -> str:
        """A hash over what was made of a file: typed rows, rows set aside, findings; errors as ``read``."""
        if not self.is_stored(file):
            self.read(file)
        return self.tables_cache.digest(self._key(file))

    def _key(self, file: LedgerFile) -> str:
        """The key of what is made of a file: a hash over all that it is made of."""
        place = (file.ledger, file.shown)
        if place not in self._keys:
            self._keys[place] = self._key_anew(file)
        return self._keys[place]

    def _key_anew(self, file: LedgerFile) -> str:
        contract = self.contract(file.ledger)
        used = [
            self.codes[name]
            for name in sorted({f.codes for f in contract.fields if f.codes})
            if name in self.codes
        ]
        mapping = self.mappings.get(file.ledger)
        return fingerprint(
            [
                file.sha256,
                file.shown,
                contract.model_dump_json(),
                mapping.model_dump_json() if mapping else "",
                *(codes.content for codes in used),
                *map(repr, self.corrections_of(file)),
                *(other.sha256 for other in self._siblings(file)),
                code_hash(),
            ]
        )

    def corrections_of(self, file: LedgerFile) -> list[Correction]:
        """The corrections of the file's ledger and year."""
        return [one for one in self.corrections if (one.ledger, one.year) == (file.ledger, file.year)]

    def _siblings(self, file: LedgerFile) -> list[LedgerFile]:
        """Other files that the file's corrections may be about; none where there are no corrections."""
        if not self.corrections_of(file):
            return []
        alike = [f for f in self.files_of(file.ledger) if f.year == file.year]
        return [other for other in alike if other.shown != file.shown]

    def tables(self, file: LedgerFile) -> list[TextTable]:
        """The tables of a file as text, one a sheet that has its ledger's header.

        Raises
        ------
        LedgerError
            If the file cannot be read, or no sheet has the header.
        """
        contract, mapping = self.contract(file.ledger), self.mappings.get(file.ledger)
        sheets = [sheet for sheet in _sheets(file) if not is_generated(sheet)]
        tables = gather(
            contract, sheets, file.shown, lambda sheet: _table(contract, mapping, sheet, file.shown)
        )
        if not tables:
            raise LedgerError(
                f"文件中找不到《{contract.title}》的表头",
                where=file.shown,
                expected="、".join(f.title for f in contract.kept if f.constraints.required),
                todo="请核对是否交错了文件，或在台账规范中为列登记别名",
            )
        tables = screened(contract, sheets, tables, file.shown)
        if file.path and not file.shown.endswith(file.path.name):
            tables[0] = with_note(contract, tables[0], file.shown, "文件名里有个人信息，已遮盖，请改名")
        return [keyed(contract, table, file.extract) for table in tables] if file.extract else tables

    def _validate(self, file: LedgerFile, path: Path) -> tuple[Validated, Accounts]:
        """One file's rows; those of a large one are written to `path`, and the frame is None."""
        # what can only be judged with all rows in view is read whole, however large
        with suppress(NeedsWhole):
            if is_streamed(file.path) and not self.corrections_of(file) and file.ledger not in self.mappings:
                return self._in_pieces(file, path)
        # pandera is loaded only when a file is really read
        from workreport.ledgers.validate.rows import validate

        contract, tables = self.contract(file.ledger), self.tables(file)
        text, noted = _text(tables), combine(table.noted for table in tables)
        if corrections := self.corrections_of(file):
            siblings = [_text(self.tables(other)) for other in self._siblings(file)]
            text, noted = correct(contract, text, noted, corrections, siblings)
        epoch = date_system(file.path) if file.path else None
        validated = validate(contract, text, self.codes, noted, year=file.year, epoch=epoch)
        read, not_data = sum(table.read for table in tables), sum(table.not_data for table in tables)
        return validated, Accounts(read, validated.duplicate, validated.quarantined, not_data)

    def _in_pieces(self, file: LedgerFile, path: Path) -> tuple[Validated, Accounts]:
        from workreport.ledgers.large.streaming import validate_pieces

        contract = self.contract(file.ledger)
        if not file.shown.endswith(file.path.name):
            raise NeedsWhole
        tables = prefetch(text_pieces(contract, file.path, file.shown))
        validated, read, not_data = validate_pieces(contract, tables, self.codes, file.year, path)
        return validated, Accounts(read, validated.duplicate, validated.quarantined, not_data)


def _found(workspace: Workspace, contracts: dict[str, Contract], mappings: dict[str, Mapping]) -> Found:
    """All files and all code lists of a bureau."""
    asked = extracts(workspace, contracts, mappings)
    files = (
        *find_files(workspace, contracts, mappings),
        *(LedgerFile(one.ledger, None, one.shown, one.year, fingerprint(one.content), one) for one in asked),
    )
    return files, load_codes(workspace, contracts)


def _handed_over(workspace: Workspace) -> Found | None:
    """What the run that started this process found in the same data folder; None outside of runs."""
    if not (folder := os.environ.get(RUN_VARIABLE)):
        return None
    try:
        data, files, codes = pickle.loads((Path(folder) / HANDED).read_bytes())
    except FileNotFoundError:
        return None
    return (files, codes) if data == workspace.data.resolve() else None


def _sheets(file: LedgerFile) -> list[Sheet]:
    if file.extract is not None:
        return [Sheet(file.ledger, [file.extract.header, *file.extract.rows])]
    assert file.path is not None, f"{file.shown} is neither a file nor an extract"
    return read_sheets(file.path, file.shown)


def _text(tables: list[TextTable]) -> pd.DataFrame:
    return pd.concat([table.frame for table in tables], ignore_index=True)


def _table(contract: Contract, mapping: Mapping | None, sheet: object, shown: str) -> TextTable | None:
    return map_table(contract, mapping, sheet, shown) if mapping else read_table(contract, sheet, shown)
