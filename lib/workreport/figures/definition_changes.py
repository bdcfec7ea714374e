"""Definition changes: figures whose definition differs from a given day on, as the bureau declares them."""

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
    """One changed definition: the figure, its first day, the reason, and the document that sets it."""

    figure: str
    since: dt.date
    reason: str
    source: str


def definition_changes(workspace: Workspace) -> tuple[DefinitionChange, ...]:
    """The bureau's entries in ``checks/definition_changes.yaml``; empty without that file.

    Raises
    ------
    ContractError
        If the file cannot be read, or names a figure that does not exist.
    """
    path = workspace.own_file(FILE)
    if path is None:
        return ()
    changes = _load(path, path.stat().st_mtime_ns)
    if unknown := sorted({change.figure for change in changes if change.figure not in FIGURES}):
        raise ContractError(f"没有指标“{'、'.join(unknown)}”", where=FILE, todo="请核对指标编号")
    return changes


def change_between(frames: Frames, id: str, base: Period, now: Period) -> DefinitionChange | None:
    """The definition change between two periods of a figure or of one of its components.

    A stock is taken on the cut-off days. A flow is spread over its period, so a base that began before the
    change is partly of the old definition and not comparable.
    """
    workspace = frames.intake.workspace
    for change in frames.memoised(("definition_changes",), lambda: definition_changes(workspace)):
        if change.figure not in _components(id):
            continue
        figure = FIGURES[id]
        seen = base.end if figure.kind == "stock" else base.start
        if seen < change.since <= now.end:
            return change
    return None


def _components(id: str) -> set[str]:
    return {id}.union(*(_components(part) for part in FIGURES[id].components))


@lru_cache(maxsize=8)
def _load(path: Path, changed: int) -> tuple[DefinitionChange, ...]:
    return tuple(load_entries(DefinitionChange, path, FILE))
