"""What figures and checks came to, kept from one run to the next: taken again while all that it is made of is as it was.

``<out>/.store/figures/<period>.json`` holds, of a report's figures in its period and those that it is compared with, the
number, the rows behind it, its cuts and the hash of its evidence as it was published; its judged checks; and what was found
across ledgers. Each holds by itself: a change in one ledger leaves all figures and checks of the others (see ``uses_of``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pandas as pd

from workreport.base.checked_files import read_entry, write_entry
from workreport.base.hashing import code_hash, environment, fingerprint, sha256
from workreport.base.paths import STORE
from workreport.base.period import Period
from workreport.checks.kinds import Declared
from workreport.checks.verdicts import Check
from workreport.figures.registry import FIGURES
from workreport.figures.results import FigureResult, FigureResults, Place, uses_of, uses_of_ledgers
from workreport.ledgers.declared.findings import COLUMNS
from workreport.ledgers.frames import Frames
from workreport.ledgers.referential import looked_at
from workreport.pipeline.fingerprints import Fingerprints

FOLDER = "figures"
MOST = 10_000
"""Findings of a ledger that are kept; more are looked for again."""


@dataclass
class FigureCache:
    """What a run leaves to the next run of its `period` in `path`; `base` is a hash over what all of it depends on."""

    path: Path
    base: str
    period: Period
    frames: Frames
    uses: Fingerprints
    _keys: dict[Place, str] = field(default_factory=dict)
    _checks: dict[str, Check] = field(default_factory=dict)
    _across: dict[str, pd.DataFrame] = field(default_factory=dict)

    @classmethod
    def of(cls, frames: Frames, period: Period, uses: Fingerprints) -> FigureCache:
        """That of the workspace's output folder; any change to our code is one to all figures."""
        workspace = frames.intake.workspace
        base = fingerprint([code_hash(), environment(), sha256(workspace.data / "bureau.yaml")])
        return cls(workspace.out / STORE / FOLDER / f"{period.id}.json", base, period, frames, uses)

    def load(self, published: Path) -> FigureResults:
        """What still holds of the figures beside the folder that was published; nothing where it cannot be read."""
        with suppress(ValueError, KeyError, TypeError):  # other code may have written other things
            kept = json.loads(read_entry(self.path) or b"{}")
            known = {
                (period, id): FigureResult.of(told)
                for period, id, key, told in kept["known"]
                if id in FIGURES and self._key((period, id)) == key
            }
            worked = FigureResults(published, kept["traced"], known)
            checks = {
                key: Check(**told | {"figures": tuple(told["figures"])}) for key, told in kept["checks"]
            }
            self._across = {key: pd.DataFrame(told, columns=COLUMNS) for key, told in kept["across"]}
            self._checks = checks
            return worked
        return FigureResults(published)

    def judged(self, relations: Sequence[Declared]) -> dict[str, Check]:
        """Those of the checks as they were judged that still hold, by id; none before ``load``."""
        keys = {check.id: self._check_key(check) for check in relations if check.narrow and self._checks}
        return {id: self._checks[key] for id, key in keys.items() if key in self._checks}

    def found(self) -> dict[str, pd.DataFrame]:
        """What was found across ledgers and still holds, by the ledger of its rows; nothing before ``load``."""
        keys = {ledger: self._across_key(ledger) for ledger in self.frames.intake.contracts if self._across}
        return {ledger: self._across[key] for ledger, key in keys.items() if key in self._across}

    def save(
        self,
        worked: FigureResults,
        relations: Sequence[Declared],
        checks: Sequence[Check],
        found: Mapping[str, pd.DataFrame],
    ) -> None:
        """Keep what is known now; the ledgers must still be those that it was worked out of.

        `checks` are as they were judged: neither waived nor explained. `found` is what ``across`` gave.
        """
        known = [(*place, self._key(place), one.told()) for place, one in sorted(worked.known.items())]
        keys = {check.id: self._check_key(check) for check in relations if check.narrow}
        judged = [(keys[one.id], asdict(one)) for one in checks if one.id in keys]
        across = [
            (self._across_key(ledger), one.to_dict("records"))
            for ledger, one in found.items()
            if len(one) <= MOST
        ]
        content = {"known": known, "traced": worked.traced, "checks": judged, "across": across}
        text = json.dumps(content, ensure_ascii=False, default=int)
        write_entry(self.path, text.encode())

    def _key(self, place: Place) -> str:
        if place not in self._keys:
            period, id = place
            uses = uses_of(self.frames, Period.parse(period), id)
            self._keys[place] = fingerprint([self.base, *place, *self._now(uses)])
        return self._keys[place]

    def _check_key(self, check: Declared) -> str:
        figures = [self._key((self.period.id, id)) for id in check.figures]
        uses = uses_of_check(self.frames, self.period, check)
        return fingerprint([self.base, self.period.id, repr(check), *figures, *self._now(uses)])

    def _across_key(self, ledger: str) -> str:
        uses = uses_across(self.frames, self.period, ledger)
        return fingerprint([self.base, self.period.id, ledger, *self._now(uses)])

    def _now(self, uses: Iterable[tuple[str, str]]) -> list[str]:
        return [f"{kind} {name} {self.uses.now(kind, name)}" for kind, name in uses]


def uses_of_check(frames: Frames, period: Period, check: Declared) -> list[tuple[str, str]]:
    """What a ``narrow`` check looks at beside its figures, by kind and name (see ``base.dependency_tracking``)."""
    uses = [*uses_of_ledgers(frames, period, check.ledgers)] if check.ledgers else []
    return [*uses, *(("codes", name) for name in check.code_lists)]


def uses_across(frames: Frames, period: Period, ledger: str) -> tuple[tuple[str, str], ...]:
    """What looking for partners of a ledger's rows looks at, by kind and name (see ``base.dependency_tracking``)."""
    return uses_of_ledgers(frames, period, looked_at(frames.intake.contracts.untracked[ledger]))
