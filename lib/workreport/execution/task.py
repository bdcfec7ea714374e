"""One section to run, and its result. Keep this module fast to import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from workreport.base.sections import Section


@dataclass(frozen=True)
class Task:
    """One section to run.

    Attributes
    ----------
    section : Section
        From the registry.
    notebook : Path
        The source notebook; never written to.
    parameters : mapping of str to str, int, float, bool or list
        Already checked by `parameters.check`.
    """

    section: Section
    notebook: Path
    parameters: Mapping[str, object]


@dataclass(frozen=True)
class Executed:
    """The result of a task.

    Attributes
    ----------
    section : Section
    notebook : nbformat.NotebookNode
        With outputs; after a failure, up to and including the failed cell.
    error : str or None
        Traceback without colours, for the review view; None if all cells ran.
    reason : str or None
        The error in one line, for progress and log.
    seconds : float
        Wall time, kernel start included.
    """

    section: Section
    notebook: nbformat.NotebookNode
    error: str | None
    reason: str | None
    seconds: float
