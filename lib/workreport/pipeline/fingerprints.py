"""What things a section may use look like now, each as a hash to compare with what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from workreport.base.dependency_tracking import ALL, KNOWN
from workreport.base.hashing import fingerprint, sha256
from workreport.figures.registry import FIGURES
from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.intake import Intake

ABSENT = ""


@dataclass
class Fingerprints:
    """Things by kind and name (see ``base.dependency_tracking``), as a run sees them; each is looked at once."""

    intake: Intake
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def now(self, kind: str, name: str) -> str:
        """A hash over what a section would find under this name; ``ABSENT`` where there is nothing.

        Raises
        ------
        KeyError
            For a kind of thing that nothing notes.
        """
        if (kind, name) not in self._known:
            self._known[kind, name] = self._looks[kind](name)
        return self._known[kind, name]

    @property
    def _looks(self) -> dict[str, Callable[[str], str]]:
        return {
            "files": self._files,
            "table": self._table,
            "contract": lambda name: _each(
                name, self.intake.contracts, lambda one: self.intake.contracts[one].model_dump_json()
            ),
            "codes": lambda name: _each(
                name, self.intake.codes, lambda one: _list_text(self.intake.codes[one])
            ),
            "mapping": lambda name: _each(
                name, self.intake.mappings, lambda one: self.intake.mappings[one].model_dump_json()
            ),
            "text": self._text,
            "shared": self._shared,
            "figure": lambda name: "",  # the code is part of every key
            f"{KNOWN}contract": lambda name: str(name in self.intake.contracts),
            f"{KNOWN}codes": lambda name: str(name in self.intake.codes),
            f"{KNOWN}mapping": lambda name: str(name in self.intake.mappings),
            f"{KNOWN}figure": lambda name: str(name in FIGURES),
        }

    def _files(self, ledger: str) -> str:
        files = self.intake.files if ledger == ALL else self.intake.files_of(ledger)
        return fingerprint(f"{file.ledger} {file.year} {file.shown}" for file in files)

    def _table(self, place: str) -> str:
        ledger, shown = place.split("\t")
        file = next((file for file in self.intake.files_of(ledger) if file.shown == shown), None)
        return ABSENT if file is None else self.intake.digest(file)

    def _text(self, name: str) -> str:
        path = self.intake.workspace.data / name
        return sha256(path) if path.is_file() else ABSENT

    def _shared(self, place: str) -> str:
        paths = self.intake.workspace.shared_files(*place.split("/", 1))
        return fingerprint(f"{path.name} {sha256(path)}" for path in paths)


def _each(name: str, things: Iterable[str], told: Callable[[str], str]) -> str:
    """A hash over one thing, or over all of them."""
    known = sorted(things)
    wanted = known if name == ALL else [name] if name in known else []
    return fingerprint(f"{one} {told(one)}" for one in wanted) if wanted else ABSENT


def _list_text(codes: CodeList) -> str:
    """All of a code list: what reading takes from it, and how its values are written."""
    return repr((codes.content, list(codes.labels.items())))
