"""Discovery: the ledger files in a bureau's folders, by their names alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from workreport.base.errors import LedgerError
from workreport.base.file_names import is_hidden, matching
from workreport.base.hashing import sha256
from workreport.base.personal_data import masked
from workreport.base.workspace import REPOSITORY, Workspace
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.mapping import Mapping
from workreport.ledgers.read.database import Extract

NATIONAL = "calendar"
"""The reference table shared by all bureaux."""
OF_TRADE = "deadlines"
"""The reference table shared by the bureaux of a trade."""


@dataclass(frozen=True)
class LedgerFile:
    """One file of a ledger: its path, the year of its folder (None: reference), and its hash.

    A ledger from a database has an ``extract`` instead of a path; its hash is over the sorted result.
    ``covered`` are the years whose rows a mapping says the file holds, if not only its folder's.
    """

    ledger: str
    path: Path | None
    shown: str
    year: int | None
    sha256: str
    extract: Extract | None = None
    covered: tuple[int, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """The years whose rows the file holds, in order; empty for a reference table."""
        return self.covered or (() if self.year is None else (self.year,))


def find_files(
    workspace: Workspace, contracts: dict[str, Contract], mappings: dict[str, Mapping]
) -> tuple[LedgerFile, ...]:
    """Find the ledger files in a bureau's folders by name, ordered by ledger and year; no file is opened."""
    files: list[LedgerFile] = []
    for name, contract in contracts.items():
        patterns = mappings[name].files if name in mappings else contract.files
        folders = [(year, workspace.year_folder(year)) for year in workspace.years]
        if contract.kind == "reference":
            folders.append((None, workspace.data / "reference"))
        for year, folder in folders:
            for path in _matches(folder, patterns):
                shown = _named(workspace, path, files)
                of_file = mappings[name].of_file(shown) if name in mappings else ()
                covered = tuple(sorted({covered for mapping in of_file for covered in mapping.years}))
                files.append(LedgerFile(name, path, shown, year, sha256(path), covered=covered))
        if contract.kind == "reference" and not any(f.ledger == name for f in files):
            # organisations and people are a bureau's own
            shared = name == NATIONAL or (name == OF_TRADE and workspace.shares_trade)
            for path in _matches(REPOSITORY / "data" / "reference", patterns) if shared else ():
                files.append(LedgerFile(name, path, workspace.shown(path), None, sha256(path)))
    return tuple(files)


def _named(workspace: Workspace, path: Path, others: list[LedgerFile]) -> str:
    """A file's name for messages, without personal data and unique."""
    name = workspace.shown(path)
    if any(other.path and other.path != path and workspace.shown(other.path) == name for other in others):
        raise LedgerError(
            "有两个同名的文件，只是文件名的编码不同", where=masked(name), todo="请改名，或移走多余的一个"
        )
    if (shown := masked(name)) == name:
        return shown
    same_name = {
        other.path for other in others if other.path and masked(workspace.shown(other.path)) == shown
    } - {path}
    if not same_name:
        return shown
    place = PurePosixPath(shown)
    return str(place.with_stem(f"{place.stem}-{len(same_name) + 1}"))


def _matches(folder: Path, patterns: list[str]) -> list[Path]:
    # with any suffix: reading reports a file that is not a table, so that no file is ignored silently
    return [p for p in matching(folder, patterns) if p.is_file() and not is_hidden(p.name)]
