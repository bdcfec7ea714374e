"""What the process that has a run's ledgers in memory works out for its kernels: told at once, or asked for.

Numbers stand in a file of the run's notes as soon as all of them are there. What does not stand there, a kernel asks
for over a socket beside it: before the file is written, and for cuts, of which only the sections know which they show.
Where nobody answers, a kernel works out itself what it needs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

from workreport.base.dependency_tracking import VARIABLE, note
from workreport.base.period import Period
from workreport.figures.results import FILE, FigureResult, FigureResults, Labels, Place, uses_of
from workreport.ledgers.frames import Frames

SOCKET = "figures.sock"
"""In a run's folder of notes: where a kernel asks for a period, a figure and dimensions, or null, and is told what is known."""


class RemoteFigures(FigureResults):
    """What a run tells its kernels; what that is made of is noted as used, as if it were worked out here.

    Parameters
    ----------
    folder : Path
        The run's notes.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._file: Path | None = folder / FILE
        self._socket: Path | None = folder / SOCKET
        self._told: set[Place] = set()  # and not noted yet

    def of(self, frames: Frames, period: Period, id: str, by: Labels | None = None) -> FigureResult:
        place = (period.id, id)
        self._look()
        known = super().of(frames, period, id)
        if known.number is None if by is None else by not in known.cuts:
            self._ask(place, by)
        if place in self._told:
            self._told.remove(place)
            for kind, name in uses_of(frames, period, id):
                note(kind, name)
        return known

    def _look(self) -> None:
        """Take over the file once it is there."""
        if self._file is not None and self._file.exists():
            told = json.loads(self._file.read_text(encoding="utf-8"))
            self._file = None
            for place, known in told:
                self._learn(tuple(place), known)

    def _ask(self, place: Place, by: Labels | None) -> None:
        """Learn what is asked for, if somebody answers."""
        if self._socket is None or not self._socket.exists():
            return
        try:
            with Client(str(self._socket), "AF_UNIX") as end:
                end.send_bytes(json.dumps([*place, by]).encode())
                told = json.loads(end.recv_bytes())
        except (OSError, EOFError):  # the run has given up its side of the ledgers
            self._socket = None
        else:
            if told is not None:
                self._learn(place, told)

    def _learn(self, place: Place, told: Mapping[str, Any]) -> None:
        self._told.add(place)
        self.learn({place: FigureResult.of(told)})


def remote_figures() -> FigureResults:
    """What the run that started this process works out; nothing outside of runs."""
    folder = os.environ.get(VARIABLE)
    return RemoteFigures(Path(folder)) if folder else FigureResults()
