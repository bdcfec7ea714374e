"""What figures came to, kept from one run to the next: it is taken again while all that it is made of is as it was.

``<out>/.store/figures/<period>.json`` holds, of a report's figures in its period and those that it is compared with, the
number, the rows behind it, its cuts and the hash of its evidence as it was published. Each holds by itself: a change in
one ledger leaves all figures of the others (see ``uses_of``).
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from workreport.building.uses import Uses
from workreport.figures.registry import FIGURES
from workreport.figures.worked import Known, Place, Worked, uses_of
from workreport.hashing import code_hash, environment, fingerprint, sha256
from workreport.ledgers.frames import Frames
from workreport.ledgers.store import write_whole
from workreport.period import Period
from workreport.places import STORE

FOLDER = "figures"


@dataclass
class KeptFigures:
    """What a period's run leaves to the next in `path`; `base` is a hash over what every figure depends on."""

    path: Path
    base: str
    frames: Frames
    uses: Uses
    _keys: dict[Place, str] = field(default_factory=dict)

    @classmethod
    def of(cls, frames: Frames, period: Period, uses: Uses) -> KeptFigures:
        """That of the workspace's output folder; any change to our code is one to all figures."""
        workspace = frames.intake.workspace
        base = fingerprint([code_hash(), environment(), sha256(workspace.data / "bureau.yaml")])
        return cls(workspace.out / STORE / FOLDER / f"{period.id}.json", base, frames, uses)

    def load(self, published: Path) -> Worked:
        """What still holds of it beside the folder that was published; nothing where it cannot be read."""
        with suppress(OSError, ValueError, KeyError, TypeError):  # a damaged file is none
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            known = {
                (period, id): Known.of(told)
                for period, id, key, told in kept["known"]
                if id in FIGURES and self._key((period, id)) == key
            }
            return Worked(published, kept["traced"], known)
        return Worked(published)

    def save(self, worked: Worked) -> None:
        """Keep what is known now; the ledgers must still be those that it was worked out of."""
        known = [(*place, self._key(place), one.told()) for place, one in sorted(worked.known.items())]
        content = json.dumps({"known": known, "traced": worked.traced}, ensure_ascii=False)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path, lambda part: part.write_text(content, encoding="utf-8"))

    def _key(self, place: Place) -> str:
        if place not in self._keys:
            period, id = place
            uses = uses_of(self.frames, Period.parse(period), id)
            told = (f"{kind} {name} {self.uses.now(kind, name)}" for kind, name in uses)
            self._keys[place] = fingerprint([self.base, *place, *told])
        return self._keys[place]
