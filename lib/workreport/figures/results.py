"""What was worked out of the ledgers already: told by one process of a run to others, and by one run to the next."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from workreport.base.checked_files import write_whole
from workreport.base.dependency_tracking import KNOWN
from workreport.base.errors import MissingLedger
from workreport.base.period import Period
from workreport.figures.measure import Number
from workreport.figures.registry import FIGURES
from workreport.ledgers.declared.codes import ORGS
from workreport.ledgers.frames import Frames

FILE = "figures.json"
"""In a run's folder of notes: what it has worked out, for its kernels."""
Labels = tuple[str, ...]
Place = tuple[str, str]
"""A period's and a figure's id."""


@dataclass
class FigureResult:
    """What is known of one figure in one period.

    ``cuts`` are its numbers by the labels of some dimensions, ``evidence`` the dimensions that its evidence was last
    published with, and the SHA-256 of that.
    """

    number: Number | None = None
    rows: int | None = None
    cuts: dict[Labels, dict[Labels, Number | None]] = field(default_factory=dict)
    evidence: tuple[Labels, str] | None = None

    def told(self) -> dict[str, Any]:
        """As JSON has it."""
        cuts = [(by, [(key, _text(one)) for key, one in cut.items()]) for by, cut in self.cuts.items()]
        return {
            "number": _text(self.number),
            "rows": self.rows,
            "cuts": cuts,
            "evidence": self.evidence,
        }

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> FigureResult:
        """What ``told`` gave; ``KeyError``, ``TypeError`` or ``ValueError`` for anything else."""
        cuts = {tuple(by): {tuple(key): _number(one) for key, one in cut} for by, cut in told["cuts"]}
        by, digest = told["evidence"] or (None, "")
        return cls(_number(told["number"]), told["rows"], cuts, None if by is None else (tuple(by), digest))


@dataclass
class FigureResults:
    """What is known of figures by period and figure.

    Parameters
    ----------
    published : Path, optional
        The folder of the report as it was published last, with its evidence.
    traced : str
        Name of the rows behind all figures among the kept contents of that run.
    """

    published: Path | None = None
    traced: str = ""
    known: dict[Place, FigureResult] = field(default_factory=dict)
    _contents: dict[str, bytes | None] = field(default_factory=dict)

    def of(self, frames: Frames, period: Period, id: str, by: Labels | None = None) -> FigureResult:
        """What is known of a figure, and of its cut by these dimensions, to look at and to add to."""
        return self.known.setdefault((period.id, id), FigureResult())

    def evidence(self, period: Period, id: str, path: str, by: Sequence[str] | None = None) -> bytes | None:
        """A figure's evidence published under `path`, cut by these dimensions or any; None unless it is what it was."""
        known = self.known.get((period.id, id))
        if self.published is None or known is None or known.evidence is None:
            return None
        dimensions, digest = known.evidence
        if by is not None and tuple(by) != dimensions:
            return None
        if path not in self._contents:
            self._contents[path] = None
            with suppress(OSError):
                content = (self.published / path).read_bytes()
                if hashlib.sha256(content).hexdigest() == digest:
                    self._contents[path] = content
        return self._contents[path]

    def first_rows(self, period: Period, id: str, path: str, most: int) -> list[list[str]] | None:
        """The header and the first rows of such evidence."""
        if (content := self.evidence(period, id, path)) is None:
            return None
        lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
        return [row for row, _ in zip(lines, range(most + 1), strict=False)]

    def add_evidence(self, period: Period, id: str, by: Sequence[str], content: bytes) -> None:
        """Note what of a figure is to be published."""
        known = self.known.setdefault((period.id, id), FigureResult())
        known.evidence = tuple(by), hashlib.sha256(content).hexdigest()

    def learn(self, known: Mapping[Place, FigureResult]) -> None:
        """Take over what another process of this run has worked out of the same ledgers."""
        for place, theirs in known.items():
            mine = self.known.setdefault(place, theirs)
            mine.number = theirs.number if mine.number is None else mine.number
            mine.rows = theirs.rows if mine.rows is None else mine.rows
            mine.cuts = theirs.cuts | mine.cuts

    def tell(self, folder: Path) -> None:
        """Write down what is known for the kernels of a run, if anything is."""
        if self.known:
            content = [(place, known.told()) for place, known in self.known.items()]
            write_whole(folder / FILE, lambda part: part.write_text(json.dumps(content), encoding="utf-8"))


def uses_of(frames: Frames, period: Period, id: str) -> Iterator[tuple[str, str]]:
    """All that what is known of a figure in a period is made of, by kind and name (see ``base.dependency_tracking``).

    Its declaration and those of its parts, and of each of their ledgers the contract, the mapping, the code lists and
    every file that the period draws on; the bureau's units, by which rows are attributed, always.
    """
    made_of = _made_of(id)
    yield from (("figure", one) for one in made_of)
    yield from uses_of_ledgers(frames, period, {ledger for one in made_of for ledger in FIGURES[one].ledgers})


def uses_of_ledgers(frames: Frames, period: Period, ledgers: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """All that rows of these ledgers in a period are made of, the bureau's units among it."""
    named = tuple(sorted({*ledgers, ORGS}))
    return frames.worked_out(("uses", period, named), lambda: tuple(_uses_of(frames, period, named)))


def _uses_of(frames: Frames, period: Period, ledgers: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield "codes", ORGS
    for ledger in ledgers:
        yield from ((kind, ledger) for kind in ("contract", f"{KNOWN}mapping", "mapping", "files"))
        fields = frames.intake.contracts.untracked[ledger].fields
        for codes in sorted({one.codes for one in fields if one.codes}):
            yield from ((kind, codes) for kind in (f"{KNOWN}codes", "codes"))
        with suppress(MissingLedger):
            yield from (("table", f"{ledger}\t{file.shown}") for file in frames.provided(ledger, period))


def _made_of(id: str) -> list[str]:
    """A figure and those that it is made of, and so on."""
    return list(dict.fromkeys([id, *(part for name in FIGURES[id].needs for part in _made_of(name))]))


def _text(number: Number | None) -> int | str | None:
    """A number as JSON has it: a decimal as text, which is exact."""
    return str(number) if isinstance(number, Decimal) else number


def _number(text: int | str | None) -> Number | None:
    return Decimal(text) if isinstance(text, str) else text
