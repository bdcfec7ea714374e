"""One notebook through papermill: parameters in, the executed notebook or its error out."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill import PapermillExecutionError, execute_notebook

from workreport.execution import engine
from workreport.execution.kernels import Kernels
from workreport.execution.task import Executed, Task

logger = logging.getLogger(__name__)

# papermill marks where a notebook failed with cells of its own; the report says it in its own way
_MARKER_TAG = "papermill-error-cell-tag"
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
INTERVAL = 10.0  # seconds
_SHORTEST_WAIT = 0.05  # seconds; nbclient takes 0 for “no limit”


def run_notebook(task: Task, work: Path, kernels: Kernels, *, timeout: float | None = None) -> Executed:
    """Execute a task's notebook in its own kernel.

    Parameters
    ----------
    task : Task
    work : Path
        Existing folder; while the notebook runs, what there is of it is kept there.
    kernels : Kernels
        Of the run that this notebook belongs to.
    timeout : float, optional
        Seconds for the whole notebook; no limit by default.

    Returns
    -------
    Executed
        Whatever goes wrong in the notebook or its kernel is told there, never raised.
    """
    began = time.monotonic()
    evidence = Evidence(work / f"{task.section.id}.ipynb")
    error = reason = None
    try:
        execute_notebook(
            _literal(task.notebook),
            None,
            parameters=dict(task.parameters),
            engine_name=engine.NAME,
            kernel_name=kernels.name,
            language="python",
            progress_bar=False,
            # papermill would write the whole notebook twice a cell, charts and all
            request_save_on_cell_execute=False,
            on_notebook_start=evidence.began,
            on_cell_complete=evidence.keep,
            # the rest goes to nbclient's NotebookClient
            kernel_manager_class=kernels.manager_class,
            # like JupyterLab, the kernel starts beside its notebook; papermill's own `cwd` moves the process
            resources={"metadata": {"path": str(task.notebook.resolve().parent)}},
            timeout_func=_remaining(began, timeout),
            # all answers are in by then, and waiting for a kernel to say goodbye takes 0.3 s a notebook
            shutdown_kernel="immediate",
        )
    except Exception as failure:
        # whatever it was: one section's failure must not take the others with it
        error, reason = _told(failure, timeout)
        logger.debug("%s", task.section.id, exc_info=failure)
    notebook = evidence.notebook or _read(task.notebook)
    if error is not None:
        notebook = _without_markers(notebook)
    return Executed(task.section, notebook, error, reason, time.monotonic() - began)


class Evidence:
    """What has run of a notebook so far: in memory, and on disk for when this process itself is ended.

    Attributes
    ----------
    path : Path
        Written whenever a cell ends and the last writing is `INTERVAL` seconds ago.
    notebook : nbformat.NotebookNode, optional
        As nbclient fills it; None until the kernel has answered.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.notebook, self._written = path, None, time.monotonic()

    def began(self, notebook: nbformat.NotebookNode) -> None:
        self.notebook = notebook

    def keep(self, **_: object) -> None:
        if self.notebook is not None and time.monotonic() - self._written >= INTERVAL:
            nbformat.write(self.notebook, self.path)
            self._written = time.monotonic()


def _literal(path: Path) -> str:
    """A path that papermill, which formats paths like templates, leaves as it is."""
    return str(path.resolve()).replace("{", "{{").replace("}", "}}")


def _remaining(began: float, timeout: float | None) -> Callable[[object], float] | None:
    """nbclient limits cells; each may take what is left of the notebook's time."""
    if timeout is None:
        return None
    return lambda cell: max(began + timeout - time.monotonic(), _SHORTEST_WAIT)


def _read(path: Path) -> nbformat.NotebookNode:
    """The notebook as it was before it ran; an empty one where it is none at all."""
    # nbformat stumbles over files that are no notebook in many ways, and the error is told already
    with suppress(Exception):
        return nbformat.read(path, as_version=4)
    return nbformat.v4.new_notebook()


def _without_markers(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook without the cells by which papermill shows where it failed."""
    notebook.cells = [cell for cell in notebook.cells if _MARKER_TAG not in cell.metadata.get("tags", [])]
    return notebook


def _told(failure: Exception, timeout: float | None) -> tuple[str, str]:
    """An error as traceback text and as one line."""
    if isinstance(failure, PapermillExecutionError):
        reason = f"{failure.ename}: {failure.evalue}"
        traceback = _COLOUR.sub("", "\n".join(failure.traceback)) or reason
    elif isinstance(failure, CellTimeoutError):
        reason = f"运行超过 {timeout:g} 秒，已停止"
        traceback = f"{reason}\n{failure}"
    elif isinstance(failure, DeadKernelError):
        reason = "内核进程意外退出，可能是内存不足"
        traceback = f"{reason}\n{failure}"
    else:
        reason = f"{type(failure).__name__}: {failure}"
        traceback = reason
    return traceback, reason.strip().splitlines()[0]
