"""Changed definitions: figures that mean something else from a day on, as the bureau declares them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

from workreport.base.errors import ContractError
from workreport.base.period import Period
from workreport.base.settings import Settings, load_entries
from workreport.base.workspace import Workspace
from workreport.figures.registry import FIGURES
from workreport.ledgers.frames import Frames

FILE = "checks/definition_changes.yaml"


class DefinitionChange(Settings):
    """One changed definition: the figure, the first day it holds for, why, and in which document it stands."""

    figure: str
    since: dt.date
    reason: str
    source: str


def redefinitions(workspace: Workspace) -> tuple[DefinitionChange, ...]:
    """What the bureau declares in ``checks/definition_changes.yaml``; nothing where it has no such file.

    Raises
    ------
    ContractError
        If the file cannot be read, or names a figure that does not exist.
    """
    path = workspace.own_file(FILE)
    if path is None:
        return ()
    found = _load(path, path.stat().st_mtime_ns)
    if unknown := sorted({one.figure for one in found if one.figure not in FIGURES}):
        raise ContractError(f"没有指标“{'、'.join(unknown)}”", where=FILE, todo="请核对指标编号")
    return found


def change_between(frames: Frames, id: str, base: Period, now: Period) -> DefinitionChange | None:
    """The change of definition that stands between two periods of a figure, or of one that it is made of.

    A stock is seen on the cut-off days. Rows of a flow are spread over the period, so a base that began
    before the change is of the old definition in part, and comparable with neither.
    """
    workspace = frames.intake.workspace
    for one in frames.memoised(("redefinitions",), lambda: redefinitions(workspace)):
        if one.figure not in _made_of(id):
            continue
        figure = FIGURES[id]
        seen = base.end if figure.kind == "stock" else base.start
        if seen < one.since <= now.end:
            return one
    return None


def _made_of(id: str) -> set[str]:
    return {id}.union(*(_made_of(part) for part in FIGURES[id].needs))


@lru_cache(maxsize=8)
def _load(path: Path, changed: int) -> tuple[DefinitionChange, ...]:
    return tuple(load_entries(DefinitionChange, path, FILE))
