"""Intake: every ledger file of a bureau, found, read, validated and accounted for."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from workreport.base.cache import Cache
from workreport.base.checked_files import write_atomically
from workreport.base.errors import ContractError, LedgerError
from workreport.base.file_names import readable
from workreport.base.hashing import code_hash, fingerprint
from workreport.base.paths import RUN_VARIABLE
from workreport.base.startup import gc_paused
from workreport.base.workers import prefetch
from workreport.base.workspace import Workspace
from workreport.ledgers.code_files import load_codes, require_organisations
from workreport.ledgers.declared.codes import ORGS, CodeList
from workreport.ledgers.declared.contract import Contract, ledger_name, load_contracts
from workreport.ledgers.declared.findings import combine
from workreport.ledgers.declared.mapping import Mapping
from workreport.ledgers.declared.mapping_files import load_mappings, mapped_contract, unmapped
from workreport.ledgers.discovery import LedgerFile, find_files
from workreport.ledgers.foreign.mapped import map_table
from workreport.ledgers.large.chunks import NeedsWhole, is_streamed, text_chunks
from workreport.ledgers.read.database import extracts, keyed
from workreport.ledgers.read.date_system import date_system
from workreport.ledgers.read.files import Sheet, read_sheets
from workreport.ledgers.read.header_search import header_key
from workreport.ledgers.read.ledger_table import TextTable, read_table
from workreport.ledgers.read.own_sheets import is_generated
from workreport.ledgers.read.personal_screening import screened, with_note
from workreport.ledgers.read.remarks import Remark
from workreport.ledgers.read.sheet_selection import FileTables, select_tables
from workreport.ledgers.read.sheet_use import READ, SheetUse
from workreport.ledgers.read.title_years import other_years
from workreport.ledgers.read.unread_cells import with_unread_cells
from workreport.ledgers.table_cache import Accounts, TableCache, TypedLedger
from workreport.ledgers.validate.corrections import Correction, correct, load_corrections, require_files

if TYPE_CHECKING:
    from workreport.ledgers.validate.rows import Validated

SHARED_FILE = "intake.pickle"
"""File in a run's work folder that shares its files and code lists with the kernels, so that a database is queried once."""
KEPT = "bureau.yaml（ledgers）"
FilesAndCodes = tuple[tuple[LedgerFile, ...], dict[str, CodeList]]


@dataclass(frozen=True)
class Intake:
    """The files handed in by a bureau, by ledger; opened only when their ledger is needed."""

    workspace: Workspace
    contracts: dict[str, Contract]
    codes: dict[str, CodeList]
    mappings: dict[str, Mapping]
    files: tuple[LedgerFile, ...]
    """All files, by ledger and year."""
    tables_cache: TableCache
    corrections: tuple[Correction, ...] = ()
    kept: frozenset[str] | None = None
    """The ledgers that ``bureau.yaml`` lists; None for all."""
    _stored: dict[tuple[str, str], TypedLedger] = field(default_factory=dict)
    _keys: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, workspace: Workspace, *, fresh: bool = False) -> Intake:
        """Search the data folder, without reading a ledger. With `fresh`, cached ledgers are ignored."""
        contracts = load_contracts(workspace)
        if unknown := sorted(set(workspace.bureau.quarantine.ledgers) - set(contracts)):
            raise ContractError(f"没有台账：{'、'.join(unknown)}", where="bureau.yaml（quarantine.ledgers）")
        listed = workspace.bureau.ledgers
        ledgers = (
            None if listed is None else frozenset(ledger_name(name, contracts, where=KEPT) for name in listed)
        )
        mappings = load_mappings(workspace, contracts)
        files, codes = _shared_by_run(workspace) or _find_files(workspace, contracts, mappings)
        corrections = load_corrections(workspace, contracts)
        require_files(corrections, {(file.ledger, file.year) for file in files})
        cache = TableCache(Cache.of(workspace.out, "ledgers", fresh=fresh))
        return cls(workspace, contracts, codes, mappings, files, cache, corrections, ledgers)

    def share_with_kernels(self, folder: Path) -> None:
        """Share the files and code lists with the kernels of the run that has this work folder."""
        files = tuple(replace(file, path=file.path and file.path.resolve()) for file in self.files)
        content = pickle.dumps((self.workspace.data.resolve(), files, self.codes))
        write_atomically(folder / SHARED_FILE, lambda part: part.write_bytes(content))

    def files_of(self, ledger: str) -> list[LedgerFile]:
        """The files of one ledger, by year."""
        return [file for file in self.files if file.ledger == ledger]

    def contract(self, ledger: str) -> Contract:
        """The contract of the bureau's files, without the fields missing in a mapped table."""
        contract = self.contracts[ledger]
        return mapped_contract(contract, self.mappings[ledger]) if ledger in self.mappings else contract

    def _contract_of(self, file: LedgerFile) -> Contract:
        """The contract of one file: several mappings of a ledger may differ."""
        contract, mapping = self.contracts[file.ledger], self.mappings.get(file.ledger)
        return mapped_contract(contract, mapping, file.shown) if mapping else contract

    def keeps(self, ledger: str) -> bool:
        """Whether the bureau keeps this ledger, by its settings."""
        return self.kept is None or ledger in self.kept or self.contracts[ledger].kind == "reference"

    def read(self, file: LedgerFile) -> TypedLedger:
        """One file's typed rows, findings and accounts, from the cache if its inputs are unchanged.

        Raises
        ------
        LedgerError
            If the file cannot be read as its ledger.
        """
        place = (file.ledger, file.shown)  # one foreign file may feed several ledgers
        if place not in self._stored:
            # many objects without cycles are created: the collector would only cost time
            with gc_paused():
                self._stored[place] = self.tables_cache.get(
                    self._key(file), lambda path: self._validate(file, path)
                )
        return self._stored[place]

    def is_stored(self, file: LedgerFile) -> bool:
        """Whether the file is in the cache."""
        return self.tables_cache.has(self._key(file))

    def mark_refreshed(self, files: Iterable[LedgerFile]) -> None:
        """Record that other processes of this run have put these files into the cache."""
        self.tables_cache.cache.written.update(map(self._key, files))

    def table(self, file: LedgerFile) -> Path:
        """Path of one file's typed rows as Parquet; errors as ``read``."""
        self.read(file)
        return self.tables_cache.table(self._key(file))

    def digest(self, file: LedgerFile) -> str:
        """A hash over the results of a file: typed rows, contradicting rows, findings; errors as ``read``."""
        if not self.is_stored(file):
            self.read(file)
        return self.tables_cache.digest(self._key(file))

    def _key(self, file: LedgerFile) -> str:
        """Cache key of a file: a hash over all inputs of its results."""
        place = (file.ledger, file.shown)
        if place not in self._keys:
            self._keys[place] = self._compute_key(file)
        return self._keys[place]

    def _compute_key(self, file: LedgerFile) -> str:
        contract = self._contract_of(file)
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
        return [c for c in self.corrections if (c.ledger, c.year) == (file.ledger, file.year)]

    def _siblings(self, file: LedgerFile) -> list[LedgerFile]:
        """Other files that the file's corrections may concern; empty without corrections."""
        if not self.corrections_of(file):
            return []
        alike = [f for f in self.files_of(file.ledger) if f.year == file.year]
        return [other for other in alike if other.shown != file.shown]

    def tables(self, file: LedgerFile) -> FileTables:
        """The tables of a file as text, one for each sheet with its ledger's header, and the uses of all sheets.

        Raises
        ------
        LedgerError
            If the file cannot be read, or no sheet has the header.
        """
        contract, mapping = self._contract_of(file), self.mappings.get(file.ledger)
        sheets = _sheets(file)
        selected = select_tables(
            contract,
            sheets,
            file.shown,
            lambda sheet: _table(contract, mapping, sheet, file.shown),
            self.codes,
            mapping.not_read if mapping else None,
        )
        if not selected.tables:
            raise LedgerError(
                f"文件中找不到《{contract.title}》的表头",
                where=file.shown,
                expected="、".join(f.title for f in contract.read_fields if f.constraints.required),
                todo="请核对是否交错了文件，或在台账规范中为列登记别名",
            )
        sheets = [sheet for sheet in sheets if not is_generated(sheet)]
        tables = selected.tables
        year = file.year if len(file.years) == 1 else None
        years = other_years(contract, sheets, tables, file.shown, year)
        tables[0] = replace(tables[0], noted=combine([tables[0].noted, *years]))
        tables = screened(contract, sheets, tables, file.shown)
        if file.path and not file.shown.endswith(readable(file.path.name)):
            tables[0] = with_note(contract, tables[0], file.shown, "文件名里有个人信息，已遮盖，请改名")
        if file.extract:
            tables = [keyed(contract, table, file.extract) for table in tables]
        absent = tuple(unmapped(self.contracts[file.ledger], mapping, file.shown)) if mapping else ()
        uses = [
            replace(use, absent=absent) if mapping and use.use == READ else use for use in selected.sheets
        ]
        return FileTables(tables, tuple(uses))

    def _validate(self, file: LedgerFile, path: Path) -> tuple[Validated, Accounts]:
        """Validate one file; rows of a large one are written to `path`, and the frame is None."""
        # files that need all rows in memory are read whole, however large
        with suppress(NeedsWhole):
            if is_streamed(file.path) and not self.corrections_of(file) and file.ledger not in self.mappings:
                return self._validate_in_chunks(file, path)
        # pandera is slow to import: only if a file is validated
        from workreport.ledgers.validate.rows import validate

        contract, read = self._contract_of(file), self.tables(file)
        tables = read.tables
        if any(table.read for table in tables):
            require_organisations(contract, self.contracts[ORGS], self.codes)
        text, notes = _text(tables), combine(table.noted for table in tables)
        if corrections := self.corrections_of(file):
            siblings = [_text(self.tables(other).tables) for other in self._siblings(file)]
            text, notes = correct(contract, text, notes, corrections, siblings)
        epoch = date_system(file.path) if file.path else None
        last = file.years[-1] if file.years else None
        validated = validate(contract, text, self.codes, notes, year=last, epoch=epoch)
        rows, not_data = sum(table.read for table in tables), sum(table.not_data for table in tables)
        remarks = tuple(remark for table in tables for remark in table.remarks)
        return validated, Accounts(
            rows, validated.duplicate, validated.quarantined, not_data, remarks, read.sheets
        )

    def _validate_in_chunks(self, file: LedgerFile, path: Path) -> tuple[Validated, Accounts]:
        from workreport.ledgers.large.streaming import validate_chunks

        contract = self.contract(file.ledger)
        if not file.shown.endswith(readable(file.path.name)):
            raise NeedsWhole
        require_organisations(contract, self.contracts[ORGS], self.codes)
        uses: list[SheetUse] = []
        remarks: list[Remark] = []
        tables = prefetch(text_chunks(contract, file.path, file.shown))
        tables = _noting_uses(tables, uses, remarks)
        validated, read, not_data = validate_chunks(contract, tables, self.codes, file.year, path)
        sheets = tuple(replace(use, rows=use.rows + read) for use in uses)
        return validated, Accounts(
            read, validated.duplicate, validated.quarantined, not_data, tuple(remarks), sheets
        )


def _find_files(
    workspace: Workspace, contracts: dict[str, Contract], mappings: dict[str, Mapping]
) -> FilesAndCodes:
    """Find all files and code lists of a bureau."""
    from_databases = extracts(workspace, contracts, mappings)
    files = (
        *find_files(workspace, contracts, mappings),
        *(LedgerFile(x.ledger, None, x.shown, x.year, fingerprint(x.content), x) for x in from_databases),
    )
    return files, load_codes(workspace, contracts)


def _shared_by_run(workspace: Workspace) -> FilesAndCodes | None:
    """The files and code lists of the run that started this process, for the same data folder; None outside of runs."""
    if not (folder := os.environ.get(RUN_VARIABLE)):
        return None
    try:
        data, files, codes = pickle.loads((Path(folder) / SHARED_FILE).read_bytes())
    except FileNotFoundError:
        return None
    return (files, codes) if data == workspace.data.resolve() else None


def _sheets(file: LedgerFile) -> list[Sheet]:
    if file.extract is not None:
        return [Sheet(file.ledger, [file.extract.header, *file.extract.rows])]
    assert file.path is not None, f"{file.shown} is neither a file nor an extract"
    return read_sheets(file.path, file.shown)


def _noting_uses(
    tables: Iterable[TextTable], uses: list[SheetUse], remarks: list[Remark]
) -> Iterator[TextTable]:
    """The tables, one after another; the uses of their sheets and their remarks are added to the lists."""
    for table in tables:
        remarks += table.remarks
        if table.use is not None:
            uses.append(table.use)
        yield table


def _text(tables: list[TextTable]) -> pd.DataFrame:
    return pd.concat([table.frame for table in tables], ignore_index=True)


def _table(contract: Contract, mapping: Mapping | None, sheet: Sheet, shown: str) -> TextTable | None:
    table = map_table(contract, mapping, sheet, shown) if mapping else read_table(contract, sheet, shown)
    if table is None:
        return None
    if not mapping:
        return with_unread_cells(sheet, table, table.header.columns.values())
    # a mapping may read two different cells as one value, so all are compared but the personal ones
    personal = {header_key(title) for title in mapping.personal}
    heads = enumerate(sheet.rows[table.header.row])
    return with_unread_cells(sheet, table, [at for at, text in heads if header_key(text) in personal])
