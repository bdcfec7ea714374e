"""Locating: which files of a bureau's folders hold which ledger, by their names alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from workreport.base.hashing import sha256
from workreport.base.personal_data import masked
from workreport.base.workspace import REPOSITORY, Workspace
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.mapping import Mapping
from workreport.ledgers.read.database import Extract

NATIONAL = "calendar"
"""The reference table that does not differ between bureaux."""
OF_TRADE = "deadlines"
"""The reference table that does not differ between bureaux of one trade."""


@dataclass(frozen=True)
class LedgerFile:
    """One file that holds a ledger: where it is, of which year's folder (None: reference), and its hash.

    A ledger out of a database has no path but an ``extract``; its hash is over the ordered result.
    """

    ledger: str
    path: Path | None
    shown: str
    year: int | None
    sha256: str
    extract: Extract | None = None


def find_files(
    workspace: Workspace, contracts: dict[str, Contract], mappings: dict[str, Mapping]
) -> tuple[LedgerFile, ...]:
    """Every file in a bureau's folders that is a ledger's by its name, by ledger and year; none is opened."""
    found: list[LedgerFile] = []
    for name, contract in contracts.items():
        patterns = mappings[name].files if name in mappings else contract.files
        places = [(year, workspace.year_folder(year)) for year in workspace.years]
        if contract.kind == "reference":
            places.append((None, workspace.data / "reference"))
        for year, folder in places:
            for path in _matches(folder, patterns):
                found.append(LedgerFile(name, path, _named(workspace, path, found), year, sha256(path)))
        if contract.kind == "reference" and not any(f.ledger == name for f in found):
            # organisations and people are a bureau's own
            shared = name == NATIONAL or (name == OF_TRADE and workspace.shares_trade)
            for path in _matches(REPOSITORY / "data" / "reference", patterns) if shared else ():
                found.append(LedgerFile(name, path, workspace.shown(path), None, sha256(path)))
    return tuple(found)


def _named(workspace: Workspace, path: Path, others: list[LedgerFile]) -> str:
    """A file's name as people read it, nothing personal in it, and not that of another file."""
    name = workspace.shown(path)
    if (shown := masked(name)) == name:
        return shown
    alike = {one.path for one in others if one.path and masked(workspace.shown(one.path)) == shown} - {path}
    if not alike:
        return shown
    place = PurePosixPath(shown)
    return str(place.with_stem(f"{place.stem}-{len(alike) + 1}"))


def _matches(folder: Path, patterns: list[str]) -> list[Path]:
    paths = {path for pattern in patterns for path in folder.glob(pattern)}
    # whatever its suffix: reading says what is no table, and nothing handed in is passed over in silence
    return sorted(p for p in paths if p.is_file() and not p.name.startswith(("~$", ".")))
